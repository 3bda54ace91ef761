"""What a regression leaves over, against numpy and scipy."""

import numpy as np
import pytest
from scipy import stats

from engine.diagnosis.residuals import residuals
from engine.metrics import Outcome


def outcome(targets, predictions):
    return Outcome(
        task_type="regression",
        y_true=np.asarray(targets, dtype=float),
        y_pred=np.asarray(predictions, dtype=float),
    )


def some(n=300):
    random = np.random.default_rng(0)
    targets = random.gamma(2, 10, n)
    return outcome(targets, targets * (1 + 0.3 * random.normal(size=n)))


def test_numbers_are_those_of_numpy_and_scipy():
    one = some()
    left = one.y_true - one.y_pred
    found = residuals(one, np.arange(300) + 1000)
    assert (found.mean, found.std) == pytest.approx((left.mean(), left.std(ddof=1)))
    assert found.quantiles["25%"] == pytest.approx(np.quantile(left, 0.25))
    assert sum(found.counts) == 300
    assert found.spread_trend == pytest.approx(stats.spearmanr(one.y_pred, abs(left))[0])
    assert found.spread_trend > 0.2
    worst = np.argmax(np.abs(left))
    assert found.worst[0].row == worst + 1000
    assert found.worst[0].actual == one.y_true[worst]


def test_bands_have_the_errors_of_their_rows():
    one = some()
    found = residuals(one, np.arange(300))
    assert sum(band.n_rows for band in found.bands) == 300
    for band in found.bands:
        inside = (one.y_true >= band.low) & (one.y_true <= band.high)
        left = (one.y_true - one.y_pred)[inside]
        assert inside.sum() == band.n_rows
        assert band.mean_absolute_error == pytest.approx(np.abs(left).mean())
        assert band.bias == pytest.approx(left.mean())


def test_few_rows_and_equal_values_are_no_matter():
    found = residuals(outcome([1, 2], [1, 1]), np.arange(2))
    assert found.spread_trend is None
    assert sum(found.counts) == 2
    same = residuals(outcome([5] * 50, [5] * 50), np.arange(50))
    assert len(same.bands) == 1
    assert same.spread_trend is None


def test_a_prediction_that_is_no_number_has_no_residual():
    assert residuals(outcome([1.0, 2.0], [1.0, np.inf]), np.arange(2)) is None
