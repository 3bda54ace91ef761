"""Dates as people write them: ISO 8601, ``31.12.2020``, ``12/31/20``, ``12 Jan 2020 3:15 PM``.

All cells of a column are written alike, and one order of day, month and year
fits all of them. Where several orders fit with different days, the order of the
file's other dates decides (see `file_marks`); if there is none, the column is
left as it is written, and the reason names the readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import LONGEST_VALUE, Array, all_true, first_cell, longest
from engine.reading.date_cells import (
    ISO,
    MICROSECONDS,
    MONTHLY,
    MONTHS,
    THREE_NUMBERS,
    Parts,
    full_years,
    iso_text,
    moments_of,
    parts_of,
    patterns_of,
)
from engine.reading.file_marks import Evidence, Marks
from engine.reading.value_parsers import NOTHING, Parsed
from engine.records import ColumnFormat, DateOrder

_NULL = pa.scalar(None, pa.string())
_TIME_NAMES = ("hour", "minute", "second", "half")
_PLACES: dict[DateOrder, tuple[str, str, str]] = {
    "year first": ("first", "middle", "last"),
    "day first": ("last", "middle", "first"),
    "month first": ("last", "first", "middle"),
}
_ORDER_WORDS: dict[DateOrder, str] = {
    "year first": "year, month, day",
    "day first": "day, month, year",
    "month first": "month, day, year",
}
_ISO_FORMAT = ColumnFormat(date_order="year first")


def parse_dates(strings: Array, marks: Marks) -> Parsed:
    """Dates with or without a time, if their order of day and month is beyond doubt.

    Times with a zone are given in UTC.
    """
    first = first_cell(strings)
    # A look at one cell is a thousand times quicker than compiling all patterns.
    patterns = patterns_of(first) if first is not None else (ISO,)
    if not patterns or longest(strings) > LONGEST_VALUE:
        return NOTHING
    if ISO in patterns and (parsed := _parse_iso(strings)) is not NOTHING:
        return parsed
    return _parse_distinct(strings, patterns, marks)


def _parse_iso(strings: Array) -> Parsed:
    for target in (MICROSECONDS, pa.timestamp("ns")):
        if (moments := moments_of(strings, target)) is not None:
            return Parsed(moments, "All filled cells hold dates.", _ISO_FORMAT)
    if (moments := moments_of(strings, pa.timestamp("us", "UTC"))) is not None:
        reason = "All filled cells hold times with a time zone; they are given in UTC."
        return Parsed(moments, reason, _ISO_FORMAT)
    return NOTHING


def _parse_distinct(strings: Array, patterns: tuple[str, ...], marks: Marks) -> Parsed:
    """Read each different text once: days repeat, and taking them apart takes long."""
    pieces = strings.chunks if isinstance(strings, pa.ChunkedArray) else [strings]
    encoded = pa.chunked_array(pieces, pa.string()).dictionary_encode().combine_chunks()
    parsed = _parse_by_pattern(encoded.dictionary, patterns, marks)
    if parsed.values is None:
        return parsed
    return replace(parsed, values=pa.chunked_array([parsed.values.take(encoded.indices)]))


def _parse_by_pattern(strings: Array, patterns: tuple[str, ...], marks: Marks) -> Parsed:
    for pattern in patterns:
        parts = None if pattern == ISO else parts_of(strings, pattern)
        if parts is None:
            continue
        if pattern == THREE_NUMBERS:
            return _parse_ordered(parts, marks) if _have_one_mark(parts) else NOTHING
        return _parse_monthly(parts) if pattern in MONTHLY else _named(parts, _WITH_NAME)
    return NOTHING


def parse_compact_dates(whole: Array) -> Array | None:
    """Dates from whole numbers like 20201231; ``None`` if one is none, or not of our time."""
    if not all_true(pc.and_(pc.greater_equal(whole, 19000101), pc.less_equal(whole, 20991231))):
        return None
    text = whole.cast(pa.string())
    dashed = pc.replace_substring_regex(text, r"^(\d{4})(\d{2})(\d{2})$", r"\1-\2-\3")
    return moments_of(dashed, MICROSECONDS)


# Three numbers


@dataclass(frozen=True)
class _Reading:
    """All cells read in one order."""

    order: DateOrder
    moments: Array


def _parse_ordered(parts: Parts, marks: Marks) -> Parsed:
    """Dates like 31.12.2020 or 12/31/2020: the order that fits all cells, if just one does."""
    readings = list(_readings(parts))
    if not readings:
        return NOTHING
    known = [reading for reading in readings if _is_known(reading, readings, marks)]
    if not known and _is_refused(readings, marks):
        return _OTHER_ORDER
    first, *others = known or readings
    if any(not first.moments.equals(other.moments) for other in others):
        return Parsed(None, _either_order(readings), in_doubt=not marks.are_final)
    return Parsed(
        first.moments,
        _order_reason(first.order, parts),
        ColumnFormat(date_order=first.order),
        Evidence(date_order=None if others else _shown_order(first, parts)),
    )


def _is_known(reading: _Reading, readings: list[_Reading], marks: Marks) -> bool:
    """Whether this is the order of the file.

    Other columns with the day or the month first say nothing about dates like
    20-12-31, which may begin with a short year; a person's choice does.
    """
    orders = {other.order for other in readings}
    is_shown = reading.order == "year first" or "year first" not in orders
    return reading.order == marks.date_order and (is_shown or not marks.are_final)


def _is_refused(readings: list[_Reading], marks: Marks) -> bool:
    """Whether a person chose another order; a year of four digits in front needs no choice."""
    is_chosen = marks.date_order is not None and not marks.are_final
    return is_chosen and readings[0].order != "year first"


def _shown_order(reading: _Reading, parts: Parts) -> DateOrder | None:
    """What the order of a column says about others: 2020/12/31 nothing about 1/2/2020."""
    is_plain = reading.order == "year first" and _digits(parts["first"]) == {4}
    return None if is_plain else reading.order


def _readings(parts: Parts) -> Iterator[_Reading]:
    """Every order that makes a date of each cell."""
    found = False
    for order in _possible_orders(parts):
        # A short year is mostly the last number, so that 31.12.20 is not of 2031.
        if order == "year first" and found and not _is_dashed(parts):
            return
        year, month, day = (parts[name] for name in _PLACES[order])
        moments = moments_of(iso_text(full_years(year), month, day, parts), MICROSECONDS)
        if moments is not None:
            found = True
            yield _Reading(order, moments)


def _possible_orders(parts: Parts) -> tuple[DateOrder, ...]:
    """The orders that fit the number of digits, the last one the least likely."""
    if _digits(parts["first"]) == {4} and _digits(parts["last"]) <= {1, 2}:
        return ("year first",)
    if _digits(parts["first"]) <= {1, 2} and _digits(parts["last"]) == {4}:
        return ("day first", "month first")
    if _digits(parts["last"]) <= {2} and _digits(parts["first"]) <= {1, 2}:
        return ("day first", "month first", "year first")
    if _digits(parts["last"]) <= {1, 2} and _digits(parts["first"]) == {2}:
        return ("year first",)
    return ()


def _digits(numbers: Array) -> set[int]:
    return set(pc.unique(pc.binary_length(numbers)).drop_null().to_pylist())


def _is_dashed(parts: Parts) -> bool:
    return bool(parts["mark"].drop_null()[0].as_py() == "-")


def _have_one_mark(parts: Parts) -> bool:
    marks = pc.unique(pc.binary_join_element_wise(parts["mark"], parts["mark2"], ""))
    return marks.drop_null().to_pylist() in (["--"], ["//"], [".."])


def _either_order(readings: list[_Reading]) -> str:
    if any(reading.order == "year first" for reading in readings):
        return _EITHER_YEAR
    return _EITHER_DAY


_EITHER_DAY = (
    "The cells look like dates, but day and month could be in either order (03/04/2020 is the "
    "3rd of April or the 4th of March), and no other column of the file shows which, so they are "
    "kept as written. Choose the order of dates in this file to have them read."
)
_EITHER_YEAR = (
    "The cells look like dates, but the year, written with two digits, could be the first number "
    "or the last, and no other column of the file shows which, so they are kept as written. "
    "Choose the order of dates in this file to have them read."
)
_OTHER_ORDER = Parsed(
    None,
    "The cells look like dates, but not in the order chosen for the file, so they are kept as "
    "written.",
)
_SHORT_YEARS = "Years of two digits are read as 1969 to 2068."


def _order_reason(order: DateOrder, parts: Parts) -> str:
    year = parts[_PLACES[order][0]]
    reason = f"All filled cells hold dates in the order {_ORDER_WORDS[order]}."
    return f"{reason} {_SHORT_YEARS}" if _digits(year) != {4} else reason


# Names of months


_WITH_NAME = "All filled cells hold dates with the name of the month."
_FIRST_DAY = "All filled cells hold a month; they are read as its first day."


def _parse_monthly(parts: Parts) -> Parsed:
    is_filled = pc.is_valid(parts["month"])
    day, nothing = (pc.if_else(is_filled, text, _NULL) for text in ("1", ""))
    return _named({**parts, "day": day, **dict.fromkeys(_TIME_NAMES, nothing)}, _FIRST_DAY)


def _named(parts: Parts, reason: str) -> Parsed:
    names = pc.utf8_lower(pc.utf8_slice_codeunits(parts["month"], 0, 3))
    places = pc.index_in(names, pa.array(MONTHS))
    month = pc.add(places, 1).cast(pa.string())
    moments = moments_of(
        iso_text(full_years(parts["year"]), month, parts["day"], parts), MICROSECONDS
    )
    if moments is None:
        return NOTHING
    if _digits(parts["year"]) != {4}:
        reason = f"{reason} {_SHORT_YEARS}"
    return Parsed(moments, reason)
