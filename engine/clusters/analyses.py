"""The slow questions about a clustering, in screen order; a run asks them and keeps the answers.

Each is one function of a `ClusterContext`. It tells how far it is, raises
`engine.fitting.Stopped` when it is asked to stop, and gives a record that is
stored as JSON. `Analysis.read` says the record in sentences.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.algorithms import AlgorithmConfig, algorithm
from engine.clusters.analysis_readings import count_reading, map_reading, structure_reading
from engine.clusters.analysis_records import ClusterCount, ClusterMap, ClusterStructure
from engine.clusters.context import ClusterContext, OnProgress, ShouldStop, context_of
from engine.clusters.count import SETTINGS, cluster_count
from engine.clusters.maps import cluster_map
from engine.clusters.structure import cluster_structure
from engine.records import Record, TrainedModel
from engine.store import Store
from engine.words import Words

Key = Literal["cluster_structure", "cluster_count", "cluster_map"]


@dataclass(frozen=True)
class Analysis:
    """One question.

    Parameters
    ----------
    key : str
        Its name in addresses and records.
    name : str
        Its name for people.
    description : str
        What it answers and how, in a sentence or two.
    record : type of Record
        What `run` gives.
    run : callable
        Takes a `ClusterContext`, `on_progress(done, total, words)` and `should_stop()`.
    read : callable
        Says the record in sentences.
    applies : callable
        Whether the question can be asked of an algorithm.
    """

    key: Key
    name: str
    description: str
    record: type[Record]
    run: Callable[[ClusterContext, OnProgress, ShouldStop], Record]
    # Each takes its own kind of record.
    read: Callable[[Any], Words]
    applies: Callable[[AlgorithmConfig], bool] = lambda entry: entry.task_type == "clustering"

    def objection(self, model: TrainedModel) -> str | None:
        """Why it cannot be asked about a model, ``None`` if it can."""
        if model.task_type != "clustering":
            return f"{model.name} has no clusters."
        if not self.applies(algorithm(model.algorithm)):
            return f"{model.name} finds the number of clusters by itself."
        return None

    def work_out(
        self,
        store: Store,
        workspace: str,
        model: TrainedModel,
        on_progress: OnProgress,
        should_stop: ShouldStop,
    ) -> Record:
        """Ask it about a stored model: the same as `run`, with the context loaded.

        Raises
        ------
        EngineError
            If it cannot be answered, with the reason.
        Stopped
            If it was asked to stop.
        """
        return self.run(context_of(store, workspace, model), on_progress, should_stop)


def _has_a_number(entry: AlgorithmConfig) -> bool:
    return entry.task_type == "clustering" and any(name in entry.defaults for name in SETTINGS)


ANALYSES: tuple[Analysis, ...] = (
    Analysis(
        key="cluster_structure",
        name="Is there structure at all?",
        description=(
            "Clusters data without groups in the same way, many times, and says whether these data "
            "are divided better than that."
        ),
        record=ClusterStructure,
        run=cluster_structure,
        read=structure_reading,
    ),
    Analysis(
        key="cluster_count",
        name="How many clusters?",
        description=(
            "Tries 2 to 10 clusters, and holds how well they are apart against whether other "
            "samples of the rows give the same clusters."
        ),
        record=ClusterCount,
        run=cluster_count,
        read=count_reading,
        applies=_has_a_number,
    ),
    Analysis(
        key="cluster_map",
        name="A map of neighbours",
        description=(
            "Lays at most 2,000 rows out by t-SNE, which keeps rows beside each other that are "
            "alike, also in many columns."
        ),
        record=ClusterMap,
        run=cluster_map,
        read=map_reading,
    ),
)
