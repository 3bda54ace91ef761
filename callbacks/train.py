"""The Train step: offer algorithms, say what a run would take, and start it."""

from __future__ import annotations

from typing import Any

from dash import (
    ALL,
    MATCH,
    ClientsideFunction,
    Input,
    Output,
    Patch,
    State,
    callback,
    clientside_callback,
    no_update,
)
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.choices import opened
from callbacks.notices import in_place
from callbacks.proposals import beginning, drawn
from callbacks.runs import session_of
from callbacks.training_form import FORM, request_from
from components import (
    controls,
    estimate,
    query,
    run_options,
    search,
    setting_fields,
    setting_panels,
    shell,
    tiles,
    train,
)
from engine.algorithms import algorithms
from engine.errors import EngineError, NotFoundError
from engine.records import TrainingSession

ids = train.ids
url = shell.ids.url


@callback(
    Output(shell.ids.ran(MATCH), "data"),
    Input(shell.ids.runner(MATCH), "data"),
    background=True,
    interval=2000,
)
def run(session_id: str) -> bool:
    """Execute a session in a process of its own; all that counts is in its record."""
    # Only the training process may load what trains.
    from app.runs import execute  # noqa: PLC0415

    execute(session_id)
    return True


@callback(
    Output(ids.header, "children"),
    Output(ids.algorithms, "children"),
    Output(ids.options, "children"),
    Output(ids.settings, "children"),
    Output(ids.start_card, "hidden"),
    Output(ids.form_for, "data"),
    Input(url, "search"),
    State(ids.form_for, "data"),
)
@in_place(outputs=6)
def fill(address: str | None, form_for: str | None) -> tuple[Any, ...]:
    """Offer the algorithms for the dataset of the address; keep what was set already."""
    session = _known_session(address)
    dataset_id = query(address).get("dataset") or (session.dataset_id if session else None)
    if dataset_id is None:
        return train.no_dataset(), [], [], [], True, None
    if dataset_id == form_for:
        raise PreventUpdate
    dataset = opened(dataset_id)
    begin = beginning(dataset, session, model_id=query(address).get("settings"))
    algorithms_drawn, options, settings = drawn(dataset, begin)
    return train.header(dataset), algorithms_drawn, options, settings, False, dataset.id


@callback(
    Output(ids.summary, "children"),
    Output(ids.start, "disabled"),
    Input(tiles.ids.algorithm(ALL), "value"),
    Input(ids.form_for, "data"),
)
def summarise(chosen: list[bool | None], dataset_id: str | None) -> tuple[str, bool]:
    """Say what pressing the button would do."""
    if dataset_id is None:
        raise PreventUpdate
    dataset = workspace().datasets.get(dataset_id)
    n_chosen = sum(map(bool, chosen))
    return train.summary(n_chosen, dataset), n_chosen == 0


# Waits until nothing was typed for a moment, so that an estimate is not made for each key.
clientside_callback(
    ClientsideFunction("train", "settle"),
    Output(ids.settled, "data"),
    Input(tiles.ids.algorithm(ALL), "value"),
    Input(setting_fields.ids.setting(ALL, ALL), "value"),
    Input(setting_panels.ids.search(ALL), "value"),
    Input(run_options.ids.option(ALL), "value"),
    Input(ids.form_for, "data"),
)


@callback(
    Output(estimate.ids.words, "children"),
    inputs={
        "_settled": Input(ids.settled, "data"),
        "form": FORM,
        "dataset_id": State(ids.form_for, "data"),
    },
    prevent_initial_call=True,
)
def expect(_settled: object, form: dict[str, Any], dataset_id: str | None) -> list[Any]:
    """Say what the run would take, once nothing is changed for a moment."""
    if dataset_id is None or not any(form["chosen"]):
        return []
    try:
        request = request_from(dataset_id, form)
        expected = workspace().estimate(request)
    except EngineError as error:
        return estimate.unknown(error.problem())
    names = {entry.key: entry.name for entry in algorithms(request.task_type)}
    return estimate.draw(expected, names)


@callback(
    Output(url, "href", allow_duplicate=True),
    Output(shell.ids.runners, "children"),
    Output(ids.refusal, "children"),
    inputs={
        "clicks": Input(ids.start, "n_clicks"),
        "form": FORM,
        "dataset_id": State(ids.form_for, "data"),
        "runners": State(shell.ids.runner(ALL), "id"),
    },
    running=[(Output(ids.start, "disabled"), True, False)],
    prevent_initial_call=True,
)
def start(
    clicks: int | None, form: dict[str, Any], dataset_id: str, runners: list[dict[str, str]]
) -> tuple[Any, Any, Any]:
    """Start a session, and put what runs it onto the page."""
    if not clicks:
        raise PreventUpdate
    try:
        session = workspace().sessions.start(request_from(dataset_id, form))
    except EngineError as error:
        return no_update, no_update, controls.notice(error.problem())
    address = "/train" + search(dataset=dataset_id, session=session.id)
    return address, _with_runner(session, runners), []


def _known_session(address: str | None) -> TrainingSession | None:
    """The session of an address; `draw_run` tells when there is none of this id."""
    try:
        return session_of(address)
    except NotFoundError:
        return None


def _with_runner(session: TrainingSession, runners: list[dict[str, str]]) -> Any:  # noqa: ANN401  a Patch or nothing
    """Add what runs a session, unless it is on the page already."""
    if any(runner["session"] == session.id for runner in runners):
        return no_update
    patch = Patch()
    patch.append(shell.runner(session.id))
    return patch
