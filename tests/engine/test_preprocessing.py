"""Preparation: every type becomes finite numbers, also where a file is unkind."""

import io
import pickle
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS, algorithm
from engine.column_recipes import MAX_LEVELS, MAX_WORDS, TOPICS
from engine.errors import InvalidValueError
from engine.preprocessing import build_pipeline, describe, feature_names
from engine.records import Column
from tests.engine.mixed_table import TYPES, as_read_by_pandas, columns, mixed_table, target

# One entry for each way of preparing.
KEYS = (
    "logistic_regression",
    "gaussian_nb",
    "random_forest_classifier",
    "hist_gradient_boosting_classifier",
    "svc",
)
every_way = pytest.mark.parametrize("key", KEYS)
every_algorithm = pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)


# scikit-learn divides by the variance of the texts, also where there is none.
same_texts = pytest.mark.filterwarnings(
    "ignore:(invalid value|divide by zero) encountered:RuntimeWarning:sklearn.decomposition"
)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def a_column(name, kind, values):
    values = pd.Series(values)
    return Column(name=name, type=kind, missing=int(values.isna().sum()), distinct=values.nunique())


def prepared(key, table, known=None, **hyperparameters):
    pipeline = build_pipeline(
        known or columns(table), algorithm(key), hyperparameters, random_seed=0
    )
    matrix = pipeline["preparation"].fit_transform(table)
    return pipeline, dense(matrix)


def dense(matrix):
    return matrix.toarray() if sparse.issparse(matrix) else matrix


@every_way
def test_every_number_is_finite_or_a_missing_category(key):
    _, matrix = prepared(key, mixed_table())

    allowed = sum(kind in {"categorical", "boolean"} for kind in TYPES.values())
    assert not np.isinf(matrix).any()
    assert np.isnan(matrix).any(axis=0).sum() <= (allowed if key.startswith("hist") else 0)


@every_way
def test_raw_and_own_tables_are_prepared_alike(key):
    table = mixed_table()
    raw = as_read_by_pandas(table)
    preparation = prepared(key, table)[0]["preparation"]
    own, given = (preparation.transform(one) for one in (table, raw))

    assert {"str", "bool", "int64"} <= {str(dtype) for dtype in raw.dtypes}
    np.testing.assert_array_equal(dense(own), dense(given))


@every_way
def test_fitting_on_a_raw_table_gives_the_same_model(key):
    table = mixed_table()
    raw = as_read_by_pandas(table)
    raw["sold"] = pd.to_datetime(raw["sold"])
    wanted = target(table, "classification")
    models = [
        build_pipeline(columns(table), algorithm(key), {}, random_seed=0).fit(one, wanted)
        for one in (table, raw)
    ]

    np.testing.assert_array_equal(models[0].predict(table), models[1].predict(raw))


@every_way
def test_there_is_a_name_for_every_number(key):
    pipeline, matrix = prepared(key, mixed_table())
    names = feature_names(pipeline)

    assert len(names) == matrix.shape[1]
    assert len(set(names)) == len(names)
    assert {"age", "sold_year"} <= set(names)


def test_names_say_where_a_number_comes_from():
    pipeline, _ = prepared("logistic_regression", mixed_table())

    assert {"city_Paris", "city_nan", "floor_0", "owner_True", "note: park"} <= set(
        feature_names(pipeline)
    )


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
    assert matrix.shape[1] <= MAX_LEVELS


def test_frequent_levels_keep_their_own_column_and_rare_ones_share_one():
    levels = ["often"] * 50 + ["sometimes"] * 20 + [f"rare {n}" for n in range(200)]
    table = pd.DataFrame({"level": pd.Series(levels, dtype=object)})
    known = [a_column("level", "categorical", levels)]
    pipeline, matrix = prepared("gaussian_nb", table, known)
    names = feature_names(pipeline)

    assert len(names) == MAX_LEVELS
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


def test_gradient_boosting_knows_which_features_are_categories():
    table = mixed_table()
    pipeline = build_pipeline(
        columns(table), algorithm("hist_gradient_boosting_classifier"), {}, random_seed=0
    ).fit(table, target(table, "classification"))
    names = np.array(feature_names(pipeline))

    assert set(names[pipeline["estimator"].is_categorical_]) == {
        "city",
        "floor",
        "code",
        "owner",
        "garden",
    }


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


@same_texts
@every_way
def test_a_column_that_is_empty_in_a_fold_keeps_its_place(key):
    whole = mixed_table()
    fold = whole.copy()
    fold["age"] = np.nan
    fold["city"] = None
    fold["note"] = None
    fold["sold"] = pd.NaT
    fold = fold.astype({"sold": "datetime64[us]", "city": object, "note": object})
    pipeline = build_pipeline(columns(whole), algorithm(key), {}, random_seed=0)
    pipeline.fit(fold, target(whole, "classification"))

    assert "age" in feature_names(pipeline)
    assert len(pipeline.predict(whole)) == len(whole)


