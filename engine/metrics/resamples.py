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

from engine.metrics.medians import Ordered
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
    """Who is ranked above whom by a score, with everything about ties that is needed.

    `positives` and `negatives` are positions of rows by rising score. `lower`
    and `upper` say for each positive row how many negative ones have a smaller
    score, and how many a smaller or equal one; `fellows` how many positive ones
    have a smaller score.
    """

    positives: Codes
    negatives: Codes
    lower: Codes
    upper: Codes
    fellows: Codes

    @cached_property
    def has_ties(self) -> bool:
        """Whether a positive row has the score of any other row."""
        is_alone = self.fellows == np.arange(len(self.fellows))
        return not (bool(is_alone.all()) and np.array_equal(self.lower, self.upper))

    @classmethod
    def of(cls, scores: Floats, is_positive: NDArray[np.bool_]) -> Ranking:
        """Rank rows by `scores`; both arguments have shape (n,)."""
        order = np.argsort(scores, kind="stable")
        positives, negatives = order[is_positive[order]], order[~is_positive[order]]
        ordered, asked = scores[negatives], scores[positives]
        return cls(
            positives,
            negatives,
            lower=np.searchsorted(ordered, asked, side="left"),
            upper=np.searchsorted(ordered, asked, side="right"),
            fellows=np.searchsorted(asked, asked, side="left"),
        )


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

    @cached_property
    def relative_errors(self) -> Floats:
        """Absolute error as a share of the target, of shape (n,); divided as scikit-learn does."""
        size = np.maximum(np.abs(self.outcome.targets), np.finfo(np.float64).eps)
        relative: Floats = self.residuals[1] / size
        return relative

    @cached_property
    def by_error(self) -> Ordered:
        """Absolute errors in rising order."""
        return Ordered(self.residuals[1])

    @cached_property
    def by_target(self) -> Ordered:
        """Targets around their mean, in rising order."""
        return Ordered(self.residuals[2])


class Resamples:
    """Some resamples of the rows of an outcome; every score has shape (resamples,).

    Parameters
    ----------
    rows : Rows
    weights : ndarray of shape (n, resamples)
        How often each row was drawn.
    """

    def __init__(self, rows: Rows, weights: Floats) -> None:
        self.rows = rows
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
        order, starts, present = self.rows.cells
        summed = np.add.reduceat(self._weights[order], starts, axis=0)
        labels = np.eye(self.rows.n_labels)
        actual, predicted = np.divmod(present, self.rows.n_labels)
        return ClassCounts(
            hits=(labels[:, actual] * (actual == predicted)) @ summed,
            actual=labels[:, actual] @ summed,
            predicted=labels[:, predicted] @ summed,
        )

    def mean(self, values: Floats) -> Floats:
        """Weighted mean of one value for each row, of shape (n,)."""
        mean: Floats = values @ self._weights / self.total
        return mean

    @property
    def roc_auc(self) -> Floats:
        """Area under the ROC curve; its mean over the classes that occur if there are many."""
        return _mean_of_defined(self._curves[0])

    @property
    def average_precision(self) -> Floats:
        """Mean precision at each row of a class that is found, averaged in the same way."""
        return _mean_of_defined(self._curves[1])

    @cached_property
    def _curves(self) -> Floats:
        """Both measures of each ranking, of shape (2, rankings, resamples), from the same sums."""
        found = [self._ranked(ranking) for ranking in self.rows.rankings]
        return np.stack(found, axis=1)

    @cached_property
    def errors(self) -> Floats:
        """Weighted sums of `Rows.residuals`, of shape (4, resamples)."""
        return self.rows.residuals @ self._weights

    @cached_property
    def median_error(self) -> Floats:
        """Weighted median of the absolute errors."""
        return self.rows.by_error.median(self._weights, self.total)

    @cached_property
    def deviation(self) -> Floats:
        """Weighted sum of the distances of targets to their median."""
        return self.rows.by_target.deviation(self._weights, self.total)

    def _ranked(self, ranking: Ranking) -> Floats:
        """ROC AUC and average precision of one ranking, of shape (2, resamples).

        The first is the weight of pairs in the right order, ties counting half, over
        that of all pairs. The second is the mean over positive rows of the precision
        when everything that scores at least as high is taken for positive.
        """
        positive = self._weights[ranking.positives]
        passed, found = _summed(self._weights[ranking.negatives]), _summed(positive)
        below = passed[ranking.lower]
        tied = passed[ranking.upper] if ranking.has_ties else below
        right = _dot(positive, below) / 2 + _dot(positive, tied) / 2
        hits = found[-1] - (found[ranking.fellows] if ranking.has_ties else found[:-1])
        alarms = np.subtract(passed[-1], below, out=below)
        precise = _dot(positive, _share(hits, alarms))
        pairs = found[-1] * passed[-1]
        # Without a pair there is nothing to rank, although precision would be defined.
        both = np.stack([right, precise * passed[-1]])
        return ratio(both, np.stack([pairs, pairs]), empty=np.nan)


def _summed(weights: Floats) -> Floats:
    """Weight of the first 0, 1, ... n rows, of shape (n + 1, resamples)."""
    summed = np.zeros((len(weights) + 1, weights.shape[1]))
    np.cumsum(weights, axis=0, out=summed[1:])
    return summed


def _dot(weights: Floats, values: Floats) -> Floats:
    """Weighted sum over the rows for each resample."""
    summed: Floats = np.einsum("pb,pb->b", weights, values)
    return summed


def _share(hits: Floats, alarms: Floats) -> Floats:
    """Hits among hits and false alarms, 0 where there are neither; `alarms` is used up."""
    alarms += hits
    # In place of a mask, which takes three times as long: it changes no sum of weights.
    alarms += np.finfo(np.float64).tiny
    return np.divide(hits, alarms, out=alarms)


def _mean_of_defined(values: Floats) -> Floats:
    """Mean over the first axis of what is not NaN."""
    defined = ~np.isnan(values)
    return ratio(np.where(defined, values, 0.0).sum(axis=0), defined.sum(axis=0), empty=np.nan)


def ratio(numerator: Floats, denominator: Floats, *, empty: float) -> Floats:
    """Divide where there is something to divide by, and give `empty` elsewhere."""
    result = np.full(np.shape(numerator), empty)
    np.divide(numerator, denominator, out=result, where=denominator != 0)
    return result
