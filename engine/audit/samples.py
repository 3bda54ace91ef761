"""Some rows of a table, as the models of the audit want them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.records import Column

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sampled:
    """The sampled cells of one column.

    Attributes
    ----------
    column : Column
    values : Series of shape (n,)
    """

    column: Column
    values: pd.Series

    @property
    def name(self) -> str:
        """Name of the column."""
        return self.column.name

    @property
    def is_ordered(self) -> bool:
        """Whether the cells are numbers or moments, so that more and less have a meaning."""
        return self.column.type in {"numeric", "datetime"}

    @cached_property
    def is_missing(self) -> npt.NDArray[np.bool_]:
        """Which cells are empty."""
        return self.values.isna().to_numpy()

    @cached_property
    def numbers(self) -> Floats:
        """Ordered cells as numbers, NaN where they are empty; moments in microseconds."""
        if self.column.type == "datetime":
            whole = self.values.to_numpy().astype(np.int64).astype(np.float64)
            return np.where(self.is_missing, np.nan, whole)
        return self.values.to_numpy(dtype=np.float64)

    @cached_property
    def codes(self) -> Codes:
        """A number from 0 for each distinct value; being empty is one of them."""
        codes, _ = pd.factorize(self.values, use_na_sentinel=False)
        return codes.astype(np.int64)

    @cached_property
    def n_levels(self) -> int:
        """Number of distinct values among the sampled cells."""
        return int(self.codes.max()) + 1 if len(self.codes) else 0


@dataclass(frozen=True)
class Sample:
    """Sampled rows: the features, and the target if there is one.

    `n_rows` of the `n_of` rows that training uses were sampled.
    """

    features: tuple[Sampled, ...]
    target: Sampled | None
    n_rows: int
    n_of: int

    @property
    def note(self) -> str:
        """A sentence that says how many rows were looked at, empty if all were."""
        if self.n_rows == self.n_of:
            return ""
        return f"{self.n_rows:,} of {self.n_of:,} rows were looked at."


def sampled(column: Column, values: pd.Series) -> Sampled:
    """Keep sampled cells without keeping the column they came from."""
    return Sampled(column, values.reset_index(drop=True).copy())
