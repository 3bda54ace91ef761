"""Whether probabilities are right: of rows called 80 % sure, how many are of the class."""

from __future__ import annotations

import numpy as np
from scipy.stats import binomtest

from engine.metrics import Outcome
from engine.metrics.outcome import Floats
from engine.records import Record

BINS = 10


class CalibrationBin(Record):
    """Rows with about the same probability.

    Parameters
    ----------
    predicted : float
        Mean of their probabilities.
    actual : float
        Share of them that is of the class.
    ci95 : tuple of float
        Interval of that share (Wilson, 1927).
    n_rows : int
    """

    predicted: float
    actual: float
    ci95: tuple[float, float]
    n_rows: int


class Calibration(Record):
    """How right the probabilities of one class are.

    `error` is the expected calibration error: the mean distance between
    probability and share, each bin counting with its rows (Naeini and others, 2015).
    """

    label: str
    bins: tuple[CalibrationBin, ...]
    error: float
    n_rows: int


def calibration(outcome: Outcome) -> Calibration | None:
    """Calibration of the positive class of two, or of the predicted class of several.

    Of several classes the question is how often the predicted one is right, by the
    probability it was given ("confidence", Guo and others, 2017).

    Returns
    -------
    Calibration or None
        ``None`` without probabilities.
    """
    columns = outcome.probability_columns
    if columns is None or len(outcome.labels) < 2:
        return None
    if len(outcome.labels) == 2:
        code = outcome.positive_code
        label, given = str(outcome.labels[code]), columns[:, code]
        happened = outcome.true_codes == code
    else:
        label, given = "the predicted class", columns.max(axis=1)
        happened = outcome.true_codes == columns.argmax(axis=1)
    bins = _bins(given, happened)
    error = sum(abs(one.predicted - one.actual) * one.n_rows for one in bins) / len(given)
    return Calibration(label=label, bins=bins, error=error, n_rows=len(given))


def _bins(given: Floats, happened: np.ndarray) -> tuple[CalibrationBin, ...]:
    """Ten bins with about as many rows each; equal probabilities are never parted."""
    edges = np.unique(np.quantile(given, np.linspace(0, 1, BINS + 1)[1:-1]))
    place = np.searchsorted(edges, given, side="left")
    return tuple(_bin(given[place == one], happened[place == one]) for one in np.unique(place))


def _bin(given: Floats, happened: np.ndarray) -> CalibrationBin:
    n_rows, n_happened = len(given), int(happened.sum())
    interval = binomtest(n_happened, n_rows).proportion_ci(method="wilson")
    return CalibrationBin(
        predicted=float(given.mean()),
        actual=n_happened / n_rows,
        ci95=(float(interval.low), float(interval.high)),
        n_rows=n_rows,
    )
