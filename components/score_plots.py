"""The chart of scores: models side by side, each with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components import figures
from components.figures import Figure, Table, plain
from engine.metrics import Metric, format_interval, format_score


@dataclass(frozen=True, slots=True)
class ScoredModel:
    """One line of the chart; `standing` is a word for people."""

    name: str
    score: float | None
    ci95: tuple[float, float] | None
    standing: str
    best: bool = False


def score_intervals(
    models: Sequence[ScoredModel], *, metric: Metric, target: str | None, baseline: float | None
) -> Figure:
    """Draw scores as points with their 95 % intervals, in the order given."""
    return Figure(
        name="score-intervals",
        title=f"{metric.name} with its 95 % interval",
        says=_says(metric),
        traces=tuple(_interval(model, line) for line, model in enumerate(models)),
        layout={
            "xaxis": {"title": {"text": axis_title(metric, target)}},
            "yaxis": {
                **figures.named_ticks([_title(model) for model in models]),
                "range": [len(models) - 0.5, -0.5],
                "showgrid": False,
                "zeroline": False,
            },
            "showlegend": False,
            **_baseline_line(baseline),
        },
        table=Table(
            head=("Model", metric.name, "95 % interval", "Standing"),
            rows=tuple(_line(model, metric) for model in models),
        ),
        height=110 + 44 * max(2, len(models)),
    )


def axis_title(metric: Metric, target: str | None) -> str:
    """Name of a metric with its unit."""
    column = plain(target or "the target")
    titles = {
        "share": f"{metric.name} (share, 1 is all)",
        "target": f"{metric.name} (in the unit of {column})",
        "target squared": f"{metric.name} (in the squared unit of {column})",
    }
    return titles.get(metric.unit, f"{metric.name} (no unit)")


def _says(metric: Metric) -> str:
    rule = "Where two intervals overlap widely, the difference may be luck."
    if metric.greater_is_better:
        return f"Further right is better. {rule}"
    return f"Further left is better. {rule}"


def _title(model: ScoredModel) -> str:
    return f"★ {model.name}" if model.best else model.name


def _interval(model: ScoredModel, line: int) -> Any:  # noqa: ANN401  plotly has no types
    low, high = model.ci95 or (model.score, model.score)
    above, below = (abs((end or 0.0) - (model.score or 0.0)) for end in (high, low))
    return go.Scatter(
        x=figures.numbers([model.score]),
        y=[line],
        error_x={
            "type": "data",
            "symmetric": False,
            "array": figures.numbers([above]),
            "arrayminus": figures.numbers([below]),
        },
        mode="markers",
        name=plain(model.name),
        marker={"size": 11},
        hovertemplate=f"{plain(model.name)}: %{{x}}<extra></extra>",
    )


def _baseline_line(baseline: float | None) -> dict[str, Any]:
    """A dotted line where a model that ignores the features stands."""
    if baseline is None:
        return {}
    line = {"type": "line", "yref": "paper", "x0": baseline, "x1": baseline, "y0": 0, "y1": 1}
    words = {"text": "baseline", "x": baseline, "y": 1, "yref": "paper", "yanchor": "bottom"}
    return {"shapes": [line], "annotations": [words]}


def _line(model: ScoredModel, metric: Metric) -> tuple[str, ...]:
    score = format_score(metric, model.score)
    return model.name, score, format_interval(metric, model.ci95), model.standing
