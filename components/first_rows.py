"""The beginning of a file: its lines as they stand there, and its first rows as they are read."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.reading.first_look import FirstLook

MOST_COLUMNS: Final = 30
MOST_LINES: Final = 8
CELL_CHARACTERS: Final = 60


def first_lines(look: FirstLook) -> Component:
    """The first lines of a file with their numbers; skipped ones and the header are marked."""
    header = look.dialect.skipped_lines + look.dialect.header_rows
    shown = look.lines[: max(MOST_LINES, header + 3)]
    lines = [
        html.Li(line or " ", className=_kind(number, look.dialect.skipped_lines, header))
        for number, line in enumerate(shown)
    ]
    return html.Ol(
        lines,
        className="file-lines",
        tabIndex=0,
        role="region",
        **controls.attributes(aria_label="First lines of the file"),
    )


def _kind(number: int, skipped: int, header: int) -> str:
    if number < skipped:
        return "is-skipped"
    return "is-header" if number < header else ""


def first_rows(look: FirstLook, *, rows: int) -> Component:
    """The first rows as a table, with the type of each column under its name."""
    shown = look.columns[:MOST_COLUMNS]
    head = [
        html.Span([html.Span(words.middle_cut(name), title=name), _type(column_type)])
        for name, column_type in zip(shown, look.types, strict=False)
    ]
    body = [[_cell(value) for value in row[:MOST_COLUMNS]] for row in look.rows[:rows]]
    table = controls.table(head, body, name="First rows")
    return html.Div([table, _left_out(look)], className="first-rows")


def _type(column_type: str) -> Component:
    return html.Span(column_type, className="first-type")


def _cell(value: str | None) -> Component | str:
    if value is None:
        return html.Span("missing", className="missing-cell")
    return words.short(value, CELL_CHARACTERS)


def _left_out(look: FirstLook) -> Component | None:
    if len(look.columns) <= MOST_COLUMNS:
        return None
    text = f"The first {MOST_COLUMNS} of {len(look.columns):,} columns."
    return html.P(text, className="help")
