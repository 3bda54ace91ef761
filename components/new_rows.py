"""New rows: another dataset is chosen, and the model says what it makes of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import controls, href, words
from components.controls import Child
from engine.predictions.given import MOST_ROWS
from engine.predictions.records import Predictions
from engine.records import Dataset, TaskType, TrainedModel

_NAMES: Final[dict[TaskType, str]] = {
    "classification": "Class",
    "regression": "Prediction",
    "clustering": "Cluster",
}


class ids:  # noqa: N801  ids are read as new_rows.ids.answer
    """Ids of what this module draws."""

    dataset = "new-rows-dataset"
    answer = "new-rows-answer"
    model = "new-rows-model"


def card(model: TrainedModel, known: Sequence[Dataset]) -> Component:
    """A choice among the datasets that have the columns of a model."""
    return controls.card("New rows", _choice(known) if known else _none(), aside=_store(model))


def _store(model: TrainedModel) -> Component:
    store: Component = dcc.Store(id=ids.model, data=model.id)
    return store


def _none() -> list[Child]:
    return [
        html.P(
            "Upload a file with new rows, and choose it here: the model says what it makes of "
            "each. The file needs the columns that the model looks at, by their names.",
            className="muted",
        ),
        html.Div(controls.link_button("Upload new rows", href("data")), className="buttons"),
    ]


def _choice(known: Sequence[Dataset]) -> list[Child]:
    select = dbc.Select(
        id=ids.dataset,
        options=[{"label": _label(one), "value": one.id} for one in known],
        placeholder="Choose a dataset",
    )
    told = (
        "Your other datasets that have the columns this model looks at and at most "
        f"{MOST_ROWS:,} rows, newest first."
    )
    return [
        controls.field("Rows of", select, help_text=told),
        controls.loading(html.Div(id=ids.answer, className="stack new-rows")),
    ]


def _label(dataset: Dataset) -> str:
    return f"{dataset.name}, {words.count(dataset.n_rows, '{n} row', '{n} rows')}"


def answer(found: Predictions, dataset: Dataset) -> list[Component]:
    """How many rows got which answer, what to know about that, and all of it as a file."""
    said = html.Ul([html.Li(one) for one in found.words], className="muted remarks")
    told = _numbers(found) if found.task_type == "regression" else _counts(found)
    return [told, said, _take(found, dataset)]


def _counts(found: Predictions) -> Component:
    rows: list[list[Child]] = [
        [name, f"{number:,}", words.share(number / found.n_rows)]
        for name, number in found.counts.items()
    ]
    head = (_NAMES[found.task_type], "Rows", "Share")
    return controls.table(head, rows, name="Answers for the new rows")


def _numbers(found: Predictions) -> Component:
    values = [float(one.prediction) for one in found.predictions]
    known = {
        "Lowest prediction": min(values),
        "Middle prediction": median(values),
        "Highest prediction": max(values),
    }
    return controls.facts({name: words.number(value) for name, value in known.items()})


def _take(found: Predictions, dataset: Dataset) -> Component:
    """A link with `download`, so that the file never passes the page."""
    link = html.A(
        "Download all rows with their answers",
        href=f"/api/models/{found.model_id}/predictions/{dataset.id}.csv",
        download="",
        className="btn btn-light",
    )
    return html.Div(link, className="buttons")
