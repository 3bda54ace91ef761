"""From a CSV file to a table of text: every cell as it stands in the file.

pyarrow reads the rows (in parallel, at several hundred MB a second), Python's
`csv` module the header. pyarrow alone would read an unclosed quote as one long
cell and `"2"3` as 23, so the quotes are checked first. Whatever is wrong is
then found again with the `csv` module, which knows the line.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import csv as arrow_csv

from engine.errors import UnreadableFileError
from engine.reading.arrow import Array, Buffer, Table
from engine.reading.column_names import listed
from engine.reading.csv_faults import raise_first_fault, rows_with_lines
from engine.reading.csv_quotes import check_quotes
from engine.reading.encodings import utf8_text
from engine.records import Dialect, Finding

BLOCK_BYTES = 1 << 20
LARGEST_BLOCK_BYTES = 2**31 - 1


@dataclass(frozen=True)
class TextTable:
    """All cells as text, empty cells as null.

    Attributes
    ----------
    names : tuple of str
        Unique column names.
    columns : list of pyarrow.ChunkedArray
        One array of strings for each name.
    findings : tuple of Finding
        What was changed to read it, for example names.
    """

    names: tuple[str, ...]
    columns: list[Array]
    findings: tuple[Finding, ...]


def read_text_table(path: Path, dialect: Dialect) -> TextTable:
    """Read a CSV file whole, or say what is wrong with it and where.

    Raises
    ------
    UnreadableFileError
        If there are no rows, only one column, rows of another length than the
        header, or quotes that do not close; with the line of the file.
    """
    text = utf8_text(path, dialect.encoding)
    header, n_bytes = _read_header(text, dialect.delimiter)
    body = text.slice(n_bytes)
    if re.search(rb"\S", memoryview(body)) is None:
        raise _no_rows()
    names = unique_names(header)
    columns = _read_body(text, body, dialect.delimiter, len(names))
    return TextTable(names, columns, _renamed(header, names))


def unique_names(header: tuple[str, ...]) -> tuple[str, ...]:
    """Give blank and repeated column names a name of their own.

    A blank one becomes ``column_3``, the second ``price`` becomes ``price_2``.
    """
    taken = set(header)
    names: dict[str, None] = {}
    numbers: dict[str, Iterator[int]] = {}
    for position, name in enumerate(header, start=1):
        wanted = name if name.strip() else f"column_{position}"
        if wanted in names or (wanted != name and wanted in taken):
            wanted = _numbered(wanted, numbers.setdefault(wanted, itertools.count(2)), taken)
        taken.add(wanted)
        names[wanted] = None
    return tuple(names)


def _numbered(name: str, numbers: Iterator[int], taken: set[str]) -> str:
    return next(free for number in numbers if (free := f"{name}_{number}") not in taken)


def _renamed(header: tuple[str, ...], names: tuple[str, ...]) -> tuple[Finding, ...]:
    pairs = [(old, new) for old, new in zip(header, names, strict=True) if old != new]
    if not pairs:
        return ()
    return (
        Finding(
            code="renamed_headers",
            severity="info",
            columns=tuple(new for _, new in pairs),
            message="Some column names were empty or used twice, so these columns were renamed.",
            evidence=listed([f"{old!r} → {new!r}" for old, new in pairs], "; "),
        ),
    )


def _read_header(text: Buffer, delimiter: str) -> tuple[tuple[str, ...], int]:
    """Names as they stand in the file, and how many bytes they take."""
    n_bytes = 0

    def lines() -> Iterator[str]:
        nonlocal n_bytes
        for line in text_lines(text):
            n_bytes += len(line.encode())
            yield line

    for _, row in rows_with_lines(lines(), delimiter, strict=True):
        _refuse_single_column(row)
        return tuple(row), n_bytes
    raise UnreadableFileError("The file is empty.", hint=_NEEDS)


def text_lines(text: Buffer) -> Iterator[str]:
    """Lines of a buffer of UTF-8 with their ends, whichever those are."""
    return io.TextIOWrapper(pa.BufferReader(text), encoding="utf-8", newline="")


def _refuse_single_column(row: list[str]) -> None:
    if len(row) < 2:
        raise UnreadableFileError(
            "Only one column was found, and at least two are needed.",
            line=1,
            hint="Separate the columns by a comma, a semicolon, a tab or a vertical bar (|).",
        )


def _read_body(text: Buffer, body: Buffer, delimiter: str, n_columns: int) -> list[Array]:
    quotes = check_quotes(body, delimiter)
    if not quotes.are_paired:
        raise_first_fault(text_lines(text), delimiter, n_columns)
    try:
        table = _parse(body, delimiter, n_columns, newlines=quotes.hold_newlines)
    except pa.ArrowInvalid as error:
        raise_first_fault(text_lines(text), delimiter, n_columns)
        raise UnreadableFileError("The file cannot be read as a table.") from error
    if table.num_rows == 0:
        raise _no_rows()
    return list(table.columns)


def _parse(body: Buffer, delimiter: str, n_columns: int, *, newlines: bool) -> Table:
    """Read the rows in blocks, or all in one if a row is longer than a block."""
    options = {
        "parse_options": arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=newlines, invalid_row_handler=_skip_blank
        ),
        "convert_options": arrow_csv.ConvertOptions(
            default_column_type=pa.string(), null_values=[""], strings_can_be_null=True
        ),
    }
    try:
        blocks = _blocks(n_columns, BLOCK_BYTES)
        return arrow_csv.read_csv(pa.BufferReader(body), read_options=blocks, **options)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise
    one_block = _blocks(n_columns, min(body.size + 1, LARGEST_BLOCK_BYTES))
    return arrow_csv.read_csv(pa.BufferReader(body), read_options=one_block, **options)


def _blocks(n_columns: int, n_bytes: int) -> arrow_csv.ReadOptions:
    names = [str(position) for position in range(n_columns)]
    return arrow_csv.ReadOptions(column_names=names, block_size=n_bytes)


def _skip_blank(row: arrow_csv.InvalidRow) -> str:
    return "error" if row.text.strip() else "skip"


_NEEDS = "Choose a CSV file with a header line and at least one row of data."


def _no_rows() -> UnreadableFileError:
    return UnreadableFileError(
        "The file has a header line but no rows of data.", line=1, hint=_NEEDS
    )
