"""Curves over all thresholds: near scikit-learn's, however few points are kept."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from engine.diagnosis.curves import POINTS, precision_recall, roc
from engine.metrics import Outcome


def outcome(n=500, seed=0, classes=("no", "yes"), *, noise=1.0):
    random = np.random.default_rng(seed)
    codes = random.integers(len(classes), size=n)
    scores = np.eye(len(classes))[codes] + noise * random.normal(size=(n, len(classes)))
    probabilities = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    names = np.array(classes, dtype=object)
    return Outcome(
        task_type="classification",
        y_true=names[codes],
        y_pred=names[probabilities.argmax(axis=1)],
        probabilities=probabilities,
        classes=names,
    )


def test_the_curve_of_two_classes_has_the_area_that_scikit_learn_gives():
    one = outcome(3000)
    (curve,) = roc(one, [])
    assert curve.label == "yes"
    assert len(curve.x) <= POINTS + 2
    assert (curve.x[0], curve.y[0], curve.x[-1], curve.y[-1]) == (0, 0, 1, 1)
    area = roc_auc_score(one.y_true == "yes", one.probabilities[:, 1])
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(area, abs=2e-3)
    # Each point that is kept lies on the whole curve.
    x, y, _ = roc_curve(one.y_true == "yes", one.probabilities[:, 1])
    whole = set(zip(np.round(x, 5), np.round(y, 5), strict=True))
    assert set(zip(curve.x, curve.y, strict=True)) <= whole


def test_precision_and_recall_have_the_area_of_average_precision():
    one = outcome(3000)
    (curve,) = precision_recall(one, [])
    expected = average_precision_score(one.y_true == "yes", one.probabilities[:, 1])
    x, y = np.array(curve.x), np.array(curve.y)
    assert np.all(np.diff(x) >= 0)
    assert float(np.sum(np.diff(x) * y[1:])) == pytest.approx(expected, abs=1e-2)


def test_the_band_is_mean_and_deviation_over_the_folds():
    folds = [outcome(seed=seed) for seed in range(5)]
    (curve,) = roc(outcome(seed=9), folds)
    heights = []
    for fold in folds:
        x, y, _ = roc_curve(fold.y_true == "yes", fold.probabilities[:, 1])
        heights.append(np.interp(curve.grid, x, y))
    middle = (np.array(curve.low) + np.array(curve.high)) / 2
    inside = slice(10, 60)
    assert middle[inside] == pytest.approx(np.mean(heights, axis=0)[inside], abs=1e-4)
    half = (np.array(curve.high) - np.array(curve.low)) / 2
    assert half[inside] == pytest.approx(np.std(heights, axis=0, ddof=1)[inside], abs=1e-4)


def test_of_several_classes_each_has_a_curve_and_of_many_the_commonest():
    assert [one.label for one in roc(outcome(classes=tuple("abcd")), [])] == list("abcd")
    assert len(roc(outcome(2000, classes=tuple("abcdefghijklmnop")), [])) == 8


def test_without_scores_or_with_one_class_there_is_no_curve():
    one = outcome()
    bare = Outcome(
        task_type="classification", y_true=one.y_true, y_pred=one.y_pred, classes=one.classes
    )
    assert roc(bare, []) == ()
    rows = np.flatnonzero(one.true_codes == 1)
    assert roc(one.take(rows), [one]) == ()
    assert precision_recall(one.take(rows), [one]) == ()


def test_a_fold_without_the_class_is_left_out_of_the_band():
    one = outcome()
    lacking = one.take(np.flatnonzero(one.true_codes == 0))
    (curve,) = roc(one, [one, lacking])
    assert curve.grid == ()
