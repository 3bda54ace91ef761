"""How columns become numbers, as the Prepare step asks it: by type, and only what applies."""

from __future__ import annotations

from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls
from components.preprocessing_choices import CHOICES, Choice
from components.terms import TERMS
from engine.records import Dataset

_SECTIONS: Final = tuple(dict.fromkeys(choice.section for choice in CHOICES))


class ids:  # noqa: N801  ids are read as preprocessing.ids.card
    """Ids of what this module draws."""

    card = "prepare-preprocessing"

    @staticmethod
    def choice(name: object) -> dict[str, object]:
        """Id of the input of a choice."""
        return {"type": "preprocessing", "name": name}

    @staticmethod
    def error(name: object) -> dict[str, object]:
        """Id of what is said about a value that cannot be."""
        return {"type": "preprocessing-error", "name": name}

    @staticmethod
    def around(name: object) -> dict[str, object]:
        """Id of what is hidden while a choice does not apply."""
        return {"type": "preprocessing-around", "name": name}


def section(dataset: Dataset) -> Component:
    """The card, in a place that callbacks fill anew when other columns are features."""
    return html.Div(card(dataset), id=ids.card)


def card(dataset: Dataset) -> Component:
    """All choices, as they are stored; what does not apply is hidden."""
    title = controls.term("How columns become numbers", TERMS["preprocessing"])
    return controls.card(title, [_part(section, dataset) for section in _SECTIONS])


def hidden(choice: Choice, dataset: Dataset) -> bool:
    """Whether a choice is not shown."""
    return not choice.applies(dataset)


def _part(section: str, dataset: Dataset) -> Component:
    choices = [choice for choice in CHOICES if choice.section == section]
    title = html.H3(section, className="choices-title")
    fields = html.Div([_around(choice, dataset) for choice in choices], className="fields")
    return html.Div(
        [title, fields],
        className="choices",
        hidden=all(hidden(choice, dataset) for choice in choices),
    )


def _around(choice: Choice, dataset: Dataset) -> Component:
    # Hidden inputs stay on the page, because callbacks read all of them.
    return html.Div(
        _field(choice, getattr(dataset.preparation.preprocessing, choice.field)),
        id=ids.around(choice.field),
        hidden=hidden(choice, dataset),
    )


def _field(choice: Choice, value: Any) -> Component:  # noqa: ANN401  a field of Preprocessing
    return controls.field(
        choice.title,
        _control(choice, value),
        help_text=choice.help,
        error_id=ids.error(choice.field),
    )


def _control(choice: Choice, value: Any) -> Component:  # noqa: ANN401  a field of Preprocessing
    identifier = ids.choice(choice.field)
    made: Component
    if choice.options:
        options = [{"label": words, "value": key} for key, words in choice.options]
        made = dbc.Select(id=identifier, options=options, value=value)
    elif choice.limits is None:
        made = dbc.Switch(id=identifier, value=value)
    else:
        made = controls.number_input(identifier, f"{value:g}")
    return made
