"""The column of classes that the clusters of a clustering are held against.

The clustering does not look at it. Where nobody names one, it is the dataset's
target, if that holds classes and is not among the features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.errors import InvalidValueError
from engine.reading.column_names import require_column
from engine.records import Column, Dataset, TaskType
from engine.suggestions import suggest_task_type


class Asked(Protocol):
    """What a request says of it."""

    @property
    def task_type(self) -> TaskType:
        """What is trained."""

    @property
    def labels(self) -> str | None:
        """The column that was named, if one was."""


def known_classes(dataset: Dataset, asked: Asked, features: Sequence[str]) -> str | None:
    """Name the column of known classes, ``None`` where there is none.

    Raises
    ------
    InvalidValueError
        If the column that was named cannot be held against clusters.
    """
    if asked.labels is not None:
        return _checked(dataset, asked.labels, asked.task_type, features)
    target = dataset.target
    if asked.task_type != "clustering" or target is None or target in features:
        return None
    return target if suggest_task_type(dataset, target)[0] == "classification" else None


def _checked(
    dataset: Dataset, name: str, task_type: TaskType, features: Sequence[str]
) -> str | None:
    column = require_column(dataset, name, field="labels")
    holds = suggest_task_type(dataset, name)[0]
    refusal = _refusal(column, task_type, features)
    if refusal is None and holds != "classification":
        refusal = f"{name} holds {column.distinct:,} different numbers, which are no classes."
    if refusal is not None:
        hint = "Name a column of classes that is not among the features, or none."
        raise InvalidValueError(refusal, field="labels", hint=hint)
    return name


def _refusal(column: Column, task_type: TaskType, features: Sequence[str]) -> str | None:
    if task_type != "clustering":
        return f"Known classes are for a clustering, and this is a {task_type}: name a target."
    if column.name in features:
        return (
            f"{column.name} is among the features: clusters made from it would agree with it "
            "whatever else is in the data."
        )
    if column.distinct < 2:
        return f"Two known classes at least were expected, but {column.name} has {column.distinct}."
    return None
