"""Chosen models next to each other: first what differs between them, then all scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.controls import Child
from components.preprocessing_choices import CHOICES, Choice
from engine.holdout import choosing_score, has_folds
from engine.hyperparameters import spell
from engine.metrics import Metric, format_score, metrics
from engine.records import TrainedModel, TrainingSpec

# More columns than this do not fit beside each other.
MOST_MODELS: Final = 5
NOT_A_SETTING: Final = "not a setting of it"


@dataclass(frozen=True, slots=True)
class Shown:
    """A model that stands beside others.

    Parameters
    ----------
    title : str
        What stands above it; no two models have the same.
    model : TrainedModel
        The model.
    labels : mapping of str to str
        What its settings are called on the Train step, by scikit-learn's names.
    """

    title: str
    model: TrainedModel
    labels: Mapping[str, str]


def differences(chosen: Sequence[Shown]) -> Component:
    """Only the settings in which the models differ."""
    shown = chosen[:MOST_MODELS]
    parts: list[Component]
    if len(shown) < 2:
        parts = [html.P("Tick two or more models in the leaderboard.", className="muted")]
    else:
        parts = _differences(shown)
    return controls.card("What differs", [*parts, _left_out(chosen)], class_name="side-by-side")


def scores(chosen: Sequence[Shown]) -> Component:
    """All scores that the models are chosen by; the best of each line has a star."""
    shown = chosen[:MOST_MODELS]
    rows = [_score_row(metric, shown) for metric in metrics(shown[0].model.task_type)]
    told = html.P(_how_scored(shown[0].model), className="muted")
    table = controls.table(["Metric", *_titles(shown)], rows, name="All scores")
    parts = [told, table, _left_out(chosen)]
    return controls.card("All scores", parts, class_name="side-by-side")


def _how_scored(model: TrainedModel) -> str:
    """What the scores are of; models that stand beside each other are judged alike."""
    if model.task_type == "clustering":
        return "Scores on all rows; the best of each line has a star."
    if has_folds(model):
        return (
            "Means over the folds; the best of each line has a star. Whether it is really better, "
            "the verdict above says."
        )
    return (
        "Scores on the held-out rows; the best of each line has a star. Whether it is really "
        "better, the verdict above says."
    )


def settings(shown: Sequence[Shown]) -> dict[str, list[str]]:
    """Every setting by its name for people, with one value for each model.

    Two algorithms may mean different things by one name of scikit-learn; then they
    have two names for people, and stand on two lines.
    """
    own = [_settings(one) for one in shown]
    names = dict.fromkeys(name for one in own for name in one)
    table = {name: [one.get(name, NOT_A_SETTING) for one in own] for name in names}
    return {**_common([one.model for one in shown]), **table}


def _settings(one: Shown) -> dict[str, str]:
    given = one.model.hyperparameters
    return {one.labels.get(name, name): spell(value) for name, value in given.items()}


def _common(models: Sequence[TrainedModel]) -> dict[str, list[str]]:
    """What every model has, whatever its algorithm."""
    specs = [model.provenance.spec for model in models]
    known = dict.fromkeys(name for model in models for name in model.features)
    return {
        "Algorithm": [model.name for model in models],
        "Features": [_features(model, list(known)) for model in models],
        "Folds": [f"{spec.n_folds}" if spec.n_folds else "none" for spec in specs],
        "Seed": [str(spec.random_seed) for spec in specs],
        "Test share": [words.share(spec.test_size) for spec in specs],
        **{choice.title: [_prepared(spec, choice) for spec in specs] for choice in CHOICES},
    }


def _prepared(spec: TrainingSpec, choice: Choice) -> str:
    """What was chosen about how columns become numbers, as the Prepare step words it."""
    value = getattr(spec.preprocessing, choice.field)
    return dict(choice.options).get(value, spell(value))


def _features(model: TrainedModel, known: Sequence[str]) -> str:
    """Which of the features of all models it looks at."""
    missing = [name for name in known if name not in model.features]
    return f"all but {', '.join(missing)}" if missing else "all"


def _differences(shown: Sequence[Shown]) -> list[Component]:
    """First what several of the models can be set to, then what only one of them knows."""
    table = settings(shown)
    alone = {name for name, row in table.items() if len(row) - row.count(NOT_A_SETTING) < 2}
    together: list[list[Child]] = [
        [name, *row] for name, row in table.items() if len(set(row)) > 1 and name not in alone
    ]
    if not together and not alone:
        return [html.P("These models were trained with the same settings.", className="muted")]
    own = {name: row for name, row in table.items() if name in alone}
    return [
        controls.table(["Setting", *_titles(shown)], together, name="What differs"),
        *([_own_settings(shown, own)] if own else []),
    ]


def _own_settings(shown: Sequence[Shown], own: Mapping[str, Sequence[str]]) -> Component:
    """Settings that only one of the models has; they cannot be compared, only read."""
    rows: list[list[Child]] = [[one.title, _own(own, place)] for place, one in enumerate(shown)]
    table = controls.table(["Model", "Settings"], rows, name="Settings of one model alone")
    return html.Details([html.Summary("Settings that only one of them has"), table])


def _own(own: Mapping[str, Sequence[str]], place: int) -> Component:
    """The settings that the model at this place has alone."""
    known = {name: row[place] for name, row in own.items() if row[place] != NOT_A_SETTING}
    return html.Ul([html.Li([html.B(name), " ", value]) for name, value in known.items()])


def _titles(shown: Sequence[Shown]) -> list[Child]:
    return [one.title for one in shown]


def _score_row(metric: Metric, shown: Sequence[Shown]) -> list[Child]:
    values = [choosing_score(one.model, metric.key) for one in shown]
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


def _left_out(chosen: Sequence[Shown]) -> Component | None:
    if len(chosen) <= MOST_MODELS:
        return None
    return html.P(
        f"The first {MOST_MODELS} of the {len(chosen)} chosen models are shown.",
        className="figure-note",
    )
