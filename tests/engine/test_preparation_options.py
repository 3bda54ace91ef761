"""Every choice about the preparation works with every kind of algorithm, on unkind tables."""

import pickle
from functools import cache

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import algorithm
from engine.preprocessing import build_pipeline, describe, feature_names, resulting_features
from engine.records import Preprocessing
from tests.engine.mixed_table import as_read_by_pandas, columns, mixed_table, target
from tests.engine.preparing import dense, same_texts
from tests.engine.test_preprocessing import modules

OPTIONS = {
    "target means": {
        "numeric_imputation": "mean",
        "missing_indicator": True,
        "scaling": "robust",
        "categories": "target",
        "text": "hashed",
        "dates": "circular",
    },
    "few levels": {
        "numeric_imputation": "most_frequent",
        "scaling": "quantile",
        "categorical_imputation": "most_frequent",
        "categories": "one_hot",
        "max_levels": 2,
        "text": "string_encoder",
        "dates": "spline",
    },
    "unscaled": {
        "numeric_imputation": "constant",
        "numeric_fill": -1.5,
        "scaling": "none",
        "categories": "ordinal",
        "text": "tfidf",
        "feature_selection": "variance",
    },
    "gaps filled": {
        "missing_indicator": True,
        "scaling": "standard",
        "categorical_imputation": "most_frequent",
    },
    "best of target means": {
        "missing_indicator": True,
        "categories": "target",
        "categorical_imputation": "most_frequent",
        "feature_selection": "best",
    },
    "best of all": {"feature_selection": "best", "selected_percent": 20, "scaling": "quantile"},
}
KEYS = (
    "logistic_regression",
    "random_forest_classifier",
    "hist_gradient_boosting_classifier",
    "k_means",
)
every_option = pytest.mark.parametrize("option", OPTIONS)
every_kind = pytest.mark.parametrize("key", KEYS)
pytestmark = [
    same_texts,
    # A table of a hundred rows has few values to rank, and words that separate classes.
    pytest.mark.filterwarnings("ignore:n_quantiles:UserWarning"),
    pytest.mark.filterwarnings("ignore:The matrix shape is:UserWarning"),
    pytest.mark.filterwarnings("ignore:An ill-conditioned matrix"),
    pytest.mark.filterwarnings("ignore:divide by zero:RuntimeWarning:sklearn.feature_selection"),
]


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def made(key, option, table):
    """An unfitted pipeline; estimators that could be slow learn little."""
    quick = {"max_iter": 5} if key.startswith("hist") else {}
    quick |= {"n_estimators": 5} if "forest" in key else {}
    chosen = Preprocessing(**OPTIONS[option])
    return build_pipeline(
        columns(table), algorithm(key), quick, random_seed=0, preprocessing=chosen
    )


@cache
def fitted(key, option):
    """A pipeline that learned the mixed table."""
    table = mixed_table()
    pipeline = made(key, option, table)
    return pipeline.fit(table, target(table, algorithm(key).task_type))


@every_option
@every_kind
def test_every_number_has_a_name_and_an_origin(key, option):
    table = mixed_table()
    pipeline = fitted(key, option)
    matrix = dense(pipeline["preparation"].transform(table))
    found = resulting_features(pipeline)

    assert [one.name for one in found if one.kept] == list(feature_names(pipeline))
    assert len(feature_names(pipeline)) == matrix.shape[1]
    assert len({one.name for one in found}) == len(found)
    assert {one.column for one in found} == set(table.columns)
    assert not np.isinf(matrix).any()


@every_option
@every_kind
def test_raw_tables_single_rows_and_loaded_pipelines_are_predicted_alike(key, option):
    table = mixed_table()
    pickled = pickle.dumps(fitted(key, option))
    predicted = fitted(key, option).predict(table)

    assert not {"engine", "app", "tests"} & modules(pickled)
    loaded = pickle.loads(pickled)
    np.testing.assert_array_equal(predicted, loaded.predict(as_read_by_pandas(table)))
    assert loaded.predict(table.iloc[[7]])[0] == predicted[7]


@every_option
@every_kind
def test_what_a_fold_never_saw_is_predicted(key, option):
    whole = mixed_table()
    fold = whole.copy()
    for name in ("age", "city", "garden", "note", "sold"):
        fold[name] = pd.Series([None] * len(fold), dtype=object)
    fold = fold.astype({"sold": "datetime64[us]", "age": float})
    fold.loc[fold["floor"] == 3, "floor"] = 2
    pipeline = made(key, option, whole).fit(fold, target(whole, algorithm(key).task_type))

    assert len(pipeline.predict(whole)) == len(whole)
    assert len(pipeline.predict(as_read_by_pandas(whole).iloc[:1])) == 1


@every_option
def test_fitting_again_gives_the_same_numbers(option):
    table = mixed_table()
    first = fitted("logistic_regression", option)
    second = made("logistic_regression", option, table)
    second.fit(table, target(table, "classification"))

    np.testing.assert_array_equal(first["estimator"].coef_, second["estimator"].coef_)


@every_option
@every_kind
def test_every_column_is_described(key, option):
    table = mixed_table()
    steps = describe(columns(table), algorithm(key), Preprocessing(**OPTIONS[option]))

    assert sorted(name for step in steps for name in step.columns) == sorted(table.columns)
    for step in steps:
        assert step.transformers
        assert all(sentence.endswith(".") for sentence in step.transformers + step.notes)


@every_option
def test_a_regression_is_prepared_as_well(option):
    table = mixed_table()
    wanted = target(table, "regression")
    pipeline = made("ridge", option, table).fit(table, wanted)

    assert np.isfinite(pipeline.predict(table)).all()
    assert pipeline.score(table, wanted) > 0.2
