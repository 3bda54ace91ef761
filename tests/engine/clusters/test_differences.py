"""Differences of clusters are those of a plain computation with pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.clusters.differences import NOTABLE, differences
from engine.clusters.original import MOST_LEVELS, original_columns
from engine.clusters.words import difference_words, strength_words
from tests.engine.clusters.tables import columns_of
from tests.engine.mixed_table import columns, mixed_table


def table_and_places(seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    table = mixed_table(300, seed=seed)
    places = np.random.default_rng(seed).integers(-1, 3, len(table))
    # Something to find: cluster 1 is old and in Lyon, cluster 2 was sold late or has no code.
    table.loc[places == 1, "age"] = table.loc[places == 1, "age"] + 40
    table.loc[places == 1, "city"] = "Lyon"
    table.loc[places == 2, "sold"] = table.loc[places == 2, "sold"] + pd.Timedelta(days=900)
    table.loc[places == 2, "code"] = None
    return table, places


def found_in(table: pd.DataFrame, places: np.ndarray) -> list[dict[str, object]]:
    read, _ = original_columns(table, columns(table))
    return [{one.column: one for one in some} for some in differences(read, places, 3)]


@pytest.mark.parametrize("seed", range(3))
def test_the_mean_of_a_number_is_compared_in_standard_deviations_of_all_rows(seed):
    table, places = table_and_places(seed)
    one = found_in(table, places)[1]["age"]
    inside, outside = table["age"][places == 1].mean(), table["age"][places != 1].mean()
    assert (one.inside, one.outside) == pytest.approx((inside, outside))
    assert one.difference == pytest.approx((inside - outside) / table["age"].std(ddof=0))
    assert one.strength == one.difference


def test_a_date_is_compared_as_a_number_and_told_as_a_date():
    table, places = table_and_places()
    one = found_in(table, places)[2]["sold"]
    seconds = (table["sold"] - pd.Timestamp(0)).dt.total_seconds()
    inside, outside = seconds[places == 2].mean(), seconds[places != 2].mean()
    assert one.difference == pytest.approx((inside - outside) / seconds.std(ddof=0))
    assert pd.Timestamp(one.inside) == pd.Timestamp(0) + pd.Timedelta(seconds=round(inside))
    assert "on average" in difference_words(one)


def test_a_level_is_compared_by_its_share_of_all_rows_of_the_cluster():
    table, places = table_and_places()
    one = found_in(table, places)[1]["city"]
    is_lyon = table["city"] == "Lyon"
    inside, outside = is_lyon[places == 1].mean(), is_lyon[places != 1].mean()
    assert (one.kind, one.level) == ("level", "Lyon")
    assert one.difference == pytest.approx(inside - outside)
    assert one.strength == pytest.approx((inside - outside) / is_lyon.std(ddof=0))
    assert "city is Lyon: 100 % of the rows" in difference_words(one)
    assert strength_words(one).endswith("percentage points more")


def test_what_is_missing_more_often_is_told():
    table, places = table_and_places()
    one = found_in(table, places)[2]["code"]
    missing = table["code"].isna()
    assert (one.kind, one.inside) == ("missing", 1.0)
    assert one.difference == pytest.approx(1 - missing[places != 2].mean())


def test_the_strongest_comes_first_and_weak_ones_are_not_told():
    table, places = table_and_places()
    read, _ = original_columns(table, columns(table))
    for some in differences(read, places, 3):
        sizes = [abs(one.strength) for one in some]
        assert sizes == sorted(sizes, reverse=True)
        assert all(size >= NOTABLE for size in sizes)


def test_groups_dealt_at_random_differ_in_nothing():
    table = mixed_table(3_000)
    places = np.random.default_rng(99).integers(-1, 3, len(table))
    assert found_in(table, places) == [{}, {}, {}]


def test_text_is_left_out_and_named():
    table = mixed_table(50)
    read, left_out = original_columns(table, columns(table))
    assert left_out == ("note",)
    assert "note" not in {one.name for one in read}


def test_rare_levels_are_counted_together_and_numbers_are_called_as_written():
    table = pd.DataFrame({"code": pd.Series([float(n % 80) for n in range(400)], dtype=object)})
    (column,), _ = original_columns(table, columns_of(table, code="categorical"))
    assert len(column.levels) == MOST_LEVELS
    assert "3" in column.levels
    assert (column.codes == MOST_LEVELS).sum() == 30 * 5


@pytest.mark.parametrize(
    "places", [np.zeros(6, dtype=int), np.full(6, -1), np.array([0, -1, -1, -1, -1, -1])]
)
def test_one_cluster_none_and_one_row_are_no_trouble(places):
    table = pd.DataFrame({"same": [1.0] * 6, "x": [50.0, 1, 2, 1, 2, 1], "none": [np.nan] * 6})
    read, _ = original_columns(table, columns_of(table))
    (found,) = differences(read, places, 1)
    assert [one.column for one in found] == (["x"] if (places == -1).sum() == 5 else [])


def test_huge_numbers_do_not_break_it():
    table = pd.DataFrame({"x": [1e300, -1e300, 1.0, 2.0] * 5})
    read, _ = original_columns(table, columns_of(table))
    (found,) = differences(read, np.tile([0, -1, -1, -1], 5), 1)
    assert all(np.isfinite(one.strength) for one in found)
