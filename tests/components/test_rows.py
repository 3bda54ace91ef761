from __future__ import annotations

import pytest

from components import rows
from engine.records import Column


@pytest.fixture
def grid(drawn):
    """The grid in the card of a dataset."""

    def find(dataset):
        return next(part for part in drawn(rows.card(dataset)).parts if hasattr(part, "columnDefs"))

    return find


def with_columns(dataset, *names, column_type="numeric"):
    made = tuple(Column(name=name, type=column_type, missing=0, distinct=3) for name in names)
    return dataset.model_copy(update={"columns": made, "n_columns": len(made)})


def test_odd_names_are_headings_but_never_paths(grid, dataset):
    names = ["a.b", "a['c']", "__proto__", "<b>"]
    drawn = grid(with_columns(dataset, *names)).columnDefs[1:]
    assert [column["field"] for column in drawn] == ["c0", "c1", "c2", "c3"]
    assert [column["headerName"] for column in drawn] == names


def test_each_column_is_filtered_by_its_type(grid, dataset):
    filters = {column["headerName"]: column.get("filter") for column in grid(dataset).columnDefs}
    assert filters["Age"] == "agNumberColumnFilter"
    assert filters["Joined"] == "agDateColumnFilter"
    assert {filters["Sex"], filters["Note"], filters["Survived"]} == {"agTextColumnFilter"}


def test_a_very_wide_table_is_cut_and_says_so(drawn, grid, dataset):
    wide = with_columns(dataset, *(f"x{n}" for n in range(1000)))
    assert len(grid(wide).columnDefs) == 1 + rows.MOST_COLUMNS
    assert "the first 100 of 1,000 columns" in drawn(rows.card(wide))


def test_a_grid_whose_rows_may_be_others_is_another_grid(dataset):
    other_type = with_columns(dataset, *(column.name for column in dataset.columns))
    read_again = dataset.model_copy(update={"reading": "2"})
    states = {rows.state_of(one) for one in (dataset, other_type, read_again)}
    assert len(states) == 3
    roles = tuple(one.model_copy(update={"role": "ignore"}) for one in dataset.columns)
    assert rows.state_of(dataset.model_copy(update={"columns": roles})) == rows.state_of(dataset)


def test_rows_go_by_position_with_their_own_number(dataset):
    names = ("Age", "Sex", "Joined")
    mixed = dataset.model_copy(update={"columns": tuple(map(dataset.column, names))})
    shown = [(1, None, None), (2.5, "2T", "2020-01-01T00:00:00")]
    assert rows.block(shown, mixed, start=1000, n_rows=9) == {
        "rowCount": 9,
        "rowData": [
            {"row": "1,001", "c0": "1", "c1": None, "c2": None},
            {"row": "1,002", "c0": "2.5", "c1": "2T", "c2": "2020-01-01"},
        ],
    }


@pytest.mark.parametrize(
    ("n_rows", "words"),
    [
        (0, "No row fits the filter, of 100."),
        (1, "1 of 100 rows fits the filter."),
        (40, "40 of 100 rows fit the filter."),
    ],
)
def test_what_a_filter_leaves_is_told(dataset, n_rows, words):
    assert rows.filtered(n_rows, dataset) == words
