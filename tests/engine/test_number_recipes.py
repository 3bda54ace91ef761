"""Recipes of numbers: gaps, scales, and numbers too large to reckon with."""

import io

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import algorithm
from engine.preprocessing import build_pipeline, describe, resulting_features
from engine.records import Column, Preprocessing
from tests.engine.preparing import a_column, dense

KEYS = (
    "logistic_regression",
    "gaussian_nb",
    "random_forest_classifier",
    "hist_gradient_boosting_classifier",
)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def made(key, known, **chosen):
    return build_pipeline(
        known, algorithm(key), {}, random_seed=0, preprocessing=Preprocessing(**chosen)
    )


def with_gaps() -> pd.DataFrame:
    whole = np.arange(40.0)
    gaps = np.where(whole % 4 == 0, np.nan, whole)
    return pd.DataFrame({"whole": whole, "gaps": gaps})


@pytest.mark.parametrize(
    ("way", "value"),
    [("median", 20.0), ("mean", 21.5), ("constant", -7.0), ("auto", 20.0)],
)
def test_gaps_are_filled_as_chosen(way, value):
    table = with_gaps()
    known = [a_column(name, "numeric", table[name]) for name in table]
    pipeline = made(
        "logistic_regression", known, numeric_imputation=way, numeric_fill=-7.0, scaling="none"
    )
    # 1, 2, 3, 5 ... 39: their mean is 20, and so is their median.
    table.loc[39, "gaps"] = 39.0 + (45.0 if way == "mean" else 0.0)
    matrix = pipeline["preparation"].fit_transform(table)

    assert matrix[4, 1] == value
    assert matrix[:, 0].tolist() == table["whole"].tolist()


@pytest.mark.parametrize("scaling", ["standard", "none"])
def test_an_indicator_tells_where_a_value_is_missing(scaling):
    table = with_gaps()
    known = [a_column(name, "numeric", table[name]) for name in table]
    pipeline = made("k_means", known, missing_indicator=True, scaling=scaling)
    matrix = pipeline["preparation"].fit_transform(table)
    features = resulting_features(pipeline)

    assert [(one.name, one.column, one.origin) for one in features] == [
        ("whole", "whole", "value"),
        ("gaps", "gaps", "value"),
        ("gaps: is missing", "gaps", "missing indicator"),
    ]
    assert matrix[:, 2].tolist() == table["gaps"].isna().tolist()
    assert matrix.dtype == (np.float32 if scaling == "standard" else np.float64)
    # New rows may lack what was never missing before.
    assert np.isfinite(
        pipeline["preparation"].transform(table[["gaps"]].assign(whole=np.nan))
    ).all()


@pytest.mark.parametrize("way", ["auto", "constant", "most_frequent"])
def test_whole_numbers_of_a_raw_table_may_be_filled_with_a_fraction(way):
    table = pd.DataFrame({"n": [1, 2, None, 4] * 5})
    known = [a_column("n", "numeric", table["n"])]
    raw = pd.read_csv(io.StringIO("n\n1\n2\n"))
    assert raw["n"].dtype == np.int64
    for key in ("logistic_regression", "hist_gradient_boosting_classifier"):
        pipeline = made(key, known, numeric_imputation=way, numeric_fill=0.5)
        pipeline.fit(table, np.arange(20) % 2)

        assert len(pipeline.predict(raw)) == 2
        assert len(pipeline.fit(raw, [0, 1]).predict(raw)) == 2


@pytest.mark.parametrize("scaling", ["standard", "robust", "quantile"])
def test_scales_are_alike_for_columns_of_any_size(scaling):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"small": rng.normal(size=400), "large": rng.normal(1e6, 1e5, 400)})
    known = [a_column(name, "numeric", table[name]) for name in table]
    # A forest wants no scaling, but gets what is chosen.
    matrix = made("random_forest_classifier", known, scaling=scaling)["preparation"].fit_transform(
        table
    )
    spread = np.subtract(*np.percentile(matrix, [75, 25], axis=0))

    assert np.allclose(np.median(matrix, axis=0), 0, atol=0.1)
    assert np.allclose(spread, spread[0], rtol=0.1)


def huge() -> tuple[pd.DataFrame, list[Column]]:
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"x": rng.normal(size=60), "y": rng.normal(size=60)})
    table.loc[[3, 17, 30], "x"] = [1e308, -1e308, 1.7e308]
    table.loc[[5, 6], "x"] = np.nan
    known = [
        a_column(name, "numeric", table[name]).model_copy(
            update={"minimum": float(table[name].min()), "maximum": float(table[name].max())}
        )
        for name in table
    ]
    return table, known


@pytest.mark.parametrize("scaling", ["auto", "standard", "robust", "quantile", "none"])
@pytest.mark.parametrize("selection", ["none", "best"])
@pytest.mark.parametrize("key", [*KEYS, "k_means"])
# Logistic regression says that it did not settle on numbers of any size.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_numbers_at_the_end_of_the_range_do_not_overflow(key, selection, scaling):
    table, known = huge()
    chosen = {"scaling": scaling, "feature_selection": selection, "selected_percent": 100}
    pipeline = made(key, known, **chosen)
    pipeline.fit(table, np.arange(60) % 2)
    matrix = dense(pipeline["preparation"].transform(table))
    ask = getattr(pipeline, "predict_proba", pipeline.predict)

    assert np.isfinite(matrix).all()
    assert np.isfinite(ask(table)).all()
    words = describe(known, algorithm(key), Preprocessing(**chosen))[0].transformers
    assert any("cannot be reckoned with" in sentence for sentence in words)


def test_infinite_numbers_are_refused_beside_huge_ones():
    table, known = huge()
    pipeline = made("ridge", known).fit(table, np.arange(60.0))
    table.loc[0, "x"] = np.inf

    with pytest.raises(ValueError, match="infinity"):
        pipeline.predict(table)
