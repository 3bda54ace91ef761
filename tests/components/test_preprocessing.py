from __future__ import annotations

import pytest

from components import preprocessing
from components.preprocessing_choices import CHOICES
from engine.records import Column, Preprocessing

ids = preprocessing.ids
TEXT = Column(name="note", type="text", missing=0, distinct=90)
WHEN = Column(name="when", type="datetime", missing=0, distinct=90)
AGE = Column(name="age", type="numeric", missing=0, distinct=90)
CITY = Column(name="city", type="categorical", missing=0, distinct=9)


def made(dataset, *columns, task_type="classification", **chosen):
    preparation = dataset.preparation.model_copy(
        update={"task_type": task_type, "preprocessing": Preprocessing(**chosen)}
    )
    return dataset.model_copy(update={"columns": columns, "preparation": preparation})


def shown(drawn, dataset):
    """The fields that are asked for."""
    found = drawn(preprocessing.card(dataset))
    return {choice.field for choice in CHOICES if not found.by_id(ids.around(choice.field)).hidden}


def test_every_field_can_be_chosen():
    assert {choice.field for choice in CHOICES} == set(Preprocessing.model_fields)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.field)
def test_every_value_is_offered(choice):
    schema = Preprocessing.model_json_schema()["properties"][choice.field]
    assert [value for value, _ in choice.options] == schema.get("enum", [])
    if choice.limits is not None:
        assert choice.limits == (schema["minimum"], schema["maximum"])
    assert choice.help.endswith(".")


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((AGE,), {"numeric_imputation", "scaling", "missing_indicator"}),
        ((CITY,), {"categories", "max_levels", "categorical_imputation"}),
        ((TEXT,), {"text"}),
        ((WHEN,), {"numeric_imputation", "scaling", "missing_indicator", "dates"}),
    ],
    ids=["numbers", "categories", "texts", "dates"],
)
def test_only_what_the_table_has_is_asked(drawn, dataset, columns, expected):
    assert shown(drawn, made(dataset, *columns, task_type="clustering")) == {
        *expected,
        "feature_selection",
    }


def test_the_target_is_asked_about_by_its_task(drawn, dataset):
    for task_type, expected in (
        ("classification", {"class_weight"}),
        ("regression", {"target_transform"}),
        ("clustering", set()),
    ):
        fields = shown(drawn, made(dataset, AGE, task_type=task_type))
        assert fields & {"class_weight", "target_transform"} == expected


def test_columns_that_are_no_features_do_not_count(drawn, dataset):
    ignored = TEXT.model_copy(update={"role": "ignore"})
    assert "text" not in shown(drawn, made(dataset, AGE, ignored))


def test_what_is_stored_is_shown(drawn, dataset):
    chosen = {"scaling": "robust", "missing_indicator": True, "feature_selection": "best"}
    found = drawn(preprocessing.card(made(dataset, AGE, selected_percent=30, **chosen)))
    assert found.by_id(ids.choice("scaling")).value == "robust"
    assert found.by_id(ids.choice("missing_indicator")).value is True
    assert found.by_id(ids.choice("selected_percent")).value == "30"
    assert not found.by_id(ids.around("selected_percent")).hidden
