"""Numbers as people write them: ``1.234,56``, ``1 234,5``, ``12%``, ``$5``, ``(5)``.

A column is read as a whole: one sign like ``$`` stands at all of its cells or at
none, and one decimal mark and one mark between thousands fit all of them. Where
two readings fit with different values, as ``1,234`` may be 1234 or 1.234, the
rest of the file decides (see `file_marks`); if it does not, the column is left
as it is written, and the reason names both readings.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import (
    HEAD_CELLS,
    LONGEST_VALUE,
    Array,
    all_true,
    any_true,
    first_cell,
    longest,
)
from engine.reading.file_marks import UNKNOWN, Evidence, Marks
from engine.reading.number_cells import (
    bodies_of,
    common_affixes,
    contains,
    could_be_number,
    has_mark,
    values_of,
)
from engine.reading.value_parsers import NOTHING, Parsed, parse_plain_numbers
from engine.records import ColumnFormat, DecimalMark, ThousandsMark

DECIMAL_MARKS: tuple[DecimalMark, ...] = (".", ",")
THOUSANDS_MARKS: tuple[ThousandsMark, ...] = ("", ",", ".", " ", "'")
_POINT_OR_THOUSANDS = r"^[+-]?(?:[1-9]\d{0,2}\.\d{3}|0|[1-9]\d*)$"


def parse_numbers(strings: Array, marks: Marks) -> Parsed:
    """Read a column of numbers, however they are written, or say why not."""
    plain = parse_plain_numbers(strings)
    if plain is NOTHING:
        return _parse_written(strings, marks)
    if plain.values is None or not pa.types.is_floating(plain.values.type):
        return plain
    return _judge_points(plain, strings, marks)


def _judge_points(plain: Parsed, strings: Array, marks: Marks) -> Parsed:
    """Whether the point in plain numbers is a decimal point: 1.234 may be 1234."""
    if marks.decimal == "." or not contains(strings, "."):
        return plain
    if marks.decimal == ",":
        return _parse_written(strings, marks)
    if not _may_be_thousands(strings):
        return replace(plain, evidence=Evidence(decimal="."))
    if not marks.are_final:
        return replace(plain, in_doubt=True)
    return replace(plain, reason=_POINT_ASSUMED) if marks.delimiter == ";" else plain


_POINT_ASSUMED = (
    "All filled cells hold numbers. They are read with a decimal point; if 1.234 means 1234 in "
    "this file, choose the decimal comma."
)


def _may_be_thousands(strings: Array) -> bool:
    """Whether after each point there are exactly three digits."""
    head = strings.slice(0, HEAD_CELLS)
    return all(
        all_true(pc.match_substring_regex(cells, _POINT_OR_THOUSANDS)) for cells in (head, strings)
    )


@dataclass(frozen=True)
class _Reading:
    """A column read with one decimal mark and one mark between thousands."""

    format: ColumnFormat
    values: Array
    has_decimals: bool

    @property
    def evidence(self) -> Evidence:
        """What this reading shows if it is the only one."""
        thousands = self.format.thousands
        is_shown = self.has_decimals or thousands in {",", "."}
        return Evidence(
            decimal=self.format.decimal if is_shown else None, thousands=thousands or None
        )


def _parse_written(strings: Array, marks: Marks) -> Parsed:
    """Read numbers with signs and marks that no cast understands."""
    first = first_cell(strings)
    if first is None or not could_be_number(first) or longest(strings) > LONGEST_VALUE:
        return NOTHING
    affixes = common_affixes(strings)
    bodies = None if affixes is None else bodies_of(strings, affixes)
    if affixes is None or bodies is None:
        return NOTHING
    readings = _readings(bodies, affixes, marks)
    if not readings:
        return _refused(bodies, affixes, marks)
    if any(not readings[0].values.equals(other.values) for other in readings[1:]):
        return _in_doubt(readings, marks)
    parsed = _parsed(readings[0])
    has_brackets = any_true(pc.match_substring(strings, "("))
    return replace(parsed, reason=f"{parsed.reason} {_BRACKETS}") if has_brackets else parsed


def _readings(bodies: Array, affixes: ColumnFormat, marks: Marks) -> list[_Reading]:
    """All ways to read the numbers that fit all cells and what is known about the file."""
    present = {mark for mark in THOUSANDS_MARKS[1:] if has_mark(bodies, mark)}
    readings = []
    for decimal, thousands in itertools.product(DECIMAL_MARKS, THOUSANDS_MARKS):
        explains = present <= {decimal, thousands} and {thousands} <= present | {""}
        if decimal != thousands and explains and _is_allowed(decimal, thousands, marks):
            written = affixes.model_copy(update={"decimal": decimal, "thousands": thousands})
            values = values_of(bodies, written)
            if values is not None:
                readings.append(_Reading(written, values, decimal in present))
    return readings


def _is_allowed(decimal: DecimalMark, thousands: ThousandsMark, marks: Marks) -> bool:
    return marks.decimal in {None, decimal} and (
        thousands == "" or marks.thousands in {None, thousands}
    )


def _refused(bodies: Array, affixes: ColumnFormat, marks: Marks) -> Parsed:
    """Cells that are no numbers, or not with the marks that a person chose."""
    is_open = marks.decimal is None and marks.thousands is None
    return NOTHING if is_open or not _readings(bodies, affixes, UNKNOWN) else _OTHER_MARKS


def _in_doubt(readings: list[_Reading], marks: Marks) -> Parsed:
    """Cells like 1,234 all over the column: thousands in some files, decimals in others."""
    if not marks.are_final:
        return Parsed(None, _EITHER_NUMBER, in_doubt=True)
    by_decimal = {reading.format.decimal: reading for reading in readings}
    if marks.delimiter == ",":
        return replace(_parsed(by_decimal["."]), reason=_COMMA_IS_THOUSANDS)
    if marks.delimiter == ";":
        return replace(_parsed(by_decimal[","]), reason=_COMMA_IS_DECIMAL)
    return Parsed(None, _EITHER_NUMBER)


def _parsed(reading: _Reading) -> Parsed:
    written = reading.format
    notes = [
        "All filled cells hold numbers.",
        "The comma is their decimal mark." if _has_decimal_comma(reading) else "",
        _THOUSANDS_NOTES[written.thousands],
        "They are per cent: 12% is read as 12." if written.suffix == "%" else "",
        f"The sign {_money(written)} beside each is left out." if _money(written) else "",
    ]
    reason = " ".join(filter(None, notes))
    return Parsed(reading.values, reason, format=written, evidence=reading.evidence)


def _has_decimal_comma(reading: _Reading) -> bool:
    return reading.has_decimals and reading.format.decimal == ","


def _money(written: ColumnFormat) -> str:
    return written.prefix or written.suffix.replace("%", "")


_THOUSANDS_NOTES: dict[ThousandsMark, str] = {
    "": "",
    ",": "The commas in them separate thousands.",
    ".": "The points in them separate thousands: 1.234 is read as 1234.",
    " ": "The spaces in them separate thousands.",
    "'": "The apostrophes in them separate thousands.",
}
_BRACKETS = "Numbers in brackets are below zero: (5) is read as -5."
_EITHER_NUMBER = (
    "The cells look like numbers, but 1,234 could mean 1234 or 1.234, and nothing in the file "
    "says which, so they are kept as written. Choose the decimal mark of the file to have them "
    "read."
)
_COMMA_IS_THOUSANDS = (
    "All filled cells hold numbers. 1,234 is read as 1234, because in a file separated by commas "
    "a comma within a number mostly separates thousands; choose the decimal comma if it is 1.234."
)
_COMMA_IS_DECIMAL = (
    "All filled cells hold numbers. 1,234 is read as 1.234, because in a file separated by "
    "semicolons the comma is mostly the decimal mark; choose the decimal point if it is 1234."
)
_OTHER_MARKS = Parsed(
    None,
    "The cells are numbers, but not with the decimal and thousands marks chosen for the file, so "
    "they are kept as written.",
)
