"""From text to numbers, truth values and dates: a whole column at once, or not at all.

pyarrow's casts do the work, several ten million cells a second, but they are
too generous: ``007`` and ``0x1F`` become integers, ``1e400`` becomes infinite.
Each parser says so instead of guessing. It is given text without the words for
missing values (see `without_missing_words`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, DataType, all_true, any_true
from engine.reading.file_marks import NO_EVIDENCE, Evidence, Marks
from engine.records import ColumnFormat

# Read as missing in a column whose other cells are all numbers or all dates.
MISSING_WORDS = frozenset(
    {
        *("", "na", "n/a", "n.a.", "#n/a", "#n/a n/a", "<na>", "nan", "+nan", "-nan", "nat"),
        *("null", "(null)", "none", "nil", "missing", "unknown", "unavailable"),
        *("not available", "not applicable", "no data", "\\n"),
        *("?", "*", "-", "--", "---", ".", "..", "...", "1.#ind", "-1.#ind", "0000-00-00"),
        *("#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"),
    }
)

_MISSING_WORDS = pa.array(sorted(MISSING_WORDS))
TRUE_WORDS = ("True", "TRUE", "true")
FALSE_WORDS = ("False", "FALSE", "false")

PLAIN = ColumnFormat()
_INTEGER = r"^[+-]?\d+$"


@dataclass(frozen=True)
class Parsed:
    """What became of a column of text.

    Attributes
    ----------
    values : pyarrow.ChunkedArray or None
        The values; ``None`` if the text should stay text.
    reason : str
        Why it was read so, or why not; empty if it has nothing of this kind.
    format : ColumnFormat
        How the values are written.
    evidence : Evidence
        What these cells show about the file.
    in_doubt : bool
        Whether the rest of the file may give them another reading.
    """

    values: Array | None
    reason: str = ""
    format: ColumnFormat = PLAIN
    evidence: Evidence = NO_EVIDENCE
    in_doubt: bool = False


NOTHING = Parsed(None)
Parser = Callable[[Array, Marks], Parsed]


def without_missing_words(strings: Array) -> tuple[Array, dict[str, int]]:
    """Trim all cells and empty those that hold a word for a missing value.

    Returns
    -------
    cleaned : pyarrow.ChunkedArray
        Same length.
    words : dict
        What stood in the emptied cells, and how often.
    """
    cells = pc.utf8_trim_whitespace(strings)
    return _emptied(strings, cells, pc.is_in(pc.utf8_lower(cells), value_set=_MISSING_WORDS))


def without_words(strings: Array, words: frozenset[str]) -> tuple[Array, dict[str, int]]:
    """Empty the cells that hold one of these words, or nothing but blanks.

    Returns
    -------
    cells : pyarrow.ChunkedArray
        Same length; the others as they are.
    words : dict
        What stood in the emptied cells, and how often.
    """
    value_set = pa.array(sorted({"", *(word.strip() for word in words)}), pa.string())
    is_missing = pc.is_in(pc.utf8_trim_whitespace(strings), value_set=value_set)
    return _emptied(strings, strings, is_missing)


def _emptied(strings: Array, cells: Array, is_missing: Array) -> tuple[Array, dict[str, int]]:
    words = pc.filter(strings, pc.and_(is_missing, pc.is_valid(strings)))
    return pc.if_else(is_missing, pa.scalar(None, pa.string()), cells), counts_of(words)


def trimmed(strings: Array) -> Array:
    """All cells without white space around them, blank ones empty."""
    cells = pc.utf8_trim_whitespace(strings)
    return pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)


def counts_of(strings: Array) -> dict[str, int]:
    """How often each text occurs, the commonest first."""
    counts = [(entry["values"], entry["counts"]) for entry in strings.value_counts().to_pylist()]
    return dict(sorted(counts, key=lambda entry: -entry[1]))


def parse_plain_numbers(strings: Array) -> Parsed:
    """Whole numbers if all are, else numbers; not codes with leading zeros.

    Numbers too large for a 64-bit float come out as infinite; NaN is refused,
    because it is a word for a missing value.
    """
    whole = cast(strings, pa.int64())
    if whole is not None:
        return _LEADING_ZEROS if _has_padded_integer(strings) else Parsed(whole)
    numbers = cast(strings, pa.float64())
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
    whole = cast(pc.utf8_ltrim(strings, characters="+"), pa.int64())
    return _TOO_LONG if whole is None else Parsed(whole)


def _has_padded_integer(strings: Array) -> bool:
    """Whether one is written like 007, -07 or 0x1F."""
    for zero in ("0", "-0"):
        starts = pc.starts_with(strings, zero)
        if any_true(starts) and any_true(
            pc.and_(starts, pc.greater(pc.binary_length(strings), len(zero)))
        ):
            return True
    return False


def _has_padded_number(strings: Array, numbers: Array) -> bool:
    """Whether one is written like 01.10: begins with 0, and is 1 or more."""
    padded = pc.and_(pc.starts_with(strings, "0"), pc.greater_equal(numbers, 1.0))
    return any_true(padded)


def parse_truth(strings: Array, _: Marks) -> Parsed:
    """Read true and false, in the spellings that pandas reads as such."""
    words = pa.array([*TRUE_WORDS, *FALSE_WORDS])
    is_word = pc.or_kleene(pc.is_in(strings, value_set=words), pc.is_null(strings))
    if not all_true(is_word):
        return NOTHING
    is_true = pc.is_in(strings, value_set=pa.array(TRUE_WORDS))
    values = pc.if_else(pc.is_null(strings), pa.scalar(None, pa.bool_()), is_true)
    return Parsed(values, "All filled cells hold true or false.")


def cast(strings: Array, target: DataType) -> Array | None:
    """Cast a whole column, ``None`` if a cell does not fit."""
    try:
        return pc.cast(strings, target)
    except pa.ArrowInvalid:
        return None
