"""Words for a cluster: true as they are read, and with the shares that they have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.clusters.conditions import holds, roundest
from engine.clusters.description import describe_cluster
from engine.clusters.original import original_columns
from engine.clusters.records import Condition, Description
from engine.clusters.words import NO_WORDS, condition_words, description_words, fit_words
from tests.engine.clusters.tables import columns_of
from tests.engine.mixed_table import TYPES, columns, mixed_table


def described(table: pd.DataFrame, inside: pd.Series | np.ndarray, **types) -> Description | None:
    read, _ = original_columns(table, columns_of(table, **types))
    return describe_cluster(read, np.asarray(inside, dtype=bool), random_seed=0)


def true_of(words: Description, table: pd.DataFrame) -> np.ndarray:
    """Rows of which the words are true, by pandas alone."""
    marks = np.ones(len(table), dtype=bool)
    for one in words.conditions:
        values = table[one.column]
        low = pd.Timestamp(one.low) if isinstance(one.low, str) else one.low
        high = pd.Timestamp(one.high) if isinstance(one.high, str) else one.high
        marks &= {
            "above": lambda values, low, high, level: values > low,
            "at_most": lambda values, low, high, level: values <= high,
            "between": lambda values, low, high, level: (values > low) & (values <= high),
            "is": lambda values, low, high, level: values.astype(str) == level,
            "is_not": lambda values, low, high, level: values.astype(str) != level,
            "missing": lambda values, low, high, level: values.isna(),
            "known": lambda values, low, high, level: values.notna(),
        }[one.kind](values, low, high, one.level).to_numpy()
    return marks


def test_a_rule_that_made_the_cluster_is_found_again():
    table = mixed_table(600)
    inside = (table["age"] > 42) & (table["city"] == "Lyon")
    words = described(table, inside, **TYPES)
    assert (words.covered, words.right) == (1.0, 1.0)
    assert words.n_rows == inside.sum()
    said = description_words(words)
    assert "city is Lyon" in said
    assert "age is over 4" in said
    assert "100 % of the cluster's rows" in fit_words(words)


@pytest.mark.parametrize("seed", range(5))
def test_the_shares_are_those_of_the_rows_that_the_words_are_true_of(seed):
    """With missing values, levels, booleans and dates, against a plain reading of the words."""
    table = mixed_table(500, seed=seed)
    late, old = table["sold"] > pd.Timestamp("2025-01-01"), table["age"].isna()
    inside = (late | old | (table["owner"] == True)).to_numpy(copy=True)  # noqa: E712
    inside ^= np.random.default_rng(seed).random(500) < 0.1
    words = described(table, inside, **TYPES)
    marks = true_of(words, table)
    assert words.n_rows == marks.sum()
    assert words.covered == pytest.approx(marks[inside].mean())
    assert words.right == pytest.approx(inside[marks].mean())
    assert len(words.conditions) <= 3


def test_who_has_no_age_is_not_over_forty():
    table = pd.DataFrame({"age": [np.nan] * 10 + [50.0] * 10 + [20.0] * 10})
    words = described(table, table["age"] > 40)
    assert description_words(words) == "age is over 40"
    assert words.n_rows == 10
    missing = described(table, table["age"].isna())
    assert description_words(missing) == "age is missing"
    assert (missing.covered, missing.right) == (1.0, 1.0)


def test_a_middle_group_is_told_by_one_range():
    table = pd.DataFrame({"x": np.arange(300.0)})
    words = described(table, (table["x"] > 99) & (table["x"] < 200))
    assert [one.kind for one in words.conditions] == ["between"]
    assert (words.covered, words.right) == (1.0, 1.0)


def test_dates_are_told_by_days_where_there_are_no_times():
    days = pd.Series(pd.date_range("2024-01-01", periods=60)).astype("datetime64[us]")
    words = described(pd.DataFrame({"day": days}), days > "2024-02-01", day="datetime")
    assert description_words(words) == "day is after 2024-02-01"
    times = days + pd.Timedelta(hours=5)
    words = described(pd.DataFrame({"t": times}), times > "2024-02-02", t="datetime")
    assert description_words(words) == "t is after 2024-02-02 00:00:00"
    assert (words.covered, words.right) == (1.0, 1.0)


def test_moments_of_a_second_are_told_apart():
    """A tree in single precision takes all moments within two minutes for one."""
    moments = pd.Series(pd.date_range("2024-05-05 10:00", periods=40, freq="s"))
    words = described(pd.DataFrame({"t": moments}), np.arange(40) >= 17, t="datetime")
    assert (words.covered, words.right) == (1.0, 1.0)


def test_of_two_levels_the_other_is_named():
    table = pd.DataFrame({"member": pd.Series([True] * 30 + [False] * 10, dtype=object)})
    words = described(table, table["member"] == False, member="boolean")  # noqa: E712
    assert description_words(words) == "member is False"


def test_a_shorter_rule_is_taken_where_it_fits_as_well():
    random = np.random.default_rng(0)
    table = pd.DataFrame({"x": np.arange(1_000.0), "noise": random.normal(size=1_000)})
    words = described(table, (table["x"] >= 500) ^ (random.random(1_000) < 0.02))
    assert [one.column for one in words.conditions] == ["x"]


def test_where_nothing_tells_them_apart_that_is_said():
    same = pd.DataFrame({"x": [1.0] * 20})
    assert described(same, np.arange(20) < 5) is None
    assert described(pd.DataFrame({"x": np.arange(20.0)}), np.ones(20)) is None
    text = pd.DataFrame({"note": ["a b", "c d"] * 10})
    assert described(text, np.arange(20) < 5, note="text") is None
    assert description_words(None) == NO_WORDS
    assert fit_words(None) == ""


def test_one_row_can_be_told():
    words = described(pd.DataFrame({"x": [1.0, 2.0, 3.0, 99.0]}), [False, False, False, True])
    assert (words.covered, words.right, words.n_rows) == (1.0, 1.0, 1)


def test_a_rare_cluster_in_many_rows_is_found_and_counted_on_all_of_them():
    random = np.random.default_rng(0)
    table = pd.DataFrame({"x": random.random(50_000), "y": random.random(50_000)})
    inside = (table["x"] > 0.99) & (table["y"] > 0.5)
    words = described(table, inside)
    assert words.covered > 0.95
    assert words.right > 0.9
    assert words.n_rows == true_of(words, table).sum()


def test_in_a_wide_table_words_are_found_on_fewer_rows():
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(3_000, 400))).rename(columns=lambda n: f"c{n}")
    words = described(table, table["c7"] > 1)
    assert [one.column for one in words.conditions] == ["c7"]
    assert words.covered > 0.9
    assert words.right > 0.9


@pytest.mark.parametrize("seed", range(20))
def test_a_round_limit_lies_between_its_neighbours(seed):
    random = np.random.default_rng(seed)
    low = float(random.normal() * 10.0 ** random.integers(-8, 9))
    high = low + abs(float(random.normal())) * 10.0 ** random.integers(-8, 3)
    limit = roundest(low, high)
    assert low <= limit < high or low == high
    assert roundest(41.3, 47.2) == 44 or roundest(41.3, 47.2) == 45
    assert roundest(5.0, np.nextafter(5.0, 6.0)) == 5.0


def test_conditions_are_asked_as_they_are_written():
    table = mixed_table(100)
    read, _ = original_columns(table, columns(table))
    known = {one.name: one for one in read}
    is_not = Condition(column="city", kind="is_not", level="Lyon")
    assert (holds(is_not, known) == (table["city"] != "Lyon")).all()
    assert condition_words(is_not) == "city is not Lyon"
    assert condition_words(Condition(column="x", kind="known")) == "x is not missing"
    between = Condition(column="x", kind="between", low=2_007.5, high=20_000.0)
    assert condition_words(between) == "x is over 2007.5 and at most 20,000"
