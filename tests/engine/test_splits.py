"""Splits: no row in two parts, classes and groups respected, the same seed the same rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import InvalidValueError
from engine.records import TrainingSpec
from engine.splits import split


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
