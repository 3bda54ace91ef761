"""Which rows of a table are used at all, and in which order they came to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.records import TrainingSpec

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class UsedRows:
    """Positions of the rows that are used, and how many are not, by the first reason.

    `n_dropped` have no target, `n_untimed` no time, and `n_duplicates` are equal
    to an earlier row in features and target.
    """

    rows: Positions
    n_dropped: int
    n_untimed: int
    n_duplicates: int


def used_rows(spec: TrainingSpec, table: pd.DataFrame) -> UsedRows:
    """Leave out the rows that a spec cannot or should not use."""
    with_target = _present(table, spec.target)
    with_time = with_target & _present(table, spec.time_column)
    rows = np.flatnonzero(with_time).astype(np.int64)
    if spec.drop_duplicates:
        rows = rows[_is_first(spec, table, rows)]
    return UsedRows(
        rows,
        n_dropped=len(table) - int(with_target.sum()),
        n_untimed=int(with_target.sum() - with_time.sum()),
        n_duplicates=int(with_time.sum()) - len(rows),
    )


def in_time(times: pd.Series, rows: Positions) -> Positions:
    """Order rows by their time; those of the same time stay in the order of the file."""
    order = np.argsort(times.iloc[rows].to_numpy(), kind="stable")
    return rows[order]


def _present(table: pd.DataFrame, column: str | None) -> npt.NDArray[np.bool_]:
    if column is None:
        return np.ones(len(table), dtype=bool)
    return table[column].notna().to_numpy()


def _is_first(spec: TrainingSpec, table: pd.DataFrame, rows: Positions) -> npt.NDArray[np.bool_]:
    """Whether no earlier row is equal in features and target; missing equals missing."""
    named = [*spec.features, *([] if spec.target is None else [spec.target])]
    return ~table[named].iloc[rows].duplicated().to_numpy()
