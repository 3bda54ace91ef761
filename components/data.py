"""The Data step: bring a file, see what was read, say what each column is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import columns, controls, dialect, findings, href, upload, words
from components.terms import TERMS
from engine.records import Dataset
from engine.samples import Sample

NO_TARGET: Final = "-1"


class ids:  # noqa: N801  ids are read as data.ids.columns
    """Ids of what this module draws."""

    step = "data-step"
    header = "data-header"
    start = "data-start"
    columns = "data-columns"
    rows = "data-rows"
    decide = "data-decide"
    question = "data-question"
    target = "data-target"
    read_again = "data-read-again"
    delete_dialog = "data-delete-dialog"
    delete_words = "data-delete-words"
    delete_asked = "data-delete-asked"
    delete_confirm = "data-delete-confirm"
    delete_cancel = "data-delete-cancel"

    @staticmethod
    def sample(key: object) -> dict[str, object]:
        """Id of a sample's button."""
        return {"type": "sample", "key": key}

    @staticmethod
    def delete(dataset: object) -> dict[str, object]:
        """Id of the button that deletes a dataset."""
        return {"type": "dataset-delete", "dataset": dataset}


def layout() -> Component:
    """Draw the step; what depends on the dataset is filled in by callbacks."""
    main = [
        upload.beginning(),
        html.Div(id=ids.columns),
        html.Div(id=columns.ids.pages),
        html.Div(id=ids.rows),
        html.Div(id=ids.start),
    ]
    decide = [findings.layout(), html.Div(id=ids.question)]
    parts = [
        upload.layout(),
        html.Div(decide, id=ids.decide, className="stack data-decide"),
        html.Div(main, className="stack data-main"),
    ]
    return html.Div(
        [
            html.Div(id=ids.header),
            html.Div(id=dialect.ids.panel),
            html.Div(parts, id=ids.step, className="data-step"),
            dcc.Store(id=ids.read_again),
            _delete_dialog(),
        ]
    )


def _delete_dialog() -> Component:
    buttons = [
        controls.button("Keep it", element_id=ids.delete_cancel),
        dbc.Button("Delete", id=ids.delete_confirm, color="danger", outline=True),
    ]
    made: Component = dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle("Delete this dataset?")),
            dbc.ModalBody(html.P(id=ids.delete_words)),
            dbc.ModalFooter(buttons),
            dcc.Store(id=ids.delete_asked),
        ],
        id=ids.delete_dialog,
        centered=True,
        is_open=False,
    )
    return made


def start_header() -> Component:
    """Header while no dataset is looked at."""
    return controls.page_header(
        "Your data", "Bring a table as a CSV file, or try a sample: it needs no further choices."
    )


def start(samples: Sequence[Sample], datasets: Sequence[Dataset]) -> list[Component]:
    """Samples, and the datasets that are here already."""
    cards = html.Div([_sample(sample) for sample in samples], className="tiles")
    parts = [controls.card("Or try a sample", cards)]
    if datasets:
        parts.append(controls.card("Datasets that are here already", _list(datasets)))
    return parts


def _sample(sample: Sample) -> Component:
    words_ = [
        html.Span(sample.name, className="tile-title"),
        html.Span(sample.description, className="tile-text"),
        controls.badge(sample.task_type),
    ]
    return html.Button(words_, id=ids.sample(sample.key), className="tile", type="button")


def _list(datasets: Sequence[Dataset]) -> Component:
    head = ["Name", "Rows", "Columns", "Size", "Added", ""]
    return controls.table(head, [_list_row(entry) for entry in datasets], name="Datasets")


def _list_row(dataset: Dataset) -> list[controls.Child]:
    label = f"Delete {dataset.name}"
    return [
        dcc.Link(dataset.name, href=href("data", dataset=dataset.id), className="name"),
        f"{dataset.n_rows:,}",
        f"{dataset.n_columns:,}",
        words.size(dataset.size_bytes),
        words.ago(dataset.created_at),
        controls.button("Delete", element_id=ids.delete(dataset.id), small=True, title=label),
    ]


def delete_question(dataset: Dataset) -> str:
    """What is asked before a dataset is deleted."""
    return (
        f"{dataset.name} will be deleted for good. Models that were trained on it stay, "
        "but they cannot be trained again from it."
    )


def header(dataset: Dataset) -> Component:
    """What was read, and the way to why it was read like that."""
    return controls.page_header("Your data", dialect.summary(dataset))


def predicted(dataset: Dataset) -> str | None:
    """Name of the column that is predicted, ``None`` while groups are sought."""
    return None if dataset.preparation.task_type == "clustering" else dataset.target


def question(dataset: Dataset, *, reason: str) -> Component:
    """Ask what to predict, say what follows from it (`reason`), and lead on."""
    names = [column.name for column in dataset.columns]
    options = [{"label": name, "value": str(n)} for n, name in enumerate(names)]
    nothing = {"label": "nothing: find groups", "value": NO_TARGET}
    target = predicted(dataset)
    chosen = NO_TARGET if target is None else str(names.index(target))
    select = dbc.Select(id=ids.target, options=[nothing, *options], value=chosen)
    label = controls.term("Predict which column?", TERMS["target"])
    onward = controls.link_button(
        "Continue to Prepare", href("prepare", dataset=dataset.id), primary=True
    )
    # The title of the card says it already to those who see it.
    name = html.Label("Column to predict", htmlFor=ids.target, className="visually-hidden")
    help_text = html.Div(reason, className="field-help")
    field = html.Div([name, select, help_text], className="field")
    return controls.card(label, [field, html.Div(onward, className="onward")])
