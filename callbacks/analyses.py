"""What can be found out about the model of the Results step: asked for, watched, drawn."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, Input, Output, State, callback, no_update
from dash.exceptions import PreventUpdate

from app import runs
from app.context import workspace
from callbacks.looking import theme_of
from components import analyses, shell
from engine.records import TrainingSession

ids = analyses.ids
# Sessions that are looked through for those of a model.
NEWEST = 30


@callback(
    Output(ids.card(ALL), "children"),
    Output(ids.states, "data"),
    Input(shell.ids.clock, "n_intervals"),
    State(ids.states, "data"),
    State(ids.model, "data"),
    State(ids.card(ALL), "id"),
    State(shell.ids.theme, "data"),
    prevent_initial_call=True,
)
def watch(
    _ticks: int | None,
    shown: dict[str, str] | None,
    model_id: str | None,
    cards: list[dict[str, str]],
    theme: str | None,
) -> tuple[list[Any], Any]:
    """Draw those cards again whose answers came or went on."""
    if not model_id or shown is None:
        raise PreventUpdate
    known, running = workspace().models.analyses(model_id), of_model(model_id)
    now = analyses.states(known, running)
    if now == shown:
        raise PreventUpdate
    by_key = {one.key: one for one in known}
    drawn = [
        analyses.draw(by_key[card["key"]], running.get(card["key"]), theme=theme_of(theme))
        if now[card["key"]] != shown.get(card["key"])
        else no_update
        for card in cards
    ]
    return drawn, now


@callback(
    Output(ids.start(MATCH), "disabled"),
    Output(ids.start(MATCH), "children"),
    Input(ids.start(MATCH), "n_clicks"),
    State(ids.start(MATCH), "id"),
    State(ids.model, "data"),
    prevent_initial_call=True,
)
def start(clicks: int | None, button: dict[str, str], model_id: str) -> tuple[bool, str]:
    """Have an analysis worked out."""
    if not clicks:
        raise PreventUpdate
    session = workspace().sessions.analyse(model_id, button["key"])
    runs.launch(session.id)
    return True, "Starting …"


def of_model(model_id: str) -> dict[str, TrainingSession]:
    """The newest session of each analysis of a model, those that ended well left out."""
    found: dict[str, TrainingSession] = {}
    for session in reversed(workspace().sessions.list(limit=NEWEST)):
        asked = session.analysis
        if asked is not None and asked.model_id == model_id:
            found[asked.key] = session
    return {key: session for key, session in found.items() if session.status != "completed"}
