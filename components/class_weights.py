"""What class weights change: each class with and without them, and the scores both ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import plotly.graph_objects as go
from dash import html
from dash.development.base_component import Component

from components import controls, figures, words
from components.figures import Figure, Table
from engine.analyses.class_weights import BothWays, ClassEffect, ClassWeights
from engine.metrics import format_score, metric

# So many classes are drawn, the rarest; the table has all of them.
MOST_DRAWN: Final = 12
_NONE: Final = "–"  # noqa: RUF001  a dash as typeset
_HEAD: Final = ("Class", "Rows", "Without weights", "With weights", "Difference", "95 % interval")


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two things that weights trade for each other."""

    name: str
    title: str
    says: str
    axis: str
    value: Callable[[ClassEffect], BothWays]


_SIDES: Final = (
    _Side(
        name="class-weights-recall",
        title="How often each class is found",
        says="Each pair of bars is a class, the rarest first: the share of its rows that is found "
        "(recall), without and with balanced class weights.",
        axis="share of the class found (recall)",
        value=lambda one: one.recall,
    ),
    _Side(
        name="class-weights-precision",
        title="How often its name is right",
        says="The share of the rows taken for a class that really are (precision). Where more of "
        "a class are found, this is what it costs.",
        axis="share of alarms that are right (precision)",
        value=lambda one: one.precision,
    ),
)


def drawings(found: ClassWeights) -> tuple[Figure, ...]:
    """How often each class is found, and how often its name is right, both ways."""
    return tuple(_figure(found, side) for side in _SIDES)


def _figure(found: ClassWeights, side: _Side) -> Figure:
    shown = found.classes[:MOST_DRAWN]
    pairs = [side.value(one) for one in shown]
    return Figure(
        name=side.name,
        title=side.title,
        says=side.says,
        traces=(
            _bars([one.without for one in pairs], "without weights"),
            _bars([one.balanced for one in pairs], "with weights"),
        ),
        layout=_layout([one.label for one in shown], side.axis),
        table=Table(head=_HEAD, rows=tuple(_row(one, side.value(one)) for one in found.classes)),
        note=_note(found),
        height=150 + 46 * max(2, len(shown)),
    )


def _bars(values: Sequence[float | None], name: str) -> Any:  # noqa: ANN401  plotly has no types
    return go.Bar(
        x=figures.numbers(values),
        y=list(range(len(values))),
        orientation="h",
        name=name,
        hovertemplate="%{x:.3f}<extra>" + name + "</extra>",
    )


def _layout(labels: Sequence[str], axis: str) -> dict[str, Any]:
    return {
        "barmode": "group",
        "xaxis": {"title": {"text": axis}, "range": [0, 1]},
        "yaxis": {**figures.named_ticks(labels), "autorange": "reversed"},
    }


def _row(one: ClassEffect, both: BothWays) -> tuple[str, ...]:
    return (one.label, f"{one.n_rows:,}", *_both(both, _share))


def _both(both: BothWays, spelled: Callable[[float], str]) -> tuple[str, ...]:
    known = (both.without, both.balanced)
    told = tuple(_NONE if value is None else spelled(value) for value in known)
    return (*told, _NONE if both.difference is None else f"{both.difference:+.3f}", _interval(both))


def _share(value: float) -> str:
    return f"{value:.3f}"


def _interval(both: BothWays) -> str:
    if both.ci95 is None:
        return _NONE
    low, high = (f"{bound:+.3f}" for bound in both.ci95)
    return f"{low} to {high}"


def _note(found: ClassWeights) -> str:
    told = _where(found)
    if len(found.classes) <= MOST_DRAWN:
        return told
    drawn = f"The {MOST_DRAWN} rarest of {len(found.classes):,} classes are drawn."
    return f"{drawn} {told}"


def _where(found: ClassWeights) -> str:
    if found.own_folds:
        return (
            f"Means over {found.n_folds:,} folds of the rows learned from, cut for this because "
            "the model has none of its own. Held-out rows have no part in it."
        )
    return (
        f"Means over the {found.n_folds:,} folds of the model, each trained both ways. Held-out "
        "rows have no part in it."
    )


def scores(found: ClassWeights) -> Component:
    """The scores both ways, and what the model says of each class on average."""
    rows = [
        [metric(key).name, *_both(both, partial(format_score, metric(key)))]
        for key, both in found.scores.items()
    ]
    table = controls.table(("Score", *_HEAD[2:]), rows, name="Scores with and without weights")
    said = [one for one in found.classes if one.probability is not None]
    return html.Div([table, *([_probabilities(said)] if said else [])], className="stack")


def _probabilities(said: Sequence[ClassEffect]) -> Component:
    rows = [
        [one.label, words.share(one.share), *(_mean(one, way) for way in ("without", "balanced"))]
        for one in said[:MOST_DRAWN]
    ]
    head = ("Class", "Share of the rows", "Said without weights", "Said with weights")
    told = "Mean probability that is said for each class; it should be about its share of the rows."
    table = controls.table(head, rows, name="Mean probabilities with and without weights")
    return html.Div([html.P(told, className="figure-note"), table])


def _mean(one: ClassEffect, way: str) -> str:
    value = getattr(one.probability, way)
    return _NONE if value is None else words.share(value)
