"""Which model an address looks at, and in which theme; shared by Results, Compare and Export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import MATCH, ClientsideFunction, Input, Output, State, clientside_callback
from dash.exceptions import PreventUpdate

from app.context import workspace
from components import StepKey, figures, models, query, search, shell, step_at
from components.themes import Theme
from engine.errors import NotFoundError
from engine.records import Problem, TrainedModel

clientside_callback(
    ClientsideFunction("figures", "follow_theme"),
    Output(figures.ids.graph(MATCH), "figure"),
    Input(shell.ids.theme, "data"),
    State(figures.ids.graph(MATCH), "figure"),
    State(figures.ids.templates, "data"),
)

clientside_callback(
    ClientsideFunction("figures", "save_image"),
    # Nothing is changed: an output says to which graph the button belongs.
    Output(figures.ids.image(MATCH, MATCH), "n_clicks"),
    Input(figures.ids.image(MATCH, MATCH), "n_clicks"),
    State(figures.ids.graph(MATCH), "figure"),
    State(figures.ids.graph(MATCH), "id"),
    State(figures.ids.image(MATCH, MATCH), "id"),
    State(figures.ids.templates, "data"),
    prevent_initial_call=True,
)


@dataclass(frozen=True, slots=True)
class Looking:
    """All models, newest first, and the one that is looked at.

    Without one in the address it is the newest, of the address's dataset if
    that has any. `problem` says that the one in the address is not there.
    """

    models: Sequence[TrainedModel]
    model: TrainedModel | None
    problem: Problem | None = None


def stay_on(key: StepKey, pathname: str | None) -> None:
    """Draw nothing for a step that is just being left.

    Leaving a step changes the query as well, and a step drawn anew while the next
    one takes its place is work for nothing; its grid then warns in the console.
    """
    entry = step_at(pathname)
    if entry is None or entry.key != key:
        raise PreventUpdate


def look(address: str | None) -> Looking:
    """Find the model of an address."""
    models, asked = workspace().models.list(), query(address)
    if "model" not in asked:
        return Looking(models, _newest(models, asked.get("dataset")))
    try:
        return Looking(models, workspace().models.get(asked["model"]))
    except NotFoundError as error:
        return Looking(models, None, error.problem())


def nothing(looking: Looking, step: StepKey, address: str | None) -> list[Any]:
    """What a step shows when there is no model, or not the one of the address."""
    if looking.problem is None:
        return [models.none_yet(query(address).get("dataset"))]
    newest = models.address(step, looking.models[0]) if looking.models else None
    return [models.gone(looking.problem, newest=newest)]


def search_of(model_id: str | None, address: str | None) -> str:
    """Query of the address that looks at a chosen model; a select that was only drawn asks none."""
    shown = look(address).model
    if model_id is None or (shown is not None and shown.id == model_id):
        raise PreventUpdate
    return search(**models.looked_at(workspace().models.get(model_id)))


def theme_of(stored: str | None) -> Theme:
    """The theme of the page; light while the browser has not told yet."""
    return "dark" if stored == "dark" else "light"


def _newest(models: Sequence[TrainedModel], dataset_id: str | None) -> TrainedModel | None:
    of_dataset = [model for model in models if model.dataset_id == dataset_id]
    return next(iter([*of_dataset, *models]), None)
