"""What earlier runs tell about the next one: by how much the formula was wrong."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.algorithms import algorithm
from engine.errors import NotFoundError
from engine.records import AlgorithmChoice, Dataset, TrainingSession
from engine.records.training import Range
from engine.run_costs import RunCosts
from engine.table_facts import TableFacts, rough_facts

# The unit that is the model itself; all others are folds.
FINAL_PART = "all training rows"
# How far the truth was seen to lie from what is expected: of the same algorithm
# on the same data, on other data, and of an algorithm that never ran here.
SAME_DATA: Range = (0.7, 1.4)
OTHER_DATA: Range = (0.4, 2.2)
NEVER_RUN: Range = (0.3, 3.0)
# Of runs this short, what was measured is how busy the machine was.
LEAST_SECONDS = 0.05


@dataclass(frozen=True)
class PastRuns:
    """Ratios of the time that was taken to what the formula says.

    Parameters
    ----------
    by_data : dict
        By id of the dataset and key of the algorithm.
    by_algorithm : dict
        By key of the algorithm, over all datasets.
    """

    by_data: Mapping[tuple[str, str], float] = field(default_factory=dict)
    by_algorithm: Mapping[str, float] = field(default_factory=dict)

    def correction(self, dataset_id: str, key: str) -> Range:
        """By which two factors the formula should be multiplied to get a range."""
        if (dataset_id, key) in self.by_data:
            return _scaled(SAME_DATA, self.by_data[dataset_id, key])
        if key in self.by_algorithm:
            return _scaled(OTHER_DATA, self.by_algorithm[key])
        return _scaled(NEVER_RUN, self.machine)

    @property
    def machine(self) -> float:
        """How much slower this machine is than the one on which the figures were measured."""
        return statistics.median(self.by_algorithm.values()) if self.by_algorithm else 1.0


def past_runs(sessions: Iterable[TrainingSession], datasets: Mapping[str, Dataset]) -> PastRuns:
    """Learn from sessions, whether they are whole or were ended early.

    Parameters
    ----------
    sessions : iterable of TrainingSession
    datasets : mapping of str to Dataset
        Those that are still there, by id.
    """
    by_data: dict[tuple[str, str], list[float]] = {}
    for session in sessions:
        dataset = datasets.get(session.dataset_id)
        if dataset is None or session.analysis is not None:
            continue
        for key, ratio in _ratios(session, rough_facts(dataset, session.spec)):
            by_data.setdefault((dataset.id, key), []).append(ratio)
    medians = {place: statistics.median(ratios) for place, ratios in by_data.items()}
    keys = {key for _, key in medians}
    by_algorithm = {
        key: statistics.median(ratio for (_, other), ratio in medians.items() if other == key)
        for key in keys
    }
    return PastRuns(medians, by_algorithm)


def _ratios(session: TrainingSession, known: TableFacts) -> Iterator[tuple[str, float]]:
    for choice in session.spec.algorithms:
        units = [unit for unit in session.progress.finished if unit.algorithm == choice.key]
        taken = sum(unit.seconds for unit in units)
        if not units or taken < LEAST_SECONDS:
            continue
        n_final = sum(unit.part == FINAL_PART for unit in units)
        told = _formula(choice, known, len(units) - n_final, n_final)
        if told is not None:
            yield choice.key, taken / told


def _formula(
    choice: AlgorithmChoice, known: TableFacts, n_folds: int, n_final: int
) -> float | None:
    """Seconds that so many finished units should have taken."""
    try:
        entry = algorithm(choice.key)
    except NotFoundError:
        # It needs a package that is not installed any more.
        return None
    costs = RunCosts(entry, known, choice.hyperparameters)
    # Of folds in time the middle one stands for all.
    fold_rows = known.fold_rows[len(known.fold_rows) // 2] if known.fold_rows else 0
    share = min(1.0, (n_folds + n_final) / (len(known.fold_rows) + 1))
    return (
        n_folds * costs.fold_seconds(fold_rows)
        + n_final * costs.final_seconds
        + share * costs.search_seconds
    )


def _scaled(limits: Range, factor: float) -> Range:
    return limits[0] * factor, limits[1] * factor
