"""Quantiles and histograms, against plain numpy on all values."""

import json
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading.column_spread import MOST_BINS, histogram_of, quantiles_of
from engine.reading.column_statistics import count_values
from engine.records import QUANTILES

DAY = datetime(2020, 1, 1)  # noqa: DTZ001 - dates in files have no time zone
NUMBERS = st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=50)
FEW = st.lists(st.integers(-5, 5) | st.integers(-(2**62), 2**62), min_size=1, max_size=50)


def counted(values, kind=None):
    return count_values(pa.chunked_array([pa.array(values, kind)]))


@settings(deadline=None)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
def test_quantiles_are_those_of_numpy(numbers):
    expected = np.quantile(np.array(numbers), QUANTILES)
    assert np.allclose(quantiles_of(counted(numbers, pa.float64())), expected, atol=1e-6)


@settings(deadline=None)
@given(NUMBERS | FEW)
def test_each_value_is_in_its_bin(numbers):
    counts = counted(numbers)
    histogram = histogram_of(counts)
    if len(set(numbers)) < 2:
        assert histogram is None
    if histogram is None:
        return
    edges = np.array(histogram.edges)
    assert len(edges) == len(histogram.counts) + 1 <= MOST_BINS + 1
    assert (np.diff(edges) > 0).all()
    assert np.isfinite(edges).all()
    assert sum(histogram.counts) == len(numbers)
    places = np.clip(np.searchsorted(edges, numbers, side="right") - 1, 0, len(edges) - 2)
    assert np.bincount(places, minlength=len(edges) - 1).tolist() == list(histogram.counts)


@settings(deadline=None)
@given(NUMBERS)
def test_nothing_infinite_reaches_json(numbers):
    counts = counted(numbers, pa.float64())
    json.dumps(quantiles_of(counts), allow_nan=False)
    histogram = histogram_of(counts)
    if histogram is not None:
        json.dumps(histogram.model_dump(), allow_nan=False)


def test_few_whole_numbers_have_a_bin_each():
    histogram = histogram_of(counted([3, 1, 1, 5]))
    assert histogram.edges == (0.5, 1.5, 2.5, 3.5, 4.5, 5.5)
    assert histogram.counts == (2, 0, 1, 0, 1)


def test_bins_of_whole_numbers_hold_equally_many_of_them():
    histogram = histogram_of(counted(list(range(100))))
    assert np.unique(np.diff(histogram.edges)).tolist() == [7.0]
    assert set(histogram.counts[:-1]) == {7}


def test_dates_are_in_seconds_and_days_in_whole_bins():
    histogram = histogram_of(counted([DAY + timedelta(days=i) for i in range(10)]))
    assert histogram.edges[0] == 1577836800.0
    assert set(np.diff(histogram.edges)) == {86400.0}
    assert histogram.counts == (1,) * 10
    moments = histogram_of(counted([DAY, DAY + timedelta(seconds=16)]))
    assert moments.edges == tuple(1577836800.0 + i for i in range(17))


@pytest.mark.parametrize("values", [["a", "b"], [True, False], [None, None]])
def test_other_values_have_none(values):
    counts = counted(values)
    assert histogram_of(counts) is None
    assert quantiles_of(counts) == ()
