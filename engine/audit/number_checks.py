"""Numbers that can hardly be meant as they are written."""

from __future__ import annotations

import numpy as np

from engine.audit.check import Found
from engine.audit.look import Look
from engine.audit.samples import Floats
from engine.reading.column_names import listed
from engine.records import Column, Repair

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
    said = {column.name: _absurd(look, column) for column in _number_columns(look)}
    found = {name: text for name, text in said.items() if text is not None}
    features = tuple(name for name in found if name != look.dataset.target)
    repair = Repair(label="Leave out", role="ignore", columns=features) if features else None
    return Found(listed([*found.values()], " "), tuple(found), repair) if found else None


def stand_ins(look: Look) -> Found | None:
    """Numbers of nines only, at the end of a range, that stand for a missing value."""
    values = {column.name: _stand_in(look, column) for column in _number_columns(look)}
    found = {name: value for name, value in values.items() if value is not None}
    if not found:
        return None
    repair = Repair(
        label="Read as missing",
        columns=tuple(found),
        missing_words={name: (f"{value:.0f}",) for name, (value, _) in found.items()},
    )
    sentences = [f"{name} is {value:.0f} in {n:,} rows." for name, (value, n) in found.items()]
    return Found(listed(sentences, " "), tuple(found), repair)


def _number_columns(look: Look) -> list[Column]:
    """Columns of numbers that are learned from or predicted."""
    return [
        column
        for column in (*look.features, *filter(None, [look.target]))
        if column.type == "numeric" and column.distinct > 1
    ]


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


def _stand_in(look: Look, column: Column) -> tuple[float, int] | None:
    """The number that stands for a missing value and how often, ``None`` if none does."""
    for value in _ends(column):
        if value in _NINES:
            numbers = _numbers(look, column)
            repeats = int((numbers == value).sum())
            if repeats >= FEWEST_REPEATS and _stands_apart(value, numbers[numbers != value]):
                return value, repeats
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
