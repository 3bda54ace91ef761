"""The Data step: from a file or a sample to columns that have a use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.choices import aim, changed_columns, opened
from components import columns, controls, data, dialect, findings, href, query, rows, shell
from engine.audit import audit, suggest_task_type
from engine.datasets import ColumnChange
from engine.errors import EngineError
from engine.records import Dataset, Problem
from engine.samples import SAMPLES

ids = data.ids
url = shell.ids.url
# What is only drawn with a dataset: rows, pages, columns, question, title and list of findings.
N_PARTS = 6


@callback(
    Output(ids.header, "children"),
    Output(dialect.ids.panel, "children", allow_duplicate=True),
    Output(ids.step, "className"),
    Output(ids.start, "children"),
    Output(ids.rows, "children"),
    Output(columns.ids.pages, "children"),
    Output(ids.columns, "children"),
    Output(ids.question, "children"),
    Output(findings.ids.title, "children"),
    Output(findings.ids.list, "children"),
    Output(findings.ids.asked, "data"),
    Input(url, "search"),
    Input(ids.read_again, "data"),
    prevent_initial_call="initial_duplicate",
)
def fill(search: str | None, _reading: str | None) -> tuple[Any, ...]:
    """Show the dataset of the address, or the ways to get one."""
    dataset_id = query(search).get("dataset")
    if dataset_id is None:
        return _starting(data.start_header())
    try:
        dataset = opened(dataset_id)
    except EngineError as error:
        return _starting([data.start_header(), controls.notice(error.problem())])
    above: tuple[Any, ...] = (data.header(dataset), [], "data-step", [], rows.card(dataset))
    below: tuple[Any, ...] = (
        columns.pages(dataset) or [],
        columns.table(dataset, page=1),
        question(dataset),
    )
    # What the records alone tell is there at once; `callbacks.findings` looks at the table.
    quick = findings.drawn([*dataset.findings, *audit(dataset)], whole=False)
    return *above, *below, *quick, dataset.id


@callback(
    Output(url, "href", allow_duplicate=True),
    Input(ids.sample(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def take_sample(clicks: list[int | None]) -> str:
    """Load a sample and look at it."""
    if not any(clicks):
        raise PreventUpdate
    dataset = workspace().datasets.add_sample(ctx.triggered_id["key"])
    return href("data", dataset=dataset.id)


@callback(
    Output(columns.ids.lines(ALL), "children", allow_duplicate=True),
    Output(ids.question, "children", allow_duplicate=True),
    Output(findings.ids.asked, "data", allow_duplicate=True),
    Output(ids.rows, "children", allow_duplicate=True),
    Input(columns.ids.type(ALL), "value"),
    Input(columns.ids.role(ALL), "value"),
    State(columns.ids.lines(ALL), "id"),
    State(url, "search"),
    prevent_initial_call=True,
)
def change_column(
    _types: list[str], _roles: list[str], lines: list[dict[str, Any]], search: str | None
) -> tuple[Any, ...]:
    """Change a column's type or role at once; what cannot be is told beside it."""
    before = workspace().datasets.get(query(search)["dataset"])
    position = ctx.triggered_id["column"]
    change = _asked(before, ctx.triggered_id, ctx.triggered[0]["value"])
    try:
        now = changed_columns(before, [change])
    except EngineError as error:
        refusals = {position: error.problem()}
        told = changed_lines(before, before, lines, refusals)
        return told, no_update, no_update, no_update
    # The line with the select is drawn in any case: it may still tell of a refusal.
    drawn = changed_lines(before, now, lines, {position: None})
    return drawn, question(now), now.id, changed_rows(before, now)


