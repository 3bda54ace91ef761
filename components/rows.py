"""The rows of a dataset: any of them can be scrolled to, sorted and filtered on the server."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.records import Column, ColumnType, Dataset, Setting

MOST_COLUMNS: Final = 100
BLOCK_ROWS: Final = 100
ROW_PX: Final = 34
NUMBER_FIELD: Final = "row"

_SHOWN_ROWS: Final = 12
_CHARACTER_PX: Final = 7.5
_CELL_EDGES_PX: Final = 36
_HEADER_SIGNS_PX: Final = 68
_WIDTHS_PX: Final = (96, 360)
_FILTERS: Final[dict[ColumnType, str]] = {
    "numeric": "agNumberColumnFilter",
    "datetime": "agDateColumnFilter",
}


class ids:  # noqa: N801  ids are read as rows.ids.grid
    """Ids of what this module draws."""

    @staticmethod
    def grid(dataset: object, state: object) -> dict[str, object]:
        """Id of the grid; another one whenever its rows may be others, so that none are stale."""
        return {"type": "rows-grid", "dataset": dataset, "state": state}

    @staticmethod
    def note(dataset: object, state: object) -> dict[str, object]:
        """Id of what is said about the rows that are shown."""
        return {"type": "rows-note", "dataset": dataset, "state": state}


def card(dataset: Dataset) -> Component:
    """Draw the grid; it asks for its rows itself."""
    shown = dataset.columns[:MOST_COLUMNS]
    state = state_of(dataset)
    grid = dag.AgGrid(
        id=ids.grid(dataset.id, state),
        rowModelType="infinite",
        columnDefs=[_number_column(), *[_column(n, column) for n, column in enumerate(shown)]],
        defaultColDef={
            "cellDataType": False,
            "cellRenderer": "TableCell",
            "resizable": True,
            "suppressMovable": True,
        },
        dashGridOptions=_options(dataset),
        className="rows-grid",
        style={"height": f"{(min(_SHOWN_ROWS, dataset.n_rows) + 2) * ROW_PX}px"},
    )
    note = html.Div(
        all_rows(dataset),
        id=ids.note(dataset.id, state),
        className="help",
        **controls.attributes(aria_live="polite"),
    )
    return controls.card("Rows", [grid, note])


def state_of(dataset: Dataset) -> str:
    """What the rows depend on: how the file was read, and what its columns make of the cells."""
    columns = [
        (column.name, column.type, column.format.missing_words) for column in dataset.columns
    ]
    return sha256(repr((dataset.reading, columns)).encode()).hexdigest()[:16]


def _options(dataset: Dataset) -> dict[str, Any]:
    return {
        # Names of columns may hold dots and quotes, which AG Grid reads as paths.
        "suppressFieldDotNotation": True,
        "cacheBlockSize": BLOCK_ROWS,
        "maxBlocksInCache": 20,
        # The grid has room for one question and its answer at a time.
        "maxConcurrentDatasourceRequests": 1,
        "infiniteInitialRowCount": dataset.n_rows,
        "enableCellTextSelection": True,
        "ensureDomOrder": True,
        "rowHeight": ROW_PX,
        "headerHeight": ROW_PX,
    }


def _number_column() -> dict[str, Any]:
    return {
        "field": NUMBER_FIELD,
        "headerName": "#",
        "headerTooltip": "Position among the rows that are shown",
        "pinned": "left",
        "sortable": False,
        "width": 80,
        "cellClass": ["row-number", "ag-right-aligned-cell"],
        "headerClass": "ag-right-aligned-header",
    }


def _column(position: int, column: Column) -> dict[str, Any]:
    return {
        "field": f"c{position}",
        "headerName": words.middle_cut(column.name),
        "headerTooltip": column.name,
        "sortable": True,
        "width": _width(column),
        "filter": _FILTERS.get(column.type, "agTextColumnFilter"),
        "filterParams": {"debounceMs": 400, "inRangeInclusive": True, "maxNumConditions": 2},
        **({"type": "rightAligned"} if column.type == "numeric" else {}),
    }


def _width(column: Column) -> int:
    """Wide enough for the name and for the values that are known, within reason."""
    texts = [*column.examples, *[value for value, _ in column.top]]
    longest = max((len(text) for text in texts), default=0)
    wanted = max(
        len(words.middle_cut(column.name)) * _CHARACTER_PX + _HEADER_SIGNS_PX,
        longest * _CHARACTER_PX + _CELL_EDGES_PX,
    )
    low, high = _WIDTHS_PX
    return round(min(high, max(low, wanted)))


def block(
    shown: Sequence[Sequence[Setting]], dataset: Dataset, *, start: int, n_rows: int
) -> dict[str, Any]:
    """Rows as the grid takes them: by the positions of the columns, with their own positions."""
    types = [column.type for column in dataset.columns[:MOST_COLUMNS]]
    data = []
    for number, row in enumerate(shown, start=start + 1):
        cells = {f"c{n}": _cell(value, types[n]) for n, value in enumerate(row)}
        data.append({NUMBER_FIELD: f"{number:,}", **cells})
    return {"rowData": data, "rowCount": n_rows}


def _cell(value: Setting, column_type: ColumnType) -> str | None:
    """A value as text; ``None`` where it is missing."""
    if value is None:
        return None
    return words.moment(value) if column_type == "datetime" else str(value)


def all_rows(dataset: Dataset) -> str:
    """What is said below the grid while no row is filtered out."""
    n_rows = words.count(dataset.n_rows, "{n} row", "{n} rows")
    if dataset.n_columns > MOST_COLUMNS:
        return (
            f"{n_rows}, and the first {MOST_COLUMNS} of {dataset.n_columns:,} columns. "
            "A click on a name sorts; the sign beside it filters."
        )
    return f"{n_rows}. A click on a name sorts; the sign beside it filters."


def filtered(n_rows: int, dataset: Dataset) -> str:
    """The same while a filter is set."""
    if n_rows == 0:
        return f"No row fits the filter, of {dataset.n_rows:,}."
    of_all = f"of {dataset.n_rows:,} rows"
    return words.count(
        n_rows, f"{{n}} {of_all} fits the filter.", f"{{n}} {of_all} fit the filter."
    )
