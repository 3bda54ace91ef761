"""What is predicted, and how: choices that are made on Data and changed on Prepare."""

from __future__ import annotations

from typing import Any

from app.context import workspace
from engine.audit import suggest_target, suggest_task_type
from engine.datasets import ColumnChange
from engine.records import Dataset, Preparation


def aim(dataset: Dataset, target: str | None) -> Dataset:
    """Predict this column, or find groups when there is none; the task type follows."""
    if target is not None:
        changes = [ColumnChange(name=target, role="target")]
    else:
        changes = [ColumnChange(name=name, role="feature") for name in dataset.names("target")]
    if changes:
        dataset = workspace().datasets.change_columns(dataset.id, changes)
    return follow_target(dataset)


def follow_target(dataset: Dataset) -> Dataset:
    """Give a dataset the task type that fits its target."""
    task_type, _ = suggest_task_type(dataset, dataset.target)
    preparation = dataset.preparation.model_copy(update={"task_type": task_type})
    return workspace().datasets.change_preparation(dataset.id, preparation)


def opened(dataset_id: str) -> Dataset:
    """Look up a dataset; one that is looked at for the first time gets a suggested target."""
    dataset = workspace().datasets.get(dataset_id)
    if dataset.preparation.task_type is not None:
        return dataset
    return aim(dataset, dataset.target or suggest_target(dataset))


def changed_columns(dataset: Dataset, changes: list[ColumnChange]) -> Dataset:
    """Change columns; the task type follows when the target is among them."""
    changed = workspace().datasets.change_columns(dataset.id, changes)
    if _target(changed) == _target(dataset):
        return changed
    return follow_target(changed)


def prepared(dataset: Dataset, **changes: Any) -> Dataset:  # noqa: ANN401  fields of Preparation
    """Store other choices about the preparation."""
    preparation = Preparation.model_validate(dataset.preparation.model_dump() | changes)
    if preparation == dataset.preparation:
        return dataset
    return workspace().datasets.change_preparation(dataset.id, preparation)


def _target(dataset: Dataset) -> tuple[str, str] | None:
    column = dataset.column(dataset.target) if dataset.target is not None else None
    return (column.name, column.type) if column else None
