"""What a run is expected to take, before it starts: time, memory, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.amounts import memory_words
from engine.records import Estimate, FitEstimate, Problem

# So many cautions are read; more are folded away.
_MOST_CAUTIONS: Final = 3


class ids:  # noqa: N801  ids are read as estimate.ids.words
    """Ids of what this module draws."""

    words = "estimate-words"


def place() -> Component:
    """Where the estimate will be; it is read out when it changes."""
    return html.Div(id=ids.words, className="estimate", role="status")


def draw(estimate: Estimate, names: Mapping[str, str]) -> list[Component]:
    """Time and memory in one line, cautions and refusals under it, and each algorithm by itself.

    Parameters
    ----------
    estimate : Estimate
    names : mapping of str to str
        Name of each algorithm, by key.
    """
    return [
        html.P(line(estimate), className="estimate-line"),
        *_refusals(estimate, names),
        *_cautions(estimate, names),
        *_each(estimate.algorithms, names),
    ]


def unknown(problem: Problem) -> list[Component]:
    """Why nothing can be expected yet."""
    return [html.P(problem.message, className="help")]


def line(estimate: Estimate) -> str:
    """Time and memory of the whole run."""
    return words.expected(estimate.seconds, estimate.memory_bytes)


def _refusals(estimate: Estimate, names: Mapping[str, str]) -> list[Component]:
    return [
        controls.message(
            f"{names.get(key, key)} cannot be trained: {problem.message}",
            hint=problem.hint,
            tone="bad",
        )
        for key, problem in estimate.refusals.items()
    ]


def _cautions(estimate: Estimate, names: Mapping[str, str]) -> list[Component]:
    lines = [
        html.Li([html.B(names.get(key, key)), ": ", fit.caution])
        for key, fit in estimate.algorithms.items()
        if fit.caution
    ]
    if not lines:
        return []
    shown = html.Ul(lines, className="cautions")
    if len(lines) <= _MOST_CAUTIONS:
        return [shown]
    title = html.Summary(f"{len(lines)} algorithms may take too long")
    return [html.Details([title, shown], className="help")]


def _each(algorithms: Mapping[str, FitEstimate], names: Mapping[str, str]) -> list[Component]:
    if len(algorithms) < 2:
        return []
    slowest = sorted(algorithms.items(), key=lambda item: -item[1].seconds[1])
    rows = [
        [names.get(key, key), words.between(fit.seconds), memory_words(fit.memory_bytes)]
        for key, fit in slowest
    ]
    table = controls.table(["Algorithm", "Time", "Memory"], rows, name="Expected of each algorithm")
    return [html.Details([html.Summary("Each algorithm"), table], className="help")]
