"""Checks for columns that give the answer away, and the good news when there are none."""

from __future__ import annotations

from typing import Final

from engine.audit.check import Found
from engine.audit.look import Look
from engine.audit.one_column import Told
from engine.reading.column_names import listed
from engine.records import Repair

_BEST: Final = {
    "auc": "Best single column: {name}, AUC {score:.2f}.",
    "classification": "Best single column: {name}, balanced accuracy {score:.2f}.",
    "regression": "Best single column: {name}, R² {score:.2f}.",
}
_BY_VALUES: Final = {
    "classification": "{name} alone tells {target} with a balanced accuracy of {score:.3f}.",
    "regression": "{name} alone tells {target} with an R² of {score:.3f}.",
}
_BY_GAPS: Final = "Whether {name} is empty tells {target} with a balanced accuracy of {score:.3f}."


def near_copy(look: Look) -> Found | None:
    """Single columns that give the answer away."""
    copies = () if look.leaks is None else look.leaks.near_copies
    if not copies:
        return None
    names = tuple(one.name for one in copies)
    sentences = [_evidence(look, one) for one in copies]
    return Found(_noted(look, listed(sentences, " ")), names, _leave_out(names))


def spelled(look: Look) -> Found | None:
    """A few columns that give the answer away together."""
    found = None if look.leaks is None else look.leaks.spelling
    if found is None:
        return None
    names = ", ".join(found.names)
    evidence = (
        f"{names} have {found.n_combinations} combinations of values, and all rows with the same "
        f"combination have the same {look.dataset.target}."
    )
    return Found(_noted(look, evidence), found.names, _leave_out(found.names))


def calculated(look: Look) -> Found | None:
    """A few columns of numbers from which the target can be calculated."""
    names = () if look.leaks is None else look.leaks.formula
    if not names:
        return None
    listed_names = ", ".join(names)
    evidence = (
        f"{look.dataset.target} can be calculated from {listed_names}: nothing of it, or less "
        "than a thousandth, is left to explain."
    )
    return Found(_noted(look, evidence), names, _leave_out(names))


def no_leak(look: Look) -> Found | None:
    """Say which single column is best, where no column gives the answer away."""
    found = look.leaks
    if found is None or not found.are_none or not found.told:
        return None
    best = found.told[0]
    if best.auc is not None:
        evidence = _BEST["auc"].format(name=best.name, score=best.auc)
    else:
        evidence = _BEST[look.task_type].format(name=best.name, score=best.score)
    return Found(_noted(look, evidence))


def _evidence(look: Look, one: Told) -> str:
    sentence = _BY_GAPS if one.by == "gaps" else _BY_VALUES[look.task_type]
    return sentence.format(name=one.name, target=look.dataset.target, score=one.score)


def _leave_out(names: tuple[str, ...]) -> Repair:
    return Repair(label="Leave out", role="ignore", columns=names)


def _noted(look: Look, evidence: str) -> str:
    """Evidence with how many rows it rests on, if those are not all."""
    return f"{evidence} {look.sample.note}".strip()
