"""Small parts that every step is made of: cards, fields, notices, badges.

Each function draws one thing from values. Text is always passed as a child,
never as HTML, so names of files and columns cannot become markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from engine.records import Problem
from engine.words import Words

Tone = Literal["plain", "accent", "good", "warn", "bad"]
Child = Component | str | int | float | None
Children = Child | Sequence[Child]
ElementId = str | Mapping[str, Any]

# A sign beside every colour, because colour alone is not seen by everyone.
_SIGNS: Final[dict[Tone, str]] = {"plain": "i", "accent": "i", "good": "✓", "warn": "!", "bad": "!"}


def page_header(title: str, subtitle: Children = None, *, aside: Children = None) -> Component:
    """Title of a step with one line under it, and what stands at its right."""
    words: list[Component] = [html.H1(title, className="page-title")]
    if subtitle:
        words.append(html.Div(subtitle, className="page-subtitle"))
    return html.Div([html.Div(words), html.Div(aside)], className="page-header")


def card(
    title: Children,
    children: Children,
    *,
    aside: Children = None,
    class_name: str = "",
    **properties: Any,  # noqa: ANN401  further properties of html.Section
) -> Component:
    """A titled box; `aside` stands at the right of the title."""
    head = html.Div([html.H2(title, className="card-title"), html.Div(aside)], className="card-top")
    return html.Section(
        [head, html.Div(children, className="card-content")],
        className=f"panel {class_name}".strip(),
        **properties,
    )


def field(
    label: Children,
    control: Component,
    *,
    help_text: Children = None,
    error: Children = None,
    error_id: ElementId | None = None,
) -> Component:
    """An input with its label above, its help and its error below.

    The label belongs to the control by the control's id. With `error_id` the
    error can be changed by a callback; it is read out when it appears.
    """
    known: dict[str, Any] = {"id": error_id} if error_id is not None else {}
    return html.Div(
        [
            dbc.Label(label, html_for=dom_id(getattr(control, "id", "")), class_name="field-label"),
            control,
            html.Div(error, className="field-error", role="alert", **known),
            html.Div(help_text, className="field-help"),
        ],
        className="field",
    )


def number_input(element_id: ElementId, value: str) -> Component:
    """An input for a number, sent when it is left."""
    # As text, so that what is no number can be told in words instead of vanishing.
    # Sent when the field is left, as a click on the way on does: after some time
    # without a key, what was typed last would be lost by a quicker click.
    made: Component = dbc.Input(
        id=element_id,
        type="text",
        inputmode="decimal",
        value=value,
        debounce=True,
        autocomplete="off",
    )
    return made


def group(legend: Children, control: Component, help_text: str) -> Component:
    """Several inputs under one question."""
    return html.Div(
        [
            html.Div(legend, className="field-label"),
            control,
            html.Div(help_text, className="field-help"),
        ],
        className="field",
        role="group",
    )


def attributes(**named: str | int) -> dict[str, Any]:
    """Attributes whose names are no names in Python: ``aria_label`` -> ``aria-label``."""
    return {name.replace("_", "-"): value for name, value in named.items()}


def dom_id(identifier: ElementId) -> str:
    """The id that Dash gives an element in the browser, for a label to point at."""
    if isinstance(identifier, str):
        return identifier
    return json.dumps(identifier, sort_keys=True, separators=(",", ":"))


def message(
    text: Children,
    *,
    hint: Children = None,
    tone: Tone = "plain",
    actions: Sequence[Component] = (),
) -> Component:
    """Words in a coloured box: what is the case, what to do, and buttons for it."""
    words = [html.P(text, className="message-text")]
    # A component without children is false, and this one may be filled later.
    if hint not in (None, ""):
        words.append(html.P(hint, className="message-hint"))
    return html.Div(
        [
            html.Span(_SIGNS[tone], className="message-sign", **attributes(aria_hidden="true")),
            html.Div(words, className="message-words"),
            html.Div(list(actions), className="message-actions"),
        ],
        className=f"message tone-{tone}",
    )


def told(words: Words) -> Component:
    """What a result means, whether it is good here, and what to try."""
    hint: list[Child] = [html.Span(words.judgement)]
    if words.try_next:
        hint.append(f" {words.try_next}")
    return message(words.meaning, hint=hint, tone=words.tone)


def notice(problem: Problem, *, actions: Sequence[Component] = ()) -> Component:
    """What went wrong and what to do about it, read out when it appears."""
    box = message(problem.message, hint=problem.hint, tone="bad", actions=actions)
    return html.Div(box, role="alert", className="notice")


def badge(text: str, *, tone: Tone = "plain") -> Component:
    """A word in a small frame."""
    return html.Span(text, className=f"tag tone-{tone}")


def empty(title: str, sentence: Children, *, actions: Sequence[Component] = ()) -> Component:
    """What is shown where nothing is yet: what will be here, and the way to it."""
    return html.Div(
        [
            html.H2(title, className="empty-title"),
            html.P(sentence, className="empty-sentence"),
            html.Div(list(actions), className="empty-actions"),
        ],
        className="empty",
    )


def facts(pairs: Mapping[str, Children]) -> Component:
    """A list of names and values."""
    rows = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs.items()]
    return html.Dl(rows, className="facts")


def table(head: Sequence[Children], rows: Sequence[Sequence[Children]], *, name: str) -> Component:
    """A plain table for a few rows; `name` says what it holds to readers of screens."""
    body = [html.Tr([html.Td(cell) for cell in row]) for row in rows]
    return table_of(head, [html.Tbody(body)], name=name)


def table_of(head: Sequence[Children], bodies: Sequence[Component], *, name: str) -> Component:
    """The same from parts of the table that are drawn already, because each has an id."""
    top = html.Tr([html.Th(cell, scope="col") for cell in head])
    inner = html.Table([html.Thead(top), *bodies], className="plain-table")
    return html.Div(
        inner, className="table-scroll", role="region", tabIndex=0, **attributes(aria_label=name)
    )


def term(word: str, sentence: str) -> Component:
    """A word with its explanation, shown on hover and when it has the focus."""
    return html.Span(
        [word, html.Span(sentence, className="term-sentence", role="tooltip")],
        className="term",
        tabIndex=0,
    )


def button(
    text: Children,
    *,
    element_id: ElementId,
    primary: bool = False,
    small: bool = False,
    **properties: Any,  # noqa: ANN401  further properties of dbc.Button
) -> Component:
    """A button that does something here. At most one on a page is `primary`."""
    color = "primary" if primary else "light"
    size = "sm" if small else "md"
    made: Component = dbc.Button(
        text, id=element_id, color=color, size=size, type="button", **properties
    )
    return made


def link_button(text: str, address: str, *, primary: bool = False) -> Component:
    """A link that looks like a button; it leads to an address of this program."""
    link: Component = dbc.Button(text, href=address, color="primary" if primary else "light")
    return link


def bar(share: float, *, name: str, tone: Tone = "accent") -> Component:
    """A bar that is filled to `share` (0 to 1)."""
    percent = f"{max(0.0, min(1.0, share)):.1%}"
    return html.Div(
        html.Div(className=f"bar-fill tone-{tone}", style={"width": percent}),
        className="bar",
        role="progressbar",
        **attributes(
            aria_label=name, aria_valuenow=round(share * 100), aria_valuemin=0, aria_valuemax=100
        ),
    )


def loading(child: Component) -> Component:
    """Shows that `child` is on its way, but only when that takes a while.

    Not while a part within it is: all else on it would be hidden for that.
    """
    only: Any = {vars(child)["id"]: "children"}
    return dcc.Loading(
        child,
        type="dot",
        delay_show=400,
        color="var(--bs-primary)",
        target_components=only,
    )
