"""Scores of many bootstrap resamples at once, through weighted sums.

A resample of `n` rows is a vector of `n` counts that sum to `n`: how often each
row was drawn. Scores are computed from a matrix of such weights instead of by
calling a metric a thousand times. A whole number as weight means the same as
repeating the row, and tests hold every score to that.

The matrix has one column per resample, because sums that run down the rows are
then taken for many resamples at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.metrics.outcome import Codes, Floats, Outcome


@dataclass(frozen=True)
class ClassCounts:
    """Weighted counts of every resample.

    `hits`, `actual` and `predicted` have shape (labels, resamples): rows of a
    class that were recognised, that are of it, and that were taken for it.
    """

    hits: Floats
    actual: Floats
    predicted: Floats

    @property
    def present(self) -> Floats:
        """1 for a class that occurs in truth or prediction, 0 for another."""
        return ((self.actual + self.predicted) > 0).astype(np.float64)

    @property
    def recall(self) -> Floats:
        """Share of each class that was recognised; 0 if there is none of it."""
        return ratio(self.hits, self.actual, empty=0.0)

    @property
    def precision(self) -> Floats:
        """Share of each predicted class that is right; 0 if it was never predicted."""
        return ratio(self.hits, self.predicted, empty=0.0)

    @property
    def f1(self) -> Floats:
        """Harmonic mean of precision and recall of each class."""
        return ratio(2 * self.hits, self.actual + self.predicted, empty=0.0)


@dataclass(frozen=True)
class Ranking:
    """Who is ranked above whom by a score, with everything about ties that ROC AUC needs.

    `positives` and `negatives` are positions of rows, the latter by rising
    score. `lower` and `upper` say for each positive row how many negative ones
    have a smaller score, and how many a smaller or equal one.
    """

    positives: Codes
    negatives: Codes
    lower: Codes
    upper: Codes

    @classmethod
    def of(cls, scores: Floats, is_positive: NDArray[np.bool_]) -> Ranking:
        """Rank rows by `scores`; both arguments have shape (n,)."""
        positives, negatives = np.flatnonzero(is_positive), np.flatnonzero(~is_positive)
        negatives = negatives[np.argsort(scores[negatives], kind="stable")]
        ordered, asked = scores[negatives], scores[positives]
        lower = np.searchsorted(ordered, asked, side="left")
        return cls(positives, negatives, lower, np.searchsorted(ordered, asked, side="right"))


class Rows:
    """What all resamples of one outcome share, computed once."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.n_labels = len(outcome.labels) if outcome.task_type == "classification" else 0

    @cached_property
    def cells(self) -> tuple[Codes, Codes, Codes]:
        """Rows sorted by cell of the confusion matrix, where cells start, and which they are."""
        cell = self.outcome.true_codes * self.n_labels + self.outcome.predicted_codes
        order = np.argsort(cell, kind="stable")
        present, starts = np.unique(cell[order], return_index=True)
        return order, starts, present

    @cached_property
    def rankings(self) -> tuple[Ranking, ...]:
        """One ranking for two classes, and one per class that occurs for more."""
        columns, codes = self.outcome.score_columns, self.outcome.true_codes
        if columns is None:
            return ()
        chosen = [self.outcome.positive_code] if self.n_labels == 2 else np.unique(codes)
        return tuple(Ranking.of(columns[:, code], codes == code) for code in chosen)

    @cached_property
    def surprise(self) -> Floats:
        """Logarithmic loss of each row, of shape (n,); clipped as scikit-learn does."""
        columns = self.outcome.probability_columns
        assert columns is not None  # noqa: S101 - the metric asks for it only then
        chosen = columns[np.arange(self.outcome.n_rows), self.outcome.true_codes]
        tiny = np.finfo(np.float64).eps
        return -np.log(np.clip(chosen, tiny, 1 - tiny))

    @cached_property
    def residuals(self) -> Floats:
        """Squared and absolute error, target and its square around the mean, shape (4, n)."""
        error = self.outcome.targets - self.outcome.predictions
        target = self.outcome.targets - self.outcome.targets.mean()
        return np.stack([error**2, np.abs(error), target, target**2])


class Resamples:
    """Some resamples of the rows of an outcome; every score has shape (resamples,).

    Parameters
    ----------
    rows : Rows
    weights : ndarray of shape (n, resamples)
        How often each row was drawn.
    """

    def __init__(self, rows: Rows, weights: Floats) -> None:
        self._rows = rows
        self._weights = weights
        self.positive_code = rows.outcome.positive_code if rows.n_labels else 0

    @cached_property
    def total(self) -> Floats:
        """Weight of all rows."""
        total: Floats = self._weights.sum(axis=0)
        return total

    @cached_property
    def counts(self) -> ClassCounts:
        """Weighted class counts."""
        order, starts, present = self._rows.cells
        summed = np.add.reduceat(self._weights[order], starts, axis=0)
        labels = np.eye(self._rows.n_labels)
        actual, predicted = np.divmod(present, self._rows.n_labels)
        return ClassCounts(
            hits=(labels[:, actual] * (actual == predicted)) @ summed,
            actual=labels[:, actual] @ summed,
            predicted=labels[:, predicted] @ summed,
        )

    @cached_property
    def log_loss(self) -> Floats:
        """Mean logarithmic loss."""
        return self._rows.surprise @ self._weights / self.total

    @cached_property
    def roc_auc(self) -> Floats:
        """Area under the ROC curve; its mean over the classes that occur if there are many."""
        areas = np.stack([self._area(ranking) for ranking in self._rows.rankings])
        defined = ~np.isnan(areas)
        return ratio(np.where(defined, areas, 0.0).sum(axis=0), defined.sum(axis=0), empty=np.nan)

    @cached_property
    def errors(self) -> Floats:
        """Weighted sums of `Rows.residuals`, of shape (4, resamples)."""
        return self._rows.residuals @ self._weights

    def _area(self, ranking: Ranking) -> Floats:
        """Weight of pairs in the right order, ties counting half, over that of all pairs."""
        negative, positive = self._weights[ranking.negatives], self._weights[ranking.positives]
        passed = np.zeros((len(negative) + 1, negative.shape[1]))
        np.cumsum(negative, axis=0, out=passed[1:])
        beaten = passed[ranking.lower] + passed[ranking.upper]
        right = 0.5 * np.einsum("pb,pb->b", positive, beaten)
        return ratio(right, positive.sum(axis=0) * passed[-1], empty=np.nan)


def ratio(numerator: Floats, denominator: Floats, *, empty: float) -> Floats:
    """Divide where there is something to divide by, and give `empty` elsewhere."""
    result = np.full(np.shape(numerator), empty)
    np.divide(numerator, denominator, out=result, where=denominator != 0)
    return result