@callback(
    Output(columns.ids.lines(ALL), "children", allow_duplicate=True),
    Output(ids.question, "children", allow_duplicate=True),
    Output(findings.ids.asked, "data", allow_duplicate=True),
    Input(ids.target, "value"),
    State(columns.ids.lines(ALL), "id"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_target(
    position: str, lines: list[dict[str, Any]], search: str | None
) -> tuple[Any, ...]:
    """Predict another column, or none."""
    before = workspace().datasets.get(query(search)["dataset"])
    target = None if position == data.NO_TARGET else before.columns[int(position)].name
    if target == data.predicted(before):
        raise PreventUpdate
    now = aim(before, target)
    return changed_lines(before, now, lines), question(now), now.id


@callback(
    Output(ids.columns, "children", allow_duplicate=True),
    Input(columns.ids.page(ALL), "active_page"),
    State(url, "search"),
    prevent_initial_call=True,
)
def turn_page(pages: list[int], search: str | None) -> Any:  # noqa: ANN401  a part of the page
    """Show other columns."""
    if not pages:
        raise PreventUpdate
    dataset = workspace().datasets.get(query(search)["dataset"])
    return columns.table(dataset, page=pages[0])


@callback(
    Output(ids.delete_dialog, "is_open"),
    Output(ids.delete_words, "children"),
    Output(ids.delete_asked, "data"),
    Input(ids.delete(ALL), "n_clicks"),
    prevent_initial_call=True,
)
def ask_to_delete(clicks: list[int | None]) -> tuple[bool, str, str]:
    """Ask before a dataset is deleted."""
    if not any(clicks):
        raise PreventUpdate
    dataset = workspace().datasets.get(ctx.triggered_id["dataset"])
    return True, data.delete_question(dataset), dataset.id


@callback(
    Output(ids.delete_dialog, "is_open", allow_duplicate=True),
    Output(ids.start, "children", allow_duplicate=True),
    Input(ids.delete_confirm, "n_clicks"),
    State(ids.delete_asked, "data"),
    prevent_initial_call=True,
)
def delete(clicks: int | None, dataset_id: str) -> tuple[bool, Any]:
    """Delete the dataset that was asked about."""
    if not clicks:
        raise PreventUpdate
    workspace().datasets.delete(dataset_id)
    return False, _start()


@callback(
    Output(ids.delete_dialog, "is_open", allow_duplicate=True),
    Input(ids.delete_cancel, "n_clicks"),
    prevent_initial_call=True,
)
def keep(clicks: int | None) -> bool:
    """Close the question without deleting."""
    return not clicks


def changed_lines(
    before: Dataset,
    now: Dataset,
    lines: Sequence[Mapping[str, Any]],
    refusals: Mapping[int, Problem | None] = MappingProxyType({}),
) -> list[Any]:
    """Draw the lines of the columns that have changed, and those a refusal is about.

    Drawing all fifty would take the browser half a second for each change.
    """
    return [
        columns.lines(now, position, refusals.get(position))
        if position in refusals or now.columns[position] != before.columns[position]
        else no_update
        for position in (line["column"] for line in lines)
    ]


def changed_rows(before: Dataset, now: Dataset) -> Any:  # noqa: ANN401  a part of the page
    """Draw the rows anew if they may be others now."""
    return no_update if rows.state_of(now) == rows.state_of(before) else rows.card(now)


def question(dataset: Dataset) -> Any:  # noqa: ANN401  a part of the page
    """Draw the question what to predict, with what follows from the answer."""
    _, reason = suggest_task_type(dataset, dataset.target)
    return data.question(dataset, reason=reason)


def _starting(header: Any) -> tuple[Any, ...]:  # noqa: ANN401  a part of the page
    return header, [], "data-step data-starting", _start(), *[[]] * N_PARTS, None


def _start() -> list[Any]:
    return data.start(SAMPLES, workspace().datasets.list())


def _asked(dataset: Dataset, select: dict[str, Any], value: str) -> ColumnChange:
    """The change a select asks for; a select that was only drawn asks for none."""
    column = dataset.columns[select["column"]]
    field = select["type"].removeprefix("column-")
    if getattr(column, field) == value:
        raise PreventUpdate
    return ColumnChange.model_validate({"name": column.name, field: value})
