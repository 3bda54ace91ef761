"""What a column holds: its type, judged by all of its cells, with the reason.

Words for missing values depend on the column. In a column of numbers or dates
each of `value_parsers.MISSING_WORDS` is a missing value. In a column of text
only the unmistakable ones of `NOT_AVAILABLE` are, and not even those where the
other values are codes of two letters (NA may be Namibia or North America):
the level "None" of a category stays a level.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, all_true, any_true
from engine.reading.column_statistics import ValueCounts, count_values
from engine.reading.value_parsers import (
    NOTHING,
    Parsed,
    Parser,
    counts_of,
    parse_dates,
    parse_numbers,
    parse_truth,
    without_missing_words,
)
from engine.records import ColumnType

NOT_AVAILABLE = frozenset({"", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "<NA>"})
FEW_LEVELS = 20
LEVEL_SHARE = 0.05
SAMPLE_ROWS = 1000
# Two words that mean no and yes, in any case.
WORD_PAIRS = (
    frozenset({"no", "yes"}),
    frozenset({"n", "y"}),
    frozenset({"false", "true"}),
    frozenset({"f", "t"}),
    frozenset({"off", "on"}),
)


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
    """

    values: Array
    type: ColumnType
    reason: str
    counts: ValueCounts
    missing_words: dict[str, int] = field(default_factory=dict)


def infer(strings: Array) -> TypedColumn:
    """Give the type of a column from its cells as text.

    Parameters
    ----------
    strings : pyarrow.ChunkedArray of string
        All cells; empty ones are null.
    """
    if strings.null_count == len(strings):
        counts = count_values(strings)
        return TypedColumn(strings, "categorical", "All cells are empty.", counts)
    number = _parse(strings, parse_numbers)
    if number.parsed.values is not None:
        return _numeric(number, strings)
    truth = _parse(strings, parse_truth)
    if truth.parsed.values is not None:
        return _typed(truth, "boolean")
    date = _parse(strings, parse_dates)
    if date.parsed.values is not None:
        return _typed(date, "datetime")
    return _textual(strings, number.parsed.reason or date.parsed.reason)


@dataclass(frozen=True)
class _Attempt:
    """A column read by one parser, and the words for missing values that stood in the way."""

    parsed: Parsed
    missing_words: dict[str, int] = field(default_factory=dict)


def _parse(strings: Array, parser: Parser) -> _Attempt:
    """Read all cells with one parser: as they are, else without words for missing values."""
    if len(strings) > SAMPLE_ROWS and _first_rows_refuse(strings, parser):
        return _Attempt(NOTHING)
    parsed = parser(strings)
    if parsed is not NOTHING:
        return _Attempt(parsed)
    cleaned, words = without_missing_words(strings)
    if cleaned.null_count == len(cleaned):
        return _Attempt(NOTHING)
    return _Attempt(parser(cleaned), words)


def _first_rows_refuse(strings: Array, parser: Parser) -> bool:
    """Whether a look at some rows is enough to know that not all can be read."""
    head, _ = without_missing_words(strings.slice(0, SAMPLE_ROWS))
    return parser(head) is NOTHING


def _typed(attempt: _Attempt, column_type: ColumnType) -> TypedColumn:
    values = attempt.parsed.values
    return TypedColumn(
        values, column_type, attempt.parsed.reason, count_values(values), attempt.missing_words
    )


def _numeric(attempt: _Attempt, strings: Array) -> TypedColumn:
    """Numbers without infinite ones; 0 and 1 alone are a boolean."""
    values, infinite = without_infinite(attempt.parsed.values, strings)
    counts = count_values(values)
    words = attempt.missing_words | infinite
    if counts.values.slice(0, 3).to_pylist() == [0, 1]:
        return TypedColumn(values, "boolean", "All filled cells hold 0 or 1.", counts, words)
    return TypedColumn(values, "numeric", "All filled cells hold numbers.", counts, words)


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


def _textual(strings: Array, reason: str) -> TypedColumn:
    counts = count_values(strings)
    words = _not_available(counts)
    if words:
        strings = pc.if_else(
            pc.is_in(strings, value_set=pa.array(list(words))),
            pa.scalar(None, pa.string()),
            strings,
        )
        counts = count_values(strings)
    column_type, why = text_type(counts)
    return TypedColumn(strings, column_type, reason or why, counts, words)


def _not_available(counts: ValueCounts) -> dict[str, int]:
    """The texts that stand for a missing value in a column of text, with their counts."""
    trimmed = pc.utf8_trim_whitespace(counts.values)
    is_missing = pc.is_in(trimmed, value_set=pa.array(sorted(NOT_AVAILABLE)))
    if not any_true(is_missing):
        return {}
    others = pc.filter(counts.values, pc.invert(is_missing))
    if len(others) and all_true(pc.match_substring_regex(others, "^[A-Z]{2}$")):
        is_missing = pc.equal(trimmed, "")
    places = np.flatnonzero(is_missing.to_numpy(zero_copy_only=False))
    return {counts.values[place].as_py(): int(counts.counts[place]) for place in places}


def text_type(counts: ValueCounts) -> tuple[ColumnType, str]:
    """Tell whether a column of text is boolean, categorical or text, and why."""
    n_levels, n_cells = len(counts), counts.total
    if _is_word_pair(counts):
        return "boolean", "The column has two values, one for yes and one for no."
    if n_levels == 1:
        return "categorical", "All filled cells hold the same text."
    reason = f"There are {n_levels} different texts in {n_cells} filled cells."
    is_category = n_levels <= max(FEW_LEVELS, LEVEL_SHARE * n_cells)
    return ("categorical" if is_category else "text"), reason


def _is_word_pair(counts: ValueCounts) -> bool:
    if len(counts) != 2:
        return False
    return frozenset(value.casefold() for value in counts.values.to_pylist()) in WORD_PAIRS
