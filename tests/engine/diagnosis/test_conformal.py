"""Prediction intervals cover what they promise, on data they never saw."""

import math

import numpy as np
import pytest
from sklearn.datasets import load_diabetes, make_friedman1, make_regression
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_predict, train_test_split

from engine.diagnosis.conformal import half_width, prediction_intervals
from engine.metrics import Outcome


def outcome(targets, predictions):
    return Outcome(task_type="regression", y_true=targets, y_pred=predictions)


def test_the_width_is_the_quantile_of_the_paper():
    sizes = np.random.default_rng(0).exponential(size=99)
    for level in (0.5, 0.8, 0.9, 0.95):
        assert half_width(sizes, level) == np.sort(sizes)[math.ceil(100 * level) - 1]
    assert half_width(sizes[:9], 0.9) == sizes[:9].max()
    assert half_width(sizes[:8], 0.9) is None


DATA = {
    "diabetes": lambda: load_diabetes(return_X_y=True),
    "friedman": lambda: make_friedman1(2000, noise=2.0, random_state=0),
    "linear": lambda: make_regression(2000, 10, noise=30.0, random_state=0),
}


@pytest.mark.long
@pytest.mark.parametrize("name", DATA)
def test_nine_of_ten_are_covered(name):
    features, target = DATA[name]()
    model = Ridge() if name == "linear" else RandomForestRegressor(50, random_state=0)
    coverage = []
    for seed in range(5):
        train, test, known, true = train_test_split(
            features, target, test_size=0.5, random_state=seed
        )
        within = cross_val_predict(model, train, known, cv=5)
        predicted = model.fit(train, known).predict(test)
        found = prediction_intervals(
            outcome(true, predicted), outcome(known, within), random_seed=seed
        )
        (ninety,) = [one for one in found if one.level == 0.9]
        inside = np.abs(true - predicted) <= ninety.half_width
        assert ninety.coverage == pytest.approx(inside.mean())
        coverage.append(ninety.coverage)
    assert 0.87 <= np.mean(coverage) <= 0.93


def test_without_folds_half_of_the_held_out_rows_gives_the_width():
    random = np.random.default_rng(0)
    targets = random.normal(size=400)
    found = prediction_intervals(outcome(targets, np.zeros(400)), None, random_seed=3)
    (ninety,) = [one for one in found if one.level == 0.9]
    assert (ninety.n_calibration, ninety.n_measured) == (200, 200)
    assert ninety.basis == "half of the held-out rows"
    assert ninety.holds


def test_an_interval_that_does_not_hold_is_told():
    """New rows that are not like the old ones."""
    old, new = outcome(np.zeros(200), np.zeros(200)), outcome(np.ones(200), np.zeros(200))
    found = prediction_intervals(new, old, random_seed=0)
    assert {one.coverage for one in found} == {0.0}
    assert not any(one.holds for one in found)


def test_too_few_rows_or_no_number_have_no_interval():
    few = outcome(np.zeros(3), np.zeros(3))
    assert prediction_intervals(few, few, random_seed=0) == ()
    assert prediction_intervals(few, None, random_seed=0) == ()
    broken = outcome(np.zeros(50), np.full(50, np.nan))
    assert prediction_intervals(broken, None, random_seed=0) == ()
