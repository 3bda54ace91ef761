"""Which rows meet conditions on their values, worked out by Arrow over whole columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from engine.errors import InvalidValueError
from engine.reading.arrow import Array
from engine.records import Record, Setting

TextKind = Literal["contains", "not contains", "starts with", "ends with"]
OrderKind = Literal[
    "less than", "less than or equal", "greater than", "greater than or equal", "in range"
]
ConditionKind = TextKind | OrderKind | Literal["equals", "not equal", "blank", "not blank"]
Mask = np.ndarray


class Condition(Record):
    """What a value must be.

    `value` is a text, a number, or a moment as ISO 8601 text; a moment without a
    time of day stands for its whole day. A range goes from `value` up to `to`, both
    included. Upper and lower case are the same. A missing value meets ``blank`` and
    whatever says "not", and nothing else.
    """

    kind: ConditionKind
    value: Setting = None
    to: Setting = None


class Filter(Record):
    """Conditions on one column: a row stays if all of them are met, or with ``or`` any."""

    conditions: Annotated[tuple[Condition, ...], Field(min_length=1)]
    join: Literal["and", "or"] = "and"


def meets(values: Array, conditions: Filter, *, name: str) -> Mask:
    """Tell for each value whether it passes a filter.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Numbers, moments, bool or string.
    conditions : Filter
    name : str
        Name of the column, for the error.

    Returns
    -------
    numpy.ndarray of bool, shape (len(values),)

    Raises
    ------
    InvalidValueError
        If a condition cannot be asked of these values.
    """
    masks = [_mask(values, condition, name) for condition in conditions.conditions]
    together = np.logical_and if conditions.join == "and" else np.logical_or
    return np.asarray(together.reduce(masks))


def _mask(values: Array, condition: Condition, name: str) -> Mask:
    kind = condition.kind
    if kind in _NEGATED:
        opposite = condition.model_copy(update={"kind": _NEGATED[kind]})
        return ~_mask(values, opposite, name)
    if kind == "blank":
        return _plain(_is_blank(values))
    if kind in _TEXT:
        found = _TEXT[kind](_texts(values), str(condition.value or ""), ignore_case=True)
        return _plain(found)
    return _plain(_compared(values, condition, name))


def _plain(mask: Array) -> Mask:
    """What is neither true nor false, because the value is missing, is false."""
    filled: Mask = pc.fill_null(mask, False).to_numpy()  # noqa: FBT003 - positional in pyarrow
    return filled


def _is_blank(values: Array) -> Array:
    if pa.types.is_string(values.type):
        return pc.equal(pc.fill_null(values, ""), "")
    return values.is_null()


def _texts(values: Array) -> Array:
    return values if pa.types.is_string(values.type) else values.cast(pa.string())


def _compared(values: Array, condition: Condition, name: str) -> Array:
    kind = condition.kind
    if pa.types.is_timestamp(values.type):
        return _by_moment(values, condition, name)
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        return _by_order(values, kind, *(_number(limit, name) for limit in _limits(condition)))
    if kind != "equals":
        raise _unfit(name, f"{name} holds texts, which have no order to compare by.")
    return pc.equal(pc.utf8_lower(_texts(values)), str(condition.value or "").lower())


def _by_order(values: Array, kind: ConditionKind, low: Setting, high: Setting = None) -> Array:
    if kind == "in range":
        return pc.and_(pc.greater_equal(values, low), pc.less_equal(values, high))
    return _ORDERS[kind](values, low)


def _by_moment(values: Array, condition: Condition, name: str) -> Array:
    """Compare moments; where no time of day is given, a day is over when the next one begins."""
    limits = [_moment(limit, name) for limit in _limits(condition)]
    first, last = limits[0], limits[-1]
    end = last + timedelta(days=1) if last.time() == time() else last + timedelta(microseconds=1)
    if condition.kind in {"equals", "in range"}:
        return pc.and_(pc.greater_equal(values, _stamp(first)), pc.less(values, _stamp(end)))
    order, limit = _MOMENTS[condition.kind]
    return order(values, _stamp(end if limit == "end" else first))


def _stamp(moment: datetime) -> Array:
    return pa.scalar(moment, pa.timestamp("us"))


def _limits(condition: Condition) -> tuple[Setting, ...]:
    if condition.kind == "in range":
        return condition.value, condition.to
    return (condition.value,)


def _number(value: Setting, name: str) -> int | float:
    try:
        number = value if isinstance(value, int) else float(str(value))
    except ValueError:
        number = math.nan
    if math.isnan(number):
        raise _unfit(name, f"{name} holds numbers, and {value!r} is none.")
    return number


def _moment(value: Setting, name: str) -> datetime:
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None)
    except ValueError as error:
        raise _unfit(name, f"{name} holds dates, and {value!r} is none.") from error


def _unfit(name: str, message: str) -> InvalidValueError:
    return InvalidValueError(
        message, field=name, hint="Give another value, or ask for another condition."
    )


_NEGATED: Mapping[str, ConditionKind] = MappingProxyType(
    {"not contains": "contains", "not equal": "equals", "not blank": "blank"}
)
_TEXT: Mapping[str, Callable[..., Array]] = MappingProxyType(
    {
        "contains": pc.match_substring,
        "starts with": pc.starts_with,
        "ends with": pc.ends_with,
    }
)
_ORDERS: Mapping[str, Callable[..., Array]] = MappingProxyType(
    {
        "equals": pc.equal,
        "less than": pc.less,
        "less than or equal": pc.less_equal,
        "greater than": pc.greater,
        "greater than or equal": pc.greater_equal,
    }
)
_MOMENTS: Mapping[str, tuple[Callable[..., Array], Literal["first", "end"]]] = MappingProxyType(
    {
        "less than": (pc.less, "first"),
        "less than or equal": (pc.less, "end"),
        "greater than": (pc.greater_equal, "end"),
        "greater than or equal": (pc.greater_equal, "first"),
    }
)
