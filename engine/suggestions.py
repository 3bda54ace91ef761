"""Which column to predict and what kind of task that is, suggested with the reason."""

from __future__ import annotations

from engine.reading.column_names import require_column, target_rank
from engine.records import Column, Dataset, TaskType

# Whole numbers with more different values than this are amounts, not classes.
MOST_NUMERIC_CLASSES = 20
MOST_CLASSES_OF_LAST_COLUMN = 50
_NOT_A_TARGET = frozenset({"id", "ignore", "group", "weight"})


def suggest_target(dataset: Dataset) -> str | None:
    """Name the column that is most likely to be predicted, ``None`` if none stands out.

    By its name if that is one that targets have; else the last column, if it
    holds classes.
    """
    return explain_target(dataset.columns)[0]


def explain_target(columns: tuple[Column, ...]) -> tuple[str | None, str]:
    """Suggest a target and say why, as a sentence."""
    possible = [column for column in columns if _may_be_target(column)]
    ranks = {column.name: target_rank(column.name) for column in possible}
    named = {name: rank for name, rank in ranks.items() if rank is not None}
    if named:
        return min(named, key=named.__getitem__), "Its name is one that targets often have."
    if possible and possible[-1] is columns[-1] and _holds_classes(columns[-1]):
        return columns[-1].name, "It is the last column and holds classes, as targets often do."
    return None, "No column stands out as the one to predict."


def suggest_task_type(dataset: Dataset, target: str | None) -> tuple[TaskType, str]:
    """Suggest a task type for a target, with the reason as a sentence.

    Raises
    ------
    InvalidValueError
        If there is no column of this name.
    """
    if target is None:
        return "clustering", "Without a column to predict, rows that are alike can be grouped."
    column = require_column(dataset, target, field="target")
    if column.type == "numeric" and not _is_few_whole_numbers(column):
        return "regression", f"{target} is a number with {column.distinct} different values."
    return "classification", f"{target} has {column.distinct} different values, which are classes."


def _may_be_target(column: Column) -> bool:
    return (
        column.role not in _NOT_A_TARGET
        and column.distinct >= 2
        and column.type not in {"datetime", "text"}
    )


def _holds_classes(column: Column) -> bool:
    if column.type == "numeric":
        return _is_few_whole_numbers(column)
    return column.distinct <= MOST_CLASSES_OF_LAST_COLUMN


def _is_few_whole_numbers(column: Column) -> bool:
    """Whether a numeric column may hold classes: few whole numbers that repeat."""
    n_present = sum(count for _, count in column.top)
    if not 2 <= column.distinct <= min(MOST_NUMERIC_CLASSES, n_present // 2):
        return False
    return all(float(value).is_integer() for value, _ in column.top)
