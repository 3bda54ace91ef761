"""Thresholds and what mistakes cost, counted again by hand."""

import numpy as np
import pytest

from engine.diagnosis.thresholds import thresholds
from engine.errors import InvalidValueError
from engine.metrics import Outcome


def outcome(n=400, seed=0, classes=("no", "yes")):
    random = np.random.default_rng(seed)
    codes = (random.uniform(size=n) < 0.2).astype(int)
    given = np.clip(0.25 + 0.3 * codes + 0.2 * random.normal(size=n), 0, 1)
    names = np.array(classes, dtype=object)
    return Outcome(
        task_type="classification",
        y_true=names[codes],
        y_pred=names[(given >= 0.5).astype(int)],
        probabilities=np.column_stack([1 - given, given]),
        classes=names,
    )


def counted(one, threshold):
    alarms = one.probabilities[:, 1] >= threshold
    positive = one.y_true == "yes"
    return {
        "true_positives": np.mean(alarms & positive),
        "false_positives": np.mean(alarms & ~positive),
        "false_negatives": np.mean(~alarms & positive),
        "true_negatives": np.mean(~alarms & ~positive),
    }


def test_every_threshold_counts_as_by_hand():
    folds, held_out = outcome(), outcome(200, seed=1)
    found = thresholds(held_out, folds, cost_false_positive=1, cost_false_negative=5)
    assert found.basis == "folds"
    assert len(found.points) == 101
    for point in found.points:
        expected = counted(folds, point.threshold)
        assert {name: getattr(point, name) for name in expected} == pytest.approx(expected)
        cost = expected["false_positives"] + 5 * expected["false_negatives"]
        assert point.cost == pytest.approx(cost)
    assert found.best.cost == min(point.cost for point in found.points)
    on_others = counted(held_out, found.best.threshold)
    assert found.held_out_best.false_negatives == pytest.approx(on_others["false_negatives"])


def test_the_dearer_a_missed_case_the_lower_the_threshold():
    one = outcome()
    found = [
        thresholds(one, None, cost_false_negative=cost).best.threshold for cost in (0.2, 1, 5, 50)
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


def test_without_folds_it_is_said_that_the_choice_is_on_the_held_out_rows():
    assert thresholds(outcome(), None).basis == "hold-out"


def test_free_mistakes_leave_the_usual_threshold():
    found = thresholds(outcome(), None, cost_false_positive=0, cost_false_negative=0)
    assert found.best.threshold == 0.5
    assert found.best.cost == 0


@pytest.mark.parametrize("cost", [-1, float("nan"), float("inf")])
def test_a_cost_that_is_none_is_refused_by_name(cost):
    with pytest.raises(InvalidValueError) as caught:
        thresholds(outcome(), None, cost_false_positive=cost)
    assert caught.value.field == "cost_false_positive"


def test_it_is_only_about_two_classes_with_probabilities():
    one = outcome()
    bare = Outcome(
        task_type="classification", y_true=one.y_true, y_pred=one.y_pred, classes=one.classes
    )
    assert thresholds(bare, None) is None
