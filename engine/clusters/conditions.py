"""Conditions on columns: made from the path through a tree, and asked of rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.clusters.original import OriginalColumn
from engine.clusters.records import Condition
from engine.metrics.outcome import Floats

Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Cut:
    """One turn of a path: above a number or not, of a level or not, missing or not.

    `limits` are the values on both sides of a cut between numbers; `level` is the
    position of a level. A cut with neither is about what is missing.
    """

    column: OriginalColumn
    yes: bool
    limits: tuple[float, float] | None = None
    level: int | None = None


def conditions_of(path: Sequence[Cut]) -> tuple[Condition, ...]:
    """Put a path into as few conditions as it needs: at most one range for each column."""
    columns = {cut.column.name: cut.column for cut in path}
    return tuple(
        condition
        for name, column in columns.items()
        for condition in _of_column(column, [cut for cut in path if cut.column.name == name])
    )


def _of_column(column: OriginalColumn, cuts: Sequence[Cut]) -> Iterable[Condition]:
    """What is missing has no value, so that alone is said; what has one is not missing."""
    gaps = [cut for cut in cuts if cut.limits is None and cut.level is None]
    if any(cut.yes for cut in gaps):
        return [Condition(column=column.name, kind="missing")]
    valued = [*_range(column, cuts), *_of_levels(column, cuts)]
    return valued or ([Condition(column=column.name, kind="known")] if gaps else [])


def _range(column: OriginalColumn, cuts: Sequence[Cut]) -> Iterable[Condition]:
    lows = [cut.limits for cut in cuts if cut.limits is not None and cut.yes]
    highs = [cut.limits for cut in cuts if cut.limits is not None and not cut.yes]
    low = _spelled(column, max(lows)) if lows else None
    high = _spelled(column, min(highs)) if highs else None
    if low is not None and high is not None:
        yield Condition(column=column.name, kind="between", low=low, high=high)
    elif low is not None:
        yield Condition(column=column.name, kind="above", low=low)
    elif high is not None:
        yield Condition(column=column.name, kind="at_most", high=high)


def _of_levels(column: OriginalColumn, cuts: Sequence[Cut]) -> Iterable[Condition]:
    """Of one level is not of any other; not of one of two is of the other."""
    named = [(column.levels[cut.level], cut.yes) for cut in cuts if cut.level is not None]
    for level, yes in named:
        if yes:
            return [Condition(column=column.name, kind="is", level=level)]
    other = column.other_level
    if named and other is not None:
        return [Condition(column=column.name, kind="is", level=other)]
    return [Condition(column=column.name, kind="is_not", level=level) for level, _ in named]


def _spelled(column: OriginalColumn, limits: tuple[float, float]) -> float | str:
    """The roundest value between two neighbours, so that both fall on their own side."""
    return _moment(column, limits) if column.kind == "date" else roundest(*limits)


def roundest(low: float, high: float) -> float:
    """The number of fewest digits from `low` up to, but without, `high`."""
    for digits in range(1, 17):
        for candidate in (float(f"{(low + high) / 2:.{digits}g}"), float(f"{low:.{digits}g}")):
            if low <= candidate < high:
                return candidate
    return low


def _moment(column: OriginalColumn, limits: tuple[float, float]) -> str:
    """The last midnight before the later one, or if there is none between, the earlier one."""
    low, high = limits
    midnight = math.floor(high / 86_400) * 86_400
    return column.moment(midnight if low <= midnight < high else low)


def holds(condition: Condition, columns: Mapping[str, OriginalColumn]) -> Marks:
    """Ask every row whether a condition holds, of shape (n_rows,)."""
    column = columns[condition.column]
    if condition.kind in {"missing", "known"}:
        missing = np.asarray(column.missing)
        return missing if condition.kind == "missing" else ~missing
    if condition.kind in {"is", "is_not"}:
        same = np.asarray(column.codes == column.levels.index(str(condition.level)))
        return same if condition.kind == "is" else ~same
    return _within(condition, column.numbers)


def _within(condition: Condition, numbers: Floats) -> Marks:
    """Whether values are in the range; what is missing is in none."""
    inside = ~np.isnan(numbers)
    if condition.low is not None:
        inside &= numbers > _number(condition.low)
    if condition.high is not None:
        inside &= numbers <= _number(condition.high)
    return inside


def _number(limit: Any) -> float:  # noqa: ANN401 - a number, or a date as text
    return float(np.datetime64(limit, "s").astype(np.int64)) if isinstance(limit, str) else limit
