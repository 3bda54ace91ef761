"""Where a CSV text is wrong: slow, cell by cell, but with the line of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import UnreadableFileError

MOST_COLUMNS = 10_000
_CORRECT = (
    "A cell that contains the separator must stand in quotes. Correct this line and look for "
    "others like it, then upload the file again."
)

_NEEDS = "Choose a CSV file with a header line and at least one row of data."


@dataclass(frozen=True)
class Width:
    """How many cells each row must have.

    Attributes
    ----------
    n_names : int
        Cells of the header.
    has_empty_end : bool
        Whether rows end with a separator that the header does not have, so that
        they have one cell more, which is empty.
    """

    n_names: int
    has_empty_end: bool = False

    @property
    def n_cells(self) -> int:
        """Cells of each row."""
        return self.n_names + self.has_empty_end


def raise_first_fault(
    rows: Iterator[tuple[int, list[str]]], width: Width, *, has_header: bool = True
) -> None:
    """Raise for the first row that is too long or too short, or whose quotes are wrong.

    Parameters
    ----------
    rows : iterator of (int, list of str)
        Rows below the header with their lines, read strictly.

    Raises
    ------
    UnreadableFileError
        With the line. Returns if nothing is wrong.
    """
    n_cells, may_end = width.n_cells, not width.has_empty_end
    for line, row in rows:
        if len(row) != n_cells or not (may_end or row[-1] == ""):
            raise _length_fault(line, row, width, has_header=has_header)


def refuse_too_many_columns(n_columns: int, line: int) -> None:
    """Raise if a table is wider than `MOST_COLUMNS`."""
    if n_columns > MOST_COLUMNS:
        raise UnreadableFileError(
            f"The table has {n_columns:,} columns, and at most {MOST_COLUMNS:,} can be read.",
            line=line,
            hint="Keep the columns that matter. If the table lies on its side, so that each row "
            "is a feature, turn it round first.",
        )


def refuse_single_column(n_columns: int, line: int) -> None:
    """Raise unless there are at least two columns."""
    if n_columns < 2:
        raise UnreadableFileError(
            "Only one column was found, and at least two are needed.",
            line=line,
            hint="Separate the columns by a comma, a semicolon, a tab or a vertical bar (|). If "
            "they are separated by another sign, choose it.",
        )


def nothing() -> UnreadableFileError:
    """The refusal of a file without any row."""
    return UnreadableFileError("The file is empty, or all of its lines are skipped.", hint=_NEEDS)


def no_rows(line: int) -> UnreadableFileError:
    """The refusal of a file without data; `line` is that of the header."""
    return UnreadableFileError(
        "The file has a header line but no rows of data.", line=line, hint=_NEEDS
    )


def one_name_missing(line: int, *, found: int, expected: int) -> UnreadableFileError:
    """The refusal of a table whose first row below the header has one cell more."""
    return UnreadableFileError(
        f"Line {line} has {found} cells, but the header has {expected}.",
        line=line,
        hint="If the first column has no name, as R's write.table leaves it, add one at the start "
        "of the header, or write the file with write.csv. Otherwise a cell that contains the "
        "separator must stand in quotes.",
    )


def _length_fault(
    line: int, row: list[str], width: Width, *, has_header: bool
) -> UnreadableFileError:
    if not has_header:
        return UnreadableFileError(
            f"Line {line} has {len(row)} cells, but the first row has {width.n_cells}.",
            line=line,
            hint=_CORRECT,
        )
    if width.has_empty_end and len(row) == width.n_names:
        return UnreadableFileError(
            f"Line {line} has {len(row)} cells, but the rows above it have {width.n_cells}, of "
            "which the last is empty.",
            line=line,
            hint="End all rows with a separator, or none of them.",
        )
    return UnreadableFileError(
        f"Line {line} has {len(row)} cells, but the header has {width.n_names}.",
        line=line,
        hint=_CORRECT,
    )
