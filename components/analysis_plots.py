"""Figures of the answers of analyses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import plotly.graph_objects as go

from components import figures, words
from components.figures import Figure, Table, plain
from engine.analyses.dependence import Dependence, Dependences
from engine.analyses.importance import ColumnImportance, Importance
from engine.analyses.learning_curve import LearningCurve, LearningPoint
from engine.analyses.noise_check import NoiseCheck
from engine.analyses.weights import FeatureWeight, Weights
from engine.metrics import Metric, format_score, metric

# So many columns are drawn; the table has all of them.
MOST_BARS: Final = 15
_UPRIGHT: Final = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}


def importance(found: Importance) -> tuple[Figure, ...]:
    """Draw what is lost without each column."""
    shown = found.columns[:MOST_BARS]
    name = metric(found.metric).name
    figure = Figure(
        name="importance",
        title=f"What {name} loses when a column is shuffled",
        says=f"Longer is more important. Each bar is the mean of {found.n_repeats} shuffles, its "
        "line one standard deviation. Where two columns say the same, each looks less important.",
        traces=(_bars(shown),),
        layout=_named_bars([one.column for one in shown], f"loss of {name}"),
        table=Table(
            head=("Column", f"Loss of {name}", "Standard deviation", "More than chance"),
            rows=tuple(map(_loss, found.columns)),
        ),
        note=f"On {found.n_rows:,} of {found.n_held_out:,} held-out rows.",
        height=110 + 26 * max(2, len(shown)),
    )
    return (figure,)


def _bars(shown: Sequence[ColumnImportance]) -> Any:  # noqa: ANN401  plotly has no types
    return go.Bar(
        x=figures.numbers([one.mean for one in shown]),
        y=list(range(len(shown))),
        error_x={"type": "data", "array": figures.numbers([one.std for one in shown])},
        orientation="h",
        customdata=[plain(one.column) for one in shown],
        hovertemplate="%{customdata}: %{x}<extra></extra>",
    )


def _loss(one: ColumnImportance) -> tuple[str, ...]:
    certain = "yes" if one.matters else "no"
    return one.column, words.number(one.mean), words.number(one.std), certain


def weights(found: Weights) -> tuple[Figure, ...]:
    """Draw the largest weights of the model itself."""
    shown = found.features[:MOST_BARS]
    figure = Figure(
        name="weights",
        title=f"The largest {found.kind}",
        says=f"Each bar is one of the {found.n_features:,} numbers the model sees; the longest "
        "move its answers most.",
        traces=(_weight_bars(shown),),
        layout=_named_bars([one.feature for one in shown], found.kind),
        table=Table(
            head=("Feature", "Column", found.kind.capitalize()),
            rows=tuple((one.feature, one.column, _signed(one.weight)) for one in found.features),
        ),
        height=110 + 26 * max(2, len(shown)),
    )
    return (figure,)


def _weight_bars(shown: Sequence[FeatureWeight]) -> Any:  # noqa: ANN401  plotly has no types
    return go.Bar(
        x=figures.numbers([one.weight for one in shown]),
        y=list(range(len(shown))),
        orientation="h",
        customdata=[plain(one.feature) for one in shown],
        hovertemplate="%{customdata}: %{x}<extra></extra>",
    )


def _named_bars(names: Sequence[str], title: str) -> dict[str, Any]:
    return {
        "xaxis": {"title": {"text": title}},
        "yaxis": {**figures.named_ticks(names), "autorange": "reversed"},
        "showlegend": False,
    }


def _signed(value: float) -> str:
    return f"{value:+.4g}"


def dependence(found: Dependences) -> tuple[Figure, ...]:
    """Draw how predictions move with each column."""
    return tuple(_dependence(one, found) for one in found.columns)


def _dependence(one: Dependence, found: Dependences) -> Figure:
    single = [_trace(one.values, line, "one row", thin=True) for line in one.lines]
    mean = _trace(one.values, one.mean, "mean of all rows")
    return Figure(
        name=f"dependence-{one.column}",
        title=f"{one.column}",
        says=f"The thick line is the {found.of} on average, each thin line is one row.",
        # First, so that it has the first colour of the theme whatever follows.
        traces=(mean, *single),
        layout={
            "xaxis": {"title": {"text": plain(one.column)}},
            "yaxis": {"title": {"text": plain(found.of, most=40)}},
            "showlegend": False,
        },
        table=Table(
            head=(one.column, f"Mean {found.of}"),
            rows=tuple(
                (_value(value), words.number(height))
                for value, height in zip(one.values, one.mean, strict=True)
            ),
        ),
        note=f"Averaged over {found.n_rows:,} of {found.n_learned:,} learning rows.",
        height=280,
    )


def _trace(x: Sequence[float | str], y: Sequence[float], name: str, *, thin: bool = False) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=[value if isinstance(value, float) else plain(value) for value in x],
        y=figures.numbers(list(y)),
        mode="lines" if thin else "lines+markers",
        name=name,
        line={"width": 0.7} if thin else {"width": 3},
        opacity=0.35 if thin else 1.0,
        hoverinfo="skip" if thin else None,
        showlegend=False,
    )


def _value(value: float | str) -> str:
    return words.number(value) if isinstance(value, float) else value


def learning_curve(found: LearningCurve) -> tuple[Figure, ...]:
    """Draw the scores by how many rows were learned from."""
    chosen = metric(found.metric)
    figure = Figure(
        name="learning-curve",
        title=f"{chosen.name} by rows learned from",
        says="Where the curve of new rows still rises at its end, more rows would help. A wide gap "
        "to the rows learned from is overfitting.",
        traces=_curves(found),
        layout={
            "xaxis": {"title": {"text": "rows learned from"}},
            "yaxis": {"title": {"text": chosen.name}},
        },
        table=Table(
            head=("Rows", "On new rows", "Standard deviation", "On rows learned from"),
            rows=tuple(_point(one, chosen) for one in found.points),
        ),
        note=f"Over {found.n_folds} folds; bars are one standard deviation between them.",
        height=320,
    )
    return (figure,)


def noise_check(found: NoiseCheck) -> tuple[Figure, ...]:
    """Draw the scores of shuffled answers, and where the true ones stand."""
    chosen = metric(found.metric)
    (score,) = figures.numbers([found.score])
    figure = Figure(
        name="noise-check",
        title=f"{chosen.name} with shuffled answers",
        says="Each bar counts shuffles. The dotted line is the score with the true answers: there "
        "is something to learn where it stands apart from all bars.",
        traces=(_shuffle_bars(found),),
        layout={
            "xaxis": {"title": {"text": chosen.name}},
            "yaxis": {"title": {"text": "shuffles"}},
            "shapes": [_UPRIGHT | {"x0": score, "x1": score}],
            "showlegend": False,
        },
        table=_noise_table(found, chosen),
        note=f"Trained anew on {found.n_rows:,} of {found.n_learned:,} learning rows each time.",
        height=280,
    )
    return (figure,)


def _shuffle_bars(found: NoiseCheck) -> Any:  # noqa: ANN401  plotly has no types
    return go.Histogram(
        x=figures.numbers(list(found.shuffled)),
        nbinsx=20,
        hovertemplate="%{x}: %{y} shuffles<extra></extra>",
    )


def _noise_table(found: NoiseCheck, chosen: Metric) -> Table:
    mean = sum(found.shuffled) / len(found.shuffled)
    best = max(found.shuffled) if chosen.greater_is_better else min(found.shuffled)
    told = [format_score(chosen, value) for value in (found.score, mean, best)]
    head = ("True answers", "Mean of shuffles", "Best shuffle", "Share at least as good")
    return Table(head=head, rows=((*told, f"{found.p_value:.3f}"),))


def _curves(found: LearningCurve) -> tuple[Any, ...]:
    known = [one for one in found.points if one.validation is not None]
    rows, spread = [one.n_rows for one in known], [one.validation_std for one in known]
    validation = _curve(rows, [one.validation for one in known], "new rows")
    validation.update(error_y={"type": "data", "array": figures.numbers(spread)})
    return validation, _curve(rows, [one.train for one in known], "rows learned from")


def _point(one: LearningPoint, chosen: Metric) -> tuple[str, ...]:
    scores = (one.validation, one.validation_std, one.train)
    return (f"{one.n_rows:,}", *(format_score(chosen, score) for score in scores))


def _curve(x: Sequence[int], y: Sequence[float | None], name: str) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(x=list(x), y=figures.numbers(list(y)), mode="lines+markers", name=name)
