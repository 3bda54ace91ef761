"""The threshold between two classes: what mistakes cost, and where they cost least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from components import controls, figures, words
from components.controls import Child
from components.figures import Figure, Table
from components.themes import Theme
from engine.diagnosis.thresholds import Threshold, Thresholds
from engine.words import Words

_HEAD: Final = ("Threshold", "Found", "Alarms that are right", "False alarms", "Missed", "Cost")
_READ_EVERY: Final = 10


class ids:  # noqa: N801  ids are read as thresholds.ids.content
    """Ids of what this module draws."""

    false_positive = "thresholds-false-positive"
    false_negative = "thresholds-false-negative"
    slider = "thresholds-slider"
    content = "thresholds-content"
    model = "thresholds-model"
    error = "thresholds-error"
    tune = "thresholds-tune"
    tuned = "thresholds-tuned"


def card(
    found: Thresholds, told: Words, *, model_id: str, can_tune: bool, theme: Theme
) -> Component:
    """What mistakes cost, to be changed, and what each threshold then costs."""
    return controls.card(
        f"From which probability on it is “{found.label}”",
        [
            _fields(found.label),
            *([_tuning()] if can_tune else []),
            html.Div(content(found, told, chosen=0.5, theme=theme), id=ids.content),
            dcc.Store(id=ids.model, data=model_id),
        ],
        class_name="thresholds",
    )


def _tuning() -> Component:
    """The button that has a model made whose threshold is tuned to the costs."""
    button = controls.button("Make a variant tuned to these costs", element_id=ids.tune, small=True)
    said = html.P(id=ids.tuned, className="muted", role="status")
    return html.Div([html.Div(button, className="buttons"), said], className="threshold-tuning")


def started(name: str) -> str:
    """Say where the variant that is being made is to be seen."""
    return f"It is being made. See “{name}” further down for how far it is."


def _fields(label: str) -> Component:
    return html.Div(
        [
            controls.field(
                f"Cost of a false alarm for “{label}”",
                controls.number_input(ids.false_positive, "1"),
                help_text="What it costs to take another class for it, in any unit.",
            ),
            controls.field(
                f"Cost of a missed “{label}”",
                controls.number_input(ids.false_negative, "1"),
                help_text="What it costs not to find one, in the same unit.",
                error_id=ids.error,
            ),
            controls.field("Threshold", _slider(), help_text="From which probability on."),
        ],
        className="choosers",
    )


def _slider() -> Component:
    slider: Component = dbc.Input(
        id=ids.slider, type="range", min=0, max=1, step=0.01, value=0.5, class_name="form-range"
    )
    return slider


def content(found: Thresholds, told: Words, *, chosen: float, theme: Theme) -> Sequence[Component]:
    """What can be concluded, the thresholds that matter, and the cost of all."""
    rows = [
        _row("chosen", _at(found, chosen)),
        _row("usual", found.usual),
        _row("cheapest", found.best),
        _row("cheapest, on held-out rows", found.held_out_best),
    ]
    return [
        controls.told(told),
        html.P(_where(found), className="figure-note"),
        controls.table(("", *_HEAD), rows, name="Thresholds"),
        figures.draw(cost(found), theme=theme),
    ]


def _where(found: Thresholds) -> str:
    if found.basis == "folds":
        return (
            f"On {found.n_rows:,} rows of the folds, each asked about by a fit that has not seen "
            "it. Shares are of all rows, the cost is that of a row on average."
        )
    return (
        f"On the {found.n_rows:,} held-out rows, as there are no folds. Shares are of all rows, "
        "the cost is that of a row on average."
    )


def _at(found: Thresholds, chosen: float) -> Threshold:
    return min(found.points, key=lambda one: abs(one.threshold - chosen))


def _row(name: str, one: Threshold) -> list[Child]:
    right = "none raised" if one.precision is None else words.share(one.precision)
    return [
        name,
        f"{one.threshold:.2f}",
        words.share(one.recall),
        right,
        words.share(one.false_positives),
        words.share(one.false_negatives),
        words.number(one.cost),
    ]


def cost(found: Thresholds) -> Figure:
    """Draw what mistakes cost at every threshold."""
    return Figure(
        name="threshold-cost",
        title="What mistakes cost at every threshold",
        says="Lower is better. The dotted line is where it is lowest.",
        traces=(_line(found.points),),
        layout={
            "xaxis": {"title": {"text": f"threshold for {figures.plain(found.label)}"}},
            "yaxis": {"title": {"text": "mean cost of a row"}, "rangemode": "tozero"},
            "shapes": [_mark(found.best.threshold)],
            "showlegend": False,
        },
        table=Table(
            head=_HEAD,
            rows=tuple(tuple(_row("", one)[1:]) for one in found.points[::_READ_EVERY]),
        ),
        height=280,
    )


def _line(points: Sequence[Threshold]) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers([one.threshold for one in points]),
        y=figures.numbers([one.cost for one in points]),
        mode="lines",
        line={"width": 2.5},
        hovertemplate="from %{x} on: %{y}<extra></extra>",
    )


def _mark(at: float) -> dict[str, Any]:
    return {"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}
