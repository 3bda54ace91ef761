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
from engine.errors import InvalidValueError
from engine.preprocessing import build_pipeline, describe, feature_names, preparation_key
from tests.engine.mixed_table import TYPES, as_read_by_pandas, columns, mixed_table, target
from tests.engine.preparing import KEYS, dense, every_way, prepared, same_texts

every_algorithm = pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


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


def test_no_feature_at_all_is_refused():
    with pytest.raises(InvalidValueError) as caught:
        build_pipeline([], algorithm("ridge"), {}, random_seed=0)

    assert caught.value.field == "features"


def key_of(name: str, **hyperparameters):
    return preparation_key(algorithm(name), hyperparameters, random_seed=0)


def test_algorithms_with_the_same_wishes_may_share_a_preparation():
    assert key_of("random_forest_classifier") == key_of("extra_trees_classifier")
    assert key_of("random_forest_classifier") == key_of("decision_tree_classifier", max_depth=3)
    assert hash(key_of("svc")) == hash(key_of("logistic_regression", C=2.0))


def test_other_wishes_are_not_shared():
    boosting = "hist_gradient_boosting_classifier"
    keys = [key_of(name) for name in (*KEYS[:4], "dummy_classifier")]

    assert len(set(keys)) == len(keys)
    assert key_of(boosting) != key_of(boosting, max_bins=16)
    assert preparation_key(algorithm("svc"), {}, random_seed=1) != key_of("svc")
