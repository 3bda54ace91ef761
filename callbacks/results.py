"""The Results step: shows one model, and lets another be chosen."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback

from app.context import workspace
from callbacks.analyses import of_model
from callbacks.looking import look, nothing, search_of, stay_on, theme_of
from callbacks.notices import in_place
from components import results, shell
from engine.algorithms import entry_of
from engine.model_results import looked_at, model_results

ids = results.ids
url = shell.ids.url


@callback(
    Output(ids.content, "children"),
    Output(ids.chooser, "children"),
    Input(url, "search"),
    State(url, "pathname"),
)
@in_place(outputs=2)
def show(search: str | None, pathname: str) -> tuple[Any, Any]:
    """Show the model of the address."""
    stay_on("results", pathname)
    looking = look(search)
    if not looking.models:
        return nothing(looking, "results", search), []
    chooser = results.chooser(looking.models, chosen=looking.model)
    if looking.model is None:
        return nothing(looking, "results", search), chooser
    known = looked_at(workspace().models, looking.model.id)
    view = results.View(**vars(known), algorithm=entry_of(looking.model))
    return results.content(view), chooser


@callback(
    Output(ids.answers, "children"),
    Output(ids.questions, "children"),
    Input(ids.looked_at, "data"),
    State(shell.ids.theme, "data"),
)
@in_place(outputs=2)
def show_answers(model_id: str, theme: str | None) -> tuple[Any, Any]:
    """Show what the model said, and what more can be found out, once its scores are there."""
    answers, drawn = _answers(model_id), theme_of(theme)
    return results.answers(answers, theme=drawn), results.questions(answers, theme=drawn)


@callback(
    Output(url, "search", allow_duplicate=True),
    Input(ids.model, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_model(model_id: str | None, search: str | None) -> str:
    """Look at another model."""
    return search_of(model_id, search)


def _answers(model_id: str) -> results.Answers:
    known = model_results(workspace().models, model_id)
    return results.Answers(
        **vars(known),
        algorithm=entry_of(known.model),
        figures=results.drawings(known.model, known.predictions, known.clusters),
        running=of_model(model_id),
    )
