"""How the values of a column spread: quantiles and a small histogram.

Both come from the distinct values in ascending order, which are there already,
so that they cost next to nothing however long the column is.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from engine.reading.column_statistics import ValueCounts, is_number
from engine.records import QUANTILES, Histogram

MOST_BINS = 16
SECONDS_A_DAY = 86_400
MICROSECONDS = 1_000_000
# Above, not every whole number has a 64-bit float of its own.
LARGEST_WHOLE = 2**53
Numbers = NDArray[Any]


def quantiles_of(counts: ValueCounts) -> tuple[float, ...]:
    """Give the `QUANTILES` of a column of numbers, between two values where one falls there."""
    if len(counts) == 0 or not is_number(counts.values):
        return ()
    values, last_places = _numbers(counts), counts.counts.cumsum() - 1
    places = np.array(QUANTILES) * last_places[-1]
    below, above = (
        values[np.searchsorted(last_places, edge(places))].astype(np.float64)
        for edge in (np.floor, np.ceil)
    )
    share = places - np.floor(places)
    return tuple((below * (1 - share) + above * share).tolist())


def histogram_of(counts: ValueCounts) -> Histogram | None:
    """Count the values of numbers or dates in at most 16 bins; ``None`` if they do not differ.

    Whole numbers and days have bins of whole width, one for each if they are few,
    so that no bin is fuller than its neighbours only because it holds one more.
    """
    is_date = pa.types.is_timestamp(counts.values.type)
    if len(counts) < 2 or not (is_date or is_number(counts.values)):
        return None
    values = _numbers(counts)
    edges = _edges_of_dates(values) if is_date else _edges_of_numbers(values)
    if not bool((np.diff(edges) > 0).all()):
        return None
    bounds = edges * MICROSECONDS if is_date else edges
    places = np.searchsorted(values, bounds[1:-1], side="left")
    totals = np.concatenate([[0], counts.counts.cumsum()])
    starts = np.concatenate([[0], places, [len(values)]])
    return Histogram(
        edges=tuple(edges.tolist()), counts=tuple(np.diff(totals[starts]).astype(int).tolist())
    )


def _numbers(counts: ValueCounts) -> Numbers:
    """The distinct values as numbers, moments as microseconds since 1970."""
    values = counts.values
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    array: Numbers = values.to_numpy(zero_copy_only=False)
    return array


def _edges_of_numbers(values: Numbers) -> NDArray[np.float64]:
    first, last = values[0].item(), values[-1].item()
    if values.dtype.kind == "i" and max(abs(first), abs(last)) < LARGEST_WHOLE:
        return _whole_edges(first, last) - 0.5
    return _even_edges(float(first), float(last))


def _edges_of_dates(values: Numbers) -> NDArray[np.float64]:
    day = SECONDS_A_DAY * MICROSECONDS
    if not bool((values % day).any()):
        return _whole_edges(int(values[0]) // day, int(values[-1]) // day) * SECONDS_A_DAY
    return _even_edges(values[0] / MICROSECONDS, values[-1] / MICROSECONDS)


def _whole_edges(first: int, last: int) -> NDArray[np.float64]:
    """Begins of bins of equal whole width, and the end of the last one."""
    width = -(-(last - first + 1) // MOST_BINS)
    n_bins = -(-(last - first + 1) // width)
    edges: NDArray[np.float64] = first + float(width) * np.arange(n_bins + 1, dtype=np.float64)
    return edges


def _even_edges(first: float, last: float) -> NDArray[np.float64]:
    # In quarters, because the difference of the largest numbers would be infinite.
    edges: NDArray[np.float64] = np.linspace(first / 4, last / 4, MOST_BINS + 1) * 4
    edges[0], edges[-1] = first, last
    return edges
