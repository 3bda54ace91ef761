"""Bring files: the drop zone, what is on its way, how it begins, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import controls, href, words
from components.first_rows import first_rows
from engine.reading.first_look import FirstLook

FIRST_ROWS: Final = 10


class ids:  # noqa: N801  ids are read as upload.ids.drop_zone
    """Ids of what this module draws; assets/20_upload.js knows them by name."""

    drop_zone = "data-drop-zone"
    hint = "data-upload-hint"
    progress = "data-upload-progress"
    bar = "data-upload-bar"
    status = "data-upload-status"
    cancel = "data-upload-cancel"
    cancel_all = "data-upload-cancel-all"
    problem = "data-upload-problem"
    problem_text = "data-upload-problem-text"
    problem_hint = "data-upload-problem-hint"
    looked = "data-upload-looked"
    beginning = "data-upload-beginning"
    summary = "data-upload-summary"


def layout() -> Component:
    """Draw the drop zone and what is told below it."""
    parts = [
        _zone(),
        _progress(),
        _problem(),
        html.Div(id=ids.summary),
        dcc.Store(id=ids.looked),
    ]
    return html.Div(parts, className="stack data-upload")


def beginning() -> Component:
    """Where the first rows of a file stand while the rest of it is on its way."""
    return html.Div(id=ids.beginning, **controls.attributes(aria_live="polite"))


def _zone() -> Component:
    # assets/20_upload.js puts the file input into the drop zone, because Dash has none,
    # and posts the file itself to the addresses given here.
    return html.Label(
        [
            html.Span("⇪", className="drop-sign", **controls.attributes(aria_hidden="true")),
            html.Span(
                [
                    html.Span("Drop CSV files here, or browse", className="drop-title"),
                    html.Span(id=ids.hint, className="drop-hint"),
                ],
                className="drop-words",
            ),
        ],
        id=ids.drop_zone,
        htmlFor="data-file",
        className="drop-zone",
        **controls.attributes(
            data_url="/api/datasets/upload", data_look_url="/api/datasets/first-look"
        ),
    )


def _progress() -> Component:
    buttons = [
        controls.button("Cancel the upload", element_id=ids.cancel, small=True),
        controls.button("Cancel all", element_id=ids.cancel_all, small=True),
    ]
    return html.Div(
        [
            html.Progress(id=ids.bar, max="100", **controls.attributes(aria_label="Upload")),
            html.Div(id=ids.status, className="figures"),
            html.Div(buttons, className="buttons"),
        ],
        id=ids.progress,
        className="panel upload-progress",
        hidden=True,
    )


def _problem() -> Component:
    text = html.Span(id=ids.problem_text)
    hint = html.Span(id=ids.problem_hint)
    box = controls.message(text, hint=hint, tone="bad")
    return html.Div(box, id=ids.problem, role="alert", hidden=True)


def hint(limit_bytes: int, *, looking: bool) -> list[Component | str]:
    """What may be dropped; while a dataset is looked at also the way to the others."""
    limit = f"Up to {words.size(limit_bytes)} each. "
    return [limit, dcc.Link("All datasets and samples", href=href("data"))] if looking else [limit]


def begins(name: str, look: FirstLook) -> Component:
    """The first rows of a file that is still on its way."""
    note = html.P("It is being read whole; types and uses of the columns follow.", className="help")
    title = f"This is how {name} begins"
    return controls.card(title, [note, first_rows(look, rows=FIRST_ROWS)])


def arrived(name: str, address: str) -> Component:
    """Tell on another step that an upload has arrived."""
    link = controls.link_button("Look at it", address)
    return _popup(controls.message(f"{name} has arrived.", tone="good", actions=[link]))


def summary(
    arrived_files: Sequence[Mapping[str, Any]], refused: Sequence[Mapping[str, Any]]
) -> Component:
    """What became of several files: links to those that are here, words for the others."""
    parts: list[Component] = []
    if arrived_files:
        title = words.count(len(arrived_files), "{n} file has arrived", "{n} files have arrived")
        parts.append(controls.message(title, hint=_links(arrived_files), tone="good"))
    parts += [
        controls.message(
            [html.Span(file["name"], className="name"), html.Br(), file["message"]],
            hint=file.get("hint"),
            tone="bad",
        )
        for file in refused
    ]
    return html.Div(parts, className="stack upload-summary", role="status")


def summary_elsewhere(
    arrived_files: Sequence[Mapping[str, Any]], refused: Sequence[Mapping[str, Any]]
) -> Component:
    """The same on another step."""
    return _popup(summary(arrived_files, refused))


def _links(files: Sequence[Mapping[str, Any]]) -> list[Component | str]:
    links: list[Component | str] = []
    for file in files:
        links += [", "] if links else []
        links.append(dcc.Link(file["name"], href=href("data", dataset=file["id"])))
    return links


def _popup(content: Component) -> Component:
    made: Component = dbc.Alert(content, dismissable=True, class_name="popup")
    return made
