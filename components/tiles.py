"""The algorithms to choose from, by family: what each is, its limits, and when to use it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import controls
from components.terms import TERMS
from engine.algorithm_choice import Suitability
from engine.algorithms import AlgorithmConfig
from engine.records import Problem

TREES: Final = "Ensembles of trees"
SUITS: Final = Suitability()
_TARGETS: Final = {
    "non_negative": "needs a target of 0 or more",
    "positive": "needs a target above 0",
}


class ids:  # noqa: N801  ids are read as tiles.ids.algorithm
    """Ids of what this module draws."""

    suitable = "tiles-suitable"
    choose_suitable = "tiles-choose-suitable"
    choose_none = "tiles-choose-none"

    @staticmethod
    def algorithm(key: object) -> dict[str, object]:
        """Id of the checkbox of an algorithm."""
        return {"type": "algorithm", "key": key}


def preselected(
    entries: Sequence[AlgorithmConfig], suitability: Mapping[str, Suitability]
) -> list[str]:
    """Keys of what is chosen at first: the first that suits, and the first ensemble of trees."""
    fine = [entry for entry in entries if suitability.get(entry.key, SUITS).suits]
    trees = [entry.key for entry in fine if entry.family == TREES]
    return list(dict.fromkeys([entry.key for entry in fine[:1]] + trees[:1]))


def card(
    entries: Sequence[AlgorithmConfig],
    *,
    chosen: Collection[str],
    suitability: Mapping[str, Suitability],
) -> Component:
    """All algorithms of a task; those that the data refuse cannot be chosen.

    `suitability` is by key; what is not in it is taken to suit.
    """
    known = {entry.key: suitability.get(entry.key, SUITS) for entry in entries}
    suited = [key for key, one in known.items() if one.suits]
    families = dict.fromkeys(entry.family for entry in entries)
    drawn = [
        _family(
            name,
            [
                _tile(entry, known[entry.key], chosen=entry.key in chosen)
                for entry in entries
                if entry.family == name
            ],
        )
        for name in families
    ]
    return controls.card(
        controls.term("Algorithms", TERMS["algorithm"]),
        [html.Div(drawn, className="families"), dcc.Store(id=ids.suitable, data=suited)],
        aside=_buttons(len(suited)),
        class_name="algorithms",
    )


def _buttons(n_suited: int) -> Component:
    return html.Div(
        [
            controls.button(
                f"Choose all that suit ({n_suited})", element_id=ids.choose_suitable, small=True
            ),
            controls.button("Choose none", element_id=ids.choose_none, small=True),
        ],
        className="buttons",
    )


def _family(name: str, tiles: Sequence[Component]) -> Component:
    title = html.H3(name, className="family-title")
    return html.Section([title, *tiles], className="family", **controls.attributes(aria_label=name))


def _tile(entry: AlgorithmConfig, known: Suitability, *, chosen: bool) -> Component:
    refused = known.refusal is not None
    box = dbc.Checkbox(
        id=ids.algorithm(entry.key),
        label=entry.name,
        value=chosen and not refused,
        disabled=refused,
        label_class_name="tile-title",
    )
    parts: list[Component] = [
        box,
        html.P(first_sentence(entry.description), className="tile-text"),
        *_reason(known),
        html.Div(_limits(entry, known), className="tags"),
        _advice(entry),
    ]
    return html.Div(parts, className="tile algorithm")


def first_sentence(text: str) -> str:
    """A description in one line: its first sentence says what the thing is."""
    sentence, stop, _ = text.partition(". ")
    return sentence + stop.strip()


def _reason(known: Suitability) -> list[Component]:
    """Why it cannot be chosen, or why it is not among those that suit."""
    if known.refusal is not None:
        return [_why(known.refusal, "bad")]
    return [] if known.objection is None else [_why(known.objection, "warn")]


def _why(problem: Problem, tone: controls.Tone) -> Component:
    return html.P(problem.message, className=f"tile-reason tone-{tone}", title=problem.hint)


def _limits(entry: AlgorithmConfig, known: Suitability) -> list[Component]:
    tone: controls.Tone = "bad" if known.refusal else "plain"
    slow: controls.Tone = "plain" if known.suits else "warn"
    tags = []
    if entry.max_rows is not None:
        tags.append(controls.badge(f"at most {entry.max_rows:,} rows", tone=tone))
    if entry.max_features is not None:
        tags.append(controls.badge(f"at most {entry.max_features:,} features", tone=tone))
    if entry.slow_rows is not None:
        tags.append(controls.badge(f"slow above {entry.slow_rows:,} rows", tone=slow))
    if entry.target_range in _TARGETS:
        tags.append(controls.badge(_TARGETS[entry.target_range], tone=tone))
    return tags


def _advice(entry: AlgorithmConfig) -> Component:
    words = [
        html.P(entry.description, className="help"),
        html.P(["✓ ", entry.use_when], className="help"),
        html.P(["✗ ", entry.avoid_when], className="help"),
    ]
    return html.Details([html.Summary("When to use it, when not"), *words], className="advice")
