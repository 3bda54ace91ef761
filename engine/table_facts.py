"""What decides how long an algorithm takes on a table, and whether it can be trained at all."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.records import Column, Dataset, TrainingSpec
from engine.splits import Split


@dataclass(frozen=True)
class TableFacts:
    """What decides whether an algorithm can be trained.

    Parameters
    ----------
    spec : TrainingSpec
        Its algorithms may be open.
    columns : tuple of Column
        The features.
    fold_rows : tuple of int
        Rows that are learned from in each fold.
    final_rows : int
        Rows that the model itself is learned from.
    n_rows : int
        Rows of the table.
    n_classes : int
        0 unless the task is classification.
    target_minimum : float or None
        Of a regression.
    memory_limit : int or None
        Bytes that a run may use, ``None`` if that is not limited.
    """

    spec: TrainingSpec
    columns: tuple[Column, ...]
    fold_rows: tuple[int, ...]
    final_rows: int
    n_rows: int
    n_classes: int = 0
    target_minimum: float | None = None
    memory_limit: int | None = None

    @property
    def largest_fit(self) -> int:
        """Rows of the largest part that is learned from."""
        return max(self.final_rows, *self.fold_rows, 0)

    @property
    def smallest_fit(self) -> int:
        """Rows of the smallest part that is learned from."""
        return min((self.final_rows, *self.fold_rows))


def facts(
    dataset: Dataset,
    spec: TrainingSpec,
    table: pd.DataFrame,
    parts: Split,
    *,
    memory_limit: int | None = None,
) -> TableFacts:
    """Look at what a spec and its split come to.

    Parameters
    ----------
    table : DataFrame
        Holds the target, if there is one.
    """
    target = None if spec.target is None else table[spec.target].dropna()
    by_class = spec.task_type == "classification" and target is not None
    by_number = spec.task_type == "regression" and target is not None and len(target) > 0
    return TableFacts(
        spec=spec,
        columns=_features(dataset, spec),
        fold_rows=tuple(len(fold.train) for fold in parts.folds),
        final_rows=len(parts.train),
        n_rows=len(table),
        n_classes=target.nunique() if by_class and target is not None else 0,
        target_minimum=float(target.min()) if by_number and target is not None else None,
        memory_limit=memory_limit,
    )


def rough_facts(
    dataset: Dataset, spec: TrainingSpec, *, memory_limit: int | None = None
) -> TableFacts:
    """About the same by the record of the dataset alone, without a look at its table."""
    target = dataset.column(spec.target) if spec.target is not None else None
    used = dataset.n_rows - (0 if target is None else target.missing)
    learned = used if spec.task_type == "clustering" else int(used * (1 - spec.test_size))
    return TableFacts(
        spec=spec,
        columns=_features(dataset, spec),
        fold_rows=_rough_folds(spec, learned),
        final_rows=learned,
        n_rows=dataset.n_rows,
        n_classes=target.distinct if target and spec.task_type == "classification" else 0,
        memory_limit=memory_limit,
    )


def _features(dataset: Dataset, spec: TrainingSpec) -> tuple[Column, ...]:
    chosen = set(spec.features)
    return tuple(column for column in dataset.columns if column.name in chosen)


def _rough_folds(spec: TrainingSpec, n_rows: int) -> tuple[int, ...]:
    if spec.n_folds == 0:
        return ()
    if spec.time_column is not None:
        # Each fold learns from all rows before it.
        parts = spec.cv_folds + 1
        return tuple(n_rows * number // parts for number in range(1, parts))
    return (n_rows * (spec.cv_folds - 1) // spec.cv_folds,) * spec.n_folds
