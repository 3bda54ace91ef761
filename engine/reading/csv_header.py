"""Where the header of a table is, and how many rows it takes: none, one or two.

A header is told from data by its columns: it is text where the rows below hold
numbers, dates or yes and no. Where nothing tells them apart, it is one row,
which is what nearly all files have.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.reading.csv_cells import CellKind, code_shape, kind_of, kind_of_column

JUDGED_ROWS = 100
JUDGED_COLUMNS = 200
FEWEST_REPEATS = 3
YEARS = range(1900, 2101)
# As many numbers make a series; pandas numbers columns without a name from 0 on.
FEWEST_FROM_ZERO = 3
FEWEST_STEPS = 4
TYPED: frozenset[CellKind] = frozenset({"number", "date", "boolean"})

_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_UNIT = re.compile(
    r"[\[(].{1,20}[\])]|%|°[CF]?|deg[CFK]?|(?:[kmcdµnMG]?(?:m|g|s|l|L|W|V|A|Hz|Pa|J|bar|mol)|kWh|min|h|d|K|t|ha"
    r"|USD|EUR|GBP|[$€£]|years?|days?|hours?|in|ft|lb|oz|mph|km/h|[mg]/[mskl]\w*\d?|count|n)[²³23]?"
    r"|continuous|discrete|categorical|numeric|nominal|string|text|int(?:eger)?|float|double|date"
)


@dataclass(frozen=True)
class Header:
    """How many rows the header takes, and why, as a sentence."""

    n_rows: int
    reason: str


def find_header(rows: Sequence[Sequence[str]]) -> Header:
    """Tell how many of the first rows are header.

    Parameters
    ----------
    rows : sequence of sequence of str
        From the first row of the table on.
    """
    if len(rows) < 2:
        return Header(1, "There is one row only, which is taken as the column names.")
    is_even = len(rows[0]) == len(rows[1])
    width = min(len(rows[0]), len(rows[1]), JUDGED_COLUMNS)
    rows = [row[:width] for row in rows[: JUDGED_ROWS + 2] if len(row) >= width]
    found = _two_rows(rows) if is_even else None
    return found or _numbered_names(rows) or _named(rows) or _none(rows) or _PLAIN


_PLAIN = Header(
    1,
    "The first row is taken as the column names, as in most files; nothing in it tells it from "
    "the rows below.",
)


def is_clear_header(row: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row is told from the rows below it beyond doubt."""
    rows = [row, *body]
    width = min(map(len, rows))
    return is_above_typed(row, body) or (
        len(rows) > 1 and _numbered_names([cells[:width] for cells in rows]) is not None
    )


