"""What the form of the Train step begins with: what is proposed, or what was set before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.context import workspace
from callbacks.training_form import start_of
from components import controls, run_options, setting_panels, tiles, train
from components.setting_panels import Panel
from engine.algorithm_choice import Suitability
from engine.algorithms import AlgorithmConfig, algorithms
from engine.errors import EngineError, NotFoundError
from engine.records import Dataset, Setting, TrainingSession
from engine.training_request import request_of


@dataclass(frozen=True)
class Beginning:
    """What was set in an earlier run or for a model; empty where nothing was.

    Parameters
    ----------
    settings : mapping
        Hyperparameters of each chosen algorithm, by key.
    searched : frozenset of str
        Keys of the algorithms whose settings are searched.
    options : mapping
        Options of the run, by name.
    notes : tuple of Component
        What is to be said about it.
    """

    settings: Mapping[str, Mapping[str, Setting]] = field(default_factory=dict)
    searched: frozenset[str] = frozenset()
    options: Mapping[str, Setting] = field(default_factory=dict)
    notes: tuple[Any, ...] = ()


def beginning(
    dataset: Dataset, session: TrainingSession | None, *, model_id: str | None
) -> Beginning:
    """What the form of a dataset begins with: the settings of a model, or those of a session."""
    if model_id:
        return _of_model(dataset, model_id)
    if session is None or session.dataset_id != dataset.id:
        return Beginning()
    spec = session.spec
    return Beginning(
        settings={choice.key: choice.hyperparameters for choice in spec.algorithms},
        searched=frozenset(one.key for one in spec.algorithms if spec.searches(one.key)),
        options=run_options.values_of(spec),
    )


def _of_model(dataset: Dataset, model_id: str) -> Beginning:
    try:
        model = workspace().models.get(model_id)
    except NotFoundError as error:
        return Beginning(notes=(controls.notice(error.problem()),))
    if model.algorithm not in {entry.key for entry in _entries(dataset)}:
        task_type = request_of(dataset).task_type
        return Beginning(notes=(train.not_offered(model.name, task_type),))
    return Beginning(
        settings={model.algorithm: model.hyperparameters},
        notes=(train.taken_from(model.name),),
    )


def drawn(dataset: Dataset, begin: Beginning) -> tuple[Any, Any, Any]:
    """The algorithms, the options of the run, and the settings of what is chosen."""
    entries = _entries(dataset)
    suitability, problems = _suitability(dataset)
    known = set(begin.settings) & {entry.key for entry in entries}
    keys = known or set(tiles.preselected(entries, suitability))
    panels = {
        entry.key: _panel(entry, dataset, begin)
        for entry in entries
        if entry.key in keys and suitability.get(entry.key, tiles.SUITS).refusal is None
    }
    card = tiles.card(entries, chosen=panels, suitability=suitability)
    options = run_options.card(begin.options, searching=bool(begin.searched & keys))
    return [*begin.notes, *problems, card], options, setting_panels.places(entries, panels)


def _panel(entry: AlgorithmConfig, dataset: Dataset, begin: Beginning) -> Panel:
    start = start_of(entry, dataset)
    before = begin.settings.get(entry.key, {})
    return Panel(
        entry=entry,
        start=start,
        # An earlier version may have had other settings.
        values={
            name: value for name, value in before.items() if name in start and value != start[name]
        },
        searching=entry.key in begin.searched,
    )


def _suitability(dataset: Dataset) -> tuple[dict[str, Suitability], list[Any]]:
    """What suits the rows; why nothing can be trained if they cannot be split."""
    try:
        return workspace().suitability(request_of(dataset)), []
    except EngineError as error:
        return {}, [controls.notice(error.problem())]


def _entries(dataset: Dataset) -> list[AlgorithmConfig]:
    """Algorithms that can be chosen; the baseline is trained in any case."""
    task_type = request_of(dataset).task_type
    return [entry for entry in algorithms(task_type) if entry.is_available and not entry.baseline]
