"""The Results step: how good one model is, where it errs, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd
from dash import dcc, html
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
from engine.model_results import LookedAt, ModelResults
from engine.records import TrainedModel, TrainingSession
from engine.row_counts import row_counts
from engine.verdicts import words_of

COLUMNS: Final = "two-columns"


class ids:  # noqa: N801  ids are read as results.ids.content
    """Ids of what this module draws."""

    chooser = "results-chooser"
    model = "results-model"
    content = "results-content"
    looked_at = "results-looked-at"
    answers = "results-answers"
    questions = "results-questions"


@dataclass(frozen=True)
class View(LookedAt):
    """The model that is looked at.

    Parameters
    ----------
    algorithm : AlgorithmConfig or None
        Its entry in the registry; ``None`` when this version no longer has it.
    """

    algorithm: AlgorithmConfig | None = None


@dataclass(frozen=True)
class Answers(ModelResults):
    """What it said, and what is drawn of that.

    Parameters
    ----------
    algorithm : AlgorithmConfig or None
        As of the model.
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


def content(view: View) -> list[Component]:
    """The scores of one model and where it came from; its answers come by themselves."""
    model = view.model
    asking = new_rows.card(model, view.datasets)
    beside = [_way_on(model), asking, _settings(view), _provenance(model)]
    answers = controls.loading(html.Div(id=ids.answers, className="stack"))
    left = [score_table.card(model, view.holdout), answers]
    return [
        dcc.Store(id=ids.looked_at, data=model.id),
        *_notes(view),
        html.Div([html.Div(part, className="stack") for part in (left, beside)], className=COLUMNS),
        html.Div(id=ids.questions, className="stack"),
    ]


def answers(found: Answers, *, theme: Theme) -> list[Component]:
    """What a model said of rows it did not learn from, or what its clusters are."""
    return [
        *([] if found.clusters is None else clusters.cards(found.clusters, theme=theme)),
        *(diagnosis.draw(found.diagnosis, target=found.model.target or "", theme=theme)),
        *(figures.draw(figure, theme=theme) for figure in found.figures),
        *_thresholds(found, theme=theme),
        *search_result.draw(found.model, found.algorithm, theme=theme),
    ]


def questions(found: Answers, *, theme: Theme) -> list[Component]:
    """What can be found out about a model, and what was."""
    if not found.analyses:
        return []
    title = html.H2("To be found out", className="section-title")
    known = analyses.place(found.analyses, found.running, model_id=found.model.id, theme=theme)
    return [title, known]


def _thresholds(found: Answers, *, theme: Theme) -> list[Component]:
    if found.thresholds is None:
        return []
    chosen, told = found.thresholds
    return [
        thresholds.card(chosen, told, model_id=found.model.id, can_tune=found.can_tune, theme=theme)
    ]


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
        **row_counts(model),
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
