from __future__ import annotations

import pytest

from components import row_choice
from engine.records import Column

ids = row_choice.ids
WHEN = Column(name="when", type="datetime", missing=0, distinct=90)
YEAR = Column(name="year", type="numeric", missing=0, distinct=9)


def made(dataset, *columns, **chosen):
    preparation = dataset.preparation.model_copy(update={"task_type": "classification", **chosen})
    undated = (column for column in dataset.columns if column.type != "datetime")
    return dataset.model_copy(update={"columns": (*undated, *columns), "preparation": preparation})


def select_is_hidden(drawn, parts):
    (around,) = [part for part in parts if ids.time_column in ids_of(drawn(part))]
    return bool(around.hidden)


def ids_of(found):
    return [getattr(part, "id", None) for part in found.parts]


def test_what_is_stored_is_shown(drawn, dataset):
    dataset = made(dataset, WHEN, drop_duplicates=True, time_column="when")
    found = drawn(row_choice.parts(dataset))
    assert found.by_id(ids.duplicates).value is True
    assert found.by_id(ids.time_column).value == str(len(dataset.columns) - 1)


def test_only_dates_are_offered_and_what_was_chosen(drawn, dataset):
    def offered(dataset):
        options = drawn(row_choice.parts(dataset)).by_id(ids.time_column).options
        return [option["label"] for option in options[1:]]

    assert offered(made(dataset, WHEN, YEAR)) == ["when"]
    assert offered(made(dataset, WHEN, YEAR, time_column="year")) == ["when", "year"]


@pytest.mark.parametrize(
    ("columns", "task_type", "expected"),
    [((), "classification", True), ((WHEN,), "clustering", True), ((WHEN,), "regression", False)],
    ids=["no dates", "clustering", "dates"],
)
def test_nothing_is_asked_that_cannot_be_answered(drawn, dataset, columns, task_type, expected):
    parts = row_choice.parts(made(dataset, *columns, task_type=task_type))
    assert select_is_hidden(drawn, parts) is expected


@pytest.mark.parametrize(
    ("separator", "words"),
    [(None, "Rows with the same who stay together"), ("-", "is the same before the last “-” stay")],
    ids=["value", "separator"],
)
def test_groups_are_told_in_words(drawn, dataset, separator, words):
    who = Column(
        name="who", type="text", role="group", missing=0, distinct=9, group_separator=separator
    )
    assert words in drawn(row_choice.parts(made(dataset, who)))
    assert words not in drawn(row_choice.parts(made(dataset, who, task_type="clustering")))


def test_the_choice_is_a_column_or_chance(dataset):
    assert row_choice.time_column(dataset, row_choice.BY_CHANCE) is None
    assert row_choice.time_column(dataset, "1") == dataset.columns[1].name
