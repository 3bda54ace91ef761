from __future__ import annotations

import pytest

from components import prepare
from engine.planning import PreparationPlan
from engine.preprocessing import Step
from engine.records import Column


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


def hidden_around(drawn, found, identifier):
    """Whether one of the parts around an input is hidden."""
    return any(
        getattr(part, "hidden", False)
        and identifier in [getattr(p, "id", None) for p in drawn(part).parts]
        for part in found.parts
    )


def test_the_form_shows_what_is_stored(drawn, dataset):
    dataset = task(dataset, "classification", test_size=0.25, cv_folds=3, random_seed=7)
    found = drawn(prepare.form(dataset, reason="Two classes."))
    assert found.by_id(prepare.ids.task_type).value == "classification"
    assert found.by_id(prepare.ids.target).value == "5"
    assert found.by_id(prepare.ids.test_share).value == "25"
    assert found.by_id(prepare.ids.folds).value == "3"
    assert found.by_id(prepare.ids.seed).value == "7"
    assert found.by_id(prepare.ids.features).value == ["1", "2", "3"]
    assert "Two classes." in found
    assert "3 of 4 columns are chosen. 2 columns have another use, such as Id." in found


def test_only_a_classification_can_be_stratified(drawn, dataset):
    for task_type, is_hidden in (("classification", False), ("regression", True)):
        found = drawn(prepare.form(task(dataset, task_type), reason=""))
        assert hidden_around(drawn, found, prepare.ids.stratify) is is_hidden


def test_clustering_asks_neither_for_a_target_nor_for_a_split(drawn, dataset):
    found = drawn(prepare.form(task(dataset, "clustering"), reason=""))
    for identifier in (prepare.ids.target, prepare.ids.test_share, prepare.ids.folds):
        assert hidden_around(drawn, found, identifier)


def test_too_many_columns_are_not_listed(drawn, dataset):
    many = tuple(Column(name=f"c{n}", type="numeric", missing=0, distinct=3) for n in range(1000))
    wide = task(dataset.model_copy(update={"columns": many, "n_columns": 1000}), "clustering")
    found = drawn(prepare.form(wide, reason=""))
    assert "1,000 columns, too many to list here" in found
    assert not [part for part in found.parts if getattr(part, "id", None) == prepare.ids.features]


def test_the_plan_counts_every_row_aloud(drawn, dataset, plan):
    found = drawn(prepare.plan(plan, task(dataset, "classification")))
    assert "Left out, because the target is missing 2" in found
    assert "To learn from 78" in found
    assert "Held out for the test 20" in found
    assert "yes 60" in found
    assert "Fill gaps with the median." in found
    assert "The model will see 2 numbers per row." in found


def test_the_plan_says_how_models_are_judged(drawn, dataset, plan):
    folds = drawn(prepare.plan(plan, task(dataset, "classification", cv_folds=5)))
    assert "learns 5 times" in folds
    hold_out = drawn(prepare.plan(plan, task(dataset, "classification", cv_folds=0)))
    assert "judged by the held-out rows alone" in hold_out
    groups = drawn(prepare.plan(plan, task(dataset, "clustering")))
    assert "Held out" not in groups
    assert "sought among all rows" in groups


def test_the_way_on_keeps_the_dataset(drawn, dataset):
    assert drawn(prepare.onward(dataset)).links() == [f"/train?dataset={dataset.id}"]
