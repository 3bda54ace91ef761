"""The columns of a dataset: one line each, with what it holds and what may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.spread import spread
from components.terms import TERMS
from engine.records import QUANTILES, ROLES, Column, ColumnType, Dataset, Problem

COLUMNS_ON_A_PAGE: Final = 50
# A longer name is cut, and told whole beside the reason.
NAME_CHARACTERS: Final = 60
_MEDIAN: Final = QUANTILES.index(0.5)


class ids:  # noqa: N801  ids are read as columns.ids.page
    """Ids of what this module draws."""

    pages = "columns-pages"

    @staticmethod
    def page(dataset: object) -> dict[str, object]:
        """Id of what turns the pages of a dataset with many columns; may be a pattern."""
        return {"type": "columns-page", "dataset": dataset}

    @staticmethod
    def lines(column: object) -> dict[str, object]:
        """Id of what is told of a column, by its position; may be a pattern."""
        return {"type": "column-lines", "column": column}

    @staticmethod
    def type(column: object) -> dict[str, object]:
        """Id of a column's type select, by the column's position."""
        return {"type": "column-type", "column": column}

    @staticmethod
    def role(column: object) -> dict[str, object]:
        """Id of a column's role select, by the column's position."""
        return {"type": "column-role", "column": column}


def table(dataset: Dataset, *, page: int) -> Component:
    """One line per column, with what may be changed about it.

    Parameters
    ----------
    dataset : Dataset
    page : int
        Which fifty columns are shown, counted from 1.
    """
    first = (page - 1) * COLUMNS_ON_A_PAGE
    shown = range(first, min(first + COLUMNS_ON_A_PAGE, dataset.n_columns))
    bodies = [html.Tbody(lines(dataset, position), id=ids.lines(position)) for position in shown]
    drawn = controls.table_of(_head(), bodies, name="Columns")
    return controls.card("Columns", drawn, class_name="columns-card")


def _head() -> list[controls.Children]:
    return [
        "Name",
        controls.term("Type", TERMS["column type"]),
        controls.term("Spread", TERMS["spread"]),
        "Values",
        controls.term("Use as", TERMS["role"]),
        "Note",
    ]


def pages(dataset: Dataset) -> Component | None:
    """What turns the pages, where there is more than one.

    It stands beside the table and not in it: drawing it anew would set off the
    callback that turns the page.
    """
    n_pages = -(-dataset.n_columns // COLUMNS_ON_A_PAGE)
    if n_pages < 2:
        return None
    made: Component = dbc.Pagination(
        id=ids.page(dataset.id),
        max_value=n_pages,
        active_page=1,
        fully_expanded=False,
        previous_next=True,
    )
    return made


def lines(dataset: Dataset, position: int, problem: Problem | None = None) -> list[Component]:
    """What is told of one column: a line, and below it the reasons while they are asked for.

    Parameters
    ----------
    problem : Problem, optional
        Why a change of this column could not be made.
    """
    column, n_rows = dataset.columns[position], dataset.n_rows
    cells = [
        _name(column),
        _select(ids.type(position), get_args(ColumnType), column.type, "Type", column),
        spread(column, n_rows),
        html.Span(_unbroken(values(column, n_rows)), className="values"),
        _select(ids.role(position), ROLES, column.role, "Use", column),
        _note(column, n_rows),
    ]
    return [html.Tr([html.Td(cell) for cell in cells]), *_below(column, problem)]


def _name(column: Column) -> Component:
    shown = words.middle_cut(column.name, NAME_CHARACTERS)
    return html.Span(shown, className="name column-name", title=column.name)


def _unbroken(text: str) -> str:
    """The same with no line end between a number and its sign."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def _select(
    identifier: dict[str, object], options: Sequence[str], value: str, what: str, column: Column
) -> Component:
    label = html.Label(
        f"{what} of {column.name}",
        htmlFor=controls.dom_id(identifier),
        className="visually-hidden",
    )
    choices = [{"label": option, "value": option} for option in options]
    select = dbc.Select(id=identifier, options=choices, value=value, size="sm")
    return html.Div([label, select])


def values(column: Column, n_rows: int) -> str:
    """What a column holds, in a few words."""
    present = n_rows - column.missing
    if column.distinct == 0:
        return "no values at all"
    if column.role == "id" and column.type != "datetime":
        return f"{column.distinct:,} of {present:,} differ"
    if isinstance(column.minimum, float) and isinstance(column.maximum, float):
        return _range(column, words.number(column.minimum), words.number(column.maximum))
    if column.minimum is not None:
        return f"{words.moment(column.minimum)} to {words.moment(column.maximum)}"
    if column.type in ("categorical", "boolean") and column.top:
        return _levels(column, max(1, present))
    like = words.short(next(iter(column.examples), ""))
    return f"{column.distinct:,} different, like “{like}”"


def _range(column: Column, low: str, high: str) -> str:
    if low == high:
        return f"always {low}"
    if len(column.quantiles) != len(QUANTILES):
        return f"{low} to {high}"
    return f"{low} to {high}, median {words.number(column.quantiles[_MEDIAN])}"


def _levels(column: Column, present: int) -> str:
    shares = [f"{words.short(value, 18)} {words.share(n / present)}" for value, n in column.top]
    if column.distinct == 1:
        return f"always {words.short(column.top[0][0])}"
    if column.distinct <= 3:
        return " · ".join(shares[:3])
    return f"{column.distinct:,} levels, most often {shares[0]}"


def _note(column: Column, n_rows: int) -> Component:
    told = ", ".join(_remarks(column, n_rows))
    return html.Div([_unbroken(f"{told} ") if told else None, _why(column)], className="note")


def _remarks(column: Column, n_rows: int) -> list[str]:
    """What is odd about a column, each in two words."""
    remarks = []
    if column.missing:
        remarks.append(f"{words.share(column.missing / max(1, n_rows))} missing")
    if column.role == "group" and column.group_separator:
        remarks.append(f"grouped by what stands before the last “{column.group_separator}”")
    return remarks


def _why(column: Column) -> Component | None:
    """What opens the line below; the style sheet shows that line while this is open."""
    if not _reasons(column):
        return None
    name = controls.attributes(aria_label=f"Why {column.name} is read and used so")
    return html.Details(html.Summary("why?", **name), className="why")


def _reasons(column: Column) -> list[Component]:
    """The reason for type and use, and a long name whole."""
    told: list[Component] = [html.P(column.reason)] if column.reason else []
    if len(column.name) > NAME_CHARACTERS:
        told.append(html.P(f"The whole name: {column.name}"))
    return told


def _below(column: Column, problem: Problem | None) -> list[Component]:
    width = len(_head())
    below: list[Component] = [
        html.Tr(html.Td(_reasons(column), colSpan=width), className="reasons")
    ]
    if problem is not None:
        text = [problem.message, " ", problem.hint or ""]
        told = html.Td(html.Div(text, className="field-error", role="alert"), colSpan=width)
        below.append(html.Tr(told, className="refused"))
    return below
