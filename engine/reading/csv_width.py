"""The rows of names of a CSV text, and how many cells the rows below must have."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from engine.reading.csv_faults import (
    MOST_COLUMNS,
    Width,
    no_rows,
    nothing,
    one_name_missing,
    raise_first_fault,
    refuse_single_column,
    refuse_too_many_columns,
)
from engine.reading.csv_plain import PlainText
from engine.reading.csv_syntax import text_lines
from engine.records import Dialect


@dataclass(frozen=True)
class Header:
    """The rows of names, of which there may be none, and what comes after them.

    Attributes
    ----------
    rows : list of (int, list of str)
        With their lines.
    line : int
        On which the header begins, or the first row if there is none.
    first : list of str or None
        The first row below, ``None`` if there is none.
    first_line : int
        Line of that row.
    body : PlainText
        All rows below.
    lines_before : int
        How many lines of the file come before the body.
    """

    rows: list[tuple[int, list[str]]]
    line: int
    first: list[str] | None
    first_line: int
    body: PlainText
    lines_before: int

    @property
    def names(self) -> list[list[str]]:
        """The rows without their lines."""
        return [row for _, row in self.rows]


def read_header(text: PlainText, dialect: Dialect) -> Header:
    """Read the names, and the first row below them.

    Raises
    ------
    UnreadableFileError
        If a quote in one of these rows does not close, or there are too many columns.
    """
    n_skipped = dialect.skipped_lines
    skipped = _Lines(text)
    for _ in itertools.islice(skipped, n_skipped):
        pass
    rest = text.after(skipped.n_bytes)
    lines = _Lines(rest, lines_before=n_skipped)
    names = rest.rows(strict=True, lines_before=n_skipped, lines=iter(lines))
    header = list(itertools.islice(names, dialect.header_rows))
    body = rest.after(lines.n_bytes)
    lines_before = n_skipped + lines.n_lines
    below = _Lines(body, lines_before=lines_before)
    rows = body.rows(strict=True, lines_before=lines_before, lines=iter(below))
    first_line, first = next(rows, (lines_before + 1, None))
    line = header[0][0] if header else first_line
    return Header(header, line, first, first_line, body, lines_before)


class _Lines:
    """Lines of a text, counted; one that is far too long for a row is refused."""

    def __init__(self, text: PlainText, *, lines_before: int = 0) -> None:
        self.n_lines = 0
        self.n_bytes = 0
        self._text = text
        self._lines_before = lines_before

    def __iter__(self) -> Iterator[str]:
        for line in text_lines(self._text.text):
            self.n_lines += 1
            self.n_bytes += len(line.encode())
            self._refuse_too_many_cells(line)
            yield line

    def _refuse_too_many_cells(self, line: str) -> None:
        # Before it is divided: 100 MB of commas would be 100 million cells.
        syntax = self._text.syntax
        n_cells = line.count(syntax.delimiter) + 1
        if n_cells > MOST_COLUMNS and (not syntax.quote_char or syntax.quote_char not in line):
            refuse_too_many_columns(n_cells, self._lines_before + self.n_lines)


def width_of(header: Header) -> Width:
    """How many cells each row must have, judged by the header and the first row.

    Raises
    ------
    UnreadableFileError
        If these two do not fit, or there is only one column, or no row at all.
    """
    names = header.names
    n_names = len(names[0]) if names else 0
    n_cells = n_names if header.first is None else len(header.first)
    if n_cells == 0:
        raise nothing()
    refuse_single_column(max(n_names, n_cells), header.line)
    refuse_too_many_columns(max(n_names, n_cells), header.line)
    raise_first_fault(iter(header.rows), Width(n_names))
    if header.first is None:
        raise no_rows(header.line)
    if not names or _n_written(names) <= n_cells < n_names:
        return Width(n_cells)
    if n_cells == n_names + 1:
        if header.first[-1]:
            raise one_name_missing(header.first_line, found=n_cells, expected=n_names)
        return Width(n_names, has_empty_end=True)
    return Width(n_names)


def _n_written(names: list[list[str]]) -> int:
    """How many columns are left without those at the end that have no name."""
    return max(
        (place for row in names for place, name in enumerate(row, start=1) if name.strip()),
        default=0,
    )
