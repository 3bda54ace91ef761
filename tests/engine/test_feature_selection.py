"""Feature selection keeps what tells most, and never nothing."""

import numpy as np
import pandas as pd
import pytest

from engine.algorithms import algorithm
from engine.feature_selection import selection_words
from engine.preprocessing import (
    build_pipeline,
    describe,
    feature_names,
    resulting_features,
    usual_wishes,
)
from engine.records import Preprocessing
from tests.engine.preparing import a_column

BEST = Preprocessing(feature_selection="best", selected_percent=25)


def table() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    numbers = {f"x{n}": rng.normal(size=60) for n in range(6)}
    kind = pd.Series(rng.choice(["a", "b"], 60), dtype=object)
    return pd.DataFrame({**numbers, "flat": np.ones(60), "kind": kind})


def known(rows: pd.DataFrame):
    kinds = {"kind": "categorical"}
    return [a_column(name, kinds.get(name, "numeric"), rows[name]) for name in rows]


def fitted(key, rows, target, preprocessing=BEST):
    pipeline = build_pipeline(
        known(rows), algorithm(key), {}, random_seed=0, preprocessing=preprocessing
    )
    pipeline["preparation"].fit(rows, target)
    return pipeline


@pytest.mark.parametrize("key", ["ridge", "random_forest_regressor"])
def test_what_tells_most_is_kept(key):
    rows = table()
    pipeline = fitted(key, rows, rows["x3"] + rows["x1"])

    assert set(feature_names(pipeline)) == {"x1", "x3"}
    assert {one.name for one in resulting_features(pipeline) if not one.kept} >= {"flat", "x0"}


def test_what_never_varies_is_left_out():
    rows = table()
    preprocessing = Preprocessing(feature_selection="variance")
    names = feature_names(fitted("k_means", rows, None, preprocessing))

    assert set(names) == {"x0", "x1", "x2", "x3", "x4", "x5", "kind_a", "kind_b"}


@pytest.mark.parametrize("column", ["x0", "kind"])
def test_one_feature_is_kept_at_least(column):
    rows = table()[[column]]
    preprocessing = Preprocessing(feature_selection="best", selected_percent=1)
    target = np.arange(60) % 3

    assert feature_names(fitted("logistic_regression", rows, target, preprocessing))


def test_categories_become_numbers_where_features_are_selected():
    rows = table()
    entry = algorithm("hist_gradient_boosting_classifier")
    pipeline = fitted(entry.key, rows, np.arange(60) % 2)
    steps = describe(known(rows), entry, BEST)
    (levels,) = [step for step in steps if step.type == "categorical"]

    assert pipeline["estimator"].categorical_features == "from_dtype"
    assert "feature selection needs numbers" in levels.notes[0]
    assert not describe(known(rows), entry, Preprocessing())[0].notes


def test_the_sentence_says_the_share_that_is_kept():
    columns = known(table())
    wishes = usual_wishes(algorithm("ridge"), BEST)

    assert "the 25 % are kept" in selection_words(columns, wishes)
    assert "the 100 % are kept" in selection_words(columns[:1], wishes)
    assert selection_words(columns, usual_wishes(algorithm("k_means"), BEST)) is None
