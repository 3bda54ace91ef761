"""Figures of predictions on held-out rows: which class was taken for which, and how far off."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components import figures, words
from components.figures import Figure, Table, plain

# More classes than this are unreadable as a matrix; the rarest are put together.
MOST_CLASSES: Final = 20
OTHERS: Final = "all other classes"
_BANDS: Final = 10


def confusion_matrix(predictions: pd.DataFrame, *, target: str) -> Figure:
    """Draw which class was taken for which, as counts and as shares of the actual class."""
    counts = confusion_counts(predictions)
    labels = [str(label) for label in counts.index]
    right = int((predictions["actual"] == predictions["predicted"]).sum())
    return Figure(
        name="confusion-matrix",
        title="Which class was taken for which",
        says=(
            "Each line is a class as it is in the data, each column what the model said. On the "
            f"diagonal it is right: {right:,} of {len(predictions):,} held-out rows. The shares "
            "are of the rows of that line."
        ),
        traces=(_heatmap(counts),),
        layout=_confusion_axes(labels, target),
        table=_confusion_table(counts, labels),
        note=_classes_note(predictions, labels),
        height=min(680, max(300, 120 + 44 * len(labels))),
    )


def confusion_counts(predictions: pd.DataFrame) -> pd.DataFrame:
    """Count rows by actual class (index) and predicted class (columns), in the same order.

    With more than `MOST_CLASSES` classes the rarest are counted as one, so that no
    row is left out.
    """
    actual, predicted = (predictions[name].map(class_name) for name in ("actual", "predicted"))
    known = pd.concat([actual, predicted]).value_counts().index
    kept = list(known if len(known) <= MOST_CLASSES else known[: MOST_CLASSES - 1])
    order = sorted(kept, key=_class_order) + ([OTHERS] if len(kept) < len(known) else [])
    actual, predicted = (column.where(column.isin(kept), OTHERS) for column in (actual, predicted))
    counts = pd.crosstab(actual, predicted)
    return counts.reindex(index=order, columns=order, fill_value=0)


def predicted_against_actual(predictions: pd.DataFrame, *, target: str) -> Figure:
    """Draw each row as a point; on the line the model is right."""
    drawn = figures.sample(predictions)
    values = pd.concat([drawn["actual"], drawn["predicted"]]).astype("float64")
    low, high = figures.numbers([values.min(), values.max()])
    return Figure(
        name="predicted-actual",
        title="Predicted against actual",
        says="Each point is a held-out row. On the dotted line the prediction is exactly right.",
        traces=(_points(drawn["actual"], drawn["predicted"], drawn["row"]),),
        layout={
            "xaxis": {"title": {"text": f"actual {plain(target)}"}},
            "yaxis": {"title": {"text": f"predicted {plain(target)}"}},
            "shapes": [{"type": "line", "x0": low, "y0": low, "x1": high, "y1": high}],
        },
        table=_bands(predictions, by="actual"),
        note=figures.sampling_note(len(drawn), len(predictions)),
    )


def residuals(predictions: pd.DataFrame, *, target: str) -> Figure:
    """Draw what is left after the prediction; a pattern means something was not learned."""
    drawn = figures.sample(predictions)
    rest = drawn["actual"].astype("float64") - drawn["predicted"].astype("float64")
    return Figure(
        name="residuals",
        title="What the prediction leaves over",
        says=(
            "A residual is the actual value less the predicted one. A cloud without a pattern "
            "around the dotted line is good; a curve or a funnel shows that something was not "
            "learned."
        ),
        traces=(_points(drawn["predicted"], rest, drawn["row"]),),
        layout={
            "xaxis": {"title": {"text": f"predicted {plain(target)}"}},
            "yaxis": {"title": {"text": f"residual, in the unit of {plain(target)}"}},
            "shapes": [{"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 0, "y1": 0}],
        },
        table=_bands(predictions, by="predicted"),
        note=figures.sampling_note(len(drawn), len(predictions)),
    )


def class_name(value: object) -> str:
    """A class as text; numeric columns are read as floats, but a class 3 is called 3."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _class_order(label: str) -> tuple[float, str]:
    """Numbers by their size, then words: class 10 comes after class 9."""
    try:
        return float(label), label
    except ValueError:
        return float("inf"), label


