"""How the values of a column are spread, as a few bars that one glance takes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.records import Column, Histogram

MOST_BARS: Final = 10
_LOWEST: Final = 0.05  # a bar of few values is still seen
_GAP: Final = 0.16  # of a bar's place


def spread(column: Column, n_rows: int) -> Component | None:
    """Bars for numbers, dates and categories; ``None`` where there is nothing to compare.

    Each column's bars are one element: its shape is cut from a filled box, so
    that hundreds of columns stay light and the colour follows the theme.
    """
    counts, sentence = _bars(column, max(1, n_rows - column.missing))
    if not any(counts):
        return None
    return html.Div(
        className="spread",
        style={"clipPath": shape(counts)},
        role="img",
        title=sentence,
        **controls.attributes(aria_label=sentence),
    )


def shape(counts: Sequence[int]) -> str:
    """Outline of the bars as a CSS polygon, in per cent of the box: ``polygon(0% 100%, …)``."""
    width, highest = 100 / max(len(counts), 4), max(counts)
    corners = ["0% 100%"]
    for position, count in enumerate(counts):
        left, right = position * width, (position + 1 - _GAP) * width
        top = 100 * (1 - max(_LOWEST, count / highest)) if count else 100
        corners += [f"{left:.4g}% 100%", f"{left:.4g}% {top:.4g}%"]
        corners += [f"{right:.4g}% {top:.4g}%", f"{right:.4g}% 100%"]
    return f"polygon({', '.join(corners)})"


def _bars(column: Column, present: int) -> tuple[Sequence[int], str]:
    """Heights of the bars, and the same in one sentence."""
    if column.histogram is not None:
        return column.histogram.counts, _of_range(column.histogram, present, column.type)
    if column.type in ("categorical", "boolean") and column.top:
        counts = [count for _, count in column.top[:MOST_BARS]]
        return counts, _of_values(column, present)
    return [], ""


def _of_range(histogram: Histogram, present: int, column_type: str) -> str:
    told = _day if column_type == "datetime" else words.number
    highest = max(range(len(histogram.counts)), key=histogram.counts.__getitem__)
    low, high = told(histogram.edges[highest]), told(histogram.edges[highest + 1])
    first, last = told(histogram.edges[0]), told(histogram.edges[-1])
    share = words.share(min(1.0, histogram.counts[highest] / present))
    return f"Values from {first} to {last}. The highest bar, {low} to {high}, holds {share}."


def _of_values(column: Column, present: int) -> str:
    shown = column.top[:MOST_BARS]
    shares = [f"{words.short(value)} {words.share(min(1.0, n / present))}" for value, n in shown]
    listed = ", ".join(shares)
    if column.distinct > len(shown):
        return f"The {len(shown)} commonest of {column.distinct:,} values: {listed}."
    return f"All values: {listed}."


def _day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
