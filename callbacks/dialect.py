"""How a dataset's file is read: why, what another choice would give, and reading it again."""

from __future__ import annotations

from typing import Any

from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    no_update,
)
from dash.exceptions import PreventUpdate

from app.context import workspace
from components import controls, data, dialect, query, shell
from components.dialect_fields import FOUND, NO_WORDS, PROPERTIES, THESE_WORDS
from engine.errors import EngineError, InvalidValueError
from engine.records import DialectChoices, Problem

ids = dialect.ids
url = shell.ids.url
FIELDS = [entry.field for entry in PROPERTIES]


@callback(
    Output(ids.panel, "children"),
    Output(ids.open, "aria-expanded"),
    Input(ids.open, "n_clicks"),
    State(ids.open, "aria-expanded"),
    State(url, "search"),
    prevent_initial_call=True,
)
def open_panel(clicks: int | None, expanded: str, search: str | None) -> tuple[Any, str]:
    """Open the panel below the header, or close it."""
    if not clicks:
        raise PreventUpdate
    if expanded == "true":
        return [], "false"
    return dialect.panel(workspace().datasets.get(query(search)["dataset"])), "true"


clientside_callback(
    ClientsideFunction("dialect", "settle"),
    Output(ids.settled, "data"),
    Input(ids.choice(ALL), "value"),
    Input(ids.typed, "value"),
)


# At once, so that it cannot take away what a reading with the new choices is refused for.
clientside_callback(
    ClientsideFunction("dialect", "forget"),
    Output(ids.read_refusal, "children", allow_duplicate=True),
    Input(ids.choice(ALL), "value"),
    Input(ids.typed, "value"),
    prevent_initial_call=True,
)


@callback(
    Output(ids.preview, "children"),
    Output(ids.look_refusal, "children"),
    Output(ids.why(ALL), "children"),
    Output(ids.problem(ALL), "children"),
    Input(ids.settled, "data"),
    State(ids.choice(ALL), "value"),
    State(ids.typed, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def preview(
    _settled: float, chosen: list[str | None], typed: str | None, search: str | None
) -> tuple[Any, Any, list[Any], list[Any]]:
    """Show what the choices would make of the beginning of the file; nothing is kept."""
    try:
        choices = choices_of(chosen, typed)
        look = workspace().datasets.look(query(search)["dataset"], choices)
    except EngineError as error:
        elsewhere, told = _refused(error.problem())
        return no_update, elsewhere, [no_update] * len(FIELDS), told
    whys = [dialect.why(entry, look.dialect) for entry in PROPERTIES]
    return dialect.preview(look), None, whys, [None] * len(FIELDS)


@callback(
    Output(data.ids.read_again, "data"),
    Output(ids.read_refusal, "children"),
    Output(ids.problem(ALL), "children", allow_duplicate=True),
    Input(ids.read, "n_clicks"),
    State(ids.choice(ALL), "value"),
    State(ids.typed, "value"),
    State(url, "search"),
    running=[
        (Output(ids.read, "disabled"), True, False),
        (Output(ids.reading, "hidden"), False, True),
    ],
    prevent_initial_call=True,
)
def read(
    clicks: int | None, chosen: list[str | None], typed: str | None, search: str | None
) -> tuple[Any, Any, list[Any]]:
    """Read the file again as it was chosen; then the whole step is drawn anew."""
    if not clicks:
        raise PreventUpdate
    try:
        dataset = workspace().datasets.read_again(
            query(search)["dataset"], choices_of(chosen, typed)
        )
    except EngineError as error:
        return no_update, *_refused(error.problem())
    return dataset.reading, None, [no_update] * len(FIELDS)


@callback(
    Output(ids.choice(ALL), "value"),
    Output(ids.typed, "value"),
    Input(ids.reset, "n_clicks"),
    prevent_initial_call=True,
)
def reset(clicks: int | None) -> tuple[list[str], str]:
    """Choose nothing: all is found out from the file."""
    if not clicks:
        raise PreventUpdate
    return ["" if entry.kind == "number" else FOUND for entry in PROPERTIES], ""


def choices_of(chosen: list[str | None], typed: str | None) -> DialectChoices:
    """What the controls say, in the order of `PROPERTIES`; `typed` are words for missing."""
    values: dict[str, Any] = {}
    for entry, value in zip(PROPERTIES, chosen, strict=True):
        text = value or ""
        if entry.kind == "number":
            values[entry.field] = _number(entry.field, text)
        elif entry.kind == "words":
            values[entry.field] = _words(text, typed or "")
        elif text.startswith("="):
            values[entry.field] = text.removeprefix("=")
    return DialectChoices.model_validate(values)


def _number(field: str, text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise InvalidValueError(
            f"This must be a whole number from 0 on, but is {text!r}.",
            field=field,
            hint="Leave it empty, and it is found out from the file.",
        )
    return int(text)


def _words(chosen: str, typed: str) -> tuple[str, ...] | None:
    if chosen == NO_WORDS:
        return ()
    if chosen != THESE_WORDS:
        return None
    return tuple(word.strip() for word in typed.split(",") if word.strip()) or None


def _refused(problem: Problem) -> tuple[Any, list[Any]]:
    """A problem above the preview, or beside the property it is about."""
    told = [problem.message if field == problem.field else None for field in FIELDS]
    return None if any(told) else controls.notice(problem), told
