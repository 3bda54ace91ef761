"""Another type or role for a column, checked against the data at once."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import InvalidValueError
from engine.reading.arrow import Array
from engine.reading.column_conversion import converted
from engine.reading.column_names import require_column
from engine.reading.column_roles import RoleChoice
from engine.reading.column_statistics import count_values
from engine.reading.column_types import TypedColumn
from engine.reading.mixed_types import odd_reason
from engine.reading.table_reading import describe
from engine.records import ROLES, Column, ColumnType, Dataset, Record, Role
from engine.targets import with_target

CHOSEN_TYPE = "You chose its type."
CHOSEN_ROLE = "You chose its role."
CHOSEN_MISSING = "You chose what is read as missing."
NOW_MISSING = "These others are read as missing."

# Gives the natural values of the column of this name.
Values = Callable[[str], Array]


class ColumnChange(Record):
    """Another type or role, or both, for one column; ``None`` leaves it as it is.

    A `group_separator` makes the text before its last occurrence the group; it
    goes with the role ``group``, and is forgotten with it. `missing_words` are
    read as missing besides what already is.
    """

    name: str
    type: ColumnType | None = None
    role: Role | None = None
    group_separator: str | None = None
    missing_words: tuple[str, ...] | None = None


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
    if change.missing_words:
        column = _with_missing(column, change.missing_words, values)
        dataset = _replace(dataset, column)
    if change.type is not None and change.type != column.type:
        dataset = _replace(dataset, _with_type(column, change.type, values, CHOSEN_TYPE))
    if change.role is not None and change.role != column.role:
        dataset = _with_role(dataset, change.name, change.role)
    if change.group_separator is not None:
        dataset = _with_separator(dataset, change.name, change.group_separator, values)
    return dataset


def _with_missing(column: Column, words: tuple[str, ...], values: Values) -> Column:
    together = tuple(dict.fromkeys((*column.format.missing_words, *words)))
    written = column.format.model_copy(update={"missing_words": together})
    reason = _with_sentence(column.reason, CHOSEN_MISSING)
    column = column.model_copy(update={"format": written})
    return _with_type(column, column.type, values, reason)


def _with_type(column: Column, column_type: ColumnType, values: Values, chosen: str) -> Column:
    natural = values(column.name)
    result = converted(natural, column_type, name=column.name, written=column.format)
    counts = count_values(result.values)
    reason = chosen
    if result.unfit:
        n_filled = len(natural) - natural.null_count
        reason = f"{chosen} {odd_reason(result.unfit, n_filled)} {NOW_MISSING}"
    typed = TypedColumn(result.values, column_type, reason, counts, format=result.format)
    changed = describe(column.name, typed, role=RoleChoice(column.role))
    kept = {"missing_words": column.format.missing_words, "holds": column.format.holds}
    return changed.model_copy(
        update={
            "format": result.format.model_copy(update=kept),
            "group_separator": column.group_separator,
        }
    )


def _with_role(dataset: Dataset, name: str, role: Role) -> Dataset:
    column = require_column(dataset, name, field="name")
    _check_role(column, role)
    if role == "target":
        dataset = with_target(dataset, name)
    reason = _with_sentence(column.reason, CHOSEN_ROLE)
    update = {"role": role, "reason": reason, "group_separator": None}
    return _replace(dataset, column.model_copy(update=update))


def _with_sentence(reason: str, sentence: str) -> str:
    """A reason that says this once, at its end."""
    return f"{reason.replace(sentence, '').strip()} {sentence}"


def _with_separator(dataset: Dataset, name: str, separator: str, values: Values) -> Dataset:
    column = require_column(dataset, name, field="name")
    if column.role != "group" or column.type not in {"text", "categorical"}:
        raise InvalidValueError(
            f"A group separator goes with a group column of text, but {name} is {column.type} "
            f"with the role {column.role!r}.",
            field="group_separator",
            hint="Give the column the role 'group', or no separator.",
        )
    if (
        separator == ""
        or not pc.any(pc.match_substring(values(name).cast(pa.string()), separator)).as_py()
    ):
        raise InvalidValueError(
            f"No value of {name} contains the group separator {separator!r}.",
            field="group_separator",
            hint="Give a sign that stands in the values, or no separator.",
        )
    return _replace(dataset, column.model_copy(update={"group_separator": separator}))


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
