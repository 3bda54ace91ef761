"""Calibration, against scikit-learn's curve and against probabilities known to be right."""

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from engine.diagnosis.calibration import calibration
from engine.metrics import Outcome


def outcome(given, happened):
    names = np.array(["no", "yes"], dtype=object)
    return Outcome(
        task_type="classification",
        y_true=names[happened.astype(int)],
        y_pred=names[(given > 0.5).astype(int)],
        probabilities=np.column_stack([1 - given, given]),
        classes=names,
    )


def test_bins_are_those_of_scikit_learn():
    random = np.random.default_rng(0)
    given = random.uniform(size=1000)
    happened = random.uniform(size=1000) < given**2
    found = calibration(outcome(given, happened))
    actual, predicted = calibration_curve(happened, given, n_bins=10, strategy="quantile")
    assert [one.actual for one in found.bins] == pytest.approx(actual, abs=0.02)
    assert [one.predicted for one in found.bins] == pytest.approx(predicted, abs=0.02)
    assert sum(one.n_rows for one in found.bins) == found.n_rows == 1000
    weights = [one.n_rows for one in found.bins]
    gaps = [abs(one.actual - one.predicted) for one in found.bins]
    assert found.error == pytest.approx(np.average(gaps, weights=weights))


def test_right_probabilities_lie_within_their_intervals():
    random = np.random.default_rng(1)
    given = random.uniform(size=5000)
    found = calibration(outcome(given, random.uniform(size=5000) < given))
    inside = [one.ci95[0] <= one.predicted <= one.ci95[1] for one in found.bins]
    assert sum(inside) >= 9
    assert found.error < 0.03


def test_of_several_classes_the_predicted_one_is_judged():
    names = np.array(list("abc"), dtype=object)
    probabilities = np.tile([0.5, 0.3, 0.2], (10, 1))
    found = calibration(
        Outcome(
            task_type="classification",
            y_true=np.array(list("aaaaabbbbc"), dtype=object),
            y_pred=np.array(list("aaaaaaaaaa"), dtype=object),
            probabilities=probabilities,
            classes=names,
        )
    )
    assert found.label == "the predicted class"
    (only,) = found.bins
    assert (only.predicted, only.actual, only.n_rows) == (0.5, 0.5, 10)
    assert found.error == 0.0


def test_there_is_none_without_probabilities():
    one = outcome(np.array([0.2, 0.8]), np.array([False, True]))
    bare = Outcome(
        task_type="classification", y_true=one.y_true, y_pred=one.y_pred, classes=one.classes
    )
    assert calibration(bare) is None
