"""Chosen models next to each other: first what differs between them, then all scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.controls import Child
from engine.hyperparameters import spell
from engine.metrics import Metric, format_score, metrics
from engine.records import TrainedModel

# More columns than this do not fit beside each other.
MOST_MODELS: Final = 5
NOT_A_SETTING: Final = "not a setting of it"

Labels = Mapping[str, str]


def differences(models: Sequence[TrainedModel], labels: Labels) -> Component:
    """Only the settings in which the models differ."""
    shown = models[:MOST_MODELS]
    differing = {name: row for name, row in settings(shown, labels).items() if len(set(row)) > 1}
    if len(shown) < 2:
        body: Child = html.P("Choose two or more models in the leaderboard.", className="muted")
    elif not differing:
        body = html.P("These models were trained with the same settings.", className="muted")
    else:
        rows: list[list[Child]] = [[name, *row] for name, row in differing.items()]
        body = controls.table(["Setting", *_names(shown)], rows, name="What differs")
    return controls.card("What differs", [body, _left_out(models)], class_name="side-by-side")


def scores(models: Sequence[TrainedModel]) -> Component:
    """All scores of the models on held-out rows; the best of each line has a star."""
    shown = models[:MOST_MODELS]
    rows = [_score_row(metric, shown) for metric in metrics(shown[0].task_type)]
    table = controls.table(["Metric", *_names(shown)], rows, name="All scores")
    if shown[0].task_type == "clustering":
        told = "Scores on all rows. The best of each line has a star."
    else:
        told = "Scores on the held-out rows. The best of each line has a star."
    parts = [html.P(told, className="muted"), table, _left_out(models)]
    return controls.card("All scores", parts, class_name="side-by-side")


def settings(models: Sequence[TrainedModel], labels: Labels) -> dict[str, list[str]]:
    """Every setting by its name for people, with one value for each model."""
    names = dict.fromkeys(name for model in models for name in model.hyperparameters)
    table = {labels.get(name, name): [_setting(model, name) for model in models] for name in names}
    return {**_common(models), **table}


def _setting(model: TrainedModel, name: str) -> str:
    if name not in model.hyperparameters:
        return NOT_A_SETTING
    return spell(model.hyperparameters[name])


def _common(models: Sequence[TrainedModel]) -> dict[str, list[str]]:
    """What every model has, whatever its algorithm."""
    specs = [model.provenance.spec for model in models]
    return {
        "Algorithm": [model.name for model in models],
        "Features": [_features(model) for model in models],
        "Folds": [f"{spec.cv_folds}" if spec.cv_folds else "none" for spec in specs],
        "Seed": [str(spec.random_seed) for spec in specs],
        "Test share": [words.share(spec.test_size) for spec in specs],
    }


def _features(model: TrainedModel) -> str:
    return ", ".join(model.features)


def _names(models: Sequence[TrainedModel]) -> list[Child]:
    return [model.name for model in models]


def _score_row(metric: Metric, models: Sequence[TrainedModel]) -> list[Child]:
    values = [model.scores.test.get(metric.key) for model in models]
    best = _best(values, metric)
    return [metric.name, *(_score(value, metric, best=best) for value in values)]


def _best(values: Sequence[float | None], metric: Metric) -> float | None:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    return max(known) if metric.greater_is_better else min(known)


def _score(value: float | None, metric: Metric, *, best: float | None) -> Child:
    text = format_score(metric, value)
    if value is None or value != best:
        return text
    star = html.Span("★", className="best-mark", title="best of this line")
    return html.Span([star, html.B(text), html.Span(" best", className="visually-hidden")])


def _left_out(models: Sequence[TrainedModel]) -> Component | None:
    if len(models) <= MOST_MODELS:
        return None
    return html.P(
        f"The first {MOST_MODELS} of the {len(models)} chosen models are shown.",
        className="figure-note",
    )
