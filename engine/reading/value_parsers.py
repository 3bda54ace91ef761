"""From text to numbers, truth values and dates: a whole column at once, or not at all.

pyarrow's casts do the work, several ten million cells a second, but they are
too generous: ``007`` and ``0x1F`` become integers, ``1e400`` becomes infinite.
Each parser says so instead of guessing. It is given text without the words for
missing values (see `without_missing_words`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, DataType, all_true, any_true

# Read as missing in a column whose other cells are all numbers or all dates.
MISSING_WORDS = frozenset(
    {
        *("", "na", "n/a", "n.a.", "#n/a", "#n/a n/a", "<na>", "nan", "+nan", "-nan", "nat"),
        *("null", "(null)", "none", "nil", "missing", "unknown", "unavailable"),
        *("not available", "not applicable", "no data"),
        *("?", "*", "-", "--", "---", ".", "..", "...", "1.#ind", "-1.#ind", "0000-00-00"),
        *("#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"),
    }
)

_MISSING_WORDS = pa.array(sorted(MISSING_WORDS))
TRUE_WORDS = ("True", "TRUE", "true")
FALSE_WORDS = ("False", "FALSE", "false")

_MICROSECONDS = pa.timestamp("us")
_EARLIEST = pa.scalar(datetime.min, _MICROSECONDS)  # noqa: DTZ901 - dates in files have no zone
_LATEST = pa.scalar(datetime.max, _MICROSECONDS)  # noqa: DTZ901 - as above
_INTEGER = r"^[+-]?\d+$"
_DAY = (
    r"^(?P<first>\d{1,4})(?P<mark>[-/.])(?P<second>\d{1,2})(?P<mark2>[-/.])(?P<third>\d{1,4})"
    r"(?:[ T](?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?$"
)
_ORDERS = {
    "year, month, day": ("first", "second", "third"),
    "day, month, year": ("third", "second", "first"),
    "month, day, year": ("third", "first", "second"),
}


@dataclass(frozen=True)
class Parsed:
    """What became of a column of text.

    Attributes
    ----------
    values : pyarrow.ChunkedArray or None
        The values; ``None`` if the text should stay text.
    reason : str
        Why it was read so, or why not; empty if it has nothing of this kind.
    """

    values: Array | None
    reason: str = ""


NOTHING = Parsed(None)
Parser = Callable[[Array], Parsed]


def without_missing_words(strings: Array) -> tuple[Array, dict[str, int]]:
    """Trim all cells and empty those that hold a word for a missing value.

    Returns
    -------
    cleaned : pyarrow.ChunkedArray
        Same length.
    words : dict
        What stood in the emptied cells, and how often.
    """
    trimmed = pc.utf8_trim_whitespace(strings)
    is_missing = pc.is_in(pc.utf8_lower(trimmed), value_set=_MISSING_WORDS)
    words = pc.filter(strings, pc.and_(is_missing, pc.is_valid(strings)))
    cleaned = pc.if_else(is_missing, pa.scalar(None, pa.string()), trimmed)
    return cleaned, counts_of(words)


def counts_of(strings: Array) -> dict[str, int]:
    """How often each text occurs, the commonest first."""
    counts = [(entry["values"], entry["counts"]) for entry in strings.value_counts().to_pylist()]
    return dict(sorted(counts, key=lambda entry: -entry[1]))


def parse_numbers(strings: Array) -> Parsed:
    """Whole numbers if all are, else numbers; not codes with leading zeros.

    Numbers too large for a 64-bit float come out as infinite; NaN is refused,
    because it is a word for a missing value.
    """
    whole = _cast(strings, pa.int64())
    if whole is not None:
        return _LEADING_ZEROS if _has_padded_integer(strings) else Parsed(whole)
    numbers = _cast(strings, pa.float64())
    if numbers is None or any_true(pc.is_nan(numbers)):
        return NOTHING
    if _has_padded_number(strings, numbers):
        return _LEADING_ZEROS
    if all_true(pc.match_substring_regex(strings.slice(0, 100), _INTEGER)):
        return _parse_signed_or_long(strings, numbers)
    return Parsed(numbers)


_LEADING_ZEROS = Parsed(
    None,
    "The cells have leading zeros, which a number would lose, so they are kept as written.",
)
_TOO_LONG = Parsed(None, "The cells are numbers too long to be kept exactly, so they stay text.")


def _parse_signed_or_long(strings: Array, numbers: Array) -> Parsed:
    """Integers that the cast refused: with a plus sign, or with too many digits."""
    if not all_true(pc.match_substring_regex(strings, _INTEGER)):
        return Parsed(numbers)
    whole = _cast(pc.utf8_ltrim(strings, characters="+"), pa.int64())
    return _TOO_LONG if whole is None else Parsed(whole)


def _has_padded_integer(strings: Array) -> bool:
    """Whether one is written like 007, -07 or 0x1F."""
    length = pc.binary_length(strings)
    positive = pc.and_(pc.starts_with(strings, "0"), pc.greater(length, 1))
    negative = pc.and_(pc.starts_with(strings, "-0"), pc.greater(length, 2))
    return any_true(pc.or_(positive, negative))


def _has_padded_number(strings: Array, numbers: Array) -> bool:
    """Whether one is written like 01.10: begins with 0, and is 1 or more."""
    padded = pc.and_(pc.starts_with(strings, "0"), pc.greater_equal(numbers, 1.0))
    return any_true(padded)


def parse_truth(strings: Array) -> Parsed:
    """Read true and false, in the spellings that pandas reads as such."""
    words = pa.array([*TRUE_WORDS, *FALSE_WORDS])
    is_word = pc.or_kleene(pc.is_in(strings, value_set=words), pc.is_null(strings))
    if not all_true(is_word):
        return NOTHING
    is_true = pc.is_in(strings, value_set=pa.array(TRUE_WORDS))
    values = pc.if_else(pc.is_null(strings), pa.scalar(None, pa.bool_()), is_true)
    return Parsed(values, "All filled cells hold true or false.")


def parse_dates(strings: Array) -> Parsed:
    """Dates with or without a time, if their order of day and month is beyond doubt.

    Times with a zone are given in UTC.
    """
    for target in (_MICROSECONDS, pa.timestamp("ns")):
        if (moments := _moments(strings, target)) is not None:
            return Parsed(moments, "All filled cells hold dates.")
    if (moments := _moments(strings, pa.timestamp("us", "UTC"))) is not None:
        reason = "All filled cells hold times with a time zone; they are given in UTC."
        return Parsed(moments, reason)
    return _parse_ordered_dates(strings)


def _parse_ordered_dates(strings: Array) -> Parsed:
    """Dates like 31.12.2020 or 12/31/2020: the order that fits all cells, if just one does."""
    parts = _date_parts(strings)
    if parts is None:
        return NOTHING
    readings = {order: _in_order(parts, order) for order in _ORDERS}
    fitting = {order: moments for order, moments in readings.items() if moments is not None}
    if not fitting:
        return NOTHING
    (order, moments), *others = fitting.items()
    if any(not moments.equals(other) for _, other in others):
        reason = (
            "The cells look like dates, but day and month could be in either order, "
            "so they are kept as written. Write dates as 2020-12-31 to have them read."
        )
        return Parsed(None, reason)
    return Parsed(moments, f"All filled cells hold dates in the order {order}.")


def _date_parts(strings: Array) -> dict[str, Array] | None:
    """First, second and third number and the time of each cell, if all look like dates."""
    found = pc.extract_regex(strings, pattern=_DAY)
    if found.null_count != strings.null_count:
        return None
    names = ("first", "mark", "second", "mark2", "third", "time")
    parts = {name: pc.struct_field(found, name) for name in names}
    marks = pc.unique(pc.binary_join_element_wise(parts["mark"], parts["mark2"], ""))
    is_one_mark = marks.drop_null().to_pylist() in (["--"], ["//"], [".."])
    return parts if is_one_mark else None


def _in_order(parts: dict[str, Array], order: str) -> Array | None:
    year, month, day = (parts[name] for name in _ORDERS[order])
    if not all_true(pc.equal(pc.binary_length(year), 4)):
        return None
    padded = [pc.utf8_lpad(part, 2, padding="0") for part in (month, day)]
    date = pc.binary_join_element_wise(year, *padded, "-")
    time = pc.utf8_lpad(parts["time"], 5, padding="0")
    has_time = pc.greater(pc.binary_length(parts["time"]), 0)
    text = pc.if_else(has_time, pc.binary_join_element_wise(date, time, "T"), date)
    return _moments(text, _MICROSECONDS)


def _moments(strings: Array, target: DataType) -> Array | None:
    """Moments to the microsecond, if all are in the years 1 to 9999 that Python knows."""
    moments = _cast(strings, target)
    if moments is None:
        return None
    moments = moments.cast(_MICROSECONDS, safe=False)
    is_known = pc.and_(pc.greater_equal(moments, _EARLIEST), pc.less_equal(moments, _LATEST))
    return moments if all_true(is_known) else None


def _cast(strings: Array, target: DataType) -> Array | None:
    try:
        return pc.cast(strings, target)
    except pa.ArrowInvalid:
        return None
