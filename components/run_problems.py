"""What a run could not do: algorithms that gave no model, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.records import Problem, TrainingSession

# Code of an algorithm whose turn did not come before the time of the run was over.
NO_TIME: Final = "time_budget"


def draw(session: TrainingSession, names: Mapping[str, str]) -> list[Component]:
    """What failed, what there was no time for, what did not suit, and why the run ended badly."""
    trained = {choice.key for choice in session.spec.algorithms}
    late = {key: one for key, one in session.failures.items() if one.code == NO_TIME}
    rest = {key: one for key, one in session.failures.items() if key not in late}
    failed = {key: one for key, one in rest.items() if key in trained}
    # What is not trained at all was left out before the start, because it does not suit.
    unsuited = {key: one for key, one in rest.items() if key not in trained}
    boxes = [_failed(names.get(key, key), problem) for key, problem in failed.items()]
    parts = [*boxes, *_late(late, names), *_unsuited(unsuited, names)]
    return parts if session.error is None else [*parts, controls.notice(session.error)]


def _failed(name: str, problem: Problem) -> Component:
    text = f"{name} gave no model: {problem.message}"
    return controls.message(text, hint=problem.hint, tone="warn")


def _late(late: Mapping[str, Problem], names: Mapping[str, str]) -> list[Component]:
    if not late:
        return []
    listed = ", ".join(names.get(key, key) for key in late)
    text = words.count(
        len(late),
        f"The time of the run was over before this algorithm had a model: {listed}.",
        f"The time of the run was over before these {{n}} algorithms had a model: {listed}.",
    )
    hint = "Give the run more minutes, or train these alone."
    return [controls.message(text, hint=hint)]


def _unsuited(unsuited: Mapping[str, Problem], names: Mapping[str, str]) -> list[Component]:
    if not unsuited:
        return []
    title = words.count(
        len(unsuited),
        "{n} algorithm was left out, because it does not suit these data",
        "{n} algorithms were left out, because they do not suit these data",
    )
    lines = [
        html.Li([html.B(names.get(key, key)), ": ", _sentences(problem)])
        for key, problem in unsuited.items()
    ]
    return [html.Details([html.Summary(title), html.Ul(lines, className="help")])]


def _sentences(problem: Problem) -> str:
    return " ".join(filter(None, (problem.message, problem.hint)))
