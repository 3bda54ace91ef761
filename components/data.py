"""The Data step: bring a file, see what was read, say what each column is for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import columns, controls, href, words
from components.terms import TERMS
from engine.records import Dataset, Finding, Severity
from engine.samples import Sample

NO_TARGET: Final = "-1"

_TONES: Final[dict[Severity, controls.Tone]] = {
    "info": "accent",
    "warning": "warn",
    "blocker": "bad",
}
_DELIMITERS: Final = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    ":": "colon",
    " ": "space",
}


class ids:  # noqa: N801  ids are read as data.ids.columns
    """Ids of what this module draws."""

    step = "data-step"
    header = "data-header"
    start = "data-start"
    columns = "data-columns"
    rows = "data-rows"
    decide = "data-decide"
    target = "data-target"
    drop_zone = "data-drop-zone"
    upload_hint = "data-upload-hint"
    upload_progress = "data-upload-progress"
    upload_bar = "data-upload-bar"
    upload_status = "data-upload-status"
    upload_cancel = "data-upload-cancel"
    upload_problem = "data-upload-problem"
    upload_problem_text = "data-upload-problem-text"
    upload_problem_hint = "data-upload-problem-hint"
    delete_dialog = "data-delete-dialog"
    delete_words = "data-delete-words"
    delete_asked = "data-delete-asked"
    delete_confirm = "data-delete-confirm"
    delete_cancel = "data-delete-cancel"

    @staticmethod
    def repair(code: object, column: object) -> dict[str, object]:
        """Id of the button that cures a finding about this column."""
        return {"type": "repair", "code": code, "column": column}

    @classmethod
    def repair_of(cls, finding: Finding) -> dict[str, object]:
        """Id of the button that cures this finding."""
        return cls.repair(finding.code, finding.columns[0] if finding.columns else "")

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
        html.Div(id=ids.columns),
        html.Div(id=columns.ids.pages),
        html.Div(id=ids.rows),
        html.Div(id=ids.start),
    ]
    return html.Div(
        [
            html.Div(id=ids.header),
            html.Div(
                [
                    _upload(),
                    html.Div(id=ids.decide, className="stack data-decide"),
                    html.Div(main, className="stack data-main"),
                ],
                id=ids.step,
                className="data-step",
            ),
            _delete_dialog(),
        ]
    )


def _upload() -> Component:
    # assets/20_upload.js puts the file input into the drop zone, because Dash has none,
    # and posts the file itself to the address given here.
    zone = html.Label(
        [
            html.Span("⇪", className="drop-sign", **controls.attributes(aria_hidden="true")),
            html.Span(
                [
                    html.Span("Drop a CSV file here, or browse", className="drop-title"),
                    html.Span(id=ids.upload_hint, className="drop-hint"),
                ],
                className="drop-words",
            ),
        ],
        id=ids.drop_zone,
        htmlFor="data-file",
        className="drop-zone",
        **controls.attributes(data_url="/api/datasets/upload"),
    )
    return html.Div([zone, _upload_progress(), _upload_problem()], className="stack data-upload")


def _upload_progress() -> Component:
    return html.Div(
        [
            html.Progress(id=ids.upload_bar, max="100", **controls.attributes(aria_label="Upload")),
            html.Div(id=ids.upload_status, className="figures"),
            controls.button("Cancel the upload", element_id=ids.upload_cancel, small=True),
        ],
        id=ids.upload_progress,
        className="panel upload-progress",
        hidden=True,
    )


def _upload_problem() -> Component:
    text = html.Span(id=ids.upload_problem_text)
    hint = html.Span(id=ids.upload_problem_hint)
    box = controls.message(text, hint=hint, tone="bad")
    return html.Div(box, id=ids.upload_problem, role="alert", hidden=True)


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


def upload_hint(limit_bytes: int, *, looking: bool) -> list[Component | str]:
    """What may be dropped; while a dataset is looked at also the way to the others."""
    limit = f"Up to {words.size(limit_bytes)}; the first line holds the names of the columns. "
    return [limit, dcc.Link("All datasets and samples", href=href("data"))] if looking else [limit]


def arrived(name: str, address: str) -> Component:
    """Tell on another step that an upload has arrived."""
    link = controls.link_button("Look at it", address)
    box = controls.message(f"{name} has arrived.", tone="good", actions=[link])
    made: Component = dbc.Alert(box, dismissable=True, class_name="popup")
    return made


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
    """What was read, and why it was read that way."""
    reasons = [html.Li(reason) for reason in dataset.dialect.reasons.values()]
    why = html.Details([html.Summary("Why?"), html.Ul(reasons)], className="why")
    return controls.page_header("Your data", [html.Span(read_as(dataset)), why if reasons else ""])


def read_as(dataset: Dataset) -> str:
    """Size and dialect of a dataset in one sentence."""
    rows = words.count(dataset.n_rows, "{n} row", "{n} rows")
    n_columns = words.count(dataset.n_columns, "{n} column", "{n} columns")
    dialect = dataset.dialect
    delimiter = _DELIMITERS.get(dialect.delimiter, repr(dialect.delimiter))
    encoding = dialect.encoding.upper()
    return f"{dataset.name}: {rows}, {n_columns}, read as {encoding}, separated by {delimiter}."


def decide(dataset: Dataset, findings: Sequence[Finding], *, reason: str) -> list[Component]:
    """Findings, the question what to predict (`reason`: what follows from it), the way on."""
    return [_findings(findings), _question(dataset, reason)]


def _findings(findings: Sequence[Finding]) -> Component:
    if not findings:
        good = controls.message(
            "Nothing stands in the way",
            hint="Identifiers, constants, missing values and the target were looked at.",
            tone="good",
        )
        return controls.card("Before you train", good)
    title = words.count(
        len(findings), "Before you train: {n} finding", "Before you train: {n} findings"
    )
    boxes = [_finding(finding) for finding in findings]
    return controls.card(title, html.Div(boxes, className="stack findings"))


def _finding(finding: Finding) -> Component:
    actions = []
    if finding.repair:
        identifier = ids.repair_of(finding)
        actions = [controls.button(finding.repair.label, element_id=identifier, small=True)]
    tone = _TONES[finding.severity]
    return controls.message(finding.message, hint=finding.evidence, tone=tone, actions=actions)


def predicted(dataset: Dataset) -> str | None:
    """Name of the column that is predicted, ``None`` while groups are sought."""
    return None if dataset.preparation.task_type == "clustering" else dataset.target


def _question(dataset: Dataset, reason: str) -> Component:
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
