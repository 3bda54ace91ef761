"""The run of an address on the Train step: how far it is, what it gave, and how to stop it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from dash import Input, Output, State, callback
from dash.exceptions import PreventUpdate

from app.context import workspace
from components import controls, progress, query, shell
from engine.algorithms import algorithm
from engine.errors import EngineError, NotFoundError
from engine.metrics import metrics
from engine.records import TrainedModel, TrainingSession

ids = progress.ids
url = shell.ids.url


@callback(
    Output(ids.body, "children"),
    Output(ids.title, "children"),
    Output(ids.left, "children"),
    Output(ids.stop, "hidden"),
    Output(ids.panel, "hidden"),
    Output(ids.clock, "disabled"),
    Input(ids.clock, "n_intervals"),
    Input(url, "search"),
)
def draw_run(_ticks: int | None, address: str | None) -> tuple[Any, ...]:
    """Show the session of the address as its record says."""
    try:
        session = session_of(address)
    except EngineError as error:
        return controls.notice(error.problem()), "", "", True, False, True
    if session is None:
        return [], "", "", True, True, True
    run = _run(session)
    left = progress.time_left(session)
    can_stop = not session.is_finished and not session.stop_requested
    return progress.body(run), progress.title(run), left, not can_stop, False, session.is_finished


@callback(
    Output(ids.stop, "hidden", allow_duplicate=True),
    Input(ids.stop, "n_clicks"),
    State(url, "search"),
    prevent_initial_call=True,
)
def stop(clicks: int | None, address: str | None) -> bool:
    """Ask the session of the address to stop."""
    if not clicks:
        raise PreventUpdate
    workspace().sessions.stop(query(address)["session"])
    return True


def session_of(address: str | None) -> TrainingSession | None:
    """The session that an address names; raises when there is none of this id."""
    session_id = query(address).get("session")
    return workspace().sessions.get(session_id) if session_id else None


def _run(session: TrainingSession) -> progress.Run:
    space = workspace()
    ended = session.is_finished
    keys = [choice.key for choice in session.spec.algorithms] + list(session.failures)
    return progress.Run(
        session=session,
        names={key: _name(key) for key in keys},
        metric=metrics(session.spec.task_type)[0],
        place=0 if ended else space.sessions.place(session.id),
        models=_models(session) if ended else (),
    )


def _name(key: str) -> str:
    """Name of an algorithm; its key if this version no longer has it."""
    try:
        return algorithm(key).name
    except NotFoundError:
        return key


def _models(session: TrainingSession) -> list[TrainedModel]:
    """What a session gave, as far as it was not deleted since."""
    models = []
    for model_id in session.model_ids:
        with suppress(NotFoundError):
            models.append(workspace().models.get(model_id))
    return models
