"""The one place where figures are drawn: theme, buttons, size, table.

A `Figure` holds what is drawn, and the same in words and numbers. Its colours
come from the template of the theme and never stand in a trace itself, so a
change of theme only exchanges the template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from components import controls
from components.controls import Child
from components.themes import PALETTES, Theme, template

# More points than this cannot be told apart on a screen and only make the page slow.
MOST_POINTS: Final = 2_000


class ids:  # noqa: N801  ids are read as figures.ids.templates
    """Ids of what this module draws; one graph is ``ids.graph("residuals")``."""

    templates = "figure-templates"

    @staticmethod
    def graph(name: object) -> dict[str, object]:
        """Id of the graph with this name, or a pattern of ids for ``MATCH`` and ``ALL``."""
        return {"type": "figure", "name": name}

    @staticmethod
    def image(name: object, image_format: object) -> dict[str, object]:
        """Id of the button that saves a graph as an image of this format."""
        return {"type": "figure-image", "name": name, "format": image_format}


# Plotly's own button for images knows one format, and takes the colours of a dark page.
IMAGE_FORMATS: Final = ("png", "svg")

CONFIG: Final[dcc.Graph.Config] = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtons": [["zoom2d", "pan2d", "resetScale2d"]],
    "responsive": True,
    "scrollZoom": False,
    "sendData": False,
    "showEditInChartStudio": False,
    "showLink": False,
    "showSendToCloud": False,
}


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure, for those who do not see it or want to copy them."""

    head: tuple[str, ...]
    rows: tuple[tuple[Child, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn, and the same in words and numbers.

    Parameters
    ----------
    name : str
        Its name among the figures of a page.
    title : str
        What it shows.
    says : str
        How to read it, in a sentence or two.
    traces, layout
        What plotly draws; without colours and fonts, which come from the theme.
    table : Table
        The numbers behind it.
    note : str, optional
        What is left out, for example that only some of the points are drawn.
    height : int
        Height in pixels.
    """

    name: str
    title: str
    says: str
    traces: tuple[Any, ...]
    layout: dict[str, Any]
    table: Table
    note: str | None = None
    height: int = 360


def draw(figure: Figure, *, theme: Theme) -> Component:
    """The figure in a card: title, how to read it, the graph, and its table."""
    parts = [
        html.P(figure.says, className="figure-says"),
        _graph(figure, theme=theme),
        html.P(figure.note, className="figure-note") if figure.note else None,
        table_of(figure),
    ]
    return controls.card(
        figure.title, parts, aside=_image_buttons(figure), class_name="figure-card"
    )


def templates() -> Component:
    """Both templates, kept in the browser, so that a change of theme needs no new figure."""
    return dcc.Store(
        id=ids.templates,
        data={theme: template(theme).to_plotly_json() for theme in PALETTES},
    )


def sample(frame: pd.DataFrame, *, most: int = MOST_POINTS) -> pd.DataFrame:
    """At most `most` rows, drawn at random but the same each time, in their order."""
    if len(frame) <= most:
        return frame
    return frame.sample(most, random_state=0).sort_index()


def sampling_note(n_drawn: int, n_all: int) -> str | None:
    """How many points are drawn when that is not all of them."""
    if n_drawn >= n_all:
        return None
    return (
        f"{n_drawn:,} of {n_all:,} rows are drawn, chosen at random. The numbers use all of them."
    )


def numbers(values: Sequence[Any] | pd.Series) -> list[float | None]:
    """Values as a plain list that JSON can hold; a value that is no number becomes ``None``.

    Lists and not arrays: plotly sends arrays in a binary form that `dash.Patch` destroys.
    """
    column = pd.Series(values, dtype="float64")
    return [None if pd.isna(value) else float(f"{value:.6g}") for value in column]


def plain(text: object, *, most: int = 28) -> str:
    """Text from the data so that plotly does not take it for markup, cut when it is long."""
    whole = str(text)
    short = whole if len(whole) <= most else f"{whole[: most - 1]}…"
    return escape(short, quote=False)


def named_ticks(labels: Sequence[str]) -> dict[str, Any]:
    """Ticks by position, so that two equal names stay two lines."""
    return {"tickvals": list(range(len(labels))), "ticktext": [plain(label) for label in labels]}


def table_of(figure: Figure) -> Component:
    """The numbers of a figure, folded away below it."""
    return html.Details(
        [
            html.Summary("Show these numbers as a table"),
            controls.table(figure.table.head, figure.table.rows, name=figure.title),
        ],
        className="figure-table",
    )


def plotly_figure(figure: Figure, *, theme: Theme) -> Any:  # noqa: ANN401  plotly has no types
    """The figure as plotly takes it."""
    drawn = go.Figure(data=list(figure.traces), layout=figure.layout)
    return drawn.update_layout(template=template(theme), height=figure.height)


def _image_buttons(figure: Figure) -> Component:
    """One button for each format; the browser makes the image, of what it shows."""
    buttons = [
        controls.button(
            one.upper(),
            element_id=ids.image(figure.name, one),
            small=True,
            title=f"Save the figure “{figure.title}” as {one.upper()}",
        )
        for one in IMAGE_FORMATS
    ]
    return html.Div(buttons, className="figure-images")


def _graph(figure: Figure, *, theme: Theme) -> Component:
    """The graph alone; readers of screens get the sentence and are sent to the table."""
    graph = dcc.Graph(
        id=ids.graph(figure.name),
        figure=plotly_figure(figure, theme=theme),
        config=CONFIG,
        responsive=True,
        style={"height": f"{figure.height}px"},
    )
    label = f"{figure.title}. {figure.says} The numbers are in the table below the figure."
    return html.Div(
        graph, role="group", className="figure-graph", **controls.attributes(aria_label=label)
    )
