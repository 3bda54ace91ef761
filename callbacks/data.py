"""The Data step: from a file or a sample to columns that have a use."""

from __future__ import annotations

from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from app.settings import settings
from callbacks.choices import aim, changed_columns, opened
from components import columns, controls, data, href, query, shell
from engine.audit import audit, suggest_task_type
from engine.datasets import ColumnChange
from engine.errors import EngineError
from engine.records import Dataset, Problem
from engine.samples import SAMPLES

ids = data.ids
url = shell.ids.url


@callback(
    Output(ids.header, "children"),
    Output(ids.step, "className"),
    Output(ids.start, "children"),
    Output(ids.rows, "children"),
    Output(columns.ids.pages, "children"),
    Output(ids.columns, "children"),
    Output(ids.decide, "children"),
    Input(url, "search"),
)
def fill(search: str | None) -> tuple[Any, ...]:
    """Show the dataset of the address, or the ways to get one."""
    dataset_id = query(search).get("dataset")
    if dataset_id is None:
        return _starting(data.start_header())
    try:
        dataset = opened(dataset_id)
        first_rows = columns.first_rows(workspace().datasets.preview(dataset_id))
    except EngineError as error:
        return _starting([data.start_header(), controls.notice(error.problem())])
    pages = columns.pages(dataset)
    return data.header(dataset), "data-step", None, first_rows, pages, *_draw(dataset)


@callback(
    Output(ids.upload_hint, "children"),
    Output(ids.drop_zone, "data-limit-bytes"),
    Input(url, "search"),
)
def tell_limit(search: str | None) -> tuple[Any, str]:
    """Say how large a file may be, to people and to the script that sends it."""
    limit = settings().max_upload_bytes
    return data.upload_hint(limit, looking="dataset" in query(search)), str(limit)


@callback(
    Output(url, "href", allow_duplicate=True),
    Output(shell.ids.notices, "children", allow_duplicate=True),
    Input(shell.ids.uploaded, "data"),
    State(url, "pathname"),
    prevent_initial_call=True,
)
def look_at_upload(uploaded: dict[str, str] | None, pathname: str | None) -> tuple[Any, Any]:
    """Go to a file that has arrived; from another step, only say that it is there."""
    if not uploaded:
        raise PreventUpdate
    address = href("data", dataset=uploaded["id"])
    if pathname in ("/", "/data"):
        return address, []
    return no_update, data.arrived(uploaded["name"], address)


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
    Output(ids.columns, "children", allow_duplicate=True),
    Output(ids.decide, "children", allow_duplicate=True),
    Input(columns.ids.type(ALL), "value"),
    Input(columns.ids.role(ALL), "value"),
    State(columns.ids.page(ALL), "active_page"),
    State(url, "search"),
    prevent_initial_call=True,
)
def change_column(
    _types: list[str], _roles: list[str], pages: list[int], search: str | None
) -> tuple[Any, Any]:
    """Change a column's type or role at once; what cannot be is told beside it."""
    dataset = workspace().datasets.get(query(search)["dataset"])
    change = _asked(dataset, ctx.triggered_id, ctx.triggered[0]["value"])
    try:
        return _draw(changed_columns(dataset, [change]), page=_page(pages))
    except EngineError as error:
        return _draw(dataset, page=_page(pages), refusal=(change.name, error.problem()))


@callback(
    Output(ids.columns, "children", allow_duplicate=True),
    Output(ids.decide, "children", allow_duplicate=True),
    Input(ids.repair(ALL, ALL), "n_clicks"),
    State(columns.ids.page(ALL), "active_page"),
    State(url, "search"),
    prevent_initial_call=True,
)
def repair(clicks: list[int | None], pages: list[int], search: str | None) -> tuple[Any, Any]:
    """Cure a finding."""
    if not any(clicks):
        raise PreventUpdate
    dataset = workspace().datasets.get(query(search)["dataset"])
    return _draw(changed_columns(dataset, _cure(dataset, ctx.triggered_id)), page=_page(pages))


@callback(
    Output(ids.columns, "children", allow_duplicate=True),
    Output(ids.decide, "children", allow_duplicate=True),
    Input(ids.target, "value"),
    State(columns.ids.page(ALL), "active_page"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_target(position: str, pages: list[int], search: str | None) -> tuple[Any, Any]:
    """Predict another column, or none."""
    dataset = workspace().datasets.get(query(search)["dataset"])
    target = None if position == data.NO_TARGET else dataset.columns[int(position)].name
    if target == data.predicted(dataset):
        raise PreventUpdate
    return _draw(aim(dataset, target), page=_page(pages))


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
    return columns.table(dataset, page=_page(pages))


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


def _starting(header: Any) -> tuple[Any, ...]:  # noqa: ANN401  a part of the page
    return header, "data-step data-starting", _start(), None, None, None, None


def _start() -> list[Any]:
    return data.start(SAMPLES, workspace().datasets.list())


def _page(pages: list[int]) -> int:
    """The page of columns that is shown; few columns have no pages to turn."""
    return next(iter(pages), 1)


def _draw(
    dataset: Dataset, *, page: int = 1, refusal: tuple[str, Problem] | None = None
) -> tuple[Any, Any]:
    """Give the columns, and what is decided about them."""
    findings = [*dataset.findings, *audit(dataset)]
    _, reason = suggest_task_type(dataset, dataset.target)
    decision = data.decide(dataset, findings, reason=reason)
    return columns.table(dataset, page=page, refusal=refusal), decision


def _asked(dataset: Dataset, select: dict[str, Any], value: str) -> ColumnChange:
    """The change a select asks for; a select that was only drawn asks for none."""
    column = dataset.columns[select["column"]]
    field = select["type"].removeprefix("column-")
    if getattr(column, field) == value:
        raise PreventUpdate
    return ColumnChange.model_validate({"name": column.name, field: value})


def _cure(dataset: Dataset, button: dict[str, Any]) -> list[ColumnChange]:
    """What the button of a finding would change; nothing when the finding is gone."""
    for finding in audit(dataset):
        if finding.repair and data.ids.repair_of(finding) == button:
            role = finding.repair.role
            return [ColumnChange(name=name, role=role) for name in finding.repair.columns]
    raise PreventUpdate
