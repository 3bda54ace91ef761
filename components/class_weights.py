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
from components.differences import MINUS, UNKNOWN
from components.figures import Figure, Table
from engine.analyses.class_weights import BothWays, ClassEffect, ClassWeights
from engine.metrics import format_score, metric

# Also when it is counted how many classes were looked at, unlike the interval.
_LUCK: Final = "More than luck"
# So many classes are drawn, the rarest; the table has all of them.
MOST_DRAWN: Final = 12
_SPACE: Final = "\u00a0"
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
        says="Each line is a class, the rarest first: the share of its rows that is found "
        "(recall), without and with balanced class weights. Where the bar, the 95 % interval of "
        "the difference, does not reach the other point, it is hardly luck.",
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
            _points([one.without for one in pairs], "without weights"),
            _points(
                [one.balanced for one in pairs],
                "with weights",
                reach=[_reach(one) for one in pairs],
            ),
        ),
        layout=_layout([one.label for one in shown], side.axis),
        table=Table(
            head=(*_HEAD, _LUCK), rows=tuple(_row(one, side.value(one)) for one in found.classes)
        ),
        note=_note(found),
        height=150 + 40 * max(2, len(shown)),
    )


# As points, whose colour and symbol come from the theme; bars would all be of one colour.
def _points(
    values: Sequence[float | None], name: str, *, reach: Sequence[float | None] = ()
) -> Any:  # noqa: ANN401  plotly has no types
    drawn = go.Scatter(
        x=figures.numbers(values),
        y=list(range(len(values))),
        mode="markers",
        name=name,
        marker={"size": 11},
        hovertemplate="%{x:.3f}<extra>" + name + "</extra>",
    )
    if reach:
        drawn.update(error_x={"type": "data", "array": figures.numbers(reach)})
    return drawn


def _reach(both: BothWays) -> float | None:
    """Half the interval of the difference."""
    return None if both.ci95 is None else (both.ci95[1] - both.ci95[0]) / 2


def _layout(labels: Sequence[str], axis: str) -> dict[str, Any]:
    return {
        "xaxis": {"title": {"text": axis}, "range": [-0.02, 1.02]},
        # Half a line of room above the first class and below the last.
        "yaxis": {**figures.named_ticks(labels), "range": [len(labels) - 0.5, -0.5]},
    }


def _row(one: ClassEffect, both: BothWays) -> tuple[str, ...]:
    return (one.label, f"{one.n_rows:,}", *_both(both, _share), "yes" if both.clear else "no")


def _both(both: BothWays, spelled: Callable[[float], str]) -> tuple[str, ...]:
    known = (both.without, both.balanced)
    told = tuple(UNKNOWN if value is None else spelled(value) for value in known)
    difference = UNKNOWN if both.difference is None else _signed(both.difference)
    return (*told, difference, _interval(both))


def _share(value: float) -> str:
    return f"{value:.3f}"


def _signed(value: float) -> str:
    return f"{value:+.3f}".replace("-", MINUS)


def _interval(both: BothWays) -> str:
    """The interval of the difference, in one line however narrow its column is."""
    if both.ci95 is None:
        return UNKNOWN
    low, high = map(_signed, both.ci95)
    return f"{low}{_SPACE}to{_SPACE}{high}"


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
    return UNKNOWN if value is None else words.share(value)