@every_way
def test_a_column_that_is_empty_in_the_file_to_predict_is_accepted(key):
    table = mixed_table()
    pipeline = build_pipeline(columns(table), algorithm(key), {}, random_seed=0)
    pipeline.fit(table, target(table, "classification"))
    empty = as_read_by_pandas(pd.DataFrame(index=table.index, columns=table.columns))

    assert len(set(pipeline.predict(empty))) == 1


@every_way
def test_infinite_numbers_are_refused_aloud(key):
    table = mixed_table()
    pipeline = build_pipeline(columns(table), algorithm(key), {}, random_seed=0)
    pipeline.fit(table, target(table, "classification"))
    table.loc[0, "age"] = np.inf

    with pytest.raises(ValueError, match="infinity"):
        pipeline.predict(table)


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


def test_single_precision_is_what_the_estimator_gets():
    for key, dtype in (("k_means", np.float32), ("birch", np.float64)):
        _, matrix = prepared(key, mixed_table())
        assert matrix.dtype == dtype


def test_mostly_zeros_are_sparse_where_the_algorithm_likes_that():
    table = mixed_table()[["city", "floor", "code", "note"]]
    for key, expected in (("logistic_regression", True), ("k_neighbors_classifier", False)):
        pipeline = build_pipeline(columns(table), algorithm(key), {}, random_seed=0)
        assert sparse.issparse(pipeline["preparation"].fit_transform(table)) == expected


def test_a_baseline_gets_nothing():
    table = mixed_table()
    pipeline = build_pipeline(columns(table), algorithm("dummy_regressor"), {}, random_seed=0)
    pipeline.fit(table, np.arange(len(table)))

    assert feature_names(pipeline) == ()
    assert pipeline.predict(table)[0] == np.arange(len(table)).mean()


@every_algorithm
def test_pickles_hold_only_other_peoples_classes(entry):
    table = mixed_table()
    pipeline = build_pipeline(columns(table), entry, {}, random_seed=0)
    pipeline["preparation"].fit(table)

    assert modules(pickle.dumps(pipeline)) <= {"sklearn", "numpy", "pandas", "scipy", "skrub"} | {
        "builtins",
        "collections",
        "copyreg",
        "functools",
    }


def modules(pickled: bytes) -> set[str]:
    """The top packages a pickle asks for."""
    asked = set()

    class Recorder(pickle.Unpickler):
        def find_class(self, module, name):
            asked.add(module.split(".")[0])
            return super().find_class(module, name)

    Recorder(io.BytesIO(pickled)).load()
    return asked


def test_dates_alone_bring_skrub_along():
    table = mixed_table()
    with_dates, without = (
        build_pipeline(columns(part), algorithm("ridge"), {}, random_seed=0)
        for part in (table, table.drop(columns="sold"))
    )

    assert b"skrub" in pickle.dumps(with_dates)
    assert b"skrub" not in pickle.dumps(without)


@every_algorithm
def test_a_pipeline_can_be_cloned(entry):
    table = mixed_table()
    pipeline = build_pipeline(columns(table), entry, {}, random_seed=0)

    assert repr(clone(pipeline).get_params()) == repr(pipeline.get_params())


def test_the_table_is_left_as_it_was():
    table = mixed_table()
    before = table.copy(deep=True)
    prepared("logistic_regression", table)

    pd.testing.assert_frame_equal(table, before)


@every_algorithm
def test_the_description_names_every_column_once(entry):
    table = mixed_table()
    steps = describe(columns(table), entry)

    assert sorted(flat(step.columns for step in steps)) == sorted(table.columns)
    assert all(text.endswith(".") for text in flat(step.transformers for step in steps))


def flat(parts: Iterable[tuple[str, ...]]) -> list[str]:
    return [one for part in parts for one in part]


def test_the_description_is_of_what_is_done():
    table = mixed_table()
    numbers = next(
        step for step in describe(columns(table), algorithm("ridge")) if step.type == "numeric"
    )

    assert len(numbers.transformers) == 2
    assert "median" in numbers.transformers[0]
    assert "mean 0" in numbers.transformers[1]


def test_the_description_without_an_algorithm_is_the_usual_preparation():
    table = mixed_table()
    usual = describe(columns(table))

    assert usual == describe(columns(table), algorithm("k_neighbors_classifier"))


def test_no_feature_at_all_is_refused():
    with pytest.raises(InvalidValueError) as caught:
        build_pipeline([], algorithm("ridge"), {}, random_seed=0)

    assert caught.value.field == "features"
