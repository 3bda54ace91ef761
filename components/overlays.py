"""Curves of several models in one figure: ROC, precision and recall, residuals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from components import figures, words
from components.figures import Figure, Table, plain
from engine.diagnosis.curves import Curve
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis, RegressorDiagnosis
from engine.diagnosis.residuals import Residuals

# More lines than this cannot be told apart.
MOST_MODELS: Final = 5
# Rates at which the curves are read off for the tables.
_FALSE_ALARMS: Final = (0.05, 0.1, 0.2)
_FOUND: Final = (0.5, 0.8, 0.9)
HELD_OUT: Final = "On held-out rows."
OVER_FOLDS: Final = (
    "On the rows of the folds, each asked about by a fit that has not learned from it."
)
Titled = tuple[str, Diagnosis]


def drawings(
    known: Sequence[Titled], *, target: str, over_folds: bool = False
) -> tuple[Figure, ...]:
    """The figures in which at least two models can be drawn.

    `over_folds` says whose answers were diagnosed: about the rows of the folds, or
    about the held-out rows.
    """
    where = OVER_FOLDS if over_folds else HELD_OUT
    shown = known[:MOST_MODELS]
    # Of several classes every model would need as many lines.
    two = [
        (title, found)
        for title, found in shown
        if isinstance(found, ClassifierDiagnosis) and len(found.roc) == 1
    ]
    left = [
        (title, found.residuals)
        for title, found in shown
        if isinstance(found, RegressorDiagnosis) and found.residuals is not None
    ]
    if len(two) > 1:
        return (
            roc([(title, found.roc[0]) for title, found in two], where=where),
            precision_recall(
                [(title, found.precision_recall[0]) for title, found in two], where=where
            ),
        )
    return (residuals(left, target=target, where=where),) if len(left) > 1 else ()


def roc(curves: Sequence[tuple[str, Curve]], *, where: str = HELD_OUT) -> Figure:
    """Draw the ROC curves of several models."""
    return Figure(
        name="roc-overlay",
        title="Found, against false alarms (ROC)",
        says="Further up on the left is better. Where curves cross, the better model depends on "
        f"how many false alarms can be borne. {where}",
        traces=tuple(_line(title, curve.x, curve.y) for title, curve in curves),
        layout={
            "xaxis": {"title": {"text": "share of the others taken for it"}, "range": [0, 1]},
            "yaxis": {"title": {"text": "share of the class found"}, "range": [0, 1.01]},
            "shapes": [{"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1}],
        },
        table=Table(
            head=("Model", *(f"Found at {words.share(at)} false alarms" for at in _FALSE_ALARMS)),
            rows=tuple(
                (title, *(words.share(curve.best_up_to(at)) for at in _FALSE_ALARMS))
                for title, curve in curves
            ),
        ),
    )


def precision_recall(curves: Sequence[tuple[str, Curve]], *, where: str = HELD_OUT) -> Figure:
    """Draw the precision-recall curves of several models."""
    return Figure(
        name="precision-recall-overlay",
        title="How often an alarm is right, by how many are found",
        says=f"Further up on the right is better. {where}",
        traces=tuple(_line(title, curve.x, curve.y) for title, curve in curves),
        layout={
            "xaxis": {"title": {"text": "share of the class found (recall)"}, "range": [0, 1]},
            "yaxis": {"title": {"text": "share of alarms that are right (precision)"}},
        },
        table=Table(
            head=("Model", *(f"Alarms right when {words.share(at)} are found" for at in _FOUND)),
            rows=tuple(
                (title, *(words.share(curve.best_from(at)) for at in _FOUND))
                for title, curve in curves
            ),
        ),
    )


def residuals(
    found: Sequence[tuple[str, Residuals]], *, target: str, where: str = HELD_OUT
) -> Figure:
    """Draw how often residuals have which size, for several models."""
    return Figure(
        name="residuals-overlay",
        title="How far off they are, and how often",
        says=f"The narrower and the nearer to zero, the better. {where}",
        traces=tuple(_line(title, *_outline(one)) for title, one in found),
        layout={
            "xaxis": {"title": {"text": f"residual, in the unit of {plain(target)}"}},
            "yaxis": {"title": {"text": "share of rows per bar of its own"}},
        },
        table=Table(
            head=("Model", "Mean residual", "Standard deviation", "Half lie between"),
            rows=tuple((title, *_spread(one)) for title, one in found),
        ),
    )


def _line(title: str, x: Sequence[float], y: Sequence[float]) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers(list(x)),
        y=figures.numbers(list(y)),
        mode="lines",
        name=plain(title),
        line={"width": 2},
        hovertemplate=f"{plain(title)}<br>%{{x}}<br>%{{y}}<extra></extra>",
    )


def _outline(one: Residuals) -> tuple[list[float], list[float]]:
    total = sum(one.counts)
    ends = zip(one.edges, one.edges[1:], strict=False)
    return [(low + high) / 2 for low, high in ends], [count / total for count in one.counts]


def _spread(one: Residuals) -> tuple[str, str, str]:
    half = (words.number(one.quantiles[name]) for name in ("25%", "75%"))
    return words.number(one.mean), words.number(one.std), " and ".join(half)
