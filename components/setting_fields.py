"""The inputs of settings: each with what it does, what it may be, and the way back to its start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter, spell
from engine.records import Setting

_NUMBERS: Final = ("integer", "number")
_UNKNOWN: Final = "?"


class ids:  # noqa: N801  ids are read as setting_fields.ids.setting
    """Ids of what this module draws: one of each for every setting of an algorithm."""

    @staticmethod
    def setting(algorithm: object, name: object) -> dict[str, object]:
        """Id of the input of a hyperparameter."""
        return {"type": "setting", "algorithm": algorithm, "name": name}

    @staticmethod
    def row(algorithm: object, name: object) -> dict[str, object]:
        """Id of the input with all that belongs to it, hidden while it has no effect."""
        return {"type": "setting-row", "algorithm": algorithm, "name": name}

    @staticmethod
    def error(algorithm: object, name: object) -> dict[str, object]:
        """Id of what is said about a value that cannot be."""
        return {"type": "setting-error", "algorithm": algorithm, "name": name}

    @staticmethod
    def restart(algorithm: object, name: object) -> dict[str, object]:
        """Id of the button that gives one setting its starting value back."""
        return {"type": "setting-restart", "algorithm": algorithm, "name": name}


@dataclass(frozen=True, slots=True)
class State:
    """How the input of a setting looks while the settings have certain values.

    Parameters
    ----------
    hidden : bool
        It has no effect.
    error : str
        Why its value cannot be; empty if it can.
    changed : bool
        It is not what it was at the start.
    searched : bool
        A good value is searched for, so none can be given.
    """

    hidden: bool
    error: str
    changed: bool
    searched: bool


def states(
    definitions: Sequence[Hyperparameter],
    given: Mapping[str, object],
    *,
    start: Mapping[str, Setting],
    searching: bool,
) -> dict[str, State]:
    """Say how each input looks, by name, with what is typed and chosen.

    Parameters
    ----------
    given : mapping of str to object
        Values of the inputs by name.
    start : mapping of str to Setting
        Values to begin with, by name.
    searching : bool
        Whether good settings are searched for.
    """
    checked = {one.name: _checked(one, given.get(one.name)) for one in definitions}
    known = {name: value for name, (value, _) in checked.items()}
    searched = {one.name: one for one in definitions if searching and one.search}
    return {
        one.name: State(
            hidden=not _matters(one, known, searched),
            error="" if one.name in searched else checked[one.name][1],
            changed=one.name not in searched and known[one.name] != start[one.name],
            searched=one.name in searched,
        )
        for one in definitions
    }


def _checked(one: Hyperparameter, value: object) -> tuple[Setting, str]:
    """The value as the engine takes it, or one that equals no other and what is wrong with it."""
    try:
        return one.check(value), ""
    except InvalidValueError as error:
        return _UNKNOWN, error.message


def _matters(
    one: Hyperparameter, known: Mapping[str, Setting], searched: Mapping[str, Hyperparameter]
) -> bool:
    """Whether it can have an effect; what is searched may take any of its searched values."""
    return all(
        any(value in allowed for value in searched[other].search)
        if other in searched and searched[other].kind not in _NUMBERS
        else other in searched or known.get(other) in allowed
        for other, allowed in one.matters.items()
    )


def fields(
    algorithm: str,
    definitions: Sequence[Hyperparameter],
    values: Mapping[str, Setting],
    *,
    start: Mapping[str, Setting],
    searching: bool = False,
) -> list[Component]:
    """An input for each setting: the important ones in sight, the rest folded away."""
    given = {**start, **values}
    looks = states(definitions, given, start=start, searching=searching)
    rows = [
        (one.important, _row(algorithm, one, given[one.name], looks[one.name]))
        for one in definitions
    ]
    parts = [row for important, row in rows if important]
    others = [row for important, row in rows if not important]
    if others:
        title = html.Summary(f"More settings ({len(others)})")
        parts.append(html.Details([title, *others], className="more"))
    return parts


def _row(algorithm: str, one: Hyperparameter, value: Setting, look: State) -> Component:
    field = controls.field(
        f"{one.label} ({one.name})",
        control(ids.setting(algorithm, one.name), one, value, disabled=look.searched),
        help_text=help_text(one),
        error=look.error,
        error_id=ids.error(algorithm, one.name),
    )
    parts = [field, _restart(algorithm, one, hidden=not look.changed), *_searched(one)]
    return html.Div(parts, id=ids.row(algorithm, one.name), hidden=look.hidden, className="setting")


def _restart(algorithm: str, one: Hyperparameter, *, hidden: bool) -> Component:
    return html.Button(
        "reset",
        id=ids.restart(algorithm, one.name),
        type="button",
        className="restart",
        hidden=hidden,
        **controls.attributes(aria_label=f"Reset {one.label}"),
    )


def _searched(one: Hyperparameter) -> list[Component]:
    """Where it is searched; seen only while its input is closed for that."""
    return [html.P(search_words(one), className="searched")] if one.search else []


def search_words(one: Hyperparameter) -> str:
    """Where good values of a setting are searched for."""
    values = [spell(value) for value in one.search]
    if one.kind in _NUMBERS and len(values) == 2:
        return f"Searched from {values[0]} to {values[1]}."
    return f"Searched among {', '.join(values)}."


def help_text(one: Hyperparameter) -> str:
    """What a setting does, and which values it takes."""
    if one.kind not in _NUMBERS:
        return one.help
    low, high, default = (spell(value) for value in (one.minimum, one.maximum, one.default))
    limits = f"From {low} to {high}; the default is {default}."
    if one.allow_none:
        limits = f"From {low} to {high}, or empty for none; the default is {default}."
    steps = " Steps that are felt multiply: try ten times more, or a tenth." if one.log else ""
    return f"{one.help} {limits}{steps}"


def control(
    identifier: dict[str, object], one: Hyperparameter, value: Setting, *, disabled: bool = False
) -> Component:
    """The input of a setting, by its kind."""
    shared: dict[str, Any] = {
        "id": identifier,
        "value": written(one, value),
        "disabled": disabled,
    }
    made: Component
    if _is_choice(one):
        made = dbc.Select(options=_options(one), **shared)
    elif one.kind == "switch":
        made = dbc.Switch(**shared)
    else:
        # As text, so that what is no number can be told in words instead of vanishing.
        # Not debounced: a click on Train right after the last key would miss what was typed.
        made = dbc.Input(
            type="text",
            inputmode="decimal",
            placeholder="no limit" if one.allow_none else "",
            autocomplete="off",
            **shared,
        )
    return made


def written(one: Hyperparameter, value: Setting) -> str | bool:
    """A value as the input of its setting holds it."""
    if _is_choice(one):
        return _spelled(value)
    if one.kind == "switch":
        return bool(value)
    return "" if value is None else spell(value).replace(",", "")


def sent(
    definitions: Sequence[Hyperparameter], given: Mapping[str, object], *, searching: bool
) -> dict[str, object]:
    """What of a form counts: not what has no effect and is unseen.

    A search begins at the value of a closed input, but nobody can mend one that cannot be.
    """
    start = {one.name: one.default for one in definitions}
    looks = states(definitions, given, start=start, searching=searching)
    closed = {one.name for one in definitions if looks[one.name].searched}
    wrong = {one.name for one in definitions if _checked(one, given.get(one.name))[1]}
    return {
        name: value
        for name, value in given.items()
        if not looks[name].hidden and name not in closed & wrong
    }


def _is_choice(one: Hyperparameter) -> bool:
    return one.kind == "choice" or (one.kind == "switch" and one.allow_none)


def _options(one: Hyperparameter) -> list[dict[str, str]]:
    choices: list[Setting] = list(one.choices) or [True, False]
    if one.allow_none and None not in choices:
        choices.insert(0, None)
    return [{"label": spell(choice), "value": _spelled(choice)} for choice in choices]


def _spelled(value: Setting) -> str:
    # An empty value is no choice for a select: it would show nothing at all.
    return "none" if value is None else str(value)
