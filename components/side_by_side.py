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
    if len(shown) < 2:
        parts: list[Component] = [
            html.P("Tick two or more models in the leaderboard.", className="muted")
        ]
    else:
        parts = _differences(shown, labels)
    return controls.card("What differs", [*parts, _left_out(models)], class_name="side-by-side")


def _differences(shown: Sequence[TrainedModel], labels: Labels) -> list[Component]:
    """First what several of the models can be set to, then what only one of them knows."""
    table = settings(shown, labels)
    alone = {name for name, row in table.items() if len(row) - row.count(NOT_A_SETTING) < 2}
    together: list[list[Child]] = [
        [name, *row] for name, row in table.items() if len(set(row)) > 1 and name not in alone
    ]
    if not together and not alone:
        return [html.P("These models were trained with the same settings.", className="muted")]
    own = {name: row for name, row in table.items() if name in alone}
    return [
        controls.table(["Setting", *_names(shown)], together, name="What differs"),
        *([_own_settings(shown, own)] if own else []),
    ]


def _own_settings(shown: Sequence[TrainedModel], own: Mapping[str, Sequence[str]]) -> Component:
    """Settings that only one of the models has; they cannot be compared, only read."""
    rows: list[list[Child]] = [[model.name, _own(own, place)] for place, model in enumerate(shown)]
    table = controls.table(["Model", "Settings"], rows, name="Settings of one model alone")
    return html.Details([html.Summary("Settings that only one of them has"), table])


def _own(own: Mapping[str, Sequence[str]], place: int) -> Component:
    """The settings that the model at this place has alone."""
    known = {name: row[place] for name, row in own.items() if row[place] != NOT_A_SETTING}
    return html.Ul([html.Li([html.B(name), " ", value]) for name, value in known.items()])


def scores(models: Sequence[TrainedModel]) -> Component:
    """All scores of the models on held-out rows; the best of each line has a star."""
    shown = models[:MOST_MODELS]
    rows = [_score_row(metric, shown) for metric in metrics(shown[0].task_type)]
    table = controls.table(["Metric", *_names(shown)], rows, name="All scores")
    if shown[0].task_type == "clustering":
        told = "Scores on all rows; the best of each line has a star."
    else:
        told = (
            "Scores on the held-out rows; the best of each line has a star. Whether it is really "
            "better, the verdict above says."
        )
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
