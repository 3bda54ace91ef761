"""Curves over all thresholds: ROC and precision-recall, with what varies over the folds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.metrics import precision_recall_curve, roc_curve

from engine.metrics import Outcome
from engine.metrics.outcome import Floats
from engine.records import Record

# As many points as a screen can show; a curve over 100,000 rows has as many.
POINTS = 101
# More classes than this have no curve of their own: nobody could tell them apart.
MOST_CLASSES = 8


class Curve(Record):
    """One curve of the held-out rows, and the spread of those of the folds.

    Parameters
    ----------
    label : str
        The class that is told from all others.
    x, y : tuple of float
        False positive rate and true positive rate, or recall and precision.
    low, high : tuple of float
        Mean over the folds less and plus one standard deviation, at the places
        `grid`; empty with fewer than two folds in which the class occurs.
    n_positive, n_rows : int
        Held-out rows of the class, and all of them.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    grid: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    n_positive: int
    n_rows: int

    def best_up_to(self, x: float) -> float:
        """The highest point at this place or before."""
        return max(y for place, y in zip(self.x, self.y, strict=True) if place <= x)

    def best_from(self, x: float) -> float:
        """The highest point at this place or beyond."""
        return max(y for place, y in zip(self.x, self.y, strict=True) if place >= x)


Points = tuple[Floats, Floats]
Draw = Callable[[np.ndarray, Floats], Points]


def roc(outcome: Outcome, folds: Sequence[Outcome]) -> tuple[Curve, ...]:
    """How many of a class are found, by how many others are taken for it (Fawcett, 2006)."""
    return _curves(outcome, folds, _roc_points)


def precision_recall(outcome: Outcome, folds: Sequence[Outcome]) -> tuple[Curve, ...]:
    """How often an alarm is right, by how many of a class are found (Davis and Goadrich, 2006)."""
    return _curves(outcome, folds, _precision_points)


def _curves(outcome: Outcome, folds: Sequence[Outcome], draw: Draw) -> tuple[Curve, ...]:
    if outcome.score_columns is None:
        return ()
    return tuple(
        _curve(outcome, folds, code, draw) for code in _shown(outcome) if _both(outcome, code)
    )


def _shown(outcome: Outcome) -> list[int]:
    """The positive class of two; of several, those that most rows are of."""
    if len(outcome.labels) == 2:
        return [outcome.positive_code]
    counts = np.bincount(outcome.true_codes, minlength=len(outcome.labels))
    return sorted(int(code) for code in np.argsort(-counts, kind="stable")[:MOST_CLASSES])


def _both(outcome: Outcome, code: int) -> bool:
    """Whether there are rows of a class, and others."""
    return 0 < int((outcome.true_codes == code).sum()) < outcome.n_rows


def _curve(outcome: Outcome, folds: Sequence[Outcome], code: int, draw: Draw) -> Curve:
    x, y = _drawn(outcome, code, draw)
    known = [
        _drawn(fold, code, draw)
        for fold in folds
        if fold.score_columns is not None and _both(fold, code)
    ]
    return Curve(
        label=str(outcome.labels[code]),
        **_thinned(x, y),
        **_band(known),
        n_positive=int((outcome.true_codes == code).sum()),
        n_rows=outcome.n_rows,
    )


def _drawn(outcome: Outcome, code: int, draw: Draw) -> Points:
    columns = outcome.score_columns
    assert columns is not None  # noqa: S101 - who calls has asked
    return draw(outcome.true_codes == code, columns[:, code])


def _roc_points(is_class: np.ndarray, scores: Floats) -> Points:
    false_positives, true_positives, _ = roc_curve(is_class, scores)
    return false_positives, true_positives


def _precision_points(is_class: np.ndarray, scores: Floats) -> Points:
    precision, recall, _ = precision_recall_curve(is_class, scores)
    # From no row found to all of them.
    return recall[::-1], precision[::-1]


def _thinned(x: Floats, y: Floats) -> dict[str, tuple[float, ...]]:
    """At most `POINTS` points, ends included: those where the way along the curve goes on."""
    way = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))])
    wanted = np.searchsorted(way, np.linspace(0, way[-1], POINTS))
    kept = np.unique(np.concatenate([[0], np.minimum(wanted, len(x) - 1), [len(x) - 1]]))
    return {"x": _floats(x[kept]), "y": _floats(y[kept])}


def _band(folds: Sequence[Points]) -> dict[str, tuple[float, ...]]:
    """Mean over the folds and one standard deviation, read off at the same places.

    Averaging at fixed rates is the vertical averaging of Fawcett (2006).
    """
    if len(folds) < 2:
        return {}
    grid = np.linspace(0.0, 1.0, POINTS)
    heights = np.stack([np.interp(grid, x, y) for x, y in folds])
    mean, spread = heights.mean(axis=0), heights.std(axis=0, ddof=1)
    return {
        "grid": _floats(grid),
        "low": _floats(np.clip(mean - spread, 0.0, 1.0)),
        "high": _floats(np.clip(mean + spread, 0.0, 1.0)),
    }


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(value) for value in np.round(values, 5))
