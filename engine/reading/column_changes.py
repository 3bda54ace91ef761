"""Another type or role for a column, checked against the data at once."""

from __future__ import annotations

from collections.abc import Callable

from engine.audit import with_target
from engine.errors import InvalidValueError
from engine.reading.arrow import Array
from engine.reading.column_conversion import convert
from engine.reading.column_names import require_column
from engine.reading.column_roles import RoleChoice
from engine.reading.column_statistics import count_values
from engine.reading.column_types import TypedColumn
from engine.reading.table_reading import describe
from engine.records import ROLES, Column, ColumnType, Dataset, Record, Role

CHOSEN_TYPE = "You chose its type."
CHOSEN_ROLE = "You chose its role."

# Gives the natural values of the column of this name.
Values = Callable[[str], Array]


class ColumnChange(Record):
    """Another type or role, or both, for one column; ``None`` leaves it as it is."""

    name: str
    type: ColumnType | None = None
    role: Role | None = None


def changed(dataset: Dataset, change: ColumnChange, values: Values) -> Dataset:
    """Give the dataset with one column changed.

    A second column with the role ``target`` takes it from the first, which
    becomes a feature. A task type chosen for another target is forgotten.

    Raises
    ------
    InvalidValueError
        If there is no such column, or its values do not fit.
    """
    column = require_column(dataset, change.name, field="name")
    if change.type is not None and change.type != column.type:
        dataset = _replace(dataset, _with_type(column, change.type, values))
    if change.role is not None and change.role != column.role:
        dataset = _with_role(dataset, change.name, change.role)
    return dataset


def _with_type(column: Column, column_type: ColumnType, values: Values) -> Column:
    converted = convert(values(column.name), column_type, name=column.name)
    typed = TypedColumn(converted, column_type, CHOSEN_TYPE, count_values(converted))
    return describe(column.name, typed, role=RoleChoice(column.role))


def _with_role(dataset: Dataset, name: str, role: Role) -> Dataset:
    column = require_column(dataset, name, field="name")
    _check_role(column, role)
    if role == "target":
        dataset = with_target(dataset, name)
    reason = f"{column.reason.removesuffix(CHOSEN_ROLE).strip()} {CHOSEN_ROLE}"
    return _replace(dataset, column.model_copy(update={"role": role, "reason": reason}))


def _replace(dataset: Dataset, column: Column) -> Dataset:
    columns = tuple(column if old.name == column.name else old for old in dataset.columns)
    changed = dataset.model_copy(update={"columns": columns})
    if _target_of(changed) == _target_of(dataset):
        return changed
    preparation = dataset.preparation.model_copy(update={"task_type": None})
    return changed.model_copy(update={"preparation": preparation})


def _target_of(dataset: Dataset) -> tuple[str, ColumnType] | None:
    targets = (column for column in dataset.columns if column.role == "target")
    return next(((target.name, target.type) for target in targets), None)


def _check_role(column: Column, role: Role) -> None:
    if role == "target" and column.distinct == 0:
        raise InvalidValueError(
            f"The target needs values, but {column.name} has none.",
            field=column.name,
            hint="Choose a column that is filled.",
        )
    if role not in ROLES:
        raise InvalidValueError(
            f"Training does not use the role {role!r} in this version, so {column.name} keeps its "
            f"role {column.role!r}.",
            field=column.name,
            hint=f"Choose one of: {', '.join(ROLES)}.",
        )
