"""The first rows of a file as they would be read, at once and from its beginning alone.

It answers while a large file is still on its way, and shows what another choice
of delimiter or decimal mark would make of a file before that choice is kept.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.reading.arrow import Array
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import read_head
from engine.reading.table_reading import type_table
from engine.records import ColumnType, Dialect, DialectChoices, Record

HEAD_BYTES = 256 * 1024
# What is typed; of the rows the first are shown.
TYPED_ROWS = 500
TYPED_COLUMNS = 100
ROWS = 20
MOST_LINES = 200
SHOWN_CHARACTERS = 200

_LINE_END = re.compile(r"\r\n|\r|\n")


class FirstLook(Record):
    """How the beginning of a file is read.

    `columns` has all names, `types` and `rows` are of the first `TYPED_COLUMNS`
    only. `rows` holds the values as text, ``None`` where one is missing; `lines`
    the first lines as they stand in the file. Long texts are cut.
    """

    dialect: Dialect
    columns: tuple[str, ...]
    types: tuple[ColumnType, ...]
    rows: tuple[tuple[str | None, ...], ...]
    lines: tuple[str, ...]


def first_look(path: Path, choices: DialectChoices, *, rows: int = ROWS) -> FirstLook:
    """Look at the first `HEAD_BYTES` of a file.

    Raises
    ------
    NotACsvError
        If it is something else.
    UnreadableFileError
        If there is nothing in it that can be read.
    InvalidValueError
        If a choice cannot be.
    """
    with path.open("rb") as file:
        return look_at_bytes(file.read(HEAD_BYTES), choices, rows=rows)


def look_at_bytes(head: bytes, choices: DialectChoices, *, rows: int = ROWS) -> FirstLook:
    """Look at the beginning of a file that is not there as a whole yet; see `first_look`.

    What is shorter than `HEAD_BYTES` is taken for the whole file.
    """
    if len(head) >= HEAD_BYTES:
        head = _whole_lines(head[:HEAD_BYTES])
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(head)
        file.flush()
        return _look(Path(file.name), head, choices, rows)


def _look(path: Path, head: bytes, choices: DialectChoices, rows: int) -> FirstLook:
    dialect = detect(path, choices)
    text = read_head(path, dialect, rows=TYPED_ROWS)
    first = replace(text, names=text.names[:TYPED_COLUMNS], columns=text.columns[:TYPED_COLUMNS])
    read = type_table(first, dialect)
    columns = [_shown(column.slice(0, rows)) for column in read.table.columns]
    return FirstLook(
        dialect=read.dialect,
        columns=text.names,
        types=tuple(column.type for column in read.columns),
        rows=tuple(zip(*columns, strict=True)),
        lines=_lines(head, dialect),
    )


def _whole_lines(head: bytes) -> bytes:
    """Cut behind the last line end, or else where no character can be torn apart."""
    if b"\0" in head:  # UTF-16 or UTF-32, in which a line end is two or four bytes
        return head[: len(head) // 4 * 4]
    last = max(head.rfind(b"\n"), head.rfind(b"\r"))
    if last >= 0:
        return head[: last + 1]
    return head.decode("utf-8", errors="ignore").encode() if _is_utf8(head) else head


def _is_utf8(head: bytes) -> bool:
    """Whether text is UTF-8, but for a last character of at most three bytes that is torn."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) - error.start < 4
    return True


def _shown(values: Array) -> list[str | None]:
    return [None if value is None else _as_text(value) for value in values.to_pylist()]


def _as_text(value: bool | float | str | datetime) -> str:  # noqa: FBT001 - any value
    text = str(value)
    if isinstance(value, datetime):
        text = text.removesuffix(" 00:00:00")
    return text[:SHOWN_CHARACTERS]


def _lines(head: bytes, dialect: Dialect) -> tuple[str, ...]:
    """As many lines as show what is skipped, the header, and rows after it."""
    n_lines = min(dialect.skipped_lines + dialect.header_rows + ROWS, MOST_LINES)
    text = head.decode(dialect.encoding, errors="replace").removeprefix("\ufeff")
    lines = _LINE_END.split(text, n_lines)[:n_lines]
    return tuple(line[:SHOWN_CHARACTERS] for line in lines)
