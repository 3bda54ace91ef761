"""The figure factory: colours, buttons, tables, and what travels to the browser."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from dash import html

from components import figures
from components.figures import Figure, Table


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


def sent(drawn: Figure, *, theme: figures.Theme = "light") -> dict[str, Any]:
    """The figure as the browser gets it."""
    return json.loads(figures.plotly_figure(drawn, theme=theme).to_json())


def graph(component: Any) -> Any:
    return next(part for part in component._traverse() if type(part).__name__ == "Graph")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_color_comes_from_the_theme(theme: figures.Theme) -> None:
    drawn = sent(figure(), theme=theme)
    assert drawn["layout"]["template"]["layout"]["font"]["color"] == figures.PALETTES[theme].text
    own = json.dumps([drawn["data"], {**drawn["layout"], "template": None}])
    assert "#" not in own
    assert "rgb" not in own


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_backgrounds_are_transparent(theme: figures.Theme) -> None:
    layout = sent(figure(), theme=theme)["layout"]["template"]["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"


def test_the_templates_in_the_browser_are_those_of_the_figures() -> None:
    stored = json.loads(json.dumps(figures.templates().data))
    for theme in figures.PALETTES:
        assert stored[theme] == sent(figure(), theme=theme)["layout"]["template"]


def test_no_graph_offers_to_send_its_data_away() -> None:
    config = graph(figures.draw(figure(), theme="light")).config
    assert config["showSendToCloud"] is False
    assert config["showEditInChartStudio"] is False
    assert config["sendData"] is False
    assert config["showLink"] is False
    assert config["displaylogo"] is False


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


def test_each_series_differs_by_symbol_and_by_color() -> None:
    marks = sent(figure())["layout"]["template"]["data"]["scatter"]
    looks = [(mark["marker"]["color"], mark["marker"]["symbol"]) for mark in marks]
    assert len(set(looks)) == len(looks) == 42
    for one, other in itertools.pairwise(looks):
        assert one[0] != other[0]
        assert one[1] != other[1]


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


# How eyes without cones of one kind see (Machado, Oliveira and Fernandes, 2009,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1).
SIGHTS = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: str) -> np.ndarray:
    channels = np.array([int(color[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIELAB of linear sRGB under D65."""
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    x, y, z = to_xyz @ np.clip(light, 0, 1) / np.array([0.95047, 1, 1.08883])
    f = [np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    """Contrast of WCAG 2."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(color)) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_colors_differ_for_every_kind_of_sight(theme: figures.Theme, sight: str) -> None:
    seen = [lab(SIGHTS[sight] @ linear(color)) for color in figures.PALETTES[theme].series]
    distances = [np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) > 20


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_series_colors_stand_out_from_the_card(theme: figures.Theme) -> None:
    palette = figures.PALETTES[theme]
    assert min(contrast(color, palette.card) for color in palette.series) >= 3
    assert contrast(palette.text, palette.card) >= 7
    assert contrast(palette.muted, palette.card) >= 4.5
