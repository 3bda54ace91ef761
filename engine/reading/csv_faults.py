"""Where a CSV text is wrong: slow, cell by cell, but with the line of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from engine.errors import UnreadableFileError

# The module's own limit of 131,072 characters per cell would refuse long texts.
csv.field_size_limit(2**31 - 1)


def rows_with_lines(
    lines: Iterator[str], delimiter: str, *, strict: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Give all rows but blank ones, each with the line of the file on which it begins.

    Raises
    ------
    UnreadableFileError
        If `strict` and a quote does not close as it should.
    """
    reader = csv.reader(lines, delimiter=delimiter, strict=strict)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _quote_fault(line, is_open="unexpected end" in str(error)) from error
        if row and (len(row) > 1 or row[0].strip()):
            yield line, row


def raise_first_fault(lines: Iterator[str], delimiter: str, n_columns: int) -> None:
    """Raise for the first row that is too long or too short, or whose quotes are wrong.

    Parameters
    ----------
    lines : iterator of str
        The whole text, header included.
    n_columns : int
        How many cells each row must have.

    Raises
    ------
    UnreadableFileError
        With the line. Returns if nothing is wrong.
    """
    for line, row in rows_with_lines(lines, delimiter, strict=True):
        if len(row) != n_columns:
            raise _length_fault(line, found=len(row), expected=n_columns)


def _quote_fault(line: int, *, is_open: bool) -> UnreadableFileError:
    if is_open:
        return UnreadableFileError(
            f'A quote (") that opens in the row of line {line} is never closed.',
            line=line,
            hint="Add the missing quote at the end of the cell, or remove the one at its start.",
        )
    return UnreadableFileError(
        f'In the row of line {line}, a quoted cell goes on after its closing quote (").',
        line=line,
        hint='A quote within a quoted cell must be doubled (""), and nothing may follow the last.',
    )


def _length_fault(line: int, *, found: int, expected: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"Line {line} has {found} cells, but the header has {expected}.",
        line=line,
        hint="A cell that contains the separator must stand in quotes. Correct this line "
        "and look for others like it, then upload the file again.",
    )
