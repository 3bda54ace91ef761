"""How the settings of a model were found: the best, what was tried, and where to look further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from components import controls, figures, words
from components.figures import Figure, Table
from components.score_plots import axis_title
from components.themes import Theme
from engine.algorithms import AlgorithmConfig
from engine.hyperparameters import spell
from engine.metrics import Metric, format_score, metrics
from engine.records import Candidate, SearchResult, Setting, TrainedModel

_ENDED: Final = {
    "all tried": "All of them were tried.",
    "time": "The time for the search was over before all of them were tried.",
    "stopped": "The run was stopped before all of them were tried.",
}


def draw(
    model: TrainedModel, algorithm: AlgorithmConfig | None, *, theme: Theme
) -> list[Component]:
    """What was found in words, and the score of every candidate; nothing without a search."""
    if model.search is None:
        return []
    labels = labels_of(algorithm)
    parts = [_card(model.search, labels, model)]
    if model.search.candidates:
        figure = candidates(model.search, labels, model)
        parts.append(figures.draw(figure, theme=theme))
    return parts


def labels_of(algorithm: AlgorithmConfig | None) -> dict[str, str]:
    """Names for people of an algorithm's settings."""
    return {one.name: one.label for one in algorithm.hyperparameters} if algorithm else {}


def _card(search: SearchResult, labels: Mapping[str, str], model: TrainedModel) -> Component:
    metric = _metric(search, model)
    best = {labels.get(name, name): spell(value) for name, value in search.hyperparameters.items()}
    score = {f"{metric.name} of the search": format_score(metric, search.score)}
    parts = [html.P(_tried(search), className="muted"), controls.facts(best | score)]
    return controls.card("How the settings were found", parts, class_name="search-result")


def _tried(search: SearchResult) -> str:
    sentence = words.count(
        search.plan.n_candidates,
        "{n} combination of settings was to be tried within the learning rows alone.",
        "{n} combinations of settings were to be tried within the learning rows alone.",
    )
    took = f"The search took {words.duration(search.seconds)}."
    return f"{sentence} {_ENDED[search.ended]} {took}"


def candidates(search: SearchResult, labels: Mapping[str, str], model: TrainedModel) -> Figure:
    """Draw the score of each candidate in the order in which they were tried."""
    metric = _metric(search, model)
    best = "highest" if metric.greater_is_better else "lowest"
    return Figure(
        name="search-candidates",
        title="What was tried",
        says=f"Each point is one combination of settings; the {best} is the best. "
        "Where many are about as good, the settings matter little here.",
        traces=tuple(_points(search, n_rows, metric) for n_rows in _sizes(search)),
        layout={
            "xaxis": {"title": {"text": "Combination, in the order of trying"}},
            "yaxis": {"title": {"text": axis_title(metric, model.target)}},
            "showlegend": len(_sizes(search)) > 1,
        },
        table=_table(search, labels, metric),
        height=320,
    )


def _sizes(search: SearchResult) -> list[int]:
    return sorted({candidate.n_rows for candidate in search.candidates})


def _points(search: SearchResult, n_rows: int, metric: Metric) -> Any:  # noqa: ANN401  plotly has no types
    chosen = [
        (number, candidate)
        for number, candidate in enumerate(search.candidates, start=1)
        if candidate.n_rows == n_rows
    ]
    return go.Scatter(
        x=[number for number, _ in chosen],
        y=figures.numbers([candidate.score for _, candidate in chosen]),
        mode="markers",
        marker={"size": 9},
        name=f"on {n_rows:,} rows",
        hovertext=[_values(candidate.hyperparameters) for _, candidate in chosen],
        hovertemplate=f"%{{hovertext}}<br>{metric.name}: %{{y}}<extra></extra>",
    )


def _values(settings: Mapping[str, Setting]) -> str:
    return figures.plain(
        ", ".join(f"{name} {_short(value)}" for name, value in settings.items()), most=120
    )


def _table(search: SearchResult, labels: Mapping[str, str], metric: Metric) -> Table:
    names = list(dict.fromkeys(name for one in search.candidates for name in one.hyperparameters))
    head = [labels.get(name, name) for name in names]
    return Table(
        head=("Combination", metric.name, *head, "Rows", "Time"),
        rows=tuple(
            _line(number, candidate, names, metric)
            for number, candidate in enumerate(search.candidates, start=1)
        ),
    )


def _line(number: int, candidate: Candidate, names: list[str], metric: Metric) -> tuple[str, ...]:
    given = candidate.hyperparameters
    return (
        f"{number:,}",
        format_score(metric, candidate.score),
        *(_short(given[name]) if name in given else "" for name in names),
        f"{candidate.n_rows:,}",
        words.duration(candidate.seconds),
    )


def _short(value: Setting) -> str:
    """A value with the digits that matter: those of a random draw go on for long."""
    if isinstance(value, float):
        return words.number(value)
    return spell(value)


def _metric(search: SearchResult, model: TrainedModel) -> Metric:
    known = metrics(model.task_type)
    return next((metric for metric in known if metric.key == search.metric), known[0])
