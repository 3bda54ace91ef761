"""The columns of the file, as numbers that conditions and differences can be computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from engine.metrics.outcome import Codes, Floats
from engine.records import Column

# Rarer levels than these say little about a whole cluster.
MOST_LEVELS = 50
MISSING = -1
# As in the preparation: squares of larger numbers are infinite.
LARGEST = 1e100


@dataclass(frozen=True, eq=False)
class OriginalColumn:
    """One column of the file.

    Parameters
    ----------
    name : str
    kind : {"number", "date", "levels"}
    numbers : ndarray of shape (n_rows,)
        Of a number its value, of a date the seconds since 1970, NaN where it is
        missing; empty for levels.
    codes : ndarray of shape (n_rows,)
        Of levels the position in `levels`, ``len(levels)`` for all rarer ones and -1
        where it is missing; empty for numbers.
    levels : tuple of str
        The commonest first.
    """

    name: str
    kind: Literal["number", "date", "levels"]
    numbers: Floats
    codes: Codes
    levels: tuple[str, ...] = ()

    @property
    def missing(self) -> np.ndarray:
        """Where it is missing, of shape (n_rows,)."""
        return self.codes == MISSING if self.kind == "levels" else np.isnan(self.numbers)

    @property
    def other_level(self) -> str | None:
        """The second of two levels, where every row has one of them."""
        is_pair = len(self.levels) == 2 and bool(np.isin(self.codes, (0, 1)).all())
        return self.levels[1] if is_pair else None

    def moment(self, seconds: float) -> str:
        """A date as text: without the time where no row has one."""
        unit = "D" if self._has_no_times else "s"
        return str(np.datetime64(round(seconds), "s").astype(f"datetime64[{unit}]"))

    @property
    def _has_no_times(self) -> bool:
        known = self.numbers[~np.isnan(self.numbers)]
        return bool((known % 86_400 == 0).all())


def original_columns(
    features: pd.DataFrame, columns: Sequence[Column]
) -> tuple[tuple[OriginalColumn, ...], tuple[str, ...]]:
    """Read columns off a table; texts are left out, and named as the second answer."""
    read = tuple(_read(features[one.name], one) for one in columns if one.type != "text")
    return read, tuple(one.name for one in columns if one.type == "text")


def level_name(value: object) -> str:
    """A level as text; a column of whole numbers with gaps holds 3.0, which is called 3."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _read(series: pd.Series, column: Column) -> OriginalColumn:
    nothing, no_codes = np.zeros(0), np.zeros(0, dtype=np.intp)
    if column.type == "numeric":
        numbers = series.to_numpy(dtype=np.float64, na_value=np.nan).clip(-LARGEST, LARGEST)
        return OriginalColumn(column.name, "number", numbers, no_codes)
    if column.type == "datetime":
        seconds = (series - pd.Timestamp(0)).dt.total_seconds().to_numpy().astype(np.float64)
        return OriginalColumn(column.name, "date", seconds, no_codes)
    codes, levels = _levels(series)
    return OriginalColumn(column.name, "levels", nothing, codes, levels)


def _levels(series: pd.Series) -> tuple[Codes, tuple[str, ...]]:
    codes, values = pd.factorize(series)
    counts = np.bincount(codes[codes != MISSING], minlength=len(values))
    commonest = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    # The last place is that of a missing value: -1 is the last position too.
    places = np.full(len(values) + 1, len(commonest))
    places[commonest] = np.arange(len(commonest))
    places[MISSING] = MISSING
    return places[codes].astype(np.intp), tuple(level_name(values[place]) for place in commonest)
