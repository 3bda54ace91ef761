"""Rows that repeat another one in features and target, found by a key for each row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.audit.samples import Codes, Sample
from engine.duplicates import Keys, same_row
from engine.splits import Split

# In a table of few levels rows are alike by chance: so many times more is no chance.
MORE_THAN_CHANCE = 2.0
# One or two rows that repeat may be so by chance in any table of rounded measures.
FEWEST_REPEATS = 3


@dataclass(frozen=True)
class Repeats:
    """Rows that are equal to at least one other row.

    Attributes
    ----------
    positions : ndarray of shape (n,)
        Where they are in the table, ascending.
    codes : ndarray of shape (n,)
        Equal for rows that are equal.
    """

    positions: Codes
    codes: Codes

    @property
    def n_later(self) -> int:
        """How many of them repeat an earlier one."""
        return len(self.codes) - len(np.unique(self.codes))

    def are_told_apart(self, others: Sequence[pd.Series]) -> bool:
        """Whether most of them differ from their like in one of some other whole columns."""
        table = pd.DataFrame({n: values.iloc[self.positions] for n, values in enumerate(others)})
        table["equal"] = self.codes
        n_copies = int(table.duplicated().sum())
        return 2 * n_copies < self.n_later

    def n_held_out(self, split: Split) -> int:
        """How many held-out rows are equal to a row that is learned from."""
        is_held_out = np.isin(self.positions, split.test)
        learned = self.codes[np.isin(self.positions, split.train)]
        return int(np.isin(self.codes[is_held_out], learned).sum())


def repeats(keys: Keys, rows: Codes, columns: Iterable[pd.Series]) -> Repeats | None:
    """Find rows that are equal in all of some columns.

    Parameters
    ----------
    keys : ndarray of shape (n_rows,)
        Equal for rows that are equal; that others have the same is possible.
    rows : ndarray of shape (n_rows,)
        Where these rows are in the table.
    columns : iterable of Series
        The columns, whole, one after the other.
    """
    order = np.argsort(keys, kind="stable")
    same = keys[order][1:] == keys[order][:-1]
    may_repeat = np.zeros(len(keys), dtype=bool)
    may_repeat[order[1:][same]] = True
    may_repeat[order[:-1][same]] = True
    positions = rows[may_repeat]
    if not len(positions):
        return None
    found = pd.DataFrame({n: values.iloc[positions] for n, values in enumerate(columns)})
    codes = same_row(found)
    repeated = np.bincount(codes)[codes] > 1
    answer = Repeats(positions[repeated], codes[repeated])
    return answer if answer.n_later >= FEWEST_REPEATS else None


def are_more_than_chance(found: Repeats, sample: Sample, n_rows: int) -> bool:
    """Whether so many rows would not be equal if the columns had nothing to do with each other."""
    columns = [*sample.features, *([] if sample.target is None else [sample.target])]
    by_chance = float(np.prod([_equal_share(column.codes) for column in columns]))
    counts = np.unique(found.codes, return_counts=True)[1]
    n_pairs = float((counts * (counts - 1)).sum()) / 2
    return n_pairs > MORE_THAN_CHANCE * by_chance * n_rows * (n_rows - 1) / 2


def _equal_share(codes: Codes) -> float:
    """Share of the pairs of rows that are equal in one column."""
    counts = np.bincount(codes)
    return float((counts * (counts - 1)).sum()) / max(1, len(codes) * (len(codes) - 1))
