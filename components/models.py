"""What the steps Results, Compare and Export share: naming a model and choosing one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash.development.base_component import Component

from components import StepKey, controls, href, words
from engine.holdout import choosing_score
from engine.metrics import format_score, metrics
from engine.records import Problem, TrainedModel

SHORT_DIGEST: Final = 12


def looked_at(model: TrainedModel) -> dict[str, str]:
    """What an address names when it looks at this model."""
    return {"dataset": model.dataset_id, "session": model.session_id, "model": model.id}


def address(key: StepKey, model: TrainedModel) -> str:
    """Address of a step that looks at this model."""
    return href(key, **looked_at(model))


def label(model: TrainedModel) -> str:
    """One line that tells a model from its siblings."""
    metric = metrics(model.task_type)[0]
    score = format_score(metric, choosing_score(model, metric.key))
    age = words.ago(model.created_at)
    return f"{model.name} · {metric.name} {score} · {model.provenance.dataset_name} · {age}"


def chooser(
    models: Sequence[TrainedModel], *, chosen: TrainedModel | None, element_id: str
) -> Component:
    """A select of all models, newest first."""
    select = dbc.Select(
        id=element_id,
        options=[{"label": label(model), "value": model.id} for model in models],
        value=chosen.id if chosen else None,
        placeholder="Choose a model",
    )
    return controls.field("Model", select)


def retrain(model: TrainedModel) -> str:
    """Address of the Train step with the settings of this model."""
    return href("train", dataset=model.dataset_id, settings=model.id)


def none_yet(dataset_id: str | None) -> Component:
    """What is shown while no model has been trained."""
    way = href("train", dataset=dataset_id) if dataset_id else href("data")
    text = "Train a model" if dataset_id else "Go to your data"
    return controls.empty(
        "No model yet",
        "A model appears here as soon as its training is done.",
        actions=[controls.link_button(text, way, primary=True)],
    )


def gone(problem: Problem, *, newest: str | None) -> Component:
    """Say that the model of the address is not there, with the way on."""
    if newest is None:
        way = controls.link_button("Go to your data", href("data"), primary=True)
    else:
        way = controls.link_button("Open the newest model", newest, primary=True)
    return controls.notice(problem, actions=[way])


def fit_words(model: TrainedModel) -> str:
    """How long the fit on all learning rows took."""
    if model.fit_seconds < 0.05:
        return "under 0.1 s"
    return words.duration(model.fit_seconds)


def digest_words(sha256: str) -> str:
    """The beginning of a digest: enough to tell two apart by eye."""
    return f"{sha256[:SHORT_DIGEST]}…"
