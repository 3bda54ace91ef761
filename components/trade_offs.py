"""What a score costs: models by their score, the time to fit them and their size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import plotly.graph_objects as go

from components import figures, models, words
from components.figures import Figure, Table, plain
from components.score_plots import axis_title
from components.side_by_side import Shown
from engine.comparison import Comparison
from engine.metrics import Metric, format_score
from engine.records import TrainedModel

# Shorter times are noise of the clock, and a logarithm needs a number above 0.
SHORTEST_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True)
class _Cost:
    """One of the two panels: what is counted, in which unit, and how it is told."""

    axis: str
    title: str
    place: tuple[float, float]
    value: Callable[[TrainedModel], float]
    told: Callable[[TrainedModel], str]


_COSTS: Final = (
    _Cost(
        "x",
        "Time to fit (s)",
        (0.0, 0.47),
        lambda model: max(SHORTEST_SECONDS, model.fit_seconds),
        models.fit_words,
    ),
    _Cost(
        "x2",
        "Size of the model (bytes)",
        (0.53, 1.0),
        lambda model: max(1, model.size_bytes),
        lambda model: words.size(model.size_bytes),
    ),
)


def trade_off(comparison: Comparison, shown: Sequence[Shown], *, metric: Metric) -> Figure:
    """Draw scores against the time of the last fit, and against the size of the model."""
    scores = {one.model_id: one.score for one in comparison.ranking if one.score is not None}
    known = [one for one in shown if one.model.id in scores]
    return Figure(
        name="score-costs",
        title="What the score costs",
        says=_says(metric),
        traces=tuple(_points(known, scores, cost) for cost in _COSTS),
        layout=_layout(known, metric),
        table=Table(
            head=("Model", metric.name, "Fit", "Size"),
            rows=tuple(_line(one, scores[one.model.id], metric) for one in known),
        ),
    )


def _says(metric: Metric) -> str:
    if metric.greater_is_better:
        return (
            "Higher is better and further left is cheaper; each step to the right is tenfold. "
            "Numbers are those of the leaderboard."
        )
    return (
        "Lower is better and further left is cheaper; each step to the right is tenfold. "
        "Numbers are those of the leaderboard."
    )


def _points(shown: Sequence[Shown], scores: Mapping[str, float], cost: _Cost) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers([cost.value(one.model) for one in shown]),
        y=figures.numbers([scores[one.model.id] for one in shown]),
        xaxis=cost.axis,
        mode="markers+text",
        text=[one.title.partition(".")[0] for one in shown],
        textposition="top center",
        customdata=[[plain(one.title), cost.told(one.model)] for one in shown],
        name=cost.title,
        marker={"size": 11},
        hovertemplate="%{customdata[0]}: %{y}, %{customdata[1]}<extra></extra>",
    )


def _layout(shown: Sequence[Shown], metric: Metric) -> dict[str, Any]:
    """Two panels beside each other with one axis of scores."""
    first, second = (_axis(shown, cost) for cost in _COSTS)
    target = shown[0].model.target if shown else None
    return {
        "xaxis": first,
        "xaxis2": {**second, "anchor": "y"},
        "yaxis": {"title": {"text": axis_title(metric, target)}},
        "showlegend": False,
    }


def _axis(shown: Sequence[Shown], cost: _Cost) -> dict[str, Any]:
    """A logarithmic axis between powers of ten, so that there are always two ticks."""
    powers = [math.log10(cost.value(one.model)) for one in shown] or [0.0]
    low = math.floor(min(powers))
    return {
        "type": "log",
        "domain": list(cost.place),
        "range": [low - 0.1, max(low + 1, math.ceil(max(powers))) + 0.1],
        "dtick": 1,
        "title": {"text": cost.title},
    }


def _line(one: Shown, score: float, metric: Metric) -> tuple[str, ...]:
    costs = (cost.told(one.model) for cost in _COSTS)
    return one.title, format_score(metric, score), *costs
