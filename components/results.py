"""The Results step: how good one model is, where it errs, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd
from dash import html
from dash.development.base_component import Component

from components import (
    analyses,
    cluster_plots,
    clusters,
    controls,
    diagnosis,
    figures,
    models,
    new_rows,
    plots,
    score_table,
    search_result,
    step,
    thresholds,
    words,
)
from components.controls import Child
from components.figures import Figure
from components.models import address
from components.themes import Theme
from engine.algorithms import AlgorithmConfig
from engine.clusters.report import ClusterReport
from engine.hyperparameters import spell
from engine.model_results import ModelResults
from engine.records import TrainedModel, TrainingSession
from engine.verdicts import words_of


class ids:  # noqa: N801  ids are read as results.ids.content
    """Ids of what this module draws."""

    chooser = "results-chooser"
    model = "results-model"
    content = "results-content"


@dataclass(frozen=True)
class View(ModelResults):
    """What is known about the model that is looked at, and what is drawn of it.

    Parameters
    ----------
    algorithm : AlgorithmConfig or None
        Its entry in the registry; ``None`` when this version no longer has it.
    figures : sequence of Figure
        What is drawn of its predictions.
    running : mapping of str to TrainingSession
        The sessions that find something out about it, by the key of the analysis.
    """

    algorithm: AlgorithmConfig | None = None
    figures: Sequence[Figure] = ()
    running: Mapping[str, TrainingSession] = field(default_factory=dict)


def drawings(
    model: TrainedModel, predictions: pd.DataFrame, report: ClusterReport | None = None
) -> tuple[Figure, ...]:
    """Choose the figures that suit the task type of a model."""
    if model.task_type == "clustering":
        return cluster_plots.both(predictions, report, n_rows=model.provenance.n_train)
    target = model.target or ""
    if model.task_type == "classification":
        return (plots.confusion_matrix(predictions, target=target),)
    return (
        plots.predicted_against_actual(predictions, target=target),
        plots.residuals(predictions, target=target),
    )


def layout() -> Component:
    """Draw the step; the model is filled in by a callback."""
    header = controls.page_header(
        "Results", step("results").summary, aside=html.Div(id=ids.chooser, className="chooser")
    )
    content = controls.loading(html.Div(id=ids.content, className="stack"))
    return html.Div([figures.templates(), header, content])


def chooser(known: Sequence[TrainedModel], *, chosen: TrainedModel | None) -> Component:
    """A select of all models."""
    return models.chooser(known, chosen=chosen, element_id=ids.model)


def content(view: View, *, theme: Theme) -> list[Component]:
    """Everything about one model, the most important first."""
    model = view.model
    asking = new_rows.card(model, view.datasets)
    parts = [_way_on(model), asking, _settings(view), _provenance(model)]
    beside = html.Div(parts, className="stack")
    return [
        *_notes(view),
        html.Div([_left(view, theme=theme), beside], className="two-columns"),
        *_analyses(view, theme=theme),
    ]


def _left(view: View, *, theme: Theme) -> Component:
    drawn = [figures.draw(figure, theme=theme) for figure in view.figures]
    parts = [
        score_table.card(view.model, view.holdout),
        *([] if view.clusters is None else clusters.cards(view.clusters, theme=theme)),
        *(diagnosis.draw(view.diagnosis, target=view.model.target or "", theme=theme)),
        *drawn,
        *_thresholds(view, theme=theme),
        *search_result.draw(view.model, view.algorithm, theme=theme),
    ]
    return html.Div(parts, className="stack")


def _thresholds(view: View, *, theme: Theme) -> list[Component]:
    if view.thresholds is None:
        return []
    found, told = view.thresholds
    return [
        thresholds.card(found, told, model_id=view.model.id, can_tune=view.can_tune, theme=theme)
    ]


def _analyses(view: View, *, theme: Theme) -> list[Component]:
    if not view.analyses:
        return []
    title = html.H2("To be found out", className="section-title")
    known = analyses.place(view.analyses, view.running, model_id=view.model.id, theme=theme)
    return [title, known]


def _notes(view: View) -> list[Component]:
    """The headline, and what to be careful about."""
    known = words_of(view.model, n_clusters=view.n_clusters)
    told = [controls.told(one) for one in known.values()]
    grown = [] if view.model.grown is None else [_grown(view.model.grown)]
    return told + grown + [_warning(warning) for warning in view.model.warnings]


def _grown(part: tuple[int, int]) -> Component:
    return controls.message(
        f"This model is {words.grown(part)}, because the run was stopped or out of time.",
        hint="It can be used as it is. Grown to its end it would be another model.",
        tone="warn",
    )


def _warning(warning: str) -> Component:
    return controls.message("A remark while this model learned.", hint=warning, tone="warn")


def _way_on(model: TrainedModel) -> Component:
    buttons = [
        controls.link_button("Take this model with you", address("export", model), primary=True),
        controls.link_button("Compare it with others", address("compare", model)),
    ]
    return controls.card("What next?", html.Div(buttons, className="buttons"))


def _settings(view: View) -> Component:
    """The algorithm in a sentence, and its settings by their names on the Train step."""
    entry = view.algorithm
    labels = search_result.labels_of(entry)
    settings = {
        labels.get(name, name): spell(value) for name, value in view.model.hyperparameters.items()
    }
    about = html.P(entry.description, className="muted") if entry else None
    again = controls.link_button(
        "Change these settings and train again", models.retrain(view.model)
    )
    parts = [about, controls.facts(settings), html.Div(again, className="buttons onward")]
    return controls.card(view.model.name, parts)


def _provenance(model: TrainedModel) -> Component:
    provenance = model.provenance
    known: dict[str, Child] = {
        "Dataset": provenance.dataset_name,
        "Target": model.target or "none, it looks for groups",
        "Features": _features(model),
        **models.row_facts(model),
        "Seed": str(provenance.spec.random_seed),
        "Time to fit": models.fit_words(model),
        "Trained": words.ago(model.created_at),
        "SHA-256 of the data": _digest(provenance.dataset_sha256),
        "SHA-256 of the predictions": _digest(provenance.predictions_sha256),
        **{name: version for name, version in provenance.versions.items() if name != "joblib"},
    }
    return controls.card("Where it came from", controls.facts(known))


def _features(model: TrainedModel) -> Component:
    """How many columns it looks at; opened, which."""
    number = words.count(len(model.features), "{n} column", "{n} columns")
    return html.Details([html.Summary(number), html.Ul([html.Li(name) for name in model.features])])


def _digest(sha256: str) -> Component:
    return html.Code(models.digest_words(sha256), title=sha256)
