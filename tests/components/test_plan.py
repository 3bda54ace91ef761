from __future__ import annotations

import pytest

from components.plan import parts
from engine.planning import PreparationPlan
from engine.preprocessing import Step


@pytest.fixture
def plan():
    return PreparationPlan(
        n_rows=100,
        n_train=78,
        n_test=20,
        n_dropped=2,
        class_counts={"yes": 60, "no": 38},
        steps=(
            Step(columns=("Age",), type="numeric", transformers=("Fill gaps with the median.",)),
        ),
        feature_names=("Age", "Sex_male"),
        n_features_from_rows=78,
    )


def task(dataset, task_type, **changes):
    preparation = dataset.preparation.model_copy(update={"task_type": task_type, **changes})
    return dataset.model_copy(update={"preparation": preparation})


def test_the_plan_counts_every_row_aloud(drawn, dataset, plan):
    found = drawn(parts(plan, task(dataset, "classification")))
    assert "Left out, because the target is missing 2" in found
    assert "To learn from 78" in found
    assert "Held out for the test 20" in found
    assert "yes 60" in found
    assert "Fill gaps with the median." in found
    assert "The model will see 2 numbers per row." in found


def test_the_plan_says_how_models_are_judged(drawn, dataset, plan):
    folds = drawn(parts(plan, task(dataset, "classification", cv_folds=5)))
    assert "learns 5 times" in folds
    hold_out = drawn(parts(plan, task(dataset, "classification", cv_folds=0)))
    assert "judged by the held-out rows alone" in hold_out
    groups = drawn(parts(plan, task(dataset, "clustering")))
    assert "Held out" not in groups
    assert "sought among all rows" in groups
