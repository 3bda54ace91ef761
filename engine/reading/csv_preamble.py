"""What stands before the table: titles, notes, comments and blank lines.

A short or long header must not be mistaken for a title, or else a fault of the
file would become a wrong table. So lines are skipped only if a header follows
them that is told from the values below, or a blank line parts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.reading.csv_cells import kind_of
from engine.reading.csv_delimiter import Row
from engine.reading.csv_header import is_clear_header

MOST_PREAMBLE_ROWS = 60
JUDGED_ROWS = 100
COMMENT = "#"
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<delimiter>[^"\r\n])"?[;,]*(?:\r\n?|\n)?', re.IGNORECASE)


@dataclass(frozen=True)
class Preamble:
    """How many lines come before the table, and why they are skipped."""

    n_lines: int
    reason: str


def separator_line(lines: Sequence[str]) -> str | None:
    """The separator that a first line ``sep=;`` names, as Excel writes it."""
    match = _SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    return match["delimiter"] if match else None


def n_comment_lines(lines: Sequence[str]) -> int:
    """How many lines at the beginning are comments or blank, if others follow."""
    places = (
        place for place, line in enumerate(lines) if line.strip() and not line.startswith(COMMENT)
    )
    return next(places, 0)


def find_preamble(rows: Sequence[Row], width: int) -> Preamble:
    """Find the first row of the table.

    Parameters
    ----------
    rows : sequence of (int, list of str)
        All rows but blank ones, with their lines.
    width : int
        How many cells most rows have.
    """
    if not rows:
        return Preamble(0, "Nothing comes before the table.")
    first = _first_row(rows, width)
    n_lines = rows[first][0] - 1
    if n_lines == 0:
        return Preamble(0, "The table begins on the first line.")
    if first == 0:
        return Preamble(n_lines, f"{_lines(n_lines)} before the table are blank or comments.")
    return Preamble(
        n_lines,
        f"{_lines(n_lines)} before the column names have fewer cells than the table, like titles "
        "or notes.",
    )


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _first_row(rows: Sequence[Row], width: int) -> int:
    """Place of the header, or of the first row where nothing speaks for another one."""
    if parted := _row_after_gap(rows, width):
        return parted
    for place, (_, row) in enumerate(rows[:MOST_PREAMBLE_ROWS]):
        is_whole = len(row) >= width
        if _filled(row) < 2 or len(row) < width - _has_empty_end(rows[place + 1 :], width):
            continue
        if place > 0 and _may_skip(rows, place, _body(rows, place, width), width):
            return place
        if is_whole:
            return 0
    return 0


def _row_after_gap(rows: Sequence[Row], width: int) -> int:
    """Place of a clear header after an empty row, as in tables that Excel fills up; else 0."""
    gaps = [place for place, (_, row) in enumerate(rows[:MOST_PREAMBLE_ROWS]) if not _filled(row)]
    for gap in gaps:
        place = gap + 1
        before = max(_filled(row) for _, row in rows[:place])
        if place < len(rows) and before < _filled(rows[place][1]) == width:
            return place if is_clear_header(rows[place][1], _body(rows, place, width)) else 0
    return 0


def _body(rows: Sequence[Row], place: int, width: int) -> list[list[str]]:
    """Rows of the table below a place."""
    return [row for _, row in rows[place + 1 :][:JUDGED_ROWS] if len(row) == width]


def _may_skip(rows: Sequence[Row], place: int, body: Sequence[Sequence[str]], width: int) -> bool:
    """Whether the rows before this one are no header that is too short."""
    header = rows[place][1]
    if not body or any(kind_of(cell) == "date" for cell in header):
        return False
    is_header = is_clear_header(header, body)
    is_parted = _is_parted(rows, place)
    before = [row for _, row in rows[:place]]
    if all(_filled(row) < 2 for row in before):
        is_title = any(" " in row[0].strip() for row in before)
        is_named = all(kind_of(cell) == "text" for cell in header if cell.strip())
        return is_header or (is_named and (is_parted or is_title))
    if not is_header:
        return False
    return is_parted or len(before) > 1 or _filled(before[0]) < width - 1


def _is_parted(rows: Sequence[Row], place: int) -> bool:
    """Whether a blank line, or a row without any text, stands before this row."""
    line, before = rows[place][0], rows[place - 1]
    return line - before[0] > 1 or _filled(before[1]) == 0


def _filled(row: Sequence[str]) -> int:
    """Place of the last cell with text, counted from 1."""
    return max((place for place, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _has_empty_end(rows: Sequence[Row], width: int) -> bool:
    """Whether all rows end with a separator, so that the header may be a cell shorter."""
    ends = [row[-1] for _, row in rows[:JUDGED_ROWS] if len(row) == width]
    return bool(ends) and not any(end.strip() for end in ends)
