"""What a column holds: its type, judged by all of its cells, with the reason.

Words for missing values depend on the column. In a column of numbers or dates
each of `value_parsers.MISSING_WORDS` is a missing value. In a column of text
only the unmistakable ones of `text_types.NOT_AVAILABLE` are, and not even those where the
other values are codes of two letters (NA may be Namibia or North America):
the level "None" of a category stays a level.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, any_true
from engine.reading.column_names import is_date_name
from engine.reading.column_statistics import ValueCounts, count_values
from engine.reading.date_formats import parse_compact_dates, parse_dates
from engine.reading.file_marks import NO_EVIDENCE, UNKNOWN, Evidence, Marks
from engine.reading.mixed_types import find_odd_cells
from engine.reading.number_formats import parse_numbers
from engine.reading.text_types import not_available, text_type
from engine.reading.value_parsers import (
    NOTHING,
    PLAIN,
    Parsed,
    Parser,
    counts_of,
    parse_truth,
    trimmed,
    without_missing_words,
    without_words,
)
from engine.records import ColumnFormat, ColumnType

SAMPLE_ROWS = 1000


@dataclass(frozen=True)
class TypedColumn:
    """A column with its natural values and its type.

    Attributes
    ----------
    values : pyarrow.ChunkedArray
        int64, double, bool, timestamp[us] or string; null where missing.
    type : ColumnType
        What it holds.
    reason : str
        Why, in one sentence or two.
    counts : ValueCounts
        Its distinct values.
    missing_words : dict
        What stood in cells that are read as missing, and how often; without empty cells.
    odd_cells : dict
        In a column of text that is numbers otherwise: the texts that are none, and how often.
    format : ColumnFormat
        How the values are written, without `missing_words`.
    evidence : Evidence
        What the cells show about the file.
    in_doubt : bool
        Whether the rest of the file may give the cells another reading.
    """

    values: Array
    type: ColumnType
    reason: str
    counts: ValueCounts
    missing_words: dict[str, int] = field(default_factory=dict)
    odd_cells: dict[str, int] = field(default_factory=dict)
    format: ColumnFormat = PLAIN
    evidence: Evidence = NO_EVIDENCE
    in_doubt: bool = False


def infer(strings: Array, *, name: str = "", marks: Marks = UNKNOWN) -> TypedColumn:
    """Give the type of a column from its cells as text.

    Parameters
    ----------
    strings : pyarrow.ChunkedArray of string
        All cells; empty ones are null.
    name : str
        Name of the column: whole numbers like 20201231 are dates if it says so.
    marks : Marks
        What is known about the file.
    """
    if marks.missing_words is None:
        return _infer(strings, name, marks)
    strings, words = without_words(strings, marks.missing_words)
    column = _infer(strings, name, marks)
    return replace(column, missing_words=words | column.missing_words)


def _infer(strings: Array, name: str, marks: Marks) -> TypedColumn:
    if strings.null_count == len(strings):
        counts = count_values(strings)
        return TypedColumn(strings, "categorical", "All cells are empty.", counts)
    number = _parse(strings, parse_numbers, marks)
    if number.parsed.values is not None:
        return _dates_or_numbers(number, strings, name)
    truth = _parse(strings, parse_truth, marks)
    if truth.parsed.values is not None:
        return _typed(truth, "boolean")
    date = _parse(strings, parse_dates, marks)
    if date.parsed.values is not None:
        return _typed(date, "datetime")
    return _textual(strings, number.parsed if number.parsed.reason else date.parsed, marks)


@dataclass(frozen=True)
class _Attempt:
    """A column read by one parser, and the words for missing values that stood in the way."""

    parsed: Parsed
    missing_words: dict[str, int] = field(default_factory=dict)


def _parse(strings: Array, parser: Parser, marks: Marks) -> _Attempt:
    """Read all cells with one parser: as they are, else without words for missing values."""
    if len(strings) > SAMPLE_ROWS and _first_rows_refuse(strings, parser, marks):
        return _Attempt(NOTHING)
    parsed = parser(strings, marks)
    if parsed is not NOTHING:
        return _Attempt(parsed)
    cleaned, words = _cleaned(strings, marks)
    if cleaned.null_count == len(cleaned) or cleaned.equals(strings):
        return _Attempt(NOTHING)
    return _Attempt(parser(cleaned, marks), words)


def _cleaned(strings: Array, marks: Marks) -> tuple[Array, dict[str, int]]:
    """Trimmed cells, those with a word for a missing value emptied."""
    if marks.missing_words is None:
        return without_missing_words(strings)
    return trimmed(strings), {}


def _first_rows_refuse(strings: Array, parser: Parser, marks: Marks) -> bool:
    """Whether a look at some rows is enough to know that not all can be read."""
    head, _ = _cleaned(strings.slice(0, SAMPLE_ROWS), marks)
    return parser(head, marks) is NOTHING


def _typed(attempt: _Attempt, column_type: ColumnType) -> TypedColumn:
    parsed = attempt.parsed
    return TypedColumn(
        parsed.values,
        column_type,
        parsed.reason,
        count_values(parsed.values),
        attempt.missing_words,
        format=parsed.format,
        evidence=parsed.evidence,
        in_doubt=parsed.in_doubt,
    )


def _dates_or_numbers(number: _Attempt, strings: Array, name: str) -> TypedColumn:
    values: Array = number.parsed.values
    if is_date_name(name) and pa.types.is_integer(values.type):
        dates = parse_compact_dates(values)
        if dates is not None:
            return _typed(_Attempt(Parsed(dates, _COMPACT_DATES), number.missing_words), "datetime")
    return _numeric(number, strings)


_COMPACT_DATES = (
    "The name says that it holds dates, and each filled cell is one, written like 20201231."
)


def _numeric(attempt: _Attempt, strings: Array) -> TypedColumn:
    """Numbers without infinite ones; 0 and 1 alone are a boolean."""
    values, infinite = without_infinite(attempt.parsed.values, strings)
    parsed = replace(attempt.parsed, values=values)
    column = _typed(_Attempt(parsed, attempt.missing_words | infinite), "numeric")
    if column.counts.values.slice(0, 3).to_pylist() == [0, 1]:
        return replace(column, type="boolean", reason="All filled cells hold 0 or 1.")
    return replace(column, reason=parsed.reason or "All filled cells hold numbers.")


def without_infinite(values: Array, strings: Array) -> tuple[Array, dict[str, int]]:
    """Make infinite numbers missing, because no algorithm can learn from them.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Numbers; those too large for a 64-bit float, like 1e400, are infinite.
    strings : pyarrow.ChunkedArray of string
        The same cells as they are written.

    Returns
    -------
    values : pyarrow.ChunkedArray
        Same length and type.
    words : dict
        How the infinite numbers are written, and how often each.
    """
    if not pa.types.is_floating(values.type):
        return values, {}
    is_infinite = pc.is_inf(values)
    if not any_true(is_infinite):
        return values, {}
    words = counts_of(pc.filter(strings, is_infinite))
    return pc.if_else(is_infinite, pa.scalar(None, values.type), values), words


def _textual(strings: Array, refused: Parsed, marks: Marks) -> TypedColumn:
    counts = count_values(strings)
    words = not_available(counts) if marks.missing_words is None else {}
    if words:
        strings = pc.if_else(
            pc.is_in(strings, value_set=pa.array(list(words))),
            pa.scalar(None, pa.string()),
            strings,
        )
        counts = count_values(strings)
    column_type, why = text_type(counts)
    column = TypedColumn(strings, column_type, refused.reason or why, counts, words)
    if refused.reason:
        return replace(column, in_doubt=refused.in_doubt)
    odd = find_odd_cells(counts, marks)
    if odd is None:
        return column
    parsed = odd.numbers
    return replace(
        column,
        reason=f"{odd.reason} {why}",
        odd_cells=odd.texts,
        format=parsed.format,
        evidence=parsed.evidence,
        in_doubt=parsed.in_doubt,
    )