def _heatmap(counts: pd.DataFrame) -> Any:  # noqa: ANN401  plotly has no types
    shares = counts.div(counts.sum(axis="columns").clip(lower=1), axis="index")
    positions = list(range(len(counts)))
    labels = [plain(label) for label in counts.index]
    return go.Heatmap(
        z=[figures.numbers(line) for line in shares.to_numpy().tolist()],
        x=positions,
        y=positions,
        text=_cells(counts, shares),
        customdata=[[[actual, predicted] for predicted in labels] for actual in labels],
        texttemplate="%{text}",
        hovertemplate=(
            "actual %{customdata[0]}<br>predicted %{customdata[1]}<br>%{text}<extra></extra>"
        ),
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        showscale=False,
    )


def _cells(counts: pd.DataFrame, shares: pd.DataFrame) -> list[list[str]]:
    """What is written into the fields: the count, and its share while there is room."""
    roomy = len(counts) <= 10
    lines = zip(counts.to_numpy().tolist(), shares.to_numpy().tolist(), strict=True)
    return [[_cell(n, part, roomy=roomy) for n, part in zip(*line, strict=True)] for line in lines]


def _cell(n: int, part: float, *, roomy: bool) -> str:
    return f"{n:,}<br>{words.share(part)}" if roomy and n else f"{n:,}"


def _confusion_axes(labels: list[str], target: str) -> dict[str, Any]:
    plainly = {**figures.named_ticks(labels), "showgrid": False, "zeroline": False, "ticks": ""}
    return {
        "xaxis": {**plainly, "title": {"text": f"predicted {plain(target)}"}},
        "yaxis": {
            **plainly,
            "title": {"text": f"actual {plain(target)}"},
            "autorange": "reversed",
        },
    }


def _confusion_table(counts: pd.DataFrame, labels: list[str]) -> Table:
    rows = []
    for place, label in enumerate(labels):
        line = [int(n) for n in counts.iloc[place]]
        told = (f"{sum(line):,}", _told_right(label, line[place], sum(line)))
        rows.append((label, *(f"{n:,}" for n in line), *told))
    return Table(
        head=("Actual", *(f"Predicted {label}" for label in labels), "Rows", "Predicted right"),
        rows=tuple(rows),
    )


def _told_right(label: str, right: int, n: int) -> str:
    """Share of a class that was predicted right; unknown for classes counted together."""
    if label == OTHERS:
        return "not counted"
    return words.share(right / n) if n else "no such rows"


def _classes_note(predictions: pd.DataFrame, labels: list[str]) -> str | None:
    if OTHERS not in labels:
        return None
    n = predictions["actual"].nunique()
    return (
        f"There are {n:,} classes. The {MOST_CLASSES - 1} commonest have a line of their own; "
        "the rest are counted together, also where one of them was taken for another."
    )


def _points(x: pd.Series, y: pd.Series, rows: pd.Series) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers(x),
        y=figures.numbers(y),
        customdata=[int(row) + 1 for row in rows],
        mode="markers",
        opacity=0.65,
        hovertemplate="row %{customdata}<br>%{xaxis.title.text} %{x}<br>"
        "%{yaxis.title.text} %{y}<extra></extra>",
        showlegend=False,
    )


def _bands(predictions: pd.DataFrame, *, by: str) -> Table:
    """Ten bands of about as many rows each, with the mean prediction and error of each."""
    values = predictions[["actual", "predicted"]].astype("float64")
    bands = pd.qcut(values[by].rank(method="first"), min(_BANDS, len(values)), labels=False)
    groups = [group for _, group in values.groupby(bands)]
    return Table(
        head=(
            "Lowest actual" if by == "actual" else "Lowest predicted",
            "Highest actual" if by == "actual" else "Highest predicted",
            "Rows",
            "Mean actual",
            "Mean predicted",
            "Mean residual",
            "Mean size of the residual",
        ),
        rows=tuple(_band(group, by) for group in groups),
    )


def _band(group: pd.DataFrame, by: str) -> tuple[str, ...]:
    rest = group["actual"] - group["predicted"]
    told = [group[by].min(), group[by].max(), len(group), group["actual"].mean()]
    told += [group["predicted"].mean(), rest.mean(), rest.abs().mean()]
    return tuple(words.number(float(value)) for value in told)
