"""The figure factory: colours, buttons, tables, and what travels to the browser."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import html

from components import figures
from components.figures import Figure, Table
from components.themes import PALETTES, Theme


def figure(**changes: Any) -> Figure:
    given: dict[str, Any] = {
        "name": "example",
        "title": "An example",
        "says": "Higher is better.",
        "traces": (go.Scatter(x=[1, 2], y=[3, 4]), go.Scatter(x=[1, 2], y=[4, 3])),
        "layout": {"xaxis": {"title": {"text": "x (no unit)"}}},
        "table": Table(head=("x", "y"), rows=(("1", "3"), ("2", "4"))),
    }
    return Figure(**(given | changes))


def sent(drawn: Figure, *, theme: Theme = "light") -> dict[str, Any]:
    """The figure as the browser gets it."""
    return json.loads(figures.plotly_figure(drawn, theme=theme).to_json())


def graph(component: Any) -> Any:
    return next(part for part in component._traverse() if type(part).__name__ == "Graph")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_color_comes_from_the_theme(theme: Theme) -> None:
    drawn = sent(figure(), theme=theme)
    assert drawn["layout"]["template"]["layout"]["font"]["color"] == PALETTES[theme].text
    own = json.dumps([drawn["data"], {**drawn["layout"], "template": None}])
    assert "#" not in own
    assert "rgb" not in own


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_backgrounds_are_transparent(theme: Theme) -> None:
    layout = sent(figure(), theme=theme)["layout"]["template"]["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


def test_the_templates_in_the_browser_are_those_of_the_figures() -> None:
    stored = json.loads(json.dumps(figures.templates().data))
    for theme in PALETTES:
        assert stored[theme] == sent(figure(), theme=theme)["layout"]["template"]


def test_no_graph_offers_to_send_its_data_away() -> None:
    config = graph(figures.draw(figure(), theme="light")).config
    assert config["showSendToCloud"] is False
    assert config["showEditInChartStudio"] is False
    assert config["sendData"] is False
    assert config["showLink"] is False
    assert config["displaylogo"] is False


def test_each_figure_can_be_saved_as_png_and_as_svg_by_a_button_that_says_so() -> None:
    drawn = figures.draw(figure(), theme="dark")
    buttons = [part for part in drawn._traverse() if type(part).__name__ == "Button"]
    assert [button.children for button in buttons] == ["PNG", "SVG"]
    assert [button.id for button in buttons] == [
        figures.ids.image("example", "png"),
        figures.ids.image("example", "svg"),
    ]
    assert [button.title for button in buttons] == [
        "Save the figure “An example” as PNG",
        "Save the figure “An example” as SVG",
    ]
    assert "toImage" not in str(graph(drawn).config)


def test_a_figure_stands_above_its_table() -> None:
    drawn = figures.draw(figure(), theme="light")
    kinds = [type(part).__name__ for part in drawn._traverse()]
    assert kinds.index("Graph") < kinds.index("Details")
    table = next(part for part in drawn._traverse() if isinstance(part, html.Details))
    cells = [part.children for part in table._traverse() if isinstance(part, html.Td)]
    assert cells == ["1", "3", "2", "4"]


def test_readers_of_screens_hear_what_the_figure_says() -> None:
    drawn = figures.draw(figure(), theme="light")
    graph = next(part for part in drawn._traverse() if getattr(part, "role", None) == "group")
    label = graph.to_plotly_json()["props"]["aria-label"]
    assert label.startswith("An example. Higher is better.")


def test_numbers_travel_as_lists_not_in_binary() -> None:
    trace = go.Scatter(x=figures.numbers(np.arange(3)), y=figures.numbers([1.0, np.nan, None]))
    data = sent(figure(traces=(trace,)))["data"][0]
    assert data["x"] == [0, 1, 2]
    assert data["y"] == [1, None, None]


def test_a_large_table_is_sampled_the_same_each_time_and_in_order() -> None:
    frame = pd.DataFrame({"row": range(10_000)})
    drawn = figures.sample(frame)
    assert len(drawn) == figures.MOST_POINTS
    assert drawn["row"].is_monotonic_increasing
    assert drawn.equals(figures.sample(frame))
    assert figures.sample(frame.head(5)).equals(frame.head(5))


def test_it_is_said_how_many_points_are_drawn() -> None:
    assert figures.sampling_note(2_000, 10_000) == (
        "2,000 of 10,000 rows are drawn, chosen at random. The numbers use all of them."
    )
    assert figures.sampling_note(10, 10) is None


def test_text_from_the_data_is_no_markup() -> None:
    assert figures.plain("<b>x</b>") == "&lt;b&gt;x&lt;/b&gt;"
    assert figures.plain("x" * 50, most=10) == "x" * 9 + "…"
