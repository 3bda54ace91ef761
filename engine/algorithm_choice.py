"""Which algorithms a request trains, with their settings: those it names, or all that suit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.algorithms import AlgorithmConfig, algorithm, algorithms
from engine.datasets import load_table
from engine.errors import InvalidValueError, NotFoundError
from engine.hyperparameters import resolve
from engine.records import (
    AlgorithmChoice,
    Dataset,
    Problem,
    Record,
    Setting,
    TaskType,
    TrainingSpec,
)
from engine.store import Store
from engine.suitability import refusal, unsuitable
from engine.table_facts import TableFacts, facts
from engine.training_request import TrainingRequest, checked_split, open_spec, split_columns


class CheckedRequest(Record):
    """A spec that can be trained, and the algorithms that were left out, with the reason."""

    spec: TrainingSpec
    left_out: dict[str, Problem]


class Suitability(Record):
    """Whether an algorithm can be trained on some data, and whether it suits them.

    `refusal` says why it cannot be trained, `objection` why it is not among
    those that suit; what is refused does not suit either.
    """

    refusal: Problem | None = None
    objection: Problem | None = None

    @property
    def suits(self) -> bool:
        """Whether it is among the algorithms that suit."""
        return self.objection is None


def checked_request(
    store: Store, dataset: Dataset, request: TrainingRequest, *, memory_limit: int | None = None
) -> CheckedRequest:
    """Turn a request into a spec that can be trained.

    Parameters
    ----------
    memory_limit : int, optional
        Bytes that the run may use.

    Raises
    ------
    InvalidValueError
        If a value cannot work; it names the field and what is allowed.
    """
    known, left_out = weighed_request(store, dataset, request, memory_limit=memory_limit)
    if request.algorithms != "suitable":
        for problem in left_out.values():
            raise InvalidValueError(problem.message, field="algorithms", hint=problem.hint)
    return CheckedRequest(spec=known.spec, left_out=left_out)


def weighed_request(
    store: Store, dataset: Dataset, request: TrainingRequest, *, memory_limit: int | None = None
) -> tuple[TableFacts, dict[str, Problem]]:
    """What a request comes to, with the algorithms that can be trained, and why others cannot.

    Raises
    ------
    InvalidValueError
        If anything else than the choice of algorithms cannot work.
    """
    _, known = known_facts(store, dataset, request, memory_limit=memory_limit)
    suits = refusal if request.algorithms != "suitable" else unsuitable
    asked = _asked(request)
    _check_strange(request, asked)
    problems = {entry.key: suits(entry, known) for entry in asked}
    left_out = {key: problem for key, problem in problems.items() if problem is not None}
    choices = tuple(
        _choice(entry, request, known.smallest_fit) for entry in asked if entry.key not in left_out
    )
    spec = known.spec.model_copy(update={"algorithms": choices})
    return replace(known, spec=spec), left_out


def known_facts(
    store: Store, dataset: Dataset, request: TrainingRequest, *, memory_limit: int | None = None
) -> tuple[TrainingSpec, TableFacts]:
    """Split the rows as a request asks; the spec is open, the facts are of its fits."""
    spec = open_spec(dataset, request)
    table = load_table(store, dataset, split_columns(spec))
    parts = checked_split(spec, table)
    return spec, facts(dataset, spec, table, parts, memory_limit=memory_limit)


def suitability(
    store: Store, dataset: Dataset, request: TrainingRequest, *, memory_limit: int | None = None
) -> dict[str, Suitability]:
    """Which algorithms of the task can be trained on the rows of a request, and which suit them.

    Raises
    ------
    InvalidValueError
        If the rows cannot be split as the request asks.
    """
    _, known = known_facts(store, dataset, request, memory_limit=memory_limit)
    return {
        entry.key: Suitability(refusal=refusal(entry, known), objection=unsuitable(entry, known))
        for entry in algorithms(request.task_type)
        if not entry.baseline
    }


def checked_entry(key: str, task_type: TaskType) -> AlgorithmConfig:
    """The algorithm of this key, if it is for this task type."""
    try:
        entry = algorithm(key)
    except NotFoundError as error:
        raise InvalidValueError(error.message, field="algorithms", hint=error.hint) from error
    if entry.task_type != task_type:
        raise InvalidValueError(
            f"{entry.name} ({key}) is for {entry.task_type}, but the task is {task_type}.",
            field="algorithms",
            hint=f"Choose an algorithm for {task_type}.",
        )
    return entry


def _asked(request: TrainingRequest) -> list[AlgorithmConfig]:
    """The algorithms that are named, or all there are but the baseline."""
    if request.algorithms == "suitable":
        return [entry for entry in algorithms(request.task_type) if not entry.baseline]
    keys = tuple(dict.fromkeys(request.algorithms))
    if not keys:
        raise InvalidValueError(
            "At least one algorithm was expected, but none was given.",
            field="algorithms",
            hint="Choose an algorithm to train.",
        )
    return [checked_entry(key, request.task_type) for key in keys]


def _check_strange(request: TrainingRequest, entries: list[AlgorithmConfig]) -> None:
    keys = {entry.key for entry in entries}
    strange = set(request.hyperparameters) - keys
    if request.algorithms != "suitable" and strange:
        raise InvalidValueError(
            f"Hyperparameters were given for {min(strange)!r}, which is not trained.",
            field="hyperparameters",
            hint="Give hyperparameters by the key of a chosen algorithm.",
        )
    searched = set((request.search and request.search.algorithms) or ())
    if searched - keys:
        raise InvalidValueError(
            f"Settings of {min(searched - keys)!r} should be searched, but it is not trained.",
            field="search",
            hint="Name only algorithms that are trained, or none to search for all.",
        )


def _choice(entry: AlgorithmConfig, request: TrainingRequest, n_rows: int) -> AlgorithmChoice:
    given = request.hyperparameters.get(entry.key, {})
    values = resolve(entry.hyperparameters, _with_class_weight(entry, request, given))
    for definition in entry.hyperparameters:
        if definition.at_most_rows:
            _check_rows(entry, definition.name, values[definition.name], n_rows)
    return AlgorithmChoice(key=entry.key, hyperparameters=values)


def _with_class_weight(
    entry: AlgorithmConfig, request: TrainingRequest, given: Mapping[str, Any]
) -> dict[str, Any]:
    return starting_values(entry, class_weight=request.preprocessing.class_weight) | dict(given)


def starting_values(entry: AlgorithmConfig, *, class_weight: str) -> dict[str, Setting]:
    """Defaults of an algorithm, with classes balanced where that is chosen."""
    balanced = class_weight == "balanced" and "class_weight" in entry.defaults
    return entry.defaults | ({"class_weight": "balanced"} if balanced else {})


def _check_rows(entry: AlgorithmConfig, name: str, value: object, n_rows: int) -> None:
    if isinstance(value, int) and value > n_rows:
        raise InvalidValueError(
            f"{name} of {entry.name} is {value}, but a fit gets {n_rows} rows only.",
            field=name,
            hint=f"Choose a value from 1 to {n_rows}.",
        )
