from __future__ import annotations

import re

import pytest

from components.spread import MOST_BARS, shape, spread
from engine.records import Column, Histogram


def column(**more):
    return Column.model_validate(
        {"name": "x", "type": "numeric", "missing": 0, "distinct": 9, **more}
    )


def tops(outline):
    """Height of each bar in per cent of the box, read from the outline."""
    corners = re.findall(r"[\d.]+% ([\d.]+)%", outline)
    return [100 - float(top) for top in corners[2::4]]


def test_bars_are_as_high_as_their_counts():
    assert tops(shape([10, 5, 0, 10])) == [100, 50, 0, 100]


def test_a_bar_of_few_values_is_still_seen():
    assert tops(shape([1000, 1]))[1] > 0


@pytest.mark.parametrize("n_bars", [1, 2, 4, 16])
def test_the_bars_stay_in_their_box(n_bars):
    numbers = [float(number) for number in re.findall(r"[\d.]+", shape([3] * n_bars))]
    assert min(numbers) >= 0
    assert max(numbers) <= 100


def test_numbers_are_told_in_words_too():
    drawn = spread(column(histogram=Histogram(edges=(0, 5, 10), counts=(30, 10))), 40)
    sentence = "Values from 0 to 10. The highest bar, 0 to 5, holds 75 %."
    assert getattr(drawn, "aria-label") == drawn.title == sentence
    assert drawn.role == "img"


def test_dates_are_told_as_dates():
    day = 86_400.0
    histogram = Histogram(edges=(0.0, day, 2 * day), counts=(1, 3))
    drawn = spread(column(type="datetime", histogram=histogram), 4)
    assert "from 1970-01-01 to 1970-01-03" in drawn.title


def test_categories_are_told_by_their_shares():
    few = column(type="categorical", distinct=2, missing=20, top=(("a", 60), ("b", 20)))
    assert spread(few, 100).title == "All values: a 75 %, b 25 %."
    top = tuple((f"v{n}", 5) for n in range(12))
    many = spread(column(type="categorical", distinct=40, top=top), 200)
    assert many.title.startswith(f"The {MOST_BARS} commonest of 40 values: v0")


@pytest.mark.parametrize(
    "plain",
    [
        column(type="text", top=(("a", 1),)),
        column(),
        column(histogram=Histogram(edges=(0, 1), counts=(0,))),
    ],
    ids=["text", "no histogram", "no values"],
)
def test_where_there_is_nothing_to_compare_nothing_is_drawn(plain):
    assert spread(plain, 10) is None
