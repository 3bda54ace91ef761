"""Which rows are used, and which of them are held out, as the Prepare step asks it."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls
from engine.records import Column, Dataset

BY_CHANCE = "chance"


class ids:  # noqa: N801  ids are read as row_choice.ids.duplicates
    """Ids of what this module draws."""

    duplicates = "prepare-duplicates"
    time_column = "prepare-time-column"


def parts(dataset: Dataset) -> list[Component]:
    """What is asked about the rows; what cannot be answered here is hidden."""
    clustering = dataset.preparation.task_type == "clustering"
    return [
        _duplicates(dataset),
        # The select stays on the page, because callbacks read it.
        html.Div(_latest(dataset), hidden=clustering or not _moments(dataset)),
        *([] if clustering else _groups(dataset)),
    ]


def time_column(dataset: Dataset, value: str) -> str | None:
    """The column that the select holds rows out by, ``None`` for chance."""
    return None if value == BY_CHANCE else dataset.columns[int(value)].name


def _duplicates(dataset: Dataset) -> Component:
    switch = dbc.Switch(
        id=ids.duplicates,
        label="Leave out duplicate rows",
        value=dataset.preparation.drop_duplicates,
    )
    help_text = "Of rows that are equal in all columns that are used, the first is kept."
    return controls.group("Duplicates", switch, help_text)


def _latest(dataset: Dataset) -> Component:
    chosen = dataset.preparation.time_column
    moments = _moments(dataset)
    select = dbc.Select(
        id=ids.time_column,
        options=[
            {"label": "nothing: rows are held out by chance", "value": BY_CHANCE},
            *({"label": column.name, "value": str(n)} for n, column in moments),
        ],
        value=next((str(n) for n, column in moments if column.name == chosen), BY_CHANCE),
    )
    help_text = "A model that is to predict what comes later is judged on what came last."
    return controls.field("Hold out the latest rows by", select, help_text=help_text)


def _moments(dataset: Dataset) -> list[tuple[int, Column]]:
    """Position and column of each date; and of what was chosen, which may be a number."""
    chosen = dataset.preparation.time_column
    return [
        (n, column)
        for n, column in enumerate(dataset.columns)
        if column.name == chosen or (column.type == "datetime" and column.role != "target")
    ]


def _groups(dataset: Dataset) -> list[Component]:
    """What is kept together, in words; it is chosen on the Data step."""
    return [
        html.Div(
            [
                html.Div("Groups", className="field-label"),
                html.P(_kept_together(column), className="help"),
            ],
            className="field",
        )
        for column in dataset.columns
        if column.role == "group"
    ]


def _kept_together(column: Column) -> str:
    if column.group_separator is None:
        return (
            f"Rows with the same {column.name} stay together: none of them is learned from while "
            "another one is judged."
        )
    return (
        f"Rows whose {column.name} is the same before the last “{column.group_separator}” stay "
        "together: none of them is learned from while another one is judged."
    )
