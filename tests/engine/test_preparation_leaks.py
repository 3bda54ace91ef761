"""What learns from the target during the preparation does not lift scores on noise."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import StratifiedKFold, cross_val_score
from threadpoolctl import threadpool_limits

from engine.algorithms import algorithm
from engine.preprocessing import build_pipeline, feature_names
from engine.records import Column, Preprocessing
from tests.engine.preparing import a_column

N_ROWS = 150
FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def classifier(known, **chosen):
    return build_pipeline(
        known,
        algorithm("logistic_regression"),
        {},
        random_seed=0,
        preprocessing=Preprocessing(**chosen),
    )


def mean_auc(pipeline, table, wanted):
    return cross_val_score(pipeline, table, wanted, cv=FOLDS, scoring="roc_auc").mean()


def noise(n_columns: int) -> tuple[pd.DataFrame, np.ndarray, list[Column]]:
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        rng.normal(size=(N_ROWS, n_columns)), columns=[f"x{n}" for n in range(n_columns)]
    )
    known = [a_column(name, "numeric", table[name]) for name in table]
    return table, rng.permutation(np.arange(N_ROWS) % 2), known


def levels(n_levels: int) -> tuple[pd.DataFrame, np.ndarray, list[Column]]:
    rng = np.random.default_rng(2)
    values = [f"level {n}" for n in rng.integers(0, n_levels, N_ROWS)]
    table = pd.DataFrame({"level": pd.Series(values, dtype=object)})
    known = [a_column("level", "categorical", values)]
    return table, rng.permutation(np.arange(N_ROWS) % 2), known


def test_selection_on_noise_finds_nothing():
    table, wanted, known = noise(300)
    pipeline = classifier(known, feature_selection="best", selected_percent=5)

    assert 0.4 < mean_auc(pipeline, table, wanted) < 0.6
    # Selecting before the folds were cut would look like knowledge.
    best = pipeline["preparation"].fit_transform(table, wanted)
    assert mean_auc(clone(pipeline["estimator"]), best, wanted) > 0.75


def test_target_means_of_noise_tell_nothing():
    table, wanted, known = levels(60)
    pipeline = classifier(known, categories="target")
    pipeline.fit(table, wanted)

    assert 0.4 < mean_auc(pipeline, table, wanted) < 0.6
    # Nor do they within the fit: the numbers learned from are as poor as those of new rows.
    prepared = clone(pipeline["preparation"]).fit_transform(table, wanted)
    known_rows = pipeline["preparation"].transform(table)
    assert abs(np.corrcoef(prepared[:, 0], wanted)[0, 1]) < 0.2
    assert np.corrcoef(known_rows[:, 0], wanted)[0, 1] > 0.4


@pytest.mark.parametrize(
    "chosen",
    [
        {"scaling": "quantile", "numeric_imputation": "mean", "feature_selection": "best"},
        {"scaling": "robust", "feature_selection": "variance"},
    ],
)
def test_rows_that_are_judged_change_nothing_that_is_learned(chosen):
    table, wanted, known = noise(10)
    train, judged = next(FOLDS.split(table, wanted))
    spoilt = table.copy()
    spoilt.iloc[judged] = 1e6
    first, second = (
        classifier(known, **chosen).fit(rows.iloc[train], wanted[train]) for rows in (table, spoilt)
    )

    assert feature_names(first) == feature_names(second)
    np.testing.assert_array_equal(first.predict_proba(table), second.predict_proba(table))
