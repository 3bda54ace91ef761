"""What to know about a dataset before training: the worst first, each with its repair."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from components import controls, words
from engine.records import Finding, Severity

_TONES: Final[dict[Severity, controls.Tone]] = {
    "blocker": "bad",
    "warning": "warn",
    "info": "accent",
}
_ORDER: Final[tuple[Severity, ...]] = tuple(_TONES)
# Findings that something is as it should be.
_GOOD: Final = frozenset({"no_column_gives_answer_away"})


class ids:  # noqa: N801  ids are read as findings.ids.list
    """Ids of what this module draws."""

    title = "findings-title"
    list = "findings-list"
    looking = "findings-looking"
    asked = "findings-asked"
    wanted = "findings-wanted"

    @staticmethod
    def repair(key: object) -> dict[str, object]:
        """Id of the button that cures the finding with this key; may be a pattern."""
        return {"type": "repair", "key": key}


def layout() -> Component:
    """Draw the card; what was found is filled in by callbacks."""
    looking = "Looking for columns that give the answer away …"
    return controls.card(
        html.Span(id=ids.title),
        [
            html.Div(id=ids.list, className="stack findings"),
            html.P(looking, id=ids.looking, className="looking", role="status", hidden=True),
            dcc.Store(id=ids.asked),
            dcc.Store(id=ids.wanted),
        ],
    )


def drawn(found: Sequence[Finding], *, whole: bool = True) -> tuple[str, list[Component]]:
    """Title of the card and the findings in it, blockers first and good news last.

    Parameters
    ----------
    found : sequence of Finding
    whole : bool
        Whether everything has been looked at. Only then no finding is good news.
    """
    if not found and whole:
        nothing = controls.message(
            "Nothing stands in the way",
            hint="Identifiers, constants, missing values and the target were looked at.",
            tone="good",
        )
        return "Before you train", [nothing]
    n_cares = sum(not is_good(finding) for finding in found)
    title = "Before you train"
    if n_cares:
        title = words.count(
            n_cares, "Before you train: {n} finding", "Before you train: {n} findings"
        )
    return title, [_box(finding) for finding in sorted(found, key=_rank)]


def is_good(finding: Finding) -> bool:
    """Whether a finding says that something is as it should be."""
    return finding.code in _GOOD


def key(finding: Finding) -> str:
    """What a finding is known by, as long as it says the same."""
    return sha256(finding.model_dump_json().encode()).hexdigest()[:16]


def _rank(finding: Finding) -> tuple[bool, int]:
    return is_good(finding), _ORDER.index(finding.severity)


def _box(finding: Finding) -> Component:
    actions = []
    if finding.repair:
        identifier = ids.repair(key(finding))
        actions = [controls.button(finding.repair.label, element_id=identifier, small=True)]
    tone = "good" if is_good(finding) else _TONES[finding.severity]
    # The first sentence says what is the case, the others why it matters.
    headline, dot, why = finding.message.partition(". ")
    lines = [html.Span(text, className="finding-line") for text in (why, finding.evidence) if text]
    return controls.message(f"{headline}{dot.strip()}", hint=lines, tone=tone, actions=actions)
