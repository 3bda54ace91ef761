"""What can be found out about a model: asked for with a button, drawn once it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from components import (
    analysis_plots,
    class_weights,
    cluster_analyses,
    controls,
    figures,
    href,
    words,
)
from components.figures import Figure
from components.themes import Theme
from engine.analyses.analyst import KeptAnalysis
from engine.analyses.class_weights import ClassWeights
from engine.analyses.dependence import Dependences
from engine.analyses.importance import Importance
from engine.analyses.learning_curve import LearningCurve
from engine.analyses.noise_check import NoiseCheck
from engine.analyses.subgroups import Subgroups
from engine.analyses.weights import Weights
from engine.clusters.analysis_records import ClusterCount, ClusterMap, ClusterStructure
from engine.records import TrainingSession
from engine.variant_words import Variant

# What changes of a card while its answer is worked out.
State = str


class ids:  # noqa: N801  ids are read as analyses.ids.card
    """Ids of what this module draws."""

    states = "analyses-states"
    model = "analyses-model"

    @staticmethod
    def card(key: object) -> dict[str, object]:
        """Id of the card of an analysis."""
        return {"type": "analysis", "key": key}

    @staticmethod
    def start(key: object) -> dict[str, object]:
        """Id of the button that has it worked out."""
        return {"type": "analysis-start", "key": key}


def place(
    known: Sequence[KeptAnalysis],
    running: Mapping[str, TrainingSession],
    *,
    model_id: str,
    theme: Theme,
) -> Component:
    """All analyses of a model."""
    cards = [
        html.Div(draw(one, running.get(one.key), theme=theme), id=ids.card(one.key))
        for one in known
    ]
    stores = [
        dcc.Store(id=ids.states, data=states(known, running)),
        dcc.Store(id=ids.model, data=model_id),
    ]
    return html.Div([html.Div(cards, className="analyses"), *stores])


def states(
    known: Sequence[KeptAnalysis], running: Mapping[str, TrainingSession]
) -> dict[str, State]:
    """How each card looks, so that only those that changed are drawn again."""
    return {one.key: _state(one, running.get(one.key)) for one in known}


def _state(one: KeptAnalysis, session: TrainingSession | None) -> State:
    if session is None:
        return _known(one.answer)
    progress = session.progress
    return f"{session.status} {progress.done} {progress.total} {progress.stage}"


def _known(answer: object) -> State:
    # Another variant may be there before anybody has seen that it was being made.
    if isinstance(answer, Variant):
        return f"known {answer.model_id}"
    return "open" if answer is None else "known"


def draw(one: KeptAnalysis, session: TrainingSession | None, *, theme: Theme) -> Component:
    """An analysis: its answer, how far it is, or the button that asks for it."""
    if session is not None and not session.is_finished:
        return _card(one, [_running(session)])
    failed = [controls.notice(session.error)] if session is not None and session.error else []
    if one.answer is None:
        return _card(one, [*failed, _button(one, "Find out")])
    drawn = _FIGURES[type(one.answer)](one.answer)
    parts: list[Component] = [*failed, *([controls.told(one.words)] if one.words else [])]
    parts += [_figure(figure, theme=theme) for figure in drawn]
    further = _FURTHER.get(type(one.answer))
    if further is not None:
        parts.append(further(one.answer))
    return _card(one, parts)


def _card(one: KeptAnalysis, parts: Sequence[Component]) -> Component:
    question = html.P(one.question, className="muted")
    return controls.card(one.name, [question, *parts], class_name="analysis")


def _button(one: KeptAnalysis, text: str) -> Component:
    return html.Div(
        controls.button(text, element_id=ids.start(one.key), small=True), className="buttons"
    )


def _running(session: TrainingSession) -> Component:
    progress = session.progress
    told = ["waiting for its turn" if session.status == "queued" else progress.stage]
    if progress.eta_seconds is not None:
        told.append(words.time_left(progress.eta_seconds))
    parts = [controls.bar(progress.fraction, name="Progress"), html.P(" · ".join(told))]
    return html.Div(parts, className="analysis-progress muted")


def _figure(figure: Figure, *, theme: Theme) -> Component:
    return figures.draw(figure, theme=theme)


def _groups(found: Subgroups) -> Component:
    """The groups that are served worst, in a table."""
    head = ("Column", "Group", "Rows", "Error", "Elsewhere", "Clear")
    rows = [
        [
            one.column,
            one.group,
            f"{one.n_rows:,}",
            words.number(one.error),
            words.number(one.error_of_others),
            controls.badge("clear", tone="warn") if one.clear else "may be luck",
        ]
        for one in found.groups
    ]
    told = (
        f"The error is the {found.error}. {found.n_groups:,} groups of {found.n_rows:,} held-out "
        "rows were looked at."
    )
    table = controls.table(head, rows, name="Groups with larger errors")
    return html.Div([html.P(told, className="figure-note"), table if rows else None])


def _variant(found: Variant) -> Component:
    """The way to the model that was made."""
    button = controls.link_button("Open it", href("results", model=found.model_id))
    return html.Div(button, className="buttons")


_FIGURES: Final[Mapping[type, Callable[[Any], tuple[Figure, ...]]]] = {
    Importance: analysis_plots.importance,
    Weights: analysis_plots.weights,
    Dependences: analysis_plots.dependence,
    LearningCurve: analysis_plots.learning_curve,
    NoiseCheck: analysis_plots.noise_check,
    ClassWeights: class_weights.drawings,
    Subgroups: lambda _found: (),
    Variant: lambda _found: (),
    ClusterStructure: lambda found: (cluster_analyses.structure(found),),
    ClusterCount: lambda found: (cluster_analyses.count(found),),
    ClusterMap: lambda found: (cluster_analyses.neighbours(found),),
}
# What stands below the figures of an answer.
_FURTHER: Final[Mapping[type, Callable[[Any], Component]]] = {
    Subgroups: _groups,
    Variant: _variant,
    ClassWeights: class_weights.scores,
}
