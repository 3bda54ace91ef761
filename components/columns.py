"""The columns of a dataset and its first rows, as the Data step shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.terms import TERMS
from engine.datasets import Preview
from engine.records import ROLES, Column, ColumnType, Dataset, Problem

COLUMNS_ON_A_PAGE: Final = 50
PREVIEW_COLUMNS: Final = 100
PREVIEW_CHARACTERS: Final = 200
ROW_PX: Final = 34


class ids:  # noqa: N801  ids are read as columns.ids.page
    """Ids of what this module draws."""

    pages = "columns-pages"

    @staticmethod
    def page(dataset: object) -> dict[str, object]:
        """Id of what turns the pages of a dataset with many columns; may be a pattern."""
        return {"type": "columns-page", "dataset": dataset}

    @staticmethod
    def type(column: object) -> dict[str, object]:
        """Id of a column's type select, by the column's position."""
        return {"type": "column-type", "column": column}

    @staticmethod
    def role(column: object) -> dict[str, object]:
        """Id of a column's role select, by the column's position."""
        return {"type": "column-role", "column": column}


def table(dataset: Dataset, *, page: int, refusal: tuple[str, Problem] | None = None) -> Component:
    """One line per column, with what may be changed about it.

    Parameters
    ----------
    dataset : Dataset
    page : int
        Which fifty columns are shown, counted from 1.
    refusal : tuple of (column name, Problem), optional
        A change of this column that could not be made.
    """
    first = (page - 1) * COLUMNS_ON_A_PAGE
    shown = dataset.columns[first : first + COLUMNS_ON_A_PAGE]
    body = [
        _row(position, column, dataset.n_rows, refusal)
        for position, column in enumerate(shown, start=first)
    ]
    lines = controls.table(_head(), body, name="Columns")
    return controls.card("Columns", lines, class_name="columns-card")


def _head() -> list[controls.Children]:
    return [
        "Name",
        controls.term("Type", TERMS["column type"]),
        controls.term("Use as", TERMS["role"]),
        "Missing",
        "Values",
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


def _row(
    position: int, column: Column, n_rows: int, refusal: tuple[str, Problem] | None
) -> list[controls.Children]:
    refused = refusal[1] if refusal and refusal[0] == column.name else None
    note = html.Div(column.reason, className="help")
    if refused:
        text = [refused.message, " ", refused.hint or ""]
        note = html.Div(text, className="field-error", role="alert")
    return [
        html.Div([html.Span(column.name, className="name"), note]),
        _select(ids.type(position), get_args(ColumnType), column.type, "Type", column),
        _select(ids.role(position), ROLES, column.role, "Use", column),
        words.share(column.missing / n_rows) if column.missing else "none",
        html.Div([html.Div(values(column, n_rows)), _distinct(column)], className="values"),
    ]


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
    """What a column holds, in words."""
    if column.distinct == 0:
        return "no values at all"
    if isinstance(column.minimum, float) and isinstance(column.maximum, float):
        low, high = words.number(column.minimum), words.number(column.maximum)
        mean = words.number(column.mean) if column.mean is not None else "unknown"
        return f"{low} to {high}, mean {mean}"
    if column.minimum is not None:
        return f"{_moment(column.minimum)} to {_moment(column.maximum)}"
    if column.type in ("categorical", "boolean") and column.top:
        present = max(1, n_rows - column.missing)
        shares = [f"{_short(value)} {words.share(n / present)}" for value, n in column.top[:3]]
        return ", ".join(shares) + (" …" if column.distinct > 3 else "")
    return ", ".join(_short(value) for value in column.examples[:2])


def _distinct(column: Column) -> Component:
    text = words.count(column.distinct, "{n} different value", "{n} different values")
    return html.Div(text if column.distinct else None)


def _moment(value: object) -> str:
    """A moment as it was written; midnight is left away, as most dates have no time."""
    return str(value).removesuffix("T00:00:00").replace("T", " ")


def _short(value: str, most: int = 30) -> str:
    return value if len(value) <= most else value[: most - 1] + "…"


def first_rows(preview: Preview) -> Component:
    """The first rows of the table as they were read."""
    shown = preview.columns[:PREVIEW_COLUMNS]
    grid = dag.AgGrid(
        # Names of columns may hold dots and quotes, which AG Grid reads as paths.
        columnDefs=[{"field": f"c{n}", "headerName": name} for n, name in enumerate(shown)],
        rowData=[
            {f"c{n}": _cell(value) for n, value in enumerate(row[:PREVIEW_COLUMNS])}
            for row in preview.rows
        ],
        defaultColDef={"sortable": False, "resizable": True, "minWidth": 90, "maxWidth": 360},
        columnSize="autoSize",
        dashGridOptions={
            "suppressFieldDotNotation": True,
            "ensureDomOrder": True,
            "rowHeight": ROW_PX,
            "headerHeight": ROW_PX,
        },
        className="preview-grid",
        style={"height": f"{min(12, len(preview.rows) + 2) * ROW_PX}px"},
    )
    return controls.card("First rows", [grid, _rows_note(preview)])


def _cell(value: object) -> str:
    return "" if value is None else _short(str(value), PREVIEW_CHARACTERS)


def _rows_note(preview: Preview) -> Component:
    text = f"The first {len(preview.rows):,} of {preview.n_rows:,} rows."
    if len(preview.columns) > PREVIEW_COLUMNS:
        text = (
            f"The first {len(preview.rows):,} of {preview.n_rows:,} rows, "
            f"and the first {PREVIEW_COLUMNS} of {len(preview.columns):,} columns."
        )
    return html.P(text, className="help")
