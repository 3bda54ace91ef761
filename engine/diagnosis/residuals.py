"""Where a regression errs: by size of the target, how residuals are spread, and the worst rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from engine.metrics import Outcome, requirements
from engine.metrics.outcome import Floats
from engine.records import Record

BANDS = 5
BINS = 30
WORST = 10


class ErrorBand(Record):
    """Rows whose target lies between two values.

    `bias` is the mean of actual less predicted: above zero, predictions are too low.
    """

    low: float
    high: float
    n_rows: int
    mean_absolute_error: float
    bias: float


class WorstRow(Record):
    """A row far off; `row` is its position in the table, from 0."""

    row: int
    actual: float
    predicted: float


class Residuals(Record):
    """What predictions leave over, actual less predicted.

    Parameters
    ----------
    edges, counts : tuple
        Histogram: one edge more than counts.
    quantiles : dict of str to float
        At 5, 25, 50, 75 and 95 %.
    spread_trend : float or None
        Rank correlation (Spearman, 1904) of the size of the residual with the
        prediction: near 0 it is the same everywhere, above it grows.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    mean: float
    std: float
    quantiles: dict[str, float]
    spread_trend: float | None
    bands: tuple[ErrorBand, ...]
    worst: tuple[WorstRow, ...]


def residuals(outcome: Outcome, rows: NDArray[np.int64]) -> Residuals | None:
    """Sum up what is left over on held-out rows; ``None`` if a prediction is not finite."""
    if requirements.finite(outcome) is not None:
        return None
    left = outcome.targets - outcome.predictions
    counts, edges = np.histogram(left, bins=min(BINS, max(1, len(left) // 2)))
    return Residuals(
        edges=tuple(map(float, edges)),
        counts=tuple(map(int, counts)),
        mean=float(left.mean()),
        std=float(left.std(ddof=1)) if len(left) > 1 else 0.0,
        quantiles={f"{q}%": float(np.percentile(left, q)) for q in (5, 25, 50, 75, 95)},
        spread_trend=_trend(outcome.predictions, np.abs(left)),
        bands=_bands(outcome.targets, left),
        worst=_worst(outcome, left, rows),
    )


def _trend(predictions: Floats, sizes: Floats) -> float | None:
    if len(sizes) < 10 or np.ptp(predictions) == 0 or np.ptp(sizes) == 0:
        return None
    return float(stats.spearmanr(predictions, sizes).statistic)


def _bands(targets: Floats, left: Floats) -> tuple[ErrorBand, ...]:
    """Bands of about as many rows each; equal targets are never parted."""
    edges = np.unique(np.quantile(targets, np.linspace(0, 1, BANDS + 1)[1:-1]))
    place = np.searchsorted(edges, targets, side="left")
    return tuple(_band(targets[place == one], left[place == one]) for one in np.unique(place))


def _band(targets: Floats, left: Floats) -> ErrorBand:
    return ErrorBand(
        low=float(targets.min()),
        high=float(targets.max()),
        n_rows=len(targets),
        mean_absolute_error=float(np.abs(left).mean()),
        bias=float(left.mean()),
    )


def _worst(outcome: Outcome, left: Floats, rows: NDArray[np.int64]) -> tuple[WorstRow, ...]:
    order = np.argsort(-np.abs(left), kind="stable")[:WORST]
    return tuple(
        WorstRow(
            row=int(rows[place]),
            actual=float(outcome.targets[place]),
            predicted=float(outcome.predictions[place]),
        )
        for place in order
    )
