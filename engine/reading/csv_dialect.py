"""How a CSV file is written: encoding and delimiter, each with the reason.

Each delimiter is tried on the first rows with Python's own `csv` module, and
the one that splits them into as many cells as the header wins. `csv.Sniffer`
is not used: it goes by the frequency of letters, does not look at the header,
and cannot say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import UnreadableFileError
from engine.reading.csv_faults import rows_with_lines
from engine.reading.encodings import detect_encoding
from engine.reading.file_kind import refuse_other_kinds
from engine.records import Dialect

# In order of preference where two explain the rows equally well.
DELIMITERS: dict[str, str] = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
}
SAMPLE_ROWS = 200
SAMPLE_CHARACTERS = 1 << 20


@dataclass(frozen=True, order=True)
class _Fit:
    """How well a delimiter explains the first rows; the larger the better."""

    consistency: float
    n_columns: int
    preference: int
    delimiter: str
    n_rows: int


def detect(path: Path) -> Dialect:
    """Tell how a CSV file is written, with one sentence of reason for each field.

    Raises
    ------
    NotACsvError
        If the file is something else, for example an Excel workbook.
    UnreadableFileError
        If the file is empty or its encoding is broken.
    """
    _refuse_empty(path)
    refuse_other_kinds(path)
    encoding = detect_encoding(path)
    fit = _best_fit(_first_lines(path, encoding.name))
    reasons = {
        "encoding": encoding.reason,
        "delimiter": _delimiter_reason(fit),
        "quote_char": 'A cell that holds the separator or a line break stands in quotes (").',
    }
    return Dialect(encoding=encoding.name, delimiter=fit.delimiter, reasons=reasons)


def _refuse_empty(path: Path) -> None:
    with path.open("rb") as file:
        is_empty = not any(chunk.strip() for chunk in iter(lambda: file.read(1 << 20), b""))
    if is_empty:
        raise UnreadableFileError(
            "The file is empty.",
            hint="Choose a CSV file with a header line and at least one row of data.",
        )


def _first_lines(path: Path, encoding: str) -> list[str]:
    """Read whole lines until there are enough of them, or of characters."""
    with path.open(encoding=encoding, newline="") as file:
        return list(_until_enough(file))


def _until_enough(lines: Iterator[str]) -> Iterator[str]:
    n_characters = 0
    for n_lines, line in enumerate(lines, start=1):
        yield line
        n_characters += len(line)
        if n_lines >= SAMPLE_ROWS or n_characters >= SAMPLE_CHARACTERS:
            return


def _best_fit(lines: Sequence[str]) -> _Fit:
    fits = [_fit(lines, delimiter, -place) for place, delimiter in enumerate(DELIMITERS)]
    return max(fits)


def _fit(lines: Sequence[str], delimiter: str, preference: int) -> _Fit:
    """How many of the first rows have as many cells as the header."""
    rows = [row for _, row in rows_with_lines(iter(lines), delimiter)]
    n_columns = len(rows[0]) if rows else 0
    # The sample may end within a cell, so its last row tells nothing.
    body = rows[1:-1] if len(rows) > 2 else rows[1:]
    equal = sum(len(row) == n_columns for row in body)
    consistency = equal / len(body) if body else 1.0
    if n_columns < 2:
        consistency = -1.0
    return _Fit(consistency, n_columns, preference, delimiter, len(body) + 1)


def _delimiter_reason(fit: _Fit) -> str:
    name = DELIMITERS[fit.delimiter]
    if fit.n_columns < 2:
        return "No separator between columns was found."
    if fit.consistency == 1.0:
        return f"A {name} splits each of the first {fit.n_rows} rows into {fit.n_columns} cells."
    return (
        f"A {name} splits the header into {fit.n_columns} cells, "
        "and more rows agree with it than with any other separator."
    )
