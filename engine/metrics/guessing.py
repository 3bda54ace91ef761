"""What guessing gives: the mark that every model has to beat.

The algorithm that ignores the features always predicts the most frequent class,
or the mean. By some metrics other ways to guess are better: always the same
class has no precision in all others, and the median is nearer to most rows than
the mean. A model that only guesses in such a way must not look clever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from engine.metrics.calculator import MetricsCalculator
from engine.metrics.config import Metric
from engine.metrics.outcome import Labels, Outcome
from engine.metrics.registry import metrics
from engine.metrics.resamples import Resamples, Rows

Values = Mapping[str, float | None]


def best_guess(ignorant: Outcome, learned: Labels) -> dict[str, float | None]:
    """The best that guessing gives by each metric.

    Parameters
    ----------
    ignorant : Outcome
        Of an algorithm that ignores the features.
    learned : ndarray of shape (n,)
        The target of the rows that it learned from.
    """
    known = MetricsCalculator(ignorant.task_type).calculate(ignorant)
    classes = ignorant.task_type == "classification"
    other = _by_shares(ignorant, learned) if classes else _by_median(ignorant, learned)
    return {
        one.key: _better(one, known[one.key], other.get(one.key))
        for one in metrics(ignorant.task_type)
    }


def _by_median(ignorant: Outcome, learned: Labels) -> Values:
    middle = float(np.median(np.asarray(learned, dtype=np.float64)))
    guess = replace(ignorant, y_pred=np.full(ignorant.n_rows, middle))
    return MetricsCalculator("regression").calculate(guess)


def _by_shares(ignorant: Outcome, learned: Labels) -> Values:
    """Scores of drawing classes at random, as often as they were seen.

    From the confusion matrix that is expected then: each of its cells is a row that
    weighs as much as there are rows in it, and none of it is left to a seed.
    """
    cells, weights = _expected(ignorant, learned)
    resamples = Resamples(Rows(cells), weights[:, None])
    applicable = [one for one in metrics("classification") if one.applies(cells)]
    return {
        one.key: float(one.resample(resamples)[0]) for one in applicable if one.resample is not None
    }


def _expected(ignorant: Outcome, learned: Labels) -> tuple[Outcome, np.ndarray]:
    """Rows that stand for the cells of the expected confusion matrix, and their weights."""
    labels = np.empty(len(ignorant.labels), dtype=object)
    labels[:] = ignorant.labels
    seen = Counter(np.asarray(learned).tolist())
    shares = np.array([seen[label] for label in labels]) / max(1, len(learned))
    actual = np.bincount(ignorant.true_codes, minlength=len(labels))
    weights = np.outer(actual, shares)
    true, guessed = np.nonzero(weights)
    cells = replace(
        ignorant,
        y_true=labels[true],
        y_pred=labels[guessed],
        probabilities=None,
        decision=None,
    )
    return cells, weights[true, guessed]


def _better(metric: Metric, first: float | None, second: float | None) -> float | None:
    known = [one for one in (first, second) if one is not None and np.isfinite(one)]
    if not known:
        return None
    return max(known) if metric.greater_is_better else min(known)
