"""Rows that repeat an earlier one, in all of some columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

Load = Callable[[Sequence[str]], pd.DataFrame]
Keys = npt.NDArray[np.uint64]

# Multipliers of splitmix64: two rows that differ get different keys.
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_SHIFT = np.uint64(31)


def same_row(table: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Number the rows so that equal ones have the same number; missing equals missing."""
    groups = table.groupby(list(table.columns), dropna=False, sort=False).ngroup()
    return np.asarray(groups, dtype=np.int64)


def add_to_keys(keys: Keys, values: pd.Series) -> Keys:
    """Give the keys of rows after one more column, whose values are mixed in."""
    mixed = (keys ^ _bits(values)) * _FIRST
    mixed = (mixed ^ (mixed >> _SHIFT)) * _SECOND
    return mixed ^ (mixed >> _SHIFT)


def _bits(values: pd.Series) -> Keys:
    if values.dtype == np.float64:
        # One zero and one NaN, as they compare.
        numbers = np.where(values.isna(), np.nan, values.to_numpy() + 0.0)
        return numbers.view(np.uint64)
    codes, _ = pd.factorize(values)
    return (codes + 1).astype(np.uint64)
