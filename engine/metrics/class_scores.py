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


def always(_outcome: Outcome) -> bool:
    """Classes can always be compared."""
    return True


def has_positives(outcome: Outcome) -> bool:
    """Whether there are two classes and a row of the positive one."""
    return len(outcome.labels) == 2 and bool((outcome.true_codes == outcome.positive_code).any())


def can_rank(outcome: Outcome) -> bool:
    """Whether rows have a score per class and at least two classes occur."""
    return outcome.score_columns is not None and len(np.unique(outcome.true_codes)) > 1


def has_probabilities(outcome: Outcome) -> bool:
    """Whether there are probabilities, and classes to tell apart."""
    return outcome.probability_columns is not None and len(outcome.labels) > 1


def balanced_accuracy(outcome: Outcome) -> float:
    """The mean recall over the classes that occur, as `balanced_accuracy_score`."""
    found = outcome.per_class
    return float(np.mean(found.recall[found.actual > 0]))


def roc_auc(outcome: Outcome) -> float:
    """One against the rest, over the classes that occur.

    `roc_auc_score` takes several classes only as probabilities that sum to one,
    and refuses a class without a row, so it is called for one class at a time.
    """
    columns, codes = outcome.score_columns, outcome.true_codes
    assert columns is not None  # noqa: S101 - `can_rank` has been asked
    chosen = [outcome.positive_code] if len(outcome.labels) == 2 else np.unique(codes)
    return float(
        np.mean([metrics.roc_auc_score(codes == code, columns[:, code]) for code in chosen])
    )


def log_loss(outcome: Outcome) -> float:
    """The mean logarithm of how improbable the truth was said to be."""
    labels = range(len(outcome.labels))
    return float(metrics.log_loss(outcome.true_codes, outcome.probability_columns, labels=labels))


def all_right(outcome: Outcome) -> Interval | None:
    """The exact interval of Clopper and Pearson (1934) for no mistake, or nothing but mistakes."""
    bound = 0.025 ** (1 / outcome.n_rows)
    return {1.0: (bound, 1.0), 0.0: (0.0, 1 - bound)}.get(accuracy(outcome))


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
