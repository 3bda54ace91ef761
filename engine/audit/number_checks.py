"""Numbers that can hardly be meant as they are written."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.audit.check import Found
from engine.audit.look import Look
from engine.audit.samples import Floats
from engine.reading.column_names import listed
from engine.records import Column

# Beyond this, a computer cannot tell neighbouring whole numbers apart for long.
LARGEST = 1e15
# So many times as large as all but the largest thousandth.
TIMES_LARGER = 1_000
FEWEST_ROWS = 20
# A number that stands for "not known" repeats, among others of which some differ.
FEWEST_REPEATS = 5
FEWEST_OTHERS = 3
_NINES = frozenset(sign * (10.0**digits - 1) for digits in range(2, 10) for sign in (1, -1))


def absurd_numbers(look: Look) -> Found | None:
    """Numbers that are finite but far too large."""
    return _about(look, _absurd)


def stand_ins(look: Look) -> Found | None:
    """Numbers of nines only, at the end of a range, that stand for a missing value."""
    return _about(look, _stand_in)


def _about(look: Look, sentence: Callable[[Look, Column], str | None]) -> Found | None:
    """One finding about all columns of numbers for which there is a sentence."""
    columns = [
        column
        for column in (*look.features, *filter(None, [look.target]))
        if column.type == "numeric" and column.distinct > 1
    ]
    said = {column.name: sentence(look, column) for column in columns}
    found = {name: text for name, text in said.items() if text is not None}
    return Found(listed(list(found.values()), " "), tuple(found)) if found else None


def _absurd(look: Look, column: Column) -> str | None:
    largest = max(map(abs, _ends(column)), default=0.0)
    if largest <= LARGEST and not _may_be_absurd(column, largest):
        return None
    numbers = np.sort(np.abs(_numbers(look, column)))
    if len(numbers) < FEWEST_ROWS:
        return None
    usual = numbers[-1 - max(1, len(numbers) // 1_000)]
    if largest <= LARGEST and (usual == 0 or largest <= TIMES_LARGER * usual):
        return None
    return (
        f"{column.name} goes up to {largest:.3g} in size, but hardly any of its numbers is larger "
        f"than {usual:.3g}."
    )


def _may_be_absurd(column: Column, largest: float) -> bool:
    """Whether the quantiles leave it open; so that most columns need not be loaded."""
    common = max(map(abs, column.quantiles), default=0.0)
    return largest > TIMES_LARGER * common


def _stand_in(look: Look, column: Column) -> str | None:
    for value in _ends(column):
        if value in _NINES:
            numbers = _numbers(look, column)
            repeats = int((numbers == value).sum())
            if repeats >= FEWEST_REPEATS and _stands_apart(value, numbers[numbers != value]):
                return f"{column.name} is {value:.0f} in {repeats:,} rows."
    return None


def _stands_apart(value: float, others: Floats) -> bool:
    """Whether a number is as far from the others as they are wide, or below zero alone."""
    if len(np.unique(others)) < FEWEST_OTHERS:
        return False
    low, high = others.min(), others.max()
    if value < 0 <= low:
        return True
    return bool(max(low - value, value - high) >= high - low)


def _ends(column: Column) -> tuple[float, ...]:
    return tuple(
        float(end) for end in (column.minimum, column.maximum) if isinstance(end, int | float)
    )


def _numbers(look: Look, column: Column) -> Floats:
    return look.values(column.name).dropna().to_numpy(dtype=np.float64)
