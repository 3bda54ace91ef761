"""A dataset whose file was read again: what a person has chosen is kept where it still fits."""

from __future__ import annotations

from engine.errors import WrongStateError
from engine.reading.column_changes import CHOSEN_ROLE
from engine.reading.file_reading import ReadFile
from engine.records import Column, Dataset, Preparation


def read_anew(dataset: Dataset, read: ReadFile, before: str, reading: str) -> Dataset:
    """Give the record of a dataset after its file was read in another way.

    A column that has kept its name and type keeps its role; so does the target,
    and a column whose role a person has chosen, whatever its type is now. The
    preparation is kept, but for what was said about another target.

    Parameters
    ----------
    dataset : Dataset
        As it is now.
    read : ReadFile
        What was found.
    before, reading : str
        `Dataset.reading` when this reading began, and its own.

    Raises
    ------
    WrongStateError
        If the file was read in a third way meanwhile.
    """
    if dataset.reading != before:
        raise WrongStateError(
            "The file was read again in another way meanwhile, so this reading was not kept.",
            field="dataset_id",
            hint="Look at how it is read now, and choose again.",
        )
    columns = tuple(_kept(dataset.column(column.name), column) for column in read.columns)
    changed = dataset.model_copy(
        update={
            "reading": reading,
            "n_rows": read.n_rows,
            "n_columns": read.n_columns,
            "columns": _with_one_target(dataset, columns),
            "dialect": read.dialect,
            "findings": read.findings,
        }
    )
    return changed.model_copy(update={"preparation": _preparation(dataset, changed)})


def _kept(old: Column | None, new: Column) -> Column:
    if old is None or not _keeps_role(old, new):
        return new
    reason = f"{new.reason} {CHOSEN_ROLE}" if _is_chosen(old) else new.reason
    update = {"role": old.role, "group_separator": old.group_separator, "reason": reason}
    return new.model_copy(update=update)


def _keeps_role(old: Column, new: Column) -> bool:
    if old.role == "target" and new.distinct == 0:
        return False
    return old.type == new.type or old.role == "target" or _is_chosen(old)


def _is_chosen(column: Column) -> bool:
    return CHOSEN_ROLE in column.reason


def _with_one_target(dataset: Dataset, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Take the role from a target that was only suggested when the old one is still there."""
    targets = [column.name for column in columns if column.role == "target"]
    if len(targets) < 2:
        return columns
    return tuple(
        column.model_copy(update={"role": "feature"})
        if column.role == "target" and column.name != dataset.target
        else column
        for column in columns
    )


def _preparation(before: Dataset, after: Dataset) -> Preparation:
    old = before.preparation
    same_target = _target(before) == _target(after)
    time = after.column(old.time_column) if old.time_column is not None else None
    return old.model_copy(
        update={
            "task_type": old.task_type if same_target else None,
            "time_column": time.name if time is not None and time.type == "datetime" else None,
        }
    )


def _target(dataset: Dataset) -> tuple[str, str] | None:
    column = next((column for column in dataset.columns if column.role == "target"), None)
    return None if column is None else (column.name, column.type)
