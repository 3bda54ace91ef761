"""Which algorithms a request trains, with their settings: those it names, or all that suit."""

from __future__ import annotations

from collections.abc import Mapping
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
from engine.suitability import TableFacts, facts, refusal, unsuitable
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


def checked_request(store: Store, dataset: Dataset, request: TrainingRequest) -> CheckedRequest:
    """Turn a request into a spec that can be trained.

    Raises
    ------
    InvalidValueError
        If a value cannot work; it names the field and what is allowed.
    """
    spec, known = known_facts(store, dataset, request)
    if request.algorithms == "suitable":
        entries, left_out = _suitable(spec.task_type, known)
    else:
        entries, left_out = _named(request, known), {}
    _check_strange(request, entries)
    choices = tuple(_choice(entry, request, known.smallest_fit) for entry in entries)
    return CheckedRequest(spec=spec.model_copy(update={"algorithms": choices}), left_out=left_out)


def known_facts(
    store: Store, dataset: Dataset, request: TrainingRequest
) -> tuple[TrainingSpec, TableFacts]:
    """Split the rows as a request asks; the spec is open, the facts are of its fits."""
    spec = open_spec(dataset, request)
    table = load_table(store, dataset, split_columns(spec))
    return spec, facts(dataset, spec, table, checked_split(spec, table))


def suitability(store: Store, dataset: Dataset, request: TrainingRequest) -> dict[str, Suitability]:
    """Which algorithms of the task can be trained on the rows of a request, and which suit them.

    Raises
    ------
    InvalidValueError
        If the rows cannot be split as the request asks.
    """
    _, known = known_facts(store, dataset, request)
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


def _suitable(
    task_type: TaskType, known: TableFacts
) -> tuple[list[AlgorithmConfig], dict[str, Problem]]:
    """All algorithms that suit these data, and why the others do not."""
    entries = [entry for entry in algorithms(task_type) if not entry.baseline]
    problems = {entry.key: unsuitable(entry, known) for entry in entries}
    left_out = {key: problem for key, problem in problems.items() if problem is not None}
    return [entry for entry in entries if entry.key not in left_out], left_out


def _named(request: TrainingRequest, known: TableFacts) -> list[AlgorithmConfig]:
    keys = tuple(dict.fromkeys(request.algorithms))
    if not keys:
        raise InvalidValueError(
            "At least one algorithm was expected, but none was given.",
            field="algorithms",
            hint="Choose an algorithm to train.",
        )
    entries = [checked_entry(key, request.task_type) for key in keys]
    for entry in entries:
        problem = refusal(entry, known)
        if problem is not None:
            raise InvalidValueError(problem.message, field="algorithms", hint=problem.hint)
    return entries


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
