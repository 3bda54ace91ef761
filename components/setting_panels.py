"""The settings of the chosen algorithms: a panel for each, with the search for good ones.

A panel is drawn when its algorithm is chosen, its inputs when it is opened: the inputs
of twenty algorithms at once keep a browser busy for a minute. What was never opened is
as at its start.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls, setting_fields, words
from engine.algorithms import AlgorithmConfig
from engine.records import Setting


class ids:  # noqa: N801  ids are read as setting_panels.ids.panel
    """Ids of what this module draws."""

    @staticmethod
    def panel(key: object) -> dict[str, object]:
        """Id of the place for the settings of an algorithm, shown while it is chosen."""
        return {"type": "settings-panel", "key": key}

    @staticmethod
    def body(key: object) -> dict[str, object]:
        """Id of what is in that place once the algorithm was chosen."""
        return {"type": "settings-body", "key": key}

    @staticmethod
    def title(algorithm: object) -> dict[str, object]:
        """Id of what opens a panel."""
        return {"type": "settings-title", "algorithm": algorithm}

    @staticmethod
    def inner(algorithm: object) -> dict[str, object]:
        """Id of what is in a panel once it was opened."""
        return {"type": "settings-inner", "algorithm": algorithm}

    # As in the ids of the inputs, so that one callback can match both.
    @staticmethod
    def search(algorithm: object) -> dict[str, object]:
        """Id of the switch that has good settings searched for."""
        return {"type": "settings-search", "algorithm": algorithm}

    @staticmethod
    def reset(algorithm: object) -> dict[str, object]:
        """Id of the button that gives an algorithm its starting values back."""
        return {"type": "settings-reset", "algorithm": algorithm}


@dataclass(frozen=True)
class Panel:
    """What is known of the settings of an algorithm when they are drawn.

    Parameters
    ----------
    entry : AlgorithmConfig
    start : mapping of str to Setting
        Values to begin with, by name.
    values : mapping of str to Setting
        Values that differ from them.
    searching : bool
        Whether good settings are searched for.
    """

    entry: AlgorithmConfig
    start: Mapping[str, Setting]
    values: Mapping[str, Setting] = field(default_factory=dict)
    searching: bool = False


def places(entries: Sequence[AlgorithmConfig], chosen: Mapping[str, Panel]) -> list[Component]:
    """A place for each algorithm; those that are not chosen stay empty and unseen."""
    first = next((entry.key for entry in entries if entry.key in chosen), None)
    return [
        html.Div(
            draw(chosen[entry.key], is_open=entry.key == first) if entry.key in chosen else [],
            id=ids.panel(entry.key),
            hidden=entry.key not in chosen,
        )
        for entry in entries
    ]


def draw(panel: Panel, *, is_open: bool = False) -> Component:
    """The settings of one algorithm."""
    entry = panel.entry
    # What was set before is not as at the start, so it has to be on the page.
    is_drawn = is_open or bool(panel.values)
    title = html.Summary(
        f"{entry.name}: settings",
        id=ids.title(entry.key),
        className="card-title",
        # The first click draws the inputs; those that are drawn have had theirs.
        n_clicks=int(is_drawn),
    )
    inner = html.Div(fields(panel) if is_drawn else [], id=ids.inner(entry.key))
    return html.Details(
        [title, _search(panel), inner],
        id=ids.body(entry.key),
        className="panel settings",
        open=is_open,
    )


def fields(panel: Panel) -> list[Component]:
    """The inputs of one algorithm, and the way back to its starting values."""
    entry = panel.entry
    if not entry.hyperparameters:
        return [html.P("It has nothing to set.", className="help")]
    drawn = setting_fields.fields(
        entry.key,
        entry.hyperparameters,
        panel.values,
        start=panel.start,
        searching=panel.searching,
    )
    reset = controls.button("Reset all", element_id=ids.reset(entry.key), small=True)
    return [*drawn, html.Div(reset, className="buttons")]


def _search(panel: Panel) -> Component:
    """The switch; it stays on the page where nothing can be searched, as callbacks read it."""
    searched = [one for one in panel.entry.hyperparameters if one.search]
    identifier = ids.search(panel.entry.key)
    switch = dbc.Switch(id=identifier, label="Find good settings", value=panel.searching)
    told = words.count(
        len(searched),
        "Tries many values of one setting within the learning rows, and keeps the best.",
        "Tries many combinations of {n} settings within the learning rows, and keeps the best.",
    )
    parts = [switch, html.P(told, className="field-help")]
    return html.Div(parts, className="search-switch", hidden=not searched)
