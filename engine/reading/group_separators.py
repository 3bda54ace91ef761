"""Identifiers that name a group of rows: ``309_1``, ``309_2``, ... are rows of mouse 309.

If such rows fall on both sides of a split, a model is judged on mice that it
has already seen.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, all_true
from engine.reading.column_roles import FEWEST_ROWS, NEARLY_UNIQUE
from engine.reading.date_formats import parse_dates
from engine.reading.file_marks import UNKNOWN
from engine.reading.number_cells import looks_like_number
from engine.reading.value_parsers import NOTHING, trimmed

SEPARATORS = ("_", "-", ".", ":", "/", "#", " ")
# What tells the rows of a group apart: a count of few digits, or one of a few words.
# Numbers of four digits and more are those of invoices and telephones.
_COUNT = r"^\d{1,3}$"
FEW_WORDS = 20
FEWEST_ROWS_A_GROUP = 2
HEAD_ROWS = 1000
_CLOCK = r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?$"


def group_separator(values: Array) -> str | None:
    """Give the sign before whose last occurrence the values name a group of rows.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Natural values of a column.

    Returns
    -------
    str or None
        ``None`` if the values do not repeat before any sign: they are dates,
        numbers or names, say, or each row is a group of its own.
    """
    if not pa.types.is_string(values.type):
        return None
    cells = trimmed(values).drop_null()
    if len(cells) < FEWEST_ROWS or _is_measured(cells.slice(0, HEAD_ROWS)):
        return None
    possible = [sign for sign in SEPARATORS if _is_in_all(cells, sign)]
    if not possible or len(cells.unique()) < NEARLY_UNIQUE * len(cells):
        return None
    return next((sign for sign in possible if _names_groups(cells, sign)), None)


def _is_measured(head: Array) -> bool:
    """Whether the values are numbers, dates or times of day, which have signs within."""
    return (
        all_true(looks_like_number(head))
        or all_true(pc.match_substring_regex(head, _CLOCK))
        or parse_dates(head, UNKNOWN) is not NOTHING
    )


def _is_in_all(cells: Array, sign: str) -> bool:
    head = cells.slice(0, HEAD_ROWS)
    return all(all_true(pc.match_substring(part, sign)) for part in (head, cells))


def _names_groups(cells: Array, sign: str) -> bool:
    escaped = re.escape(sign)
    parts = pc.extract_regex(cells, pattern=f"^(?s:(?P<group>.+){escaped}(?P<row>[^{escaped}]+))$")
    if parts.null_count:
        return False
    n_groups = len(pc.unique(pc.struct_field(parts, "group")))
    if not 2 <= n_groups <= len(cells) / FEWEST_ROWS_A_GROUP:
        return False
    rows = pc.unique(pc.struct_field(parts, "row"))
    return all_true(pc.match_substring_regex(rows, _COUNT)) or len(rows) <= FEW_WORDS
