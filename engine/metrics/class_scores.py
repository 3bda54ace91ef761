"""How scores of predicted classes are computed, on the rows and on resamples of them.

Scores come from scikit-learn's own functions: those of single classes from one
call for all of them, since each call costs milliseconds of looking at its input.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn import metrics

from engine.metrics.bootstrap import Interval, Statistic
from engine.metrics.outcome import Floats, Outcome
from engine.metrics.resamples import Resamples, ratio

Compute = Callable[[Outcome], float]


def mean_of_classes(name: str) -> Compute:
    """The mean of a value over the classes that occur in truth or prediction."""

    def compute(outcome: Outcome) -> float:
        found = outcome.per_class
        occurring = (found.actual + found.predicted) > 0
        return float(np.mean(getattr(found, name)[occurring]))

    return compute


def mean_of_rows(name: str) -> Compute:
    """The mean of a value over the classes, each as often as it occurs."""
    return lambda outcome: float(
        np.average(getattr(outcome.per_class, name), weights=outcome.per_class.actual)
    )


def of_positive(name: str) -> Compute:
    """A value of the positive class of two."""
    return lambda outcome: float(getattr(outcome.per_class, name)[outcome.positive_code])


def accuracy(outcome: Outcome) -> float:
    """The share of rows that were recognised."""
    return float(np.mean(outcome.true_codes == outcome.predicted_codes))


def balanced_accuracy(outcome: Outcome) -> float:
    """The mean recall over the classes that occur, as `balanced_accuracy_score`."""
    found = outcome.per_class
    return float(np.mean(found.recall[found.actual > 0]))


def roc_auc(outcome: Outcome) -> float:
    """One against the rest, over the classes that occur.

    `roc_auc_score` takes several classes only as probabilities that sum to one,
    and refuses a class without a row, so it is called for one class at a time.
    """
    return _mean_of_rankings(metrics.roc_auc_score, outcome)


def average_precision(outcome: Outcome) -> float:
    """One against the rest, over the classes that occur."""
    return _mean_of_rankings(metrics.average_precision_score, outcome)


def _mean_of_rankings(function: Callable[..., float], outcome: Outcome) -> float:
    columns, codes = outcome.score_columns, outcome.true_codes
    assert columns is not None  # noqa: S101 - `requirements.ranking` has been asked
    chosen = [outcome.positive_code] if len(outcome.labels) == 2 else np.unique(codes)
    return float(np.mean([function(codes == code, columns[:, code]) for code in chosen]))


def matthews(outcome: Outcome) -> float:
    """The correlation of predicted and true classes, as `matthews_corrcoef`."""
    return float(metrics.matthews_corrcoef(outcome.true_codes, outcome.predicted_codes))


def brier(outcome: Outcome) -> float:
    """The mean of `Outcome.brier_losses`."""
    return float(outcome.brier_losses.mean())


def top_three(outcome: Outcome) -> float:
    """The share of `Outcome.top_hits`."""
    return float(outcome.top_hits.mean())


def log_loss(outcome: Outcome) -> float:
    """The mean logarithm of how improbable the truth was said to be."""
    labels = range(len(outcome.labels))
    return float(metrics.log_loss(outcome.true_codes, outcome.probability_columns, labels=labels))


def all_right(compute: Compute) -> Callable[[Outcome], Interval | None]:
    """The exact interval of Clopper and Pearson (1934) for no mistake, or nothing but mistakes.

    Parameters
    ----------
    compute : callable
        Gives the share of rows that are right.
    """

    def interval(outcome: Outcome) -> Interval | None:
        bound = 0.025 ** (1 / outcome.n_rows)
        return {1.0: (bound, 1.0), 0.0: (0.0, 1 - bound)}.get(compute(outcome))

    return interval


def macro(name: str) -> Statistic:
    """The mean of a value over the classes that occur in truth or prediction."""

    def statistic(resamples: Resamples) -> Floats:
        values, present = getattr(resamples.counts, name), resamples.counts.present
        return ratio((values * present).sum(axis=0), present.sum(axis=0), empty=np.nan)

    return statistic


def weighted(name: str) -> Statistic:
    """The mean of a value over the classes, each as often as it occurs."""

    def statistic(resamples: Resamples) -> Floats:
        values, actual = getattr(resamples.counts, name), resamples.counts.actual
        return ratio((values * actual).sum(axis=0), resamples.total, empty=np.nan)

    return statistic


def of_occurring(resamples: Resamples) -> Floats:
    """The mean recall over the classes that occur."""
    counts = resamples.counts
    return ratio(counts.recall.sum(axis=0), (counts.actual > 0).sum(axis=0), empty=np.nan)


def positive(name: str) -> Statistic:
    """One value of the positive class; undefined in a resample without a row of it."""

    def statistic(resamples: Resamples) -> Floats:
        code, counts = resamples.positive_code, resamples.counts
        values: Floats = getattr(counts, name)[code]
        return np.where(counts.actual[code] > 0, values, np.nan)

    return statistic


def correlation(resamples: Resamples) -> Floats:
    """The multi-class correlation of Gorodkin (2004), "Comparing two K-category assignments".

    Zero if always the same class was predicted, as in scikit-learn; undefined in a
    resample with rows of one class only, where there is nothing to correlate with.
    """
    counts, total = resamples.counts, resamples.total
    shared = counts.hits.sum(axis=0) * total - (counts.actual * counts.predicted).sum(axis=0)
    actual = total**2 - (counts.actual**2).sum(axis=0)
    predicted = total**2 - (counts.predicted**2).sum(axis=0)
    found = ratio(shared, np.sqrt(actual * predicted), empty=0.0)
    return np.where(actual > 0, found, np.nan)
