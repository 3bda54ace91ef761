"""The Results step: shows one model, and lets another be chosen."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback

from app.context import workspace
from callbacks.analyses import of_model
from callbacks.looking import entry_of, look, nothing, search_of, stay_on, theme_of
from callbacks.notices import in_place
from components import results, shell
from engine.analyses import cost_analysis
from engine.clusters.report import ClusterReport
from engine.diagnosis.thresholds import Thresholds
from engine.diagnosis.words import of_thresholds
from engine.errors import DoesNotApplyError
from engine.records import TrainedModel
from engine.stored_answers import count_clusters
from engine.words import Words

ids = results.ids
url = shell.ids.url


@callback(
    Output(ids.content, "children"),
    Output(ids.chooser, "children"),
    Input(url, "search"),
    State(url, "pathname"),
    State(shell.ids.theme, "data"),
)
@in_place(outputs=2)
def show(search: str | None, pathname: str, theme: str | None) -> tuple[Any, Any]:
    """Show the model of the address."""
    stay_on("results", pathname)
    looking = look(search)
    if not looking.models:
        return nothing(looking, "results", search), []
    chooser = results.chooser(looking.models, chosen=looking.model)
    if looking.model is None:
        return nothing(looking, "results", search), chooser
    return results.content(_view(looking.model), theme=theme_of(theme)), chooser


@callback(
    Output(url, "search", allow_duplicate=True),
    Input(ids.model, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_model(model_id: str | None, search: str | None) -> str:
    """Look at another model."""
    return search_of(model_id, search)


def _view(model: TrainedModel) -> results.View:
    known = workspace().models
    predictions = known.predictions(model.id)
    clusters = _clusters(model)
    return results.View(
        model=model,
        algorithm=entry_of(model),
        figures=results.drawings(model, predictions, clusters),
        n_clusters=count_clusters(predictions),
        diagnosis=None if model.task_type == "clustering" else known.diagnosis(model.id),
        thresholds=_thresholds(model),
        analyses=known.analyses(model.id),
        running=of_model(model.id),
        clusters=clusters,
        can_tune=cost_analysis(model) is not None,
        holdout=known.open(model.id),
        datasets=known.datasets_for(model.id),
    )


def _thresholds(model: TrainedModel) -> tuple[Thresholds, Words] | None:
    """What thresholds cost; ``None`` where there is none to choose."""
    try:
        found = workspace().models.thresholds(model.id)
    except DoesNotApplyError:
        return None
    return found, of_thresholds(found)


def _clusters(model: TrainedModel) -> ClusterReport | None:
    """What the clusters are; ``None`` for a model without, or one that nobody described."""
    try:
        return workspace().models.clusters(model.id)
    except DoesNotApplyError:
        return None
