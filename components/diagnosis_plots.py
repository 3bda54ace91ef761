"""Figures of a diagnosis: curves over thresholds, calibration, residuals, intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from components import figures, words
from components.figures import Figure, Table, plain
from engine import report
from engine.diagnosis.calibration import Calibration, CalibrationBin
from engine.diagnosis.conformal import PredictionInterval
from engine.diagnosis.curves import Curve
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis
from engine.diagnosis.residuals import Residuals
from engine.report.answers import band_table, interval_table

_DIAGONAL: Final = {"type": "line", "x0": 0, "y0": 0, "x1": 1, "y1": 1}
# Rates at which a curve is read off for its table.
_READ_AT: Final = (0.01, 0.05, 0.1, 0.2, 0.5)


def drawings(found: Diagnosis, *, target: str) -> tuple[Figure, ...]:
    """The figures that there are of a diagnosis."""
    if isinstance(found, ClassifierDiagnosis):
        return (
            *([roc(found.roc)] if found.roc else []),
            *([precision_recall(found.precision_recall)] if found.precision_recall else []),
            *([calibration(found.calibration)] if found.calibration else []),
        )
    return (
        *([residual_spread(found.residuals, target=target)] if found.residuals else []),
        *([coverage(found.intervals, target=target)] if found.intervals else []),
    )


def roc(curves: Sequence[Curve]) -> Figure:
    """Draw how many of a class are found, by how many others are taken for it."""
    return Figure(
        name="roc",
        title="Found, against false alarms (ROC)",
        says="Every point is a threshold. Far up on the left is good: many of the class are found "
        f"and few others are taken for it. The dotted diagonal is guessing. {_band_words(curves)}",
        traces=_lines(curves),
        layout={
            "xaxis": {"title": {"text": "share of the others taken for it"}, "range": [0, 1]},
            "yaxis": {"title": {"text": "share of the class found"}, "range": [0, 1.01]},
            "shapes": [_DIAGONAL],
        },
        table=_roc_table(curves),
        note=_note(curves),
    )


def precision_recall(curves: Sequence[Curve]) -> Figure:
    """Draw how often an alarm is right, by how many of a class are found."""
    return Figure(
        name="precision-recall",
        title="How often an alarm is right, by how many are found",
        says="Every point is a threshold. Far up on the right is good. With a rare class this says "
        f"more than the curve of false alarms. {_band_words(curves)}",
        traces=_lines(curves),
        layout={
            "xaxis": {"title": {"text": "share of the class found (recall)"}, "range": [0, 1]},
            "yaxis": {
                "title": {"text": "share of alarms that are right (precision)"},
                "range": [0, 1.01],
            },
        },
        table=_precision_table(curves),
        note=_note(curves),
    )


def calibration(found: Calibration) -> Figure:
    """Draw what happened, by the probability that was given."""
    bins = found.bins
    return Figure(
        name="calibration",
        title="Whether probabilities mean what they say",
        says="Each point is a group of held-out rows with about the same probability. On the "
        "dotted line it happens as often as was said. Bars are 95 % intervals.",
        traces=(
            _with_intervals(
                [one.predicted for one in bins],
                [one.actual for one in bins],
                [one.ci95 for one in bins],
                "said %{x}<br>happened %{y}",
            ),
        ),
        layout={
            "xaxis": {"title": {"text": f"probability of {plain(found.label)}"}},
            "yaxis": {"title": {"text": "share that really was"}, "range": [-0.02, 1.02]},
            "shapes": [_DIAGONAL],
            "showlegend": False,
        },
        table=Table(
            head=("Mean probability", "Share that really was", "95 % interval", "Rows"),
            rows=tuple(map(_bin, bins)),
        ),
    )


def residual_spread(found: Residuals, *, target: str) -> Figure:
    """Draw how often residuals have which size."""
    return Figure(
        name="residual-spread",
        title="How far off it is, and how often",
        says="Each bar counts held-out rows whose residual, actual less predicted, has that size. "
        "Narrow and around zero is good.",
        traces=(_histogram(found),),
        layout={
            "xaxis": {"title": {"text": f"residual, in the unit of {plain(target)}"}},
            "yaxis": {"title": {"text": "rows"}},
            "bargap": 0.05,
            "showlegend": False,
        },
        table=_table(band_table(found, target)),
        note="The table shows the errors by range of the target.",
        height=300,
    )


def _histogram(found: Residuals) -> Any:  # noqa: ANN401  plotly has no types
    ends = zip(found.edges, found.edges[1:], strict=False)
    return go.Bar(
        x=figures.numbers([(low + high) / 2 for low, high in ends]),
        y=list(found.counts),
        hovertemplate="residual %{x}<br>%{y} rows<extra></extra>",
    )


def coverage(found: Sequence[PredictionInterval], *, target: str) -> Figure:
    """Draw how many rows the intervals cover, against what they promise."""
    return Figure(
        name="coverage",
        title="Prediction intervals, and whether they hold",
        says="An interval around each prediction that promises to cover so many new rows. Each "
        "point is the share of rows it really covered; on the dotted line it keeps its word.",
        traces=(_covered(found),),
        layout={
            "xaxis": {"title": {"text": "promised share"}, "range": [0.75, 1.0]},
            "yaxis": {"title": {"text": "covered share"}},
            "shapes": [_DIAGONAL | {"x0": 0.75, "y0": 0.75}],
            "showlegend": False,
        },
        table=_table(interval_table(found, target)),
        height=300,
    )


def _covered(found: Sequence[PredictionInterval]) -> Any:  # noqa: ANN401  plotly has no types
    return _with_intervals(
        [one.level for one in found],
        [one.coverage for one in found],
        [one.coverage_ci95 for one in found],
        "promised %{x}<br>covered %{y}",
    )


def _with_intervals(
    x: Sequence[float], y: Sequence[float], ends: Sequence[tuple[float, float]], hover: str
) -> Any:  # noqa: ANN401  plotly has no types
    """Points with their 95 % intervals."""
    return go.Scatter(
        x=figures.numbers(list(x)),
        y=figures.numbers(list(y)),
        error_y={
            "type": "data",
            "symmetric": False,
            "array": figures.numbers([end[1] - one for end, one in zip(ends, y, strict=True)]),
            "arrayminus": figures.numbers([one - end[0] for end, one in zip(ends, y, strict=True)]),
        },
        mode="lines+markers",
        marker={"size": 9},
        hovertemplate=f"{hover}<extra></extra>",
    )


def _bin(one: CalibrationBin) -> tuple[str, ...]:
    low, high = (words.share(end) for end in one.ci95)
    shares = (words.share(one.predicted), words.share(one.actual))
    return (*shares, f"{low} to {high}", f"{one.n_rows:,}")


def _lines(curves: Sequence[Curve]) -> tuple[Any, ...]:
    drawn = [_line(curve.x, curve.y, curve.label) for curve in curves]
    # Bands of several classes would hide each other.
    if len(curves) == 1 and curves[0].grid:
        one = curves[0]
        drawn += [
            _line(one.grid, one.low, "folds, lower", thin=True),
            _line(one.grid, one.high, "folds, upper", thin=True),
        ]
    return tuple(drawn)


def _line(x: Sequence[float], y: Sequence[float], name: str, *, thin: bool = False) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers(list(x)),
        y=figures.numbers(list(y)),
        mode="lines",
        name=plain(name),
        line={"width": 1, "dash": "dot"} if thin else {"width": 2.5},
        hovertemplate=f"{plain(name)}<br>%{{x}}<br>%{{y}}<extra></extra>",
    )


def _band_words(curves: Sequence[Curve]) -> str:
    if len(curves) == 1 and curves[0].grid:
        return "The thin lines are one standard deviation around the mean of the folds."
    return ""


def _note(curves: Sequence[Curve]) -> str | None:
    if len(curves) < 2:
        return None
    return "Each class is told from all others; of many classes those with most rows are drawn."


def _roc_table(curves: Sequence[Curve]) -> Table:
    head = ("Class", *(f"Found at {words.share(at)} false alarms" for at in _READ_AT))
    rows = tuple(
        (one.label, *(words.share(one.best_up_to(at)) for at in _READ_AT)) for one in curves
    )
    return Table(head=head, rows=rows)


def _precision_table(curves: Sequence[Curve]) -> Table:
    places = (0.5, 0.8, 0.9, 0.95)
    head = ("Class", *(f"Alarms right when {words.share(at)} are found" for at in places))
    rows = tuple((one.label, *(words.share(one.best_from(at)) for at in places)) for one in curves)
    return Table(head=head, rows=rows)


def _table(told: report.Table) -> Table:
    """The same numbers as in the report of a model."""
    return Table(head=told.head, rows=told.rows)
