"""Numbers cell by cell: what one in a known format looks like, and its value.

All patterns are understood by both Python's `re`, for a look at single cells,
and RE2, which pyarrow runs over whole columns in linear time.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import HEAD_CELLS, LONGEST_VALUE, Array, all_true, any_true
from engine.reading.value_parsers import cast, parse_plain_numbers
from engine.records import ColumnFormat

# Signs of money: those of Unicode, the codes of ISO 4217, and the usual abbreviations.
_SYMBOL = "[$¢£¤¥֏؋৲৳৻૱௹฿៛\u20a0-\u20c0﷼\ufe69\uff04\uffe0\uffe1\uffe5\uffe6]"
_CODES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW MXN "
    "MYR NGN NOK NZD PEN PHP PLN RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
_MONEY = (
    rf"(?:[A-Z]{{0,3}}{_SYMBOL}|{_CODES.replace(' ', '|')}|Fr\.|Rs\.?|kr\.?|zł|Kč|Ft|lei|лв\.?)"
)
_SPACE = "[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_MINUS = "\N{MINUS SIGN}"
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_SIGN = rf"[+\-{_MINUS}]?"
_BODY = rf"[0-9.,](?:(?:[0-9.,]|{_APOSTROPHE}|{_SPACE})*[0-9.,])?(?:[eE][+-]?[0-9]+)?"
_NUMBER_LIKE = (
    rf"^\(?{_SIGN}{_SPACE}*(?P<prefix>{_MONEY}?){_SPACE}*{_SIGN}(?P<body>{_BODY})"
    rf"{_SPACE}*(?P<suffix>(?:%|{_MONEY})?)\)?$"
)
_ONE_NUMBER = re.compile(_NUMBER_LIKE)
_IN_BRACKETS = r"^\((.*)\)$"
_OUTER_SPACE = rf"^(\(?[+-]?){_SPACE}+|{_SPACE}+(\)?)$"
MARK_PATTERNS: dict[str, str] = {
    ",": ",", ".": r"\.", " ": _SPACE, "'": _APOSTROPHE, "": "",
}  # fmt: skip
_NO_AFFIXES = {"prefix": "", "suffix": ""}


def _body_pattern(decimal: str, thousands: str) -> str:
    mark, point = MARK_PATTERNS[thousands], MARK_PATTERNS[decimal]
    grouped = rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+|" if mark else ""
    return rf"^[+-]?(?:(?:{grouped}[0-9]+)(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?$"


# Numbers with these and other marks are told apart later; dates and addresses fit none.
_ONE_BODY = tuple(
    re.compile(_body_pattern(decimal, thousands))
    for decimal in (".", ",")
    for thousands in MARK_PATTERNS
    if thousands != decimal
)


def could_be_number(text: str) -> bool:
    """Whether one cell may be a number in some format."""
    found = _ONE_NUMBER.match(text) if len(text) <= LONGEST_VALUE else None
    return found is not None and any(one.match(found["body"]) for one in _ONE_BODY)


def looks_like_number(strings: Array) -> Array:
    """Which cells may be numbers in some format, seen one by one."""
    is_short = pc.less_equal(pc.binary_length(strings), LONGEST_VALUE)
    return pc.and_(is_short, pc.match_substring_regex(strings, _NUMBER_LIKE))


def common_affixes(strings: Array) -> ColumnFormat | None:
    """The signs before and after each of the first numbers, if they are the same at all."""
    head = strings.slice(0, HEAD_CELLS).drop_null()
    if len(head) == 0:
        head = strings.drop_null().slice(0, HEAD_CELLS)
    found = pc.extract_regex(head, pattern=_NUMBER_LIKE)
    if found.null_count or len(head) == 0:
        return None
    prefixes, suffixes = (pc.unique(pc.struct_field(found, name)) for name in _NO_AFFIXES)
    if len(prefixes) > 1 or len(suffixes) > 1:
        return None
    return ColumnFormat(prefix=prefixes[0].as_py(), suffix=suffixes[0].as_py())


def bodies_of(strings: Array, written: ColumnFormat) -> Array | None:
    """The cells without signs around the number; ``None`` if a cell has other signs."""
    has_affix = bool(written.prefix or written.suffix)
    if not (has_affix or contains(strings, "(") or contains(strings, _MINUS)):
        return strings
    if not all_true(pc.match_substring_regex(strings, _cell_pattern(written))):
        return None
    bodies = _without_affixes(strings, written)
    is_bracketed = pc.match_substring_regex(bodies, _IN_BRACKETS)
    # Brackets around all numbers, like those of footnotes, are no minus sign.
    return None if all_true(is_bracketed) else _without_brackets(bodies)


def contains(strings: Array, text: str) -> bool:
    """Whether a text stands in any cell; mostly one of the first tells."""
    head = strings.slice(0, HEAD_CELLS)
    return any(any_true(pc.match_substring(cells, text)) for cells in (head, strings))


def has_mark(strings: Array, mark: str) -> bool:
    """Whether a decimal or thousands mark stands in any cell, in any of its shapes."""
    pattern, head = MARK_PATTERNS[mark], strings.slice(0, HEAD_CELLS)
    return any(any_true(pc.match_substring_regex(cells, pattern)) for cells in (head, strings))


def values_of(bodies: Array, written: ColumnFormat) -> Array | None:
    """Numbers, if all cells are written with these marks; whole ones as integers."""
    if written.decimal == "," and not written.thousands:
        if contains(bodies, "."):
            return None
    elif not _all_match(bodies, _body_pattern(written.decimal, written.thousands)):
        return None
    return parse_plain_numbers(_plain(bodies, written)).values


def _all_match(strings: Array, pattern: str) -> bool:
    head = strings.slice(0, HEAD_CELLS)
    return all(all_true(pc.match_substring_regex(cells, pattern)) for cells in (head, strings))


def _cell_pattern(written: ColumnFormat) -> str:
    """What a cell looks like from outside, whatever the marks within the number."""
    prefix, suffix = re.escape(written.prefix), re.escape(written.suffix)
    sign = rf"(?:{_SIGN}{_SPACE}*{prefix}{_SPACE}*|{prefix}{_SPACE}*{_SIGN})" if prefix else _SIGN
    inner = rf"{sign}{_SPACE}*{_BODY}{_SPACE}*{suffix}"
    unsigned = rf"{prefix}{_SPACE}*{_BODY}{_SPACE}*{suffix}"
    return rf"^(?:{inner}|\({unsigned}\)|\({prefix}{_SPACE}*{_BODY}\){_SPACE}*{suffix})$"


def _without_affixes(strings: Array, written: ColumnFormat) -> Array:
    for affix in filter(None, (written.prefix, written.suffix)):
        strings = pc.replace_substring(strings, affix, "")
    strings = pc.replace_substring(strings, _MINUS, "-")
    return pc.replace_substring_regex(strings, _OUTER_SPACE, r"\1\2")


def _without_brackets(bodies: Array) -> Array:
    return pc.replace_substring_regex(bodies, _IN_BRACKETS, r"-\1")


def _plain(bodies: Array, written: ColumnFormat) -> Array:
    """The same numbers as a cast understands them."""
    if written.thousands:
        bodies = pc.replace_substring_regex(bodies, MARK_PATTERNS[written.thousands], "")
    return pc.replace_substring(bodies, ",", ".") if written.decimal == "," else bodies


def read_numbers(strings: Array, written: ColumnFormat) -> Array:
    """Read the cells that are numbers in a known format; the others are null.

    Numbers too large for a 64-bit float come out as infinite. A sign of money
    may be left out, but a number without ``%`` in a column of per cent may be
    meant as a share, so it is not read.

    Parameters
    ----------
    strings : pyarrow.ChunkedArray of string
        Trimmed, without words for missing values.
    """
    bare = written if written.suffix == "%" else written.model_copy(update=_NO_AFFIXES)
    pattern = f"(?:{_cell_pattern(written)}|{_cell_pattern(bare)})"
    bodies = _without_brackets(_without_affixes(strings, written))
    is_number = pc.and_(
        pc.match_substring_regex(strings, pattern),
        pc.match_substring_regex(bodies, _body_pattern(written.decimal, written.thousands)),
    )
    numbers = pc.if_else(is_number, _plain(bodies, written), pa.scalar(None, pa.string()))
    whole = cast(numbers, pa.int64())
    return cast(numbers, pa.float64()) if whole is None else whole
