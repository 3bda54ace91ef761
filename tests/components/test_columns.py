from __future__ import annotations

import pytest

from components import columns
from engine.datasets import Preview
from engine.records import Column, Problem


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Age", "0.4 to 80, mean 29.7"),
        ("Sex", "male 65 %, female 35 %"),
        ("Joined", "2020-01-01 to 2021-12-31"),
        ("Note", "good day, fine"),
        ("Survived", "0 62 %, 1 38 %"),
    ],
)
def test_values_in_words(dataset, name, expected):
    assert columns.values(dataset.column(name), dataset.n_rows) == expected


def test_an_empty_column_says_so():
    column = Column(name="x", type="text", missing=5, distinct=0)
    assert columns.values(column, 5) == "no values at all"


def test_every_column_has_a_select_for_type_and_role(drawn, dataset):
    found = drawn(columns.table(dataset, page=1))
    assert found.by_id(columns.ids.type(1)).value == "numeric"
    assert found.by_id(columns.ids.role(5)).value == "target"
    assert "Every value is different." in found
    assert "20 %" in found


def test_a_refusal_stands_beside_its_column_and_the_select_goes_back(drawn, dataset):
    problem = Problem(code="invalid_value", message="“a” is no number.", hint="Keep it as text.")
    found = drawn(columns.table(dataset, page=1, refusal=("Sex", problem)))
    assert "“a” is no number.   Keep it as text." in found
    assert found.by_id(columns.ids.type(2)).value == "categorical"
    assert found.text.count("is no number") == 1


def test_many_columns_come_by_the_page(drawn, dataset):
    many = tuple(Column(name=f"c{n}", type="numeric", missing=0, distinct=3) for n in range(120))
    wide = dataset.model_copy(update={"columns": many, "n_columns": 120})
    found = drawn(columns.table(wide, page=3))
    positions = [part.id["column"] for part in found.with_id_type("column-type")]
    assert positions == list(range(100, 120))
    assert columns.pages(wide).max_value == 3


def test_one_page_needs_no_pager(dataset):
    assert columns.pages(dataset) is None


def test_odd_names_are_headings_but_never_paths(drawn):
    preview = Preview(columns=("a.b", "a['c']", ""), rows=((1, None, "x" * 500),), n_rows=9)
    grid = next(
        part for part in drawn(columns.first_rows(preview)).parts if hasattr(part, "rowData")
    )
    assert [column["field"] for column in grid.columnDefs] == ["c0", "c1", "c2"]
    assert [column["headerName"] for column in grid.columnDefs] == ["a.b", "a['c']", ""]
    assert grid.rowData[0]["c0"] == "1"
    assert grid.rowData[0]["c1"] == ""
    assert len(grid.rowData[0]["c2"]) == columns.PREVIEW_CHARACTERS


def test_a_very_wide_preview_is_cut_and_says_so(drawn):
    names = tuple(f"c{n}" for n in range(1000))
    preview = Preview(columns=names, rows=(tuple(range(1000)),), n_rows=50)
    found = drawn(columns.first_rows(preview))
    assert "the first 100 of 1,000 columns" in found
