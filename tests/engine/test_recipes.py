"""Recipes of single columns: text, levels and missing values."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import algorithm
from engine.preprocessing import build_pipeline, feature_names, resulting_features
from engine.recipes.texts import MAX_WORDS, TOPICS
from engine.records import Column, Preprocessing
from tests.engine.mixed_table import mixed_table
from tests.engine.preparing import a_column, dense, every_way, prepared, same_texts


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def test_text_becomes_a_few_topics_where_many_sparse_numbers_cannot_be_taken():
    pipeline, _ = prepared("gaussian_nb", mixed_table())
    names = feature_names(pipeline)

    assert f"note: topic {TOPICS}" in names
    assert not any("park" in name for name in names)


@same_texts
@pytest.mark.parametrize("texts", [[None] * 12, ["a", "b"] * 6, ["?!", "..."] * 6])
@pytest.mark.parametrize("key", ["logistic_regression", "gaussian_nb"])
def test_poor_texts_do_not_break(key, texts):
    table = pd.DataFrame({"note": pd.Series(texts, dtype=object)})
    _, matrix = prepared(key, table, [a_column("note", "text", texts)])

    assert np.isfinite(matrix).all()


def test_the_vocabulary_is_limited():
    texts = [f"word{2 * row} word{2 * row + 1}" for row in range(MAX_WORDS)]
    table = pd.DataFrame({"note": pd.Series(texts, dtype=object)})
    pipeline = build_pipeline(
        [a_column("note", "text", texts)], algorithm("ridge"), {}, random_seed=0
    )

    assert pipeline["preparation"].fit_transform(table).shape[1] == MAX_WORDS


@every_way
def test_a_hundred_thousand_levels_stay_few_columns(key):
    n_rows = 100_000
    levels = pd.Series([f"level {row}" for row in range(n_rows)], dtype=object)
    known = [Column(name="id", type="categorical", missing=0, distinct=n_rows)]
    pipeline = build_pipeline(known, algorithm(key), {}, random_seed=0)

    matrix = pipeline["preparation"].fit_transform(levels.to_frame("id"))
    assert matrix.shape[1] <= Preprocessing().max_levels


def test_frequent_levels_keep_their_own_column_and_rare_ones_share_one():
    levels = ["often"] * 50 + ["sometimes"] * 20 + [f"rare {n}" for n in range(200)]
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    known = [a_column("level", "categorical", levels)]
    pipeline, matrix = prepared("gaussian_nb", table, known)
    names = feature_names(pipeline)

    assert len(names) == Preprocessing().max_levels
    assert {"level_often", "level_sometimes", "level_rare"} <= set(names)
    assert matrix[:, names.index("level_often")].sum() == 50
    assert (matrix.sum(axis=1) == 1).all()


@pytest.mark.parametrize("max_bins", [2, 16, 255])
def test_gradient_boosting_gets_no_more_categories_than_bins(max_bins):
    levels = [f"level {row % 400}" for row in range(1_200)]
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    wanted = np.arange(1_200) % 2
    pipeline = build_pipeline(
        [a_column("level", "categorical", levels)],
        algorithm("hist_gradient_boosting_classifier"),
        {"max_bins": max_bins, "max_iter": 2},
        random_seed=0,
    ).fit(table, wanted)

    assert pipeline["preparation"].transform(table).max() == max_bins - 1
    assert pipeline["estimator"].is_categorical_.tolist() == [True]


def test_gradient_boosting_learns_from_what_is_missing():
    rng = np.random.default_rng(0)
    gone = rng.random(400) < 0.5
    table = pd.DataFrame({"x": np.where(gone, np.nan, rng.normal(size=400))})
    pipeline = build_pipeline(
        [a_column("x", "numeric", table["x"])],
        algorithm("hist_gradient_boosting_classifier"),
        {},
        random_seed=0,
    ).fit(table, gone)

    assert (pipeline.predict(table) == gone).all()


def test_none_and_nan_are_one_missing_level():
    table = pd.DataFrame({"city": pd.Series(["a", None, "b", np.nan, "a", None], dtype=object)})
    pipeline, matrix = prepared(
        "gaussian_nb", table, [a_column("city", "categorical", table["city"])]
    )

    assert feature_names(pipeline) == ("city_a", "city_b", "city_nan")
    assert matrix[:, 2].tolist() == [0, 1, 0, 1, 0, 1]


def test_an_integer_level_is_the_same_level_as_a_float():
    trained = pd.DataFrame({"floor": pd.Series([0.0, 1.0, None, 1.0] * 3, dtype=object)})
    pipeline, _ = prepared(
        "gaussian_nb", trained, [a_column("floor", "categorical", trained["floor"])]
    )
    whole = pd.DataFrame({"floor": [0, 1]})

    assert pipeline["preparation"].transform(whole).tolist() == [[1, 0, 0], [0, 1, 0]]


@pytest.mark.parametrize("key", ["logistic_regression", "ridge"])
def test_a_hundred_thousand_levels_are_learned_quickly_and_stay_small(key):
    n_rows = 100_000
    levels = pd.Series([f"level {row}" for row in range(n_rows)], dtype=object)
    known = [Column(name="id", type="categorical", missing=0, distinct=n_rows)]
    pipeline = build_pipeline(known, algorithm(key), {}, random_seed=0)
    tracemalloc.start()
    pipeline.fit(levels.to_frame("id"), np.arange(n_rows) % 2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert pipeline["estimator"].coef_.size == Preprocessing().max_levels
    # One column for each level would be 80 GB.
    assert peak < 200e6


def test_few_levels_may_be_asked_for():
    levels = ["often"] * 50 + ["sometimes"] * 20 + ["rare", "rarer"] * 3
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    pipeline = build_pipeline(
        [a_column("level", "categorical", levels)],
        algorithm("logistic_regression"),
        {},
        random_seed=0,
        preprocessing=Preprocessing(max_levels=2),
    )
    matrix = dense(pipeline["preparation"].fit_transform(table))

    assert [(one.name, one.origin) for one in resulting_features(pipeline)] == [
        ("level_often", "level"),
        ("level_rare", "rare levels"),
    ]
    assert matrix[:, 1].sum() == 26


def test_whole_numbers_of_a_regression_are_no_classes():
    levels = ["low", "high"] * 50
    target = np.arange(100) % 2 * 10 + np.arange(100) % 5
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    pipeline = build_pipeline(
        [a_column("level", "categorical", levels)],
        algorithm("random_forest_regressor"),
        {},
        random_seed=0,
        preprocessing=Preprocessing(categories="target"),
    )
    matrix = pipeline["preparation"].fit_transform(table, target)

    assert matrix.shape == (100, 1)
    assert matrix[0] == pytest.approx(2, abs=0.5)
    assert pipeline["preparation"].transform(pd.DataFrame({"level": ["new"]})) == pytest.approx(7)


def test_each_class_has_its_share_of_a_level():
    levels = ["a", "b", "c"] * 40
    pipeline = build_pipeline(
        [a_column("level", "categorical", levels)],
        algorithm("random_forest_classifier"),
        {},
        random_seed=0,
        preprocessing=Preprocessing(categories="target"),
    )
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    pipeline["preparation"].fit(table, np.array(["red", "green", "blue"] * 40))

    assert feature_names(pipeline) == (
        "level: share of blue",
        "level: share of green",
        "level: share of red",
    )


def test_december_may_be_beside_january():
    days = pd.Series(pd.to_datetime(["2024-01-01", "2024-07-01", "2024-12-31"] * 10))
    far = {}
    for way in ("parts", "circular", "spline"):
        pipeline = build_pipeline(
            [a_column("day", "datetime", days)],
            algorithm("ridge"),
            {},
            random_seed=0,
            preprocessing=Preprocessing(dates=way, scaling="none"),
        )
        matrix = pipeline["preparation"].fit_transform(days.to_frame("day"))
        names = [one.name for one in resulting_features(pipeline)]
        month = matrix[:, ["month" in name for name in names]]
        winter, summer = (np.linalg.norm(month[0] - month[n]) for n in (2, 1))
        far[way] = winter < summer

    assert far == {"parts": False, "circular": True, "spline": True}
