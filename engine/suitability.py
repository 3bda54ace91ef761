"""Which algorithms can be trained on a table, which suit it, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engine.algorithms import AlgorithmConfig
from engine.errors import InvalidValueError
from engine.records import Column, Dataset, Problem, TrainingSpec
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
    largest_fit, smallest_fit : int
        Rows of the largest and the smallest part that is learned from.
    n_classes : int
        0 unless the task is classification.
    target_minimum : float or None
        Of a regression.
    """

    spec: TrainingSpec
    columns: tuple[Column, ...]
    largest_fit: int
    smallest_fit: int
    n_classes: int = 0
    target_minimum: float | None = None


def facts(dataset: Dataset, spec: TrainingSpec, table: pd.DataFrame, parts: Split) -> TableFacts:
    """Look at what a spec and its split come to.

    Parameters
    ----------
    table : DataFrame
        Holds the target, if there is one.
    """
    sizes = [len(parts.train), *(len(fold.train) for fold in parts.folds)]
    target = None if spec.target is None else table[spec.target].dropna()
    by_class = spec.task_type == "classification" and target is not None
    by_number = spec.task_type == "regression" and target is not None and len(target) > 0
    return TableFacts(
        spec=spec,
        columns=tuple(column for column in dataset.columns if column.name in spec.features),
        largest_fit=max(sizes),
        smallest_fit=min(sizes),
        n_classes=target.nunique() if by_class and target is not None else 0,
        target_minimum=float(target.min()) if by_number and target is not None else None,
    )


def refusal(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    """Why an algorithm cannot be trained on these data, ``None`` if it can."""
    if entry.max_rows is not None and known.largest_fit > entry.max_rows:
        return InvalidValueError(
            f"{entry.name} is offered for at most {entry.max_rows:,} rows, but it would get "
            f"{known.largest_fit:,}: its time or memory grows with the square of the rows.",
            field="algorithms",
            hint="Choose another algorithm, or upload fewer rows.",
        ).problem()
    return None


def unsuitable(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    """Why an algorithm is not among those that suit these data, ``None`` if it is."""
    return refusal(entry, known)
