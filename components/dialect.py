"""How a file is read: each property with its reason, another choice, and what that would give."""

from __future__ import annotations

from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import controls, words
from components.dialect_fields import FOUND, PROPERTIES, Property, encoding_name, sign_name
from components.first_rows import first_lines, first_rows
from components.terms import TERMS
from engine.reading.first_look import FirstLook
from engine.records import Dataset, Dialect

PREVIEW_ROWS: Final = 8
_DECIMALS: Final = {".": "decimal point", ",": "decimal comma"}


class ids:  # noqa: N801  ids are read as dialect.ids.panel
    """Ids of what this module draws."""

    open = "dialect-open"
    panel = "dialect-panel"
    typed = "dialect-typed"
    settled = "dialect-settled"
    look_refusal = "dialect-look-refusal"
    read_refusal = "dialect-read-refusal"
    preview = "dialect-preview"
    read = "dialect-read"
    reset = "dialect-reset"
    reading = "dialect-reading"

    @staticmethod
    def choice(field: object) -> dict[str, object]:
        """Id of the control that chooses a property; may be a pattern."""
        return {"type": "dialect-choice", "field": field}

    @staticmethod
    def why(field: object) -> dict[str, object]:
        """Id of the value of a property with its reason; may be a pattern."""
        return {"type": "dialect-why", "field": field}

    @staticmethod
    def problem(field: object) -> dict[str, object]:
        """Id of what is wrong with a choice; may be a pattern."""
        return {"type": "dialect-problem", "field": field}


def summary(dataset: Dataset) -> list[Component | str]:
    """Size and dialect of a dataset in one sentence, and the way to the panel."""
    rows = words.count(dataset.n_rows, "{n} row", "{n} rows")
    n_columns = words.count(dataset.n_columns, "{n} column", "{n} columns")
    dialect = dataset.dialect
    encoding, sign = encoding_name(dialect.encoding), sign_name(dialect.delimiter)
    decimal = _DECIMALS[dialect.decimal]
    button = html.Button(
        "Why, and change it",
        id=ids.open,
        type="button",
        className="btn-link quiet-button",
        **controls.attributes(aria_expanded="false", aria_controls=ids.panel),
    )
    read_as = f"{dataset.name}: {rows}, {n_columns}, read as {encoding}, {sign}, {decimal}. "
    return [read_as, button]


def panel(dataset: Dataset) -> Component:
    """Every property of how the file was read, and what can be chosen instead."""
    dialect = dataset.dialect
    fields = [_field(entry, dialect) for entry in PROPERTIES]
    content = [
        html.P(
            "All of this was found out from the file itself, unless you chose otherwise. "
            "What you change here is tried on the beginning of the file at once; "
            "nothing is read anew before you say so.",
            className="help",
        ),
        html.Div(fields, className="dialect-fields"),
        html.Div(id=ids.look_refusal),
        html.Div(id=ids.preview, className="dialect-preview"),
        html.Div(id=ids.read_refusal),
        _buttons(),
        dcc.Store(id=ids.settled),
    ]
    title = controls.term("How this file is read", TERMS["dialect"])
    return controls.card(title, content, class_name="dialect-card")


def _buttons() -> Component:
    return html.Div(
        [
            controls.button("Read the file this way", element_id=ids.read),
            controls.button("Back to what was found", element_id=ids.reset),
            html.Span("Reading the file …", id=ids.reading, className="muted", hidden=True),
        ],
        className="buttons",
    )


def _field(entry: Property, dialect: Dialect) -> Component:
    name = controls.dom_id(ids.choice(entry.field))
    return html.Div(
        [
            html.Label(entry.title, htmlFor=name, className="field-label"),
            html.Div(_control(entry, dialect), className="dialect-control"),
            html.Div(
                [
                    html.Div(why(entry, dialect), id=ids.why(entry.field), className="help"),
                    html.Div(id=ids.problem(entry.field), className="field-error", role="alert"),
                ],
            ),
        ],
        className="field dialect-field",
    )


def _control(entry: Property, dialect: Dialect) -> list[Component]:
    identifier, chosen = ids.choice(entry.field), entry.chosen(dialect)
    if entry.kind == "number":
        return [_typed(identifier, chosen, placeholder="found out from the file")]
    options = [{"label": "found out from the file", "value": FOUND}]
    options += [{"label": text, "value": f"={value}"} for value, text in _offered(entry, chosen)]
    select = dbc.Select(id=identifier, options=options, value=chosen, size="sm")
    if entry.kind == "choice":
        return [select]
    listed = ", ".join(dialect.choices.missing_words or ())
    label = html.Label("These words", htmlFor=ids.typed, className="visually-hidden")
    typed = [label, _typed(ids.typed, listed, placeholder="NA, -, unknown")]
    return [select, html.Div(typed, className="typed-words")]


def _offered(entry: Property, chosen: str) -> list[tuple[str, str]]:
    """What can be chosen; what was chosen over REST is among it, whatever it is."""
    # That a file does not tell the order of dates is found out, and nothing to choose.
    offered = [
        (value, text) for value, text in entry.options if entry.field != "date_order" or value
    ]
    value = chosen.removeprefix("=")
    if chosen != FOUND and value not in dict(offered):
        offered.append((value, sign_name(value) if len(value) == 1 else value))
    return offered


def _typed(identifier: controls.ElementId, value: str, *, placeholder: str) -> Component:
    # Not debounced: a click on the button right after the last key would miss what was typed.
    made: Component = dbc.Input(
        id=identifier,
        type="text",
        value=value,
        placeholder=placeholder,
        autocomplete="off",
        size="sm",
    )
    return made


def why(entry: Property, dialect: Dialect) -> list[Component | str]:
    """The value of a property in words, and the reason for it."""
    reason = dialect.reasons.get(entry.field, "")
    return [html.Span(f"{entry.told(dialect)}. ", className="dialect-value"), reason]


def preview(look: FirstLook) -> list[Component]:
    """The first lines of the file, and the first rows as they would be read."""
    return [
        html.H3("The first lines of the file", className="part-title"),
        first_lines(look),
        html.H3("The first rows, read this way", className="part-title"),
        first_rows(look, rows=PREVIEW_ROWS),
    ]
