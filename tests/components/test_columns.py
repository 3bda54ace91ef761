from __future__ import annotations

import pytest

from components import columns
from engine.records import Column, Problem


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Id", "100 of 100 differ"),
        ("Age", "0.4 to 80, median 28"),
        ("Sex", "male 65 % · female 35 %"),
        ("Joined", "2020-01-01 to 2021-12-31"),
        ("Note", "2 different, like “good day”"),
        ("Survived", "0 62 % · 1 38 %"),
    ],
)
def test_values_in_words(dataset, name, expected):
    assert columns.values(dataset.column(name), dataset.n_rows) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"type": "categorical", "distinct": 9, "top": (("a", 5), ("b", 2))},
            "9 levels, most often a 50 %",
        ),
        ({"type": "categorical", "distinct": 1, "top": (("a", 10),)}, "always a"),
        ({"type": "numeric", "distinct": 1, "minimum": 3.0, "maximum": 3.0}, "always 3"),
        ({"type": "numeric", "distinct": 5, "minimum": 0.0, "maximum": 9.0}, "0 to 9"),
    ],
    ids=["levels", "one level", "one number", "no quantiles"],
)
def test_values_of_rarer_columns(more, expected):
    assert columns.values(Column(name="x", missing=0, **more), 10) == expected


def test_an_empty_column_says_so():
    column = Column(name="x", type="text", missing=5, distinct=0)
    assert columns.values(column, 5) == "no values at all"


def test_every_column_has_a_select_for_type_and_role(drawn, dataset):
    found = drawn(columns.table(dataset, page=1))
    assert found.by_id(columns.ids.type(1)).value == "numeric"
    assert found.by_id(columns.ids.role(5)).value == "target"
    assert "Every value is different." in found
    assert "20\N{NO-BREAK SPACE}% missing" in found


def test_a_refusal_stands_beside_its_column_and_the_select_goes_back(drawn, dataset):
    problem = Problem(code="invalid_value", message="“a” is no number.", hint="Keep it as text.")
    found = drawn(columns.lines(dataset, 2, problem))
    assert "“a” is no number.   Keep it as text." in found
    assert found.by_id(columns.ids.type(2)).value == "categorical"


def test_many_columns_come_by_the_page(drawn, dataset):
    many = tuple(Column(name=f"c{n}", type="numeric", missing=0, distinct=3) for n in range(120))
    wide = dataset.model_copy(update={"columns": many, "n_columns": 120})
    found = drawn(columns.table(wide, page=3))
    positions = [part.id["column"] for part in found.with_id_type("column-type")]
    assert positions == list(range(100, 120))
    assert columns.pages(wide).max_value == 3


def test_one_page_needs_no_pager(dataset):
    assert columns.pages(dataset) is None


def test_a_name_as_long_as_a_question_is_told_whole(drawn, dataset):
    name = "Do you consider yourself to be a fan of the Star Wars film franchise?"
    long = dataset.model_copy(
        update={"columns": (Column(name=name, type="text", missing=0, distinct=3),), "n_columns": 1}
    )
    found = drawn(columns.table(long, page=1))
    assert f"The whole name: {name}" in found


def test_how_groups_are_formed_is_noted(drawn, dataset):
    mouse = Column(
        name="MouseID", type="text", role="group", missing=0, distinct=90, group_separator="_"
    )
    found = drawn(columns.lines(dataset.model_copy(update={"columns": (mouse,)}), 0))
    assert "grouped by what stands before the last “_”" in found
