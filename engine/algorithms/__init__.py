"""The registry of algorithms: one entry each, the only place an algorithm is named."""

from typing import get_args

from engine.algorithms.boosters import BOOSTERS
from engine.algorithms.classification import CLASSIFICATION
from engine.algorithms.clustering import CLUSTERING
from engine.algorithms.config import AlgorithmConfig
from engine.algorithms.regression import REGRESSION
from engine.errors import InvalidValueError, NotFoundError
from engine.records import TaskType, TrainedModel

__all__ = [
    "ALGORITHMS",
    "KNOWN",
    "AlgorithmConfig",
    "algorithm",
    "algorithms",
    "baseline",
    "entry_of",
]

# All there are, and those of them whose package is installed.
KNOWN: tuple[AlgorithmConfig, ...] = (*CLASSIFICATION, *REGRESSION, *CLUSTERING, *BOOSTERS)
ALGORITHMS: tuple[AlgorithmConfig, ...] = tuple(entry for entry in KNOWN if entry.is_available)


def algorithms(task_type: TaskType) -> tuple[AlgorithmConfig, ...]:
    """All algorithms of a task type, in screen order.

    Raises
    ------
    InvalidValueError
        The task type is none there is.
    """
    known = get_args(TaskType)
    if task_type not in known:
        raise InvalidValueError(
            f'The task type must be one of these: {", ".join(known)}. Given was "{task_type}".',
            field="task_type",
            hint="Choose one of the task types listed.",
        )
    return tuple(entry for entry in ALGORITHMS if entry.task_type == task_type)


def algorithm(key: str) -> AlgorithmConfig:
    """The algorithm with this key.

    Raises
    ------
    NotFoundError
        There is none, or its package is not installed.
    """
    for entry in KNOWN:
        if entry.key == key:
            return _installed(entry)
    raise NotFoundError(
        f'There is no algorithm "{key}". There are these: '
        f"{', '.join(entry.key for entry in ALGORITHMS)}.",
        field="algorithm",
        hint="Use one of the keys listed.",
    )


def entry_of(model: TrainedModel) -> AlgorithmConfig | None:
    """Entry of a model's algorithm; ``None`` if this version no longer has it."""
    try:
        return algorithm(model.algorithm)
    except NotFoundError:
        return None


def baseline(task_type: TaskType) -> AlgorithmConfig | None:
    """The algorithm that ignores the features; ``None`` where there is none, as for clustering."""
    return next((entry for entry in algorithms(task_type) if entry.baseline), None)


def _installed(entry: AlgorithmConfig) -> AlgorithmConfig:
    if entry in ALGORITHMS:
        return entry
    raise NotFoundError(
        f"{entry.name} ({entry.key}) needs the package {entry.requires}, which is not installed.",
        field="algorithm",
        hint="Install what requirements-boosters.txt lists, or use another algorithm.",
    )
