"""Light and dark as plotly templates, with colours that every kind of sight tells apart.

Series differ by symbol as well as by colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

import plotly.graph_objects as go

Theme = Literal["light", "dark"]

FONT: Final = '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a theme, the same as in the stylesheet.

    `low` and `high` are the ends of the scale for shares.
    """

    text: str
    muted: str
    line: str
    card: str
    low: str
    high: str
    series: tuple[str, ...]


# The series were searched for the largest smallest distance (CIELAB) as seen with normal
# sight and with no red, green or blue cones; each stands out 3 : 1 from its background.
PALETTES: Final[dict[Theme, Palette]] = {
    "light": Palette(
        text="#1c2430",
        muted="#5a6676",
        line="#e3e7ee",
        card="#ffffff",
        low="#f1f4fd",
        high="#3257d6",
        series=("#3257d6", "#c97c2e", "#25a874", "#de27a4", "#19324d", "#5f4615"),
    ),
    "dark": Palette(
        text="#e8ecf3",
        muted="#9aa6b6",
        line="#2a3341",
        card="#171d27",
        low="#1d2534",
        high="#3f5ed0",
        series=("#8fa8ff", "#cd7c13", "#2cda9a", "#cf166e", "#236bae", "#f5dc73"),
    ),
}

SYMBOLS: Final = ("circle", "diamond", "square", "triangle-up", "cross", "star", "hexagon")


def template(theme: Theme) -> Any:  # noqa: ANN401  plotly has no types
    """The plotly template of a theme: everything about a figure that is colour or font."""
    colors = PALETTES[theme]
    marks = [_mark(position, colors) for position in range(_n_looks(colors))]
    return go.layout.Template(
        layout=_layout(colors),
        data={
            "scatter": marks,
            "bar": [{"marker": {"color": colors.series[0], "line": {"width": 0}}}],
            "heatmap": [{"colorscale": [[0, colors.low], [1, colors.high]]}],
        },
    )


def symbol(position: int) -> str:
    """The symbol of the series at this position."""
    return SYMBOLS[position % len(SYMBOLS)]


def _n_looks(colors: Palette) -> int:
    """How many series look different: every pair of a colour and a symbol once."""
    return len(colors.series) * len(SYMBOLS)


def _mark(position: int, colors: Palette) -> dict[str, Any]:
    color = colors.series[position % len(colors.series)]
    return {
        "marker": {
            "color": color,
            "symbol": symbol(position),
            "size": 8,
            "line": {"color": colors.card, "width": 0.5},
        },
        "line": {"color": color, "width": 2},
        "error_x": {"color": color, "thickness": 2, "width": 4},
    }


def _layout(colors: Palette) -> dict[str, Any]:
    return {
        "font": {**_font(colors), "size": 13},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "colorway": list(colors.series),
        # On touch screens the buttons are always there, and need the room above.
        "margin": {"l": 8, "r": 8, "t": 32, "b": 8},
        "dragmode": False,
        "xaxis": _axis(colors),
        "yaxis": _axis(colors),
        "legend": _legend(colors),
        "hoverlabel": {"bgcolor": colors.card, "bordercolor": colors.line, "font": _font(colors)},
        "modebar": {"bgcolor": "rgba(0,0,0,0)", "color": colors.muted, "activecolor": colors.text},
        "shapedefaults": {"line": {"color": colors.muted, "width": 1.5, "dash": "dot"}},
        "annotationdefaults": _note(colors),
    }


def _axis(colors: Palette) -> dict[str, Any]:
    return {
        "gridcolor": colors.line,
        "linecolor": colors.line,
        "zerolinecolor": colors.line,
        "tickfont": {"color": colors.muted},
        "title": {"font": {"color": colors.muted, "size": 13}, "standoff": 12},
        "automargin": True,
    }


def _font(colors: Palette) -> dict[str, str]:
    return {"family": FONT, "color": colors.text}


def _legend(colors: Palette) -> dict[str, Any]:
    """Below the figure: there it takes no width from it, and is clear of the buttons."""
    place = {"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"}
    return {"font": {"color": colors.muted}, **place}


def _note(colors: Palette) -> dict[str, Any]:
    """Words on a figure, with a ground of their own so that points do not run into them."""
    return {
        "font": {"color": colors.text},
        "bgcolor": colors.card,
        "borderpad": 2,
        "showarrow": False,
    }
