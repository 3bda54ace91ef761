"""Cross-validated look-up tables: what a value, or a combination of values, says of the target.

The answer for a row comes from the other rows with the same code: their
commonest class, with rare classes counting as much as common ones, or their
mean. A code that occurs only once has no other rows, so that names and
identifiers do not seem to know anything. All folds are counted at once, which
takes about 0.1 ms for 10,000 rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.audit.samples import Codes, Floats

FOLDS = 5
# A class with fewer rows says nothing about how well it is recognised.
FEWEST_OF_CLASS = 5
# Codes times classes times folds: more is not a look-up table but a list.
MOST_CELLS = 2_000_000
SEED = 0


@dataclass(frozen=True)
class Classes:
    """Classes as codes from 0, of shape (n,); the score is balanced accuracy."""

    codes: Codes
    folds: Codes

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.codes)

    def take(self, rows: Codes) -> Classes:
        """Give the same about some of the rows."""
        _, codes = np.unique(self.codes[rows], return_inverse=True)
        return classes(codes)

    @cached_property
    def n_classes(self) -> int:
        """Number of classes."""
        return int(self.codes.max()) + 1

    @cached_property
    def counts(self) -> Codes:
        """Rows of each class."""
        return np.bincount(self.codes)

    def score(self, codes: Codes) -> float:
        """Balanced accuracy of a look-up table: 1 is always right."""
        table = self._table(codes)
        if table is None:
            return 0.0
        guesses = self._others(table).argmax(axis=2)
        hits = np.take_along_axis(table, guesses[:, :, None], axis=2)[:, :, 0]
        return self._mean_recall(np.bincount(guesses.ravel(), hits.ravel(), self.n_classes))

    def exceptions(self, codes: Codes) -> float:
        """Share of rows of another class than most rows with the same code."""
        n_codes = int(codes.max()) + 1
        table = np.bincount(codes * self.n_classes + self.codes, minlength=n_codes * self.n_classes)
        table = table.reshape(n_codes, self.n_classes)
        return 1.0 - float(table.max(axis=1).sum()) / len(codes)

    def chances(self, codes: Codes) -> Floats:
        """For each row how likely the second class is, from the other rows of its code."""
        table = self._table(codes)
        if table is None:
            return np.zeros(len(codes))
        others = self._others(table) + 1e-9
        chance: Floats = (others[:, :, 1] / others.sum(axis=2))[self.folds, codes]
        return chance

    def balanced(self, recognised: Codes) -> float:
        """Balanced accuracy, from the classes of the rows that were recognised."""
        return self._mean_recall(np.bincount(recognised, minlength=self.n_classes))

    def _mean_recall(self, hits: Floats | Codes) -> float:
        judged = self.counts >= FEWEST_OF_CLASS
        return float((hits[judged] / self.counts[judged]).mean()) if judged.any() else 0.0

    def _table(self, codes: Codes) -> Floats | None:
        """Rows by fold, code and class."""
        n_codes = int(codes.max()) + 1
        shape = (FOLDS, n_codes, self.n_classes)
        if np.prod(shape) > MOST_CELLS:
            return None
        cells = (self.folds * n_codes + codes) * self.n_classes + self.codes
        counts = np.bincount(cells, minlength=int(np.prod(shape)))
        return counts.reshape(shape).astype(np.float64)

    def _others(self, table: Floats) -> Floats:
        """Weight of each class among the rows of the other folds, each class weighing the same."""
        others: Floats = (table.sum(axis=0) - table) / self.counts
        return others


@dataclass(frozen=True)
class Amounts:
    """Numbers to predict, of shape (n,); the score is R²."""

    values: Floats
    folds: Codes

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.values)

    def take(self, rows: Codes) -> Amounts:
        """Give the same about some of the rows."""
        return amounts(self.values[rows])

    @cached_property
    def spread(self) -> float:
        """Sum of squares around the mean."""
        return float(((self.values - self.values.mean()) ** 2).sum())

    def score(self, codes: Codes) -> float:
        """R² of a look-up table: 1 is always right."""
        n_codes = int(codes.max()) + 1
        cells = self.folds * n_codes + codes
        counts, sums = (
            np.bincount(cells, weights, FOLDS * n_codes).reshape(FOLDS, n_codes)
            for weights in (None, self.values)
        )
        n_others, others = counts.sum(axis=0) - counts, sums.sum(axis=0) - sums
        overall = others.sum(axis=1, keepdims=True) / np.maximum(n_others.sum(axis=1), 1)[:, None]
        means = np.where(n_others > 0, others / np.maximum(n_others, 1), overall)
        return self.r2(means[self.folds, codes])

    def exceptions(self, codes: Codes) -> float:
        """Share of the spread that is left among rows with the same code."""
        means = np.bincount(codes, self.values) / np.bincount(codes)
        return 1.0 - self.r2(means[codes])

    def r2(self, guesses: Floats) -> float:
        """Share of the spread that guesses explain."""
        return 1.0 - float(((self.values - guesses) ** 2).sum()) / self.spread


# The target of some rows, and the folds in which guesses about it are judged.
Answers = Classes | Amounts


def classes(codes: Codes) -> Classes:
    """Classes of some rows, dealt into folds that are alike."""
    return Classes(codes, _folds(codes))


def amounts(values: Floats) -> Amounts:
    """Numbers of some rows, at least two of them different, dealt into folds that are alike."""
    # Divided by the largest, so that 1e308 squared is no infinity; R² stays the same.
    return Amounts(values / np.abs(values).max(), _folds(values))


def _folds(values: Floats | Codes) -> Codes:
    """Deal rows into folds, those of equal value to all of them, the same each time."""
    random = np.random.default_rng(SEED)
    order = np.lexsort((random.random(len(values)), values))
    folds = np.empty(len(values), dtype=np.int64)
    folds[order] = np.arange(len(values)) % FOLDS
    return folds
