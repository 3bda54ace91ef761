"""Dates cell by cell: what one looks like, its parts, and the moment they make."""

from __future__ import annotations

import re
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import LONGEST_VALUE, Array, DataType, all_true, any_true
from engine.reading.value_parsers import cast

MICROSECONDS = pa.timestamp("us")
_EARLIEST = pa.scalar(datetime.min, MICROSECONDS)  # noqa: DTZ901 - dates in files have no zone
_LATEST = pa.scalar(datetime.max, MICROSECONDS)  # noqa: DTZ901 - as above
# Years of two digits from here on are of the 20th century, as POSIX has it.
FIRST_YEAR = 69

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_FULL_YEAR = r"(?P<year>\d{4})"
_TIME = (
    r"(?:(?:,?\s+|T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}(?:\.\d{1,6})?))?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?)?"
)
THREE_NUMBERS = (
    r"^(?P<first>\d{1,4})(?P<mark>[-/.])(?P<middle>\d{1,2})(?P<mark2>[-/.])(?P<last>\d{1,4})"
    rf"{_TIME}$"
)
# Without a day, a date is the first of its month.
NAMED = (
    rf"^{_WEEKDAY}{_DAY}[\s\-/.]*{_MONTH}[\s\-/.,]*{_YEAR}{_TIME}$",
    rf"^{_WEEKDAY}{_MONTH}[\s\-/.]*{_DAY},?[\s\-/.]+{_FULL_YEAR}{_TIME}$",
    rf"^{_FULL_YEAR}[\s\-/.]*{_MONTH}[\s\-/.]*{_DAY}{_TIME}$",
)
MONTHLY = (rf"^{_MONTH}[\s\-/.,]*{_FULL_YEAR}$", rf"^{_FULL_YEAR}[\s\-/.]*{_MONTH}$")
ISO = r"^\d{4}-\d\d-\d\d"
_COMPILED = {
    pattern: re.compile(pattern, re.IGNORECASE)
    for pattern in (ISO, THREE_NUMBERS, *NAMED, *MONTHLY)
}
Parts = dict[str, Array]


def patterns_of(text: str) -> tuple[str, ...]:
    """The patterns of dates that one cell fits, without looking at the others."""
    if len(text) > LONGEST_VALUE:
        return ()
    return tuple(pattern for pattern, one in _COMPILED.items() if one.match(text))


def parts_of(strings: Array, pattern: str) -> Parts | None:
    """The named parts of all cells, if the pattern fits all of them."""
    found = pc.extract_regex(strings, pattern=f"(?i){pattern}")
    if found.null_count != strings.null_count:
        return None
    return {field.name: pc.struct_field(found, field.name) for field in found.type}


def full_years(years: Array) -> Array:
    """Years of two digits with their century."""
    if not any_true(pc.equal(pc.binary_length(years), 2)):
        return years
    is_old = pc.greater_equal(years.cast(pa.int32()), FIRST_YEAR)
    century = pc.if_else(is_old, "19", "20")
    is_short = pc.equal(pc.binary_length(years), 2)
    return pc.if_else(is_short, pc.binary_join_element_wise(century, years, ""), years)


def iso_text(year: Array, month: Array, day: Array, parts: Parts) -> Array:
    """The moments as ISO 8601 writes them."""
    padded = [pc.utf8_lpad(part, 2, padding="0") for part in (month, day)]
    date = pc.binary_join_element_wise(year, *padded, "-")
    hour = pc.utf8_lpad(_hours(parts), 2, padding="0")
    has_seconds = pc.greater(pc.binary_length(parts["second"]), 0)
    second = pc.if_else(has_seconds, parts["second"], "00")
    time = pc.binary_join_element_wise(hour, parts["minute"], second, ":")
    has_time = pc.greater(pc.binary_length(parts["hour"]), 0)
    return pc.if_else(has_time, pc.binary_join_element_wise(date, time, "T"), date)


def _hours(parts: Parts) -> Array:
    """Hours of the day; those with AM or PM from 0 to 23, impossible ones as they are not read."""
    half = pc.utf8_lower(parts["half"])
    if not any_true(pc.greater(pc.binary_length(half), 0)):
        return parts["hour"]
    has_half = pc.greater(pc.binary_length(half), 0)
    hours = pc.if_else(has_half, parts["hour"], pa.scalar(None, pa.string())).cast(pa.int32())
    is_twelve = pc.equal(hours, 12)
    twelve = pc.if_else(is_twelve, 0, hours)
    of_day = pc.if_else(pc.equal(half, "p"), pc.add(twelve, 12), twelve)
    is_known = pc.and_(pc.greater_equal(hours, 1), pc.less_equal(hours, 12))
    # 99 is no hour, so that the column is not read.
    told = pc.if_else(is_known, of_day, 99).cast(pa.string())
    return pc.if_else(has_half, told, parts["hour"])


def moments_of(strings: Array, target: DataType) -> Array | None:
    """Moments to the microsecond, if all are in the years 1 to 9999 that Python knows."""
    moments = cast(strings, target)
    if moments is None:
        return None
    moments = moments.cast(MICROSECONDS, safe=False)
    is_known = pc.and_(pc.greater_equal(moments, _EARLIEST), pc.less_equal(moments, _LATEST))
    return moments if all_true(is_known) else None
