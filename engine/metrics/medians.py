"""Weighted medians of many resamples at once.

The median of a resample lies near the middle of the rows in rising order: that
many of `n` draws fall below a row has a standard deviation of at most half the
root of `n`. So weights are cumulated row by row only in a window around the
middle, and as one sum below it; where that is not enough, over all rows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.metrics.outcome import Codes, Floats

# Of the root of the number of rows, on each side of the middle: six standard deviations.
REACH = 3


@dataclass(frozen=True)
class _Window:
    """Cumulated weights of the rows from `begin` on, and where they pass half of the whole.

    `first` is the row, counted in rising order, with which half the weight is reached,
    and `second` the one with which it is exceeded: the same row unless exactly half
    of the weight lies below or at the first.
    """

    begin: int
    summed: Floats
    first: Codes
    second: Codes

    @classmethod
    def of(cls, begin: int, summed: Floats, half: Floats) -> _Window:
        """Find where half the weight is."""
        first = begin + (summed < half).sum(axis=0)
        return cls(begin, summed, first, begin + (summed <= half).sum(axis=0))


class Ordered:
    """Values of the rows in rising order.

    Parameters
    ----------
    values : ndarray of shape (n,)
    """

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._order = np.argsort(values, kind="stable")

    @cached_property
    def _rising(self) -> Floats:
        return self._values[self._order]

    def median(self, weights: Floats, total: Floats) -> Floats:
        """Weighted median of each resample, the mean of two rows where it lies between them.

        It is the averaged inverted distribution function of Hyndman and Fan (1996),
        "Sample quantiles in statistical packages", which scikit-learn uses too.
        """
        window = self._window(weights, total / 2)
        median: Floats = (self._rising[window.first] + self._rising[window.second]) / 2
        return median

    def deviation(self, weights: Floats, total: Floats) -> Floats:
        """Weighted sum of the distances to the median; exactly 0 where all values are equal.

        Any point between the two middle rows gives the same sum.
        """
        window = self._window(weights, total / 2)
        columns, median = np.arange(weights.shape[1]), self._rising[window.first]
        weight = window.summed[window.first - window.begin, columns]
        rows = self._order[window.begin : window.first.max() + 1]
        moments = np.cumsum(weights[rows] * self._values[rows, None], axis=0)
        moment = moments[window.first - window.begin, columns]
        moment = moment + (self._below(window.begin) * self._values) @ weights
        found = self._values @ weights - 2 * moment - median * (total - 2 * weight)
        rounding = 1e-12 * (np.abs(self._values) @ weights)
        return np.where(found > rounding, found, 0.0)

    def _window(self, weights: Floats, half: Floats) -> _Window:
        n_rows = len(self._order)
        reach = REACH * math.isqrt(n_rows) + REACH
        begin, end = max(0, n_rows // 2 - reach), min(n_rows, n_rows // 2 + reach)
        before = self._below(begin) @ weights
        summed = np.cumsum(weights[self._order[begin:end]], axis=0) + before
        if bool(((before < half) & (half < summed[-1])).all()):
            return _Window.of(begin, summed, half)
        return _Window.of(0, np.cumsum(weights[self._order], axis=0), half)

    def _below(self, begin: int) -> Floats:
        """1 for the rows before a place in rising order, 0 for the others."""
        below = np.zeros(len(self._order))
        below[self._order[:begin]] = 1.0
        return below