def is_above_typed(row: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a row is text where the rows below are of a kind, and nowhere of that kind."""
    pairs = _kinds(row, body)
    return any(_is_name_above(top, below) for top, below in pairs) and not any(
        top == below != "text" and top in TYPED for top, below in pairs
    )


def _kinds(row: Sequence[str], body: Sequence[Sequence[str]]) -> list[tuple[CellKind, CellKind]]:
    """Kind of each cell of a row, and of the column below it."""
    return [
        (kind_of(cell), kind_of_column(below[place] for below in body if place < len(below)))
        for place, cell in enumerate(row)
    ]


def _is_name_above(top: CellKind, below: CellKind) -> bool:
    return top == "text" and below in TYPED


def _two_rows(rows: Sequence[Sequence[str]]) -> Header | None:
    """Second names or units below the first, and typed columns below both."""
    if len(rows) < 3 or not is_above_typed(rows[1], rows[2:]):
        return None
    top, second, body = rows[0], rows[1], rows[2:]
    if _fills_blanks(top, second, body):
        return Header(
            2,
            "The second row has names where the first has blanks, and the values begin below, "
            "so both are the header.",
        )
    if is_above_typed(top, body) and _are_units(second, body):
        return Header(
            2,
            "The second row has units or descriptions above columns of numbers, so the first two "
            "rows are the header.",
        )
    return None


def _fills_blanks(top: Sequence[str], second: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether each blank name has one below it, if there are values at all."""
    blanks = [place for place, cell in enumerate(top) if not cell.strip()]
    filled = [place for place in blanks if second[place].strip()]
    has_values = [place for place in blanks if any(row[place].strip() for row in body)]
    return bool(filled) and set(has_values) <= set(filled)


def _are_units(second: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether all typed columns have a unit, or several words, in the second row."""
    typed = [
        cell.strip()
        for cell, (_, below) in zip(second, _kinds(second, body), strict=True)
        if below in TYPED
    ]
    words = [word for word in typed if kind_of(word) != "missing"]
    if words and all(_UNIT.fullmatch(word) for word in words):
        return True
    return len(words) == len(typed) > 1 and all(" " in word for word in words)


def _numbered_names(rows: Sequence[Sequence[str]]) -> Header | None:
    """Names that are years, or numbers that go up step by step as no row below does."""
    places = [place for place, cell in enumerate(rows[0]) if _WHOLE.fullmatch(cell.strip())]
    others = [cell for place, cell in enumerate(rows[0]) if place not in places]
    if not places or any(kind_of(cell) not in {"text", "missing"} for cell in others):
        return None
    numbers, *below = [[row[place].strip() for place in places] for row in rows]
    if _are_years(numbers) and not all(map(_are_years, below)):
        return Header(
            1,
            f"The first row has years such as {numbers[0]}, and the rows below have other numbers, "
            "so it holds the names.",
        )
    fewest = FEWEST_FROM_ZERO if numbers[0] == "0" else FEWEST_STEPS
    if len(numbers) >= fewest and _go_up(numbers) and not any(map(_go_up, below)):
        return Header(
            1, "The numbers in the first row go up step by step, so they number the columns."
        )
    return None


def _are_years(numbers: Sequence[str]) -> bool:
    return all(_WHOLE.fullmatch(number) and int(number) in YEARS for number in numbers if number)


def _go_up(numbers: Sequence[str]) -> bool:
    if not all(map(_WHOLE.fullmatch, numbers)):
        return False
    steps = {int(later) - int(earlier) for earlier, later in itertools.pairwise(numbers)}
    return len(steps) == 1 and 0 not in steps


def _named(rows: Sequence[Sequence[str]]) -> Header | None:
    named = [
        cell.strip()
        for cell, (top, below) in zip(rows[0], _kinds(rows[0], rows[1:]), strict=True)
        if _is_name_above(top, below)
    ]
    if not named:
        return None
    return Header(
        1,
        f"The first row is text above columns of values, for example {named[0][:40]!r}, so it "
        "holds the names.",
    )


def _none(rows: Sequence[Sequence[str]]) -> Header | None:
    """Whether the first row is of the same kind as those below."""
    values = [
        cell.strip()
        for cell, (top, below) in zip(rows[0], _kinds(rows[0], rows[1:]), strict=True)
        if top == below and top in TYPED
    ]
    if values:
        return Header(
            0,
            f"The first row holds values like those below it, for example {values[0]!r}, so there "
            "are no names.",
        )
    if _recurs(rows[0], rows[1:]) or _has_codes(rows[0], rows[1:]):
        return Header(
            0, "The cells of the first row are like those below it, so there are no names."
        )
    return None


def _recurs(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether each cell stands again in its column, in rows that do not repeat the first."""
    others = [row for row in body if row != first]
    if len(others) < FEWEST_REPEATS:
        return False
    return all(
        cell.strip() and any(row[place] == cell for row in others)
        for place, cell in enumerate(first)
    )


def _has_codes(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a column has codes of one pattern from the first row on."""
    if len(body) < 2:
        return False
    return any(
        (shape := code_shape(cell)) is not None
        and all(code_shape(row[place]) == shape for row in body)
        for place, cell in enumerate(first)
    )
