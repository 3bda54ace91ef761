"""From a CSV file to a table of text: every cell as it stands in the file.

The rows are read whole or not at all: quotes are checked first, because pyarrow
alone would read an unclosed quote as one long cell and `"2"3` as 23. Whatever is
wrong is then found again with the `csv` module, which knows the line.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from engine.reading.arrow import Array
from engine.reading.csv_body import read_body, text_column
from engine.reading.csv_faults import Width, no_rows, refuse_single_column
from engine.reading.csv_names import column_names
from engine.reading.csv_plain import PlainText, plain, plain_string
from engine.reading.csv_sample import read_sample
from engine.reading.csv_syntax import QuoteFaultError, syntax_of
from engine.reading.csv_width import Header, read_header, width_of
from engine.reading.decoding import utf8_text
from engine.records import Dialect, Finding


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
        If there are no rows, only one column or too many, rows of another
        length than the header, or quotes that do not close; with the line.
    """
    text = plain(utf8_text(path, dialect.encoding), syntax_of(dialect))
    header = read_header(text, dialect)
    width = width_of(header)
    columns = read_body(
        header.body, width, lines_before=header.lines_before, has_header=bool(header.rows)
    )
    return _tidied(header, width, columns)


def _tidied(header: Header, width: Width, columns: list[Array]) -> TextTable:
    columns, row_findings = _without_empty_end(columns)
    if not columns or len(columns[0]) == 0:
        raise no_rows(header.line)
    table = named_table(header.names, columns)
    refuse_single_column(len(table.columns), header.line)
    end_findings = (_empty_ends(),) if width.has_empty_end else ()
    return replace(table, findings=(*table.findings, *end_findings, *row_findings))


def read_head(path: Path, dialect: Dialect, *, rows: int) -> TextTable:
    """Read the first rows of a file that may have been cut off anywhere.

    A last row that is unfinished is left out, and rows that are longer or
    shorter than the header are cut or filled up, so that there is something to
    see whatever is wrong.
    """
    wanted = dialect.header_rows + rows
    sample = read_sample(path, dialect.encoding, n_lines=dialect.skipped_lines + 2 * wanted)
    text = plain_string(sample.after(dialect.skipped_lines).text, syntax_of(dialect))
    found = _finished_rows(text, wanted)
    if not found:
        return TextTable((), [], ())
    header, body = found[: dialect.header_rows], found[dialect.header_rows :]
    n_columns = len(found[0])
    cells = [(*row, *[""] * n_columns)[:n_columns] for row in body]
    columns = [text_column(column) for column in zip(*cells, strict=True)]
    return named_table(header, columns or [text_column(())] * n_columns)


def _finished_rows(text: PlainText, n_rows: int) -> list[list[str]]:
    """The first rows without a last one that breaks off within quotes or before its end."""
    rows: list[list[str]] = []
    try:
        rows.extend(row for _, row in itertools.islice(text.rows(strict=True), n_rows))
    except QuoteFaultError as fault:
        if not fault.is_open:
            rows = [row for _, row in itertools.islice(text.rows(), n_rows)]
    is_cut = not text.text.to_pybytes().endswith((b"\n", b"\r"))
    if is_cut and 2 < len(rows) < n_rows and len(rows[-1]) < len(rows[-2]):
        rows.pop()
    return rows


def named_table(header: Sequence[Sequence[str]], columns: list[Array]) -> TextTable:
    """Name the columns; the last ones are left out if they have neither name nor values."""
    n_columns = len(columns)
    while n_columns > 1 and _is_nothing(header, columns, n_columns - 1):
        n_columns -= 1
    names, findings = column_names(header, n_columns)
    n_dropped = max([len(columns), *map(len, header)]) - n_columns
    dropped = (_empty_columns(n_dropped),) if n_dropped else ()
    return TextTable(names, columns[:n_columns], (*findings, *dropped))


def _is_nothing(header: Sequence[Sequence[str]], columns: list[Array], place: int) -> bool:
    has_name = any(place < len(row) and row[place].strip() for row in header)
    return not has_name and columns[place].null_count == len(columns[place])


def _without_empty_end(columns: list[Array]) -> tuple[list[Array], tuple[Finding, ...]]:
    """Leave out the rows at the end in which all cells are empty."""
    n_rows = len(columns[0])
    if n_rows == 0 or any(column[n_rows - 1].is_valid for column in columns):
        return columns, ()
    has_value = np.zeros(n_rows, dtype=bool)
    for column in columns:
        has_value |= pc.is_valid(column).to_numpy()
    n_kept = int(np.flatnonzero(has_value)[-1]) + 1 if has_value.any() else 0
    return [column.slice(0, n_kept) for column in columns], (_empty_rows(n_rows - n_kept),)


def _empty_rows(count: int) -> Finding:
    return Finding(
        code="dropped_empty_rows",
        severity="info",
        message="At the end of the file there are rows in which every cell is empty. They were "
        "left out.",
        evidence=f"Rows left out: {count:,}.",
    )


def _empty_columns(count: int) -> Finding:
    return Finding(
        code="dropped_empty_columns",
        severity="info",
        message="The last columns have neither a name nor a value in any row. They were left out.",
        evidence=f"Columns left out: {count:,}.",
    )


def _empty_ends() -> Finding:
    return Finding(
        code="trailing_separators",
        severity="info",
        message="Every row ends with a separator that the header does not have. The empty cell "
        "behind it was left out.",
        evidence="Each row has one cell more than the header, and it is always empty.",
    )
