"""Files that are brought to the Data step: how they begin, and what became of them."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from app.settings import settings
from components import data, href, query, shell, upload
from engine.reading.first_look import FirstLook
from engine.samples import SAMPLES

ids = upload.ids
url = shell.ids.url


@callback(
    Output(ids.hint, "children"),
    Output(ids.drop_zone, "data-limit-bytes"),
    Input(url, "search"),
)
def tell_limit(search: str | None) -> tuple[Any, str]:
    """Say how large a file may be, to people and to the script that sends it."""
    limit = settings().max_upload_bytes
    return upload.hint(limit, looking="dataset" in query(search)), str(limit)


@callback(
    Output(ids.beginning, "children"),
    Input(ids.looked, "data"),
    prevent_initial_call=True,
)
def show_beginning(looked: dict[str, Any] | None) -> Any:  # noqa: ANN401  a part of the page
    """Show the first rows of a file that is on its way; nothing once it is here."""
    if not looked:
        return []
    return upload.begins(looked["name"], FirstLook.model_validate(looked["look"]))


@callback(
    Output(url, "href", allow_duplicate=True),
    Output(shell.ids.notices, "children", allow_duplicate=True),
    Input(shell.ids.uploaded, "data"),
    State(url, "pathname"),
    prevent_initial_call=True,
)
def look_at_upload(uploaded: dict[str, Any] | None, pathname: str | None) -> tuple[Any, Any]:
    """Go to a file that has arrived alone; from another step, only say that it is there."""
    if not uploaded:
        raise PreventUpdate
    arrived, refused = uploaded["arrived"], uploaded["refused"]
    if uploaded["several"]:
        return no_update, [] if _is_here(pathname) else upload.summary_elsewhere(arrived, refused)
    file = arrived[0]
    address = href("data", dataset=file["id"])
    if _is_here(pathname):
        return address, []
    return no_update, upload.arrived(file["name"], address)


@callback(
    Output(ids.summary, "children"),
    Output(data.ids.start, "children", allow_duplicate=True),
    Input(shell.ids.uploaded, "data"),
    State(url, "pathname"),
    State(url, "search"),
    prevent_initial_call=True,
)
def sum_up(
    uploaded: dict[str, Any] | None, pathname: str | None, search: str | None
) -> tuple[Any, Any]:
    """Say what became of several files, and list those that are here."""
    if not uploaded or not _is_here(pathname):
        raise PreventUpdate
    if not uploaded["several"]:
        return [], no_update
    told = upload.summary(uploaded["arrived"], uploaded["refused"])
    if "dataset" in query(search):
        return told, no_update
    return told, data.start(SAMPLES, workspace().datasets.list())


def _is_here(pathname: str | None) -> bool:
    return pathname in (None, "/", "/data")
