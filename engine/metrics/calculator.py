"""All scores of an outcome, their intervals, and what chance would give."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from engine.metrics import bootstrap
from engine.metrics.bootstrap import Interval
from engine.metrics.config import Metric
from engine.metrics.outcome import Floats, Outcome
from engine.metrics.registry import metrics
from engine.metrics.resamples import Resamples, Rows
from engine.records import FoldScores, TaskType

EVERYTHING = (-math.inf, math.inf)


class MetricsCalculator:
    """Computes all metrics of one task type.

    Parameters
    ----------
    task_type : TaskType
    """

    def __init__(self, task_type: TaskType) -> None:
        self._metrics = metrics(task_type)

    def calculate(self, outcome: Outcome) -> dict[str, float | None]:
        """Every score by metric key, ``None`` where a metric does not apply.

        Where a metric has a way to score resamples, that is used, with every row
        once: it gives what scikit-learn's function gives in a hundredth of the
        time, most of which those spend on looking at their input.
        """
        everything = Resamples(Rows(outcome), np.ones((outcome.n_rows, 1)))
        with _no_overflow():
            return {one.key: _score(one, outcome, everything) for one in self._metrics}

    def reasons(self, outcome: Outcome, scores: Mapping[str, float | None]) -> dict[str, str]:
        """Why an outcome lacks a score, in a sentence by metric key, for each that it lacks."""
        missing = [one for one in self._metrics if scores.get(one.key) is None]
        return {one.key: one.reason(outcome) for one in missing}

    def intervals(self, outcome: Outcome, *, random_seed: int) -> dict[str, Interval | None]:
        """95 % bootstrap interval of every score by metric key.

        ``None`` where a metric does not apply, where resamples do not differ,
        and for clustering, whose clusters come from the very rows.
        """
        applicable = [one for one in self._metrics if one.applies(outcome)]
        statistics = {one.key: one.resample for one in applicable if one.resample is not None}
        found: dict[str, Interval | None] = {}
        if statistics:
            with _no_overflow():
                found = bootstrap.intervals(outcome, statistics, random_seed=random_seed)
        exact = {one.key: one.fallback(outcome) for one in applicable if one.fallback is not None}
        return {one.key: found.get(one.key) or exact.get(one.key) for one in self._metrics}


def _no_overflow() -> np.errstate:
    """Let scores that are too large for a number become infinite, which counts as none."""
    return np.errstate(over="ignore", invalid="ignore")


def _score(metric: Metric, outcome: Outcome, everything: Resamples) -> float | None:
    if metric.resample is None:
        return metric.score(outcome)
    if not metric.applies(outcome):
        return None
    value = float(metric.resample(everything)[0])
    return value if math.isfinite(value) else None


def fold_scores(
    scores: Sequence[float | None],
    *,
    test_ratio: float,
    limits: tuple[float, float] = EVERYTHING,
) -> FoldScores:
    """Sum up one metric over the folds of a cross-validation.

    The interval is the corrected resampled t interval of Nadeau and Bengio
    (2003), "Inference for the Generalization Error": training parts overlap, so
    the variance of the mean is ``(1 / J + n_test / n_train) * s ** 2`` instead
    of ``s ** 2 / J``, with ``J - 1`` degrees of freedom.

    Parameters
    ----------
    scores : sequence of float or None
        One for each fold, ``None`` where the metric did not apply.
    test_ratio : float
        Rows to judge on for each row to learn from, ``n_test / n_train``; its mean
        where folds differ.
    limits : tuple of float
        Range of the metric, which the interval does not leave.

    Returns
    -------
    FoldScores
        Without standard deviation and interval for fewer than two valid folds.
    """
    valid = [score for score in scores if score is not None]
    mean = float(np.mean(valid)) if valid else None
    if mean is None or len(valid) < 2:
        return FoldScores(mean=mean, std=None, folds=tuple(scores))
    std = float(np.std(valid, ddof=1))
    error = std * math.sqrt(1 / len(valid) + test_ratio)
    reach = float(stats.t.ppf(0.975, df=len(valid) - 1)) * error
    ci95 = (max(limits[0], mean - reach), min(limits[1], mean + reach))
    return FoldScores(mean=mean, std=std, folds=tuple(scores), ci95=ci95)


def shuffled_baseline(outcome: Outcome, *, random_seed: int) -> dict[str, float | None]:
    """Scores of a clustering that keeps the cluster sizes and deals the rows at random.

    A clustering that is not clearly better has found no structure.
    """
    dealt = np.random.default_rng(random_seed).permutation(outcome.y_pred)
    inertia = None
    if outcome.inertia is not None and outcome.features is not None:
        inertia = _inertia(outcome.features, dealt)
    shuffled = replace(outcome, y_pred=dealt, inertia=inertia)
    return MetricsCalculator("clustering").calculate(shuffled)


def _inertia(features: Floats, labels: np.ndarray) -> float:
    """Sum of squared distances to the mean of the own cluster."""
    parts = [features[labels == label] for label in np.unique(labels)]
    return float(sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts))
