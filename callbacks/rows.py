"""The rows of a dataset: the grid asks for a block, the engine sorts, filters and gives it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from dash import MATCH, Input, Output, State, callback
from dash.exceptions import PreventUpdate

from app.context import workspace
from components import controls, rows
from engine.errors import EngineError
from engine.records import Dataset
from engine.row_filters import Condition, Filter
from engine.row_order import Sort
from engine.row_pages import RowsRequest

ids = rows.ids
_NOTHING: Final[dict[str, Any]] = {"rowData": [], "rowCount": 0}


@callback(
    Output(ids.grid(MATCH, MATCH), "getRowsResponse"),
    Output(ids.note(MATCH, MATCH), "children"),
    Input(ids.grid(MATCH, MATCH), "getRowsRequest"),
    State(ids.grid(MATCH, MATCH), "id"),
)
def give_rows(asked: dict[str, Any] | None, grid: dict[str, str]) -> tuple[Any, Any]:
    """Give the rows that the grid has come to, and say how many pass its filters."""
    if not asked:
        raise PreventUpdate
    mine = workspace().datasets
    try:
        # An answer is always given: without one the grid would wait for ever.
        dataset = mine.get(grid["dataset"])
        page = mine.rows(dataset.id, request_of(asked, dataset))
    except EngineError as error:
        return _NOTHING, controls.notice(error.problem())
    block = rows.block(page.rows, dataset, start=asked["startRow"], n_rows=page.n_rows)
    is_filtered = bool(asked.get("filterModel"))
    note = rows.filtered(page.n_rows, dataset) if is_filtered else rows.all_rows(dataset)
    return block, note


def request_of(asked: Mapping[str, Any], dataset: Dataset) -> RowsRequest:
    """What the grid asks for, in the engine's words; the grid knows columns by position."""
    names = [column.name for column in dataset.columns[: rows.MOST_COLUMNS]]
    by_field = {f"c{position}": name for position, name in enumerate(names)}
    return RowsRequest(
        start=asked["startRow"],
        end=asked["endRow"],
        sort=tuple(
            Sort(column=by_field[one["colId"]], descending=one["sort"] == "desc")
            for one in asked.get("sortModel") or ()
        ),
        filters={
            by_field[field]: filter_of(model)
            for field, model in (asked.get("filterModel") or {}).items()
        },
        columns=tuple(names),
    )


def filter_of(model: Mapping[str, Any]) -> Filter:
    """One column's filter: a single condition, or several with ``AND`` or ``OR``."""
    conditions = model.get("conditions") or [model]
    return Filter(
        conditions=tuple(_condition(one) for one in conditions),
        join="or" if model.get("operator") == "OR" else "and",
    )


def _condition(model: Mapping[str, Any]) -> Condition:
    if model["filterType"] == "date":
        value, to = model.get("dateFrom"), model.get("dateTo")
    else:
        value, to = model.get("filter"), model.get("filterTo")
    # "lessThanOrEqual" -> "less than or equal"
    kind = re.sub("[A-Z]", lambda letter: f" {letter[0].lower()}", model["type"])
    return Condition.model_validate({"kind": kind, "value": value, "to": to})
