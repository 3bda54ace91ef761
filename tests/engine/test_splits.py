"""Splits: no row in two parts, classes and groups respected, the same seed the same rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValueError
from engine.groups import group_codes
from engine.records import TrainingSpec
from engine.splits import mean_test_ratio, split, usual_test_ratio


def a_table(n_rows: int = 100) -> pd.DataFrame:
    random = np.random.default_rng(0)
    classes = np.where(np.arange(n_rows) % 5 == 0, "rare", "common").astype(object)
    return pd.DataFrame(
        {"x": random.normal(size=n_rows), "y": classes, "who": np.arange(n_rows) // 4}
    )


def a_spec(**changes: object) -> TrainingSpec:
    values = {"task_type": "classification", "target": "y", "test_size": 0.2, **changes}
    return TrainingSpec(dataset_id="d", features=("x",), algorithms=(), **values)


@settings(max_examples=40, deadline=None)
@given(
    n_rows=st.integers(40, 200),
    folds=st.sampled_from([0, 2, 5]),
    seed=st.integers(0, 1000),
    stratify=st.booleans(),
    group=st.sampled_from([None, "who"]),
)
def test_every_row_is_judged_once_and_never_learned_from(n_rows, folds, seed, stratify, group):
    spec = a_spec(cv_folds=folds, random_seed=seed, stratify=stratify, group=group)
    parts = split(spec, a_table(n_rows))
    assert sorted([*parts.train, *parts.test]) == list(range(n_rows))
    assert len(parts.folds) == folds
    for fold in parts.folds:
        assert sorted([*fold.train, *fold.validation]) == list(parts.train)
    if folds:
        judged = np.concatenate([fold.validation for fold in parts.folds])
        assert sorted(judged) == list(parts.train)


def test_a_stratified_split_keeps_the_shares():
    table = a_table(200)
    parts = split(a_spec(), table)
    for rows in (parts.test, *(fold.validation for fold in parts.folds)):
        assert (table["y"].iloc[rows] == "rare").mean() == pytest.approx(0.2, abs=0.02)


def test_a_group_is_never_on_both_sides():
    table = a_table()
    parts = split(a_spec(group="who"), table)
    pairs = [(parts.train, parts.test), *((f.train, f.validation) for f in parts.folds)]
    for train, judged in pairs:
        assert not set(table["who"].iloc[train]) & set(table["who"].iloc[judged])


def test_rows_without_a_target_are_left_out_and_counted():
    table = a_table()
    table.loc[[3, 50], "y"] = None
    parts = split(a_spec(), table)
    assert parts.n_dropped == 2
    assert not {3, 50} & {*parts.train, *parts.test}


def test_the_digest_tells_the_rows_and_the_folds_apart():
    table = a_table()
    one, same = split(a_spec(), table), split(a_spec(), table)
    other_seed = split(a_spec(random_seed=7), table)
    other_folds = split(a_spec(cv_folds=3), table)
    assert (one.sha256, one.folds_sha256) == (same.sha256, same.folds_sha256)
    assert one.sha256 != other_seed.sha256
    assert one.sha256 == other_folds.sha256
    assert one.folds_sha256 != other_folds.folds_sha256
    assert split(a_spec(cv_folds=0), table).folds_sha256 is None


def test_a_class_that_cannot_be_in_every_fold_is_named():
    table = a_table()
    table.loc[:, "y"] = ["seldom"] * 4 + ["often"] * 96
    parts = split(a_spec(cv_folds=5), table)
    assert len(parts.warnings) == 1
    assert "'seldom' has 3 training rows" in parts.warnings[0]
    assert split(a_spec(cv_folds=3), table).warnings == ()
    assert split(a_spec(cv_folds=0), table).warnings == ()


def test_clustering_uses_all_rows():
    parts = split(a_spec(task_type="clustering", target=None, cv_folds=0), a_table())
    assert len(parts.train) == 100
    assert len(parts.test) == len(parts.folds) == 0


@pytest.mark.parametrize(
    ("changes", "rows", "field"),
    [({"cv_folds": 20}, 12, "cv_folds"), ({"test_size": 0.05}, 10, "test_size")],
)
def test_an_impossible_split_names_the_field(changes, rows, field):
    with pytest.raises(InvalidValueError) as refused:
        split(a_spec(**changes), a_table(rows))
    assert refused.value.field == field
    assert refused.value.hint


def duplicated(n_rows: int = 100) -> pd.DataFrame:
    """A table in which every other row repeats an earlier one."""
    table = a_table(n_rows).assign(x=np.arange(n_rows) // 2 * 1.0)
    table["y"] = np.where(table["x"] % 5 == 0, "rare", "common").astype(object)
    return table


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), stratify=st.booleans(), folds=st.sampled_from([0, 3]))
def test_without_duplicates_no_row_is_on_both_sides(seed, stratify, folds):
    table = duplicated()
    spec = a_spec(random_seed=seed, stratify=stratify, cv_folds=folds, drop_duplicates=True)
    parts = split(spec, table)
    assert (parts.n_duplicates, len(parts.train) + len(parts.test)) == (50, 50)
    pairs = [(parts.train, parts.test), *((f.train, f.validation) for f in parts.folds)]
    for learned, judged in pairs:
        rows = table[["x", "y"]].apply(tuple, axis=1)
        assert not set(rows.iloc[learned]) & set(rows.iloc[judged])


def test_of_equal_rows_the_first_is_kept():
    parts = split(a_spec(drop_duplicates=True), duplicated())
    assert sorted([*parts.train, *parts.test]) == list(range(0, 100, 2))


def test_duplicates_are_equal_in_features_and_target_only():
    table = duplicated()
    table.loc[1, "y"], table.loc[2:3, "x"] = "other", None
    table.loc[[4, 5], "y"] = None
    parts = split(a_spec(drop_duplicates=True, stratify=False), table)
    assert parts.n_duplicates == 48
    assert parts.n_dropped == 2
    assert {0, 1, 2} <= {*parts.train, *parts.test}
    assert 3 not in {*parts.train, *parts.test}


def test_duplicates_stay_unless_they_are_to_be_left_out():
    parts = split(a_spec(), duplicated())
    assert (parts.n_duplicates, len(parts.train) + len(parts.test)) == (0, 100)


def test_clustering_leaves_duplicates_out_as_well():
    spec = a_spec(task_type="clustering", target=None, cv_folds=0, drop_duplicates=True)
    parts = split(spec, duplicated()[["x"]])
    assert (parts.n_duplicates, list(parts.train)) == (50, list(range(0, 100, 2)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), stratify=st.booleans(), separator=st.sampled_from("_-/"))
def test_groups_before_a_separator_are_never_on_both_sides(seed, stratify, separator):
    table = a_table(120)
    table["who"] = [f"a{separator}{n // 6}{separator}{n % 6}" for n in range(120)]
    spec = a_spec(
        random_seed=seed, stratify=stratify, cv_folds=3, group="who", group_separator=separator
    )
    parts = split(spec, table)
    mice = np.arange(120) // 6
    pairs = [(parts.train, parts.test), *((f.train, f.validation) for f in parts.folds)]
    for learned, judged in pairs:
        assert not set(mice[learned]) & set(mice[judged])
    assert sorted([*parts.train, *parts.test]) == list(range(120))


def test_a_text_without_the_separator_is_a_group_itself():
    values = pd.Series(["1_1", "1_2", "1", "2", None, "_3", 4.5, None], dtype=object)
    assert group_codes(values, "_").tolist() == [0, 0, 0, 1, 2, 3, 4, 2]


def in_random_order(n_rows: int, seed: int, n_times: int) -> pd.DataFrame:
    table = a_table(n_rows)
    random = np.random.default_rng(seed)
    days = random.permutation(np.arange(n_rows) * n_times // n_rows)
    table["y"] = random.choice(["rare", "common"], n_rows).astype(object)
    table["day"] = (pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D")).as_unit("us")
    return table


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 1000),
    n_times=st.sampled_from([7, 80]),
    as_number=st.booleans(),
    folds=st.sampled_from([0, 2, 5]),
)
def test_no_row_is_judged_by_later_ones(seed, n_times, as_number, folds):
    table = in_random_order(80, seed, n_times)
    if as_number:
        table["day"] = (table["day"] - pd.Timestamp("2020-01-01")).dt.days.astype(float)
    parts = split(a_spec(time_column="day", cv_folds=folds, random_seed=seed), table)
    assert (len(parts.train), len(parts.test), len(parts.folds)) == (64, 16, folds)
    days = table["day"].to_numpy()
    pairs = [(parts.train, parts.test), *((f.train, f.validation) for f in parts.folds)]
    for learned, judged in pairs:
        assert days[learned].max() <= days[judged].min()
        assert not set(learned) & set(judged)
    assert {row for fold in parts.folds for row in fold.validation} <= set(parts.train)


def test_rows_of_the_same_time_stay_in_the_order_of_the_file():
    table = in_random_order(50, 0, 50).assign(day=pd.Timestamp("2020-01-01"))
    parts = split(a_spec(time_column="day", cv_folds=0), table)
    assert list(parts.test) == list(range(40, 50))


def test_rows_without_a_time_are_left_out_and_counted():
    table = in_random_order(80, 0, 80)
    table.loc[[3, 8], "day"] = None
    table.loc[[3, 9], "y"] = None
    parts = split(a_spec(time_column="day"), table)
    assert (parts.n_dropped, parts.n_untimed) == (2, 1)
    assert not {3, 8, 9} & {*parts.train, *parts.test}


def test_earliest_rows_of_one_class_are_refused():
    table = in_random_order(80, 0, 80)
    table["y"] = np.where(table["day"] < table["day"].quantile(0.4), "rare", "common")
    assert len(split(a_spec(time_column="day", cv_folds=0), table).test) == 16
    with pytest.raises(InvalidValueError) as refused:
        split(a_spec(time_column="day", cv_folds=5), table)
    assert refused.value.field == "time_column"
    assert "all of one class" in refused.value.message


def test_folds_in_time_learn_from_less_than_those_of_chance():
    table = in_random_order(80, 0, 80)
    by_chance = split(a_spec(cv_folds=3), table).folds
    assert mean_test_ratio(by_chance) == pytest.approx(usual_test_ratio(3, in_time=False), rel=0.05)
    in_time = split(a_spec(cv_folds=3, time_column="day"), table).folds
    assert mean_test_ratio(in_time) == pytest.approx(usual_test_ratio(3, in_time=True))
    assert mean_test_ratio(in_time) > mean_test_ratio(by_chance)
