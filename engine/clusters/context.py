"""What an analysis of a clustering works on: the model's rows, prepared as the model has them.

Nothing is unpickled. The preparation is fitted anew from what the model's record
says, on the same rows and with one thread, which gives the same numbers bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from engine.algorithms import AlgorithmConfig, algorithm
from engine.errors import DoesNotApplyError, WrongStateError
from engine.fit_costs import fit_seconds
from engine.fitted_pipelines import Fitter
from engine.fitting import Stopped
from engine.metrics.outcome import Codes, Floats
from engine.records import Dataset, Setting, TrainedModel
from engine.store import Store
from engine.stored_tables import load_table
from engine.used_rows import Positions

# Gets how many of how many steps are done, and what is being done, in words.
OnProgress = Callable[[int, int, str], None]
ShouldStop = Callable[[], bool]

SIZES = (10_000, 5_000, 2_000, 1_000, 500)
# All fits of one analysis should be over in about this time.
SECONDS = 60.0


@dataclass(frozen=True, eq=False)
class ClusterContext:
    """A clustering that is to be analysed.

    Parameters
    ----------
    entry : AlgorithmConfig
    hyperparameters : dict of str to Setting
    fitter : Fitter
        Holds the table.
    rows : ndarray of shape (n_rows,)
        Positions of the rows that were grouped.
    labels : ndarray of shape (n_rows,)
        Their clusters.
    """

    entry: AlgorithmConfig
    hyperparameters: dict[str, Setting]
    fitter: Fitter
    rows: Positions
    labels: Codes

    @property
    def seed(self) -> int:
        """The random seed of the model."""
        return self.fitter.spec.random_seed

    @cached_property
    def matrix(self) -> Floats:
        """All rows as the algorithm gets them, dense, of shape (n_rows, n_features)."""
        _, prepared = self.fitter.estimator(self.entry, self.hyperparameters, self.rows)
        return _dense(prepared.train)

    def prepare(self, table: pd.DataFrame) -> Floats:
        """Other rows as the algorithm gets them, by the preparation that the model has."""
        _, prepared = self.fitter.estimator(self.entry, self.hyperparameters, self.rows)
        return _dense(prepared.transformer.transform(table))

    def estimator(self, *, shift: int = 0, **changes: Setting) -> Any:  # noqa: ANN401 - any clusterer
        """Make an unfitted estimator of the model's settings, but for these changes.

        `shift` is added to the seed, so that repetitions differ.
        """
        settings = self.hyperparameters | changes
        return self.entry.build(settings, random_seed=(self.seed + shift) % 2**32)

    def sample(self, n_fits: int, *, most: int = SIZES[0]) -> Codes:
        """Positions within `rows` of as many rows as so many fits can take in about a minute."""
        n_rows, n_features = self.matrix.shape
        sizes = [size for size in (min(n_rows, most), *SIZES) if size <= min(n_rows, most)]
        costs = {
            size: fit_seconds(self.entry, self.hyperparameters, size, n_features) * n_fits
            for size in sizes
        }
        size = next((size for size in sizes if costs[size] <= SECONDS), sizes[-1])
        random = np.random.default_rng(self.seed)
        return np.sort(random.permutation(n_rows)[:size])


def context_of(store: Store, workspace: str, model: TrainedModel) -> ClusterContext:
    """Load what a model was made from.

    Raises
    ------
    DoesNotApplyError
        If it is no clustering.
    NotFoundError
        If its dataset is gone.
    WrongStateError
        If the dataset's file is read otherwise by now.
    """
    require_clustering(model)
    dataset = store.datasets.get(workspace, model.dataset_id)
    require_same(model, dataset)
    columns = model.provenance.columns
    known = dataset.model_copy(update={"columns": columns})
    table = load_table(store, known, [column.name for column in columns])
    known_rows = pd.read_feather(store.blob("models", f"{model.id}.arrow"))
    rows, labels = (known_rows[name].to_numpy() for name in ("row", "cluster"))
    fitter = Fitter(model.provenance.spec, columns, table, None)
    entry = algorithm(model.algorithm)
    return ClusterContext(entry, dict(model.hyperparameters), fitter, rows, labels)


def require_clustering(model: TrainedModel) -> None:
    """Refuse what has no clusters."""
    if model.task_type != "clustering":
        raise DoesNotApplyError(
            f"A clustering was expected, but {model.name} predicts {model.target}.",
            field="model_id",
            hint="Train a model of the task clustering.",
        )


def go_on(should_stop: ShouldStop) -> None:
    """Raise `Stopped` if somebody asked for it."""
    if should_stop():
        raise Stopped


def require_same(model: TrainedModel, dataset: Dataset) -> None:
    """Refuse a dataset whose rows are not those that the model was made from any more."""
    if dataset.dialect != model.provenance.dialect:
        raise WrongStateError(
            "The file of this dataset is read in another way than when the model was trained.",
            hint="Train the model again on the data as they are read now.",
        )


def _dense(matrix: Any) -> Floats:  # noqa: ANN401 - dense or sparse
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix)
