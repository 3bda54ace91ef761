"""Scores of each class, against scikit-learn's own function."""

import numpy as np
import pytest
from sklearn.metrics import precision_recall_fscore_support

from engine.diagnosis.classes import class_scores
from engine.metrics import Outcome


def outcome(y_true, y_pred, classes=None):
    return Outcome(
        task_type="classification",
        y_true=np.array(y_true),
        y_pred=np.array(y_pred),
        classes=None if classes is None else np.array(classes),
    )


def test_every_class_has_scikit_learns_scores():
    random = np.random.default_rng(0)
    y_true, y_pred = (random.choice(list("abc"), 200) for _ in range(2))
    found = class_scores(outcome(y_true, y_pred))
    precision, recall, f1, support = precision_recall_fscore_support(y_true, y_pred)
    assert [one.label for one in found] == ["a", "b", "c"]
    assert [one.precision for one in found] == pytest.approx(precision)
    assert [one.recall for one in found] == pytest.approx(recall)
    assert [one.f1 for one in found] == pytest.approx(f1)
    assert [one.n_actual for one in found] == list(support)
    assert sum(one.n_predicted for one in found) == 200


def test_what_cannot_be_divided_is_unknown_and_not_zero():
    first, second, third = class_scores(outcome(["a", "a"], ["a", "b"], classes=["a", "b", "c"]))
    assert (first.precision, first.recall) == (1.0, 0.5)
    assert (second.precision, second.recall, second.f1) == (0.0, None, 0.0)
    assert (third.precision, third.recall, third.f1) == (None, None, None)
