"""The column to predict: there is one at most."""

from __future__ import annotations

from engine.records import Dataset, Role


def with_target(dataset: Dataset, target: str) -> Dataset:
    """Give the same dataset with this column as the only target.

    A task type that was chosen for another target is forgotten, so that it is
    suggested anew.
    """
    if target == dataset.target:
        return dataset
    roles: dict[str, Role] = dict.fromkeys(dataset.names("target"), "feature")
    roles[target] = "target"
    columns = tuple(
        column.model_copy(update={"role": roles.get(column.name, column.role)})
        for column in dataset.columns
    )
    preparation = dataset.preparation.model_copy(update={"task_type": None})
    return dataset.model_copy(update={"columns": columns, "preparation": preparation})
