"""What to know before training: the whole list, and the repair of one finding."""

from __future__ import annotations

from typing import Any

from dash import ALL, ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.data import changed_lines, changed_rows, question
from components import columns, data, findings, query, shell

ids = findings.ids
url = shell.ids.url


@callback(
    Output(ids.title, "children", allow_duplicate=True),
    Output(ids.list, "children", allow_duplicate=True),
    Input(ids.asked, "data"),
    running=[(Output(ids.looking, "hidden"), False, True)],
    prevent_initial_call=True,
)
def look(dataset_id: str | None) -> tuple[Any, Any]:
    """Look at the table as well; what was found before stays until this is done."""
    if dataset_id is None:
        raise PreventUpdate
    return findings.drawn(workspace().findings(dataset_id))


clientside_callback(
    ClientsideFunction("findings", "want_repair"),
    Output(ids.wanted, "data"),
    Input(ids.repair(ALL), "n_clicks"),
    prevent_initial_call=True,
)


@callback(
    Output(ids.title, "children", allow_duplicate=True),
    Output(ids.list, "children", allow_duplicate=True),
    Output(ids.asked, "data", allow_duplicate=True),
    Output(columns.ids.lines(ALL), "children", allow_duplicate=True),
    Output(data.ids.question, "children", allow_duplicate=True),
    Output(data.ids.rows, "children", allow_duplicate=True),
    Input(ids.wanted, "data"),
    State(columns.ids.lines(ALL), "id"),
    State(url, "search"),
    prevent_initial_call=True,
)
def repair(
    wanted: dict[str, Any] | None, lines: list[dict[str, Any]], search: str | None
) -> tuple[Any, ...]:
    """Cure a finding; it goes at once, and the others are looked for again."""
    if not wanted:
        raise PreventUpdate
    mine = workspace()
    before = now = mine.datasets.get(query(search)["dataset"])
    found = mine.findings(before.id)
    cured = next((one for one in found if findings.key(one) == wanted["key"]), None)
    if cured is not None:
        now = mine.repair(before.id, cured)
    left = findings.drawn([one for one in found if one is not cured], whole=False)
    drawn = (changed_lines(before, now, lines), question(now), changed_rows(before, now))
    return *left, now.id, *drawn
