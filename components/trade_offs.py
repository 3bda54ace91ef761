"""What a score costs: models by their score, the time to fit them and their size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from components import figures, models, words
from components.figures import Figure, Table, plain
from components.score_plots import axis_title
from components.side_by_side import Shown
from engine.comparison import Comparison
from engine.metrics import Metric, format_score

# Shorter times are noise of the clock, and a logarithm needs a number above 0.
SHORTEST_SECONDS: Final = 0.001
_PANELS: Final = (("x", (0.0, 0.47)), ("x2", (0.53, 1.0)))


def trade_off(comparison: Comparison, shown: Sequence[Shown], *, metric: Metric) -> Figure:
    """Draw scores against the time of the last fit, and against the size of the model."""
    scores = {one.model_id: one.score for one in comparison.ranking}
    known = [one for one in shown if scores.get(one.model.id) is not None]
    return Figure(
        name="score-costs",
        title="What the score costs",
        says=_says(metric),
        traces=tuple(
            _point(one, scores[one.model.id], axis, seconds=axis == "x")
            for axis, _ in _PANELS
            for one in known
        ),
        layout=_layout(metric, known[0].model.target if known else None),
        table=Table(
            head=("Model", metric.name, "Fit", "Size"),
            rows=tuple(_line(one, scores[one.model.id], metric) for one in known),
        ),
    )


def _says(metric: Metric) -> str:
    if metric.greater_is_better:
        return "Higher is better, further left is cheaper; each step along the axis is tenfold."
    return "Lower is better, further left is cheaper; each step along the axis is tenfold."


def _point(one: Shown, score: float | None, axis: str, *, seconds: bool) -> Any:  # noqa: ANN401  plotly has no types
    cost = max(SHORTEST_SECONDS, one.model.fit_seconds) if seconds else one.model.size_bytes
    told = models.fit_words(one.model) if seconds else words.size(one.model.size_bytes)
    name = plain(one.title)
    return go.Scatter(
        x=figures.numbers([cost]),
        y=figures.numbers([score]),
        xaxis=axis,
        mode="markers+text",
        text=[one.title.partition(".")[0]],
        textposition="top center",
        name=name,
        marker={"size": 11},
        hovertemplate=f"{name}: %{{y}}, {told}<extra></extra>",
    )


def _layout(metric: Metric, target: str | None) -> dict[str, Any]:
    """Two panels beside each other with one axis of scores."""
    first, second = (
        {"type": "log", "domain": list(domain), "title": {"text": title}}
        for (_, domain), title in zip(
            _PANELS, ("Time to fit (s)", "Size of the model (bytes)"), strict=True
        )
    )
    return {
        "xaxis": first,
        "xaxis2": {**second, "anchor": "y"},
        "yaxis": {"title": {"text": axis_title(metric, target)}},
        "showlegend": False,
    }


def _line(one: Shown, score: float | None, metric: Metric) -> tuple[str, ...]:
    fit, size = models.fit_words(one.model), words.size(one.model.size_bytes)
    return one.title, format_score(metric, score), fit, size
