from __future__ import annotations

import pytest
from dash.exceptions import PreventUpdate

from callbacks import rows

EVERYTHING = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}


@pytest.fixture
def give(flowers):
    """Ask for rows of the flowers as the grid does."""

    def ask(dataset_id=flowers.id, **more):
        return rows.give_rows({**EVERYTHING, **more}, {"dataset": dataset_id, "state": ""})

    return ask


def cells(block, field):
    return [row[field] for row in block["rowData"]]


def test_a_block_of_rows_is_given_with_their_numbers(give):
    block, note = give(startRow=50, endRow=100)
    assert block["rowCount"] == 60
    assert cells(block, "row") == [str(number) for number in range(51, 61)]
    assert note.startswith("60 rows")


def test_rows_are_sorted_by_the_column_at_a_position(give):
    block, _ = give(sortModel=[{"colId": "c1", "sort": "desc"}])
    weights = [float(cell) for cell in cells(block, "c1")]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > weights[-1]


def test_rows_are_filtered_by_text_number_and_both(give):
    text = {"filterType": "text", "type": "equals", "filter": "north"}
    block, note = give(filterModel={"c2": text})
    assert set(cells(block, "c2")) == {"north"}
    assert note == "40 of 60 rows fit the filter."
    number = {"filterType": "number", "type": "inRange", "filter": 1, "filterTo": 2.25}
    block, _ = give(filterModel={"c1": number})
    assert set(cells(block, "c1")) == {"1.25", "2.25"}
    block, _ = give(filterModel={"c1": number, "c2": text})
    assert 0 < block["rowCount"] < 40


def test_two_conditions_are_joined_as_the_grid_says(give):
    small = {"filterType": "number", "type": "lessThan", "filter": 1}
    large = {"filterType": "number", "type": "greaterThanOrEqual", "filter": 4}
    both = {"filterType": "number", "operator": "OR", "conditions": [small, large]}
    block, _ = give(filterModel={"c1": both})
    assert set(cells(block, "c1")) == {"0.25", "4.25"}
    block, note = give(filterModel={"c1": {**both, "operator": "AND"}})
    assert block == {"rowData": [], "rowCount": 0}
    assert note.startswith("No row")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("notContains", "not contains"),
        ("lessThanOrEqual", "less than or equal"),
        ("startsWith", "starts with"),
        ("blank", "blank"),
        ("notBlank", "not blank"),
        ("notEqual", "not equal"),
    ],
)
def test_conditions_have_the_names_of_the_engine(kind, expected):
    model = {"filterType": "text", "type": kind, "filter": "x"}
    assert rows.filter_of(model).conditions[0].kind == expected


def test_dates_are_filtered_by_what_the_grid_calls_them():
    model = {
        "filterType": "date",
        "type": "inRange",
        "dateFrom": "2020-01-01 00:00:00",
        "dateTo": "2020-02-01 00:00:00",
    }
    condition = rows.filter_of(model).conditions[0]
    assert (condition.value, condition.to) == ("2020-01-01 00:00:00", "2020-02-01 00:00:00")


def test_a_dataset_that_is_gone_still_gets_an_answer(give, texts):
    block, note = give(dataset_id="nothing")
    assert block == {"rowData": [], "rowCount": 0}
    assert "There is no dataset" in texts(note)


def test_a_grid_that_was_only_drawn_gets_nothing():
    with pytest.raises(PreventUpdate):
        rows.give_rows(None, {"dataset": "1", "state": ""})
