from __future__ import annotations

import pytest

from components.plan import ids, parts
from engine.planning import PreparationPlan
from engine.preprocessing import Step
from engine.recipes import Feature


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
        algorithm="logistic_regression",
        features=(
            Feature(name="Age", column="Age", origin="value"),
            Feature(name="Sex_female", column="Sex", origin="level", kept=False),
            Feature(name="Sex_male", column="Sex", origin="level"),
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


def test_every_number_is_shown_with_its_column(drawn, dataset, plan):
    found = drawn(parts(plan, task(dataset, "classification")))
    assert "Sex level Sex_female ,  Sex_male" in found
    assert [part.children for part in found.parts if type(part).__name__ == "S"] == ["Sex_female"]
    assert "found on 78 of the rows" in found


def test_what_is_done_with_all_columns_and_the_target_is_told(drawn, dataset, plan):
    told = {
        "selection": "Some are kept.",
        "target_transform": "The logarithm is learned.",
        "notes": ("This algorithm cannot weigh classes.",),
        "steps": (plan.steps[0].model_copy(update={"notes": ("It wants one scale.",)}),),
    }
    found = drawn(parts(plan.model_copy(update=told), task(dataset, "classification")))
    for words in ("Some are kept.", "The logarithm is", "cannot weigh classes", "one scale"):
        assert words in found


def test_the_algorithm_that_is_looked_at_can_be_changed(drawn, dataset, plan):
    found = drawn(parts(plan, task(dataset, "classification")))
    select = found.by_id(ids.algorithm("plan"))
    offered = [option["value"] for option in select.options]
    assert select.value == "logistic_regression"
    assert "random_forest_classifier" in offered
    assert "dummy_classifier" not in offered


def test_repeated_folds_are_counted(drawn, dataset, plan):
    found = drawn(parts(plan, task(dataset, "classification", cv_folds=5, cv_repeats=3)))
    assert "learns 15 times: 3 times the learning rows are cut into 5 folds" in found
