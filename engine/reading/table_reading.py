"""From a CSV file to a typed table with a record for each column.

Needs nothing but the file, so it can run in a process of its own.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

from engine.reading import column_statistics as statistics
from engine.reading.arrow import Table
from engine.reading.column_names import listed
from engine.reading.column_roles import RoleChoice, choose_role
from engine.reading.column_types import TypedColumn, infer
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import TextTable, read_text_table
from engine.records import Column, Dialect, Finding
from engine.suggestions import explain_target

# Rows that are read at once when only some rows are asked for.
BATCH_ROWS = 1 << 16
MOST_WORDS_SHOWN = 3


@dataclass(frozen=True)
class TypedTable:
    """A table that was read, and what is known about it.

    Attributes
    ----------
    table : pyarrow.Table
        Natural values: int64, double, bool, timestamp[us] or string.
    columns : tuple of Column
        One record for each column, with type, role and statistics.
    """

    dialect: Dialect
    table: Table
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]


def read_table(path: Path) -> TypedTable:
    """Read a CSV file whole: dialect, values, types and roles.

    Raises
    ------
    NotACsvError
        If it is something else.
    UnreadableFileError
        If it cannot be read whole.
    """
    dialect = detect(path)
    text = read_text_table(path, dialect)
    typed, columns = _type_all(text)
    table = pa.table([column.values for column in typed], names=list(text.names))
    findings = (*text.findings, *_read_as_missing(text.names, typed))
    return TypedTable(dialect, table, _with_target(columns), findings)


def write_table(table: Table, path: Path) -> None:
    """Keep a table as an Arrow file (Feather, lz4)."""
    feather.write_feather(table, str(path), compression="lz4", chunksize=BATCH_ROWS)


def _type_all(text: TextTable) -> tuple[list[TypedColumn], tuple[Column, ...]]:
    """Type all columns, several at once: pyarrow and numpy let go of Python's lock."""

    def work(name: str) -> tuple[TypedColumn, Column]:
        # The text is given up column by column, so that it is not held twice.
        typed = infer(remaining.pop(name))
        return typed, describe(name, typed)

    remaining = dict(zip(text.names, text.columns, strict=True))
    text.columns.clear()
    # The longest first, so that at the end no core waits for another.
    names = sorted(text.names, key=lambda name: -remaining[name].nbytes)
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        results = dict(zip(names, pool.map(work, names), strict=True))
    typed = [results[name][0] for name in text.names]
    return typed, tuple(results[name][1] for name in text.names)


def describe(name: str, column: TypedColumn, *, role: RoleChoice | None = None) -> Column:
    """Give the record of a column; its role is chosen unless given."""
    role = role or choose_role(name, column)
    has_range = column.type in {"numeric", "datetime"}
    minimum, maximum = statistics.range_of(column.values) if has_range else (None, None)
    top = column.counts.commonest()
    return Column(
        name=name,
        type=column.type,
        role=role.role,
        missing=column.values.null_count,
        distinct=len(column.counts),
        minimum=minimum,
        maximum=maximum,
        mean=statistics.mean_of(column.values) if column.type == "numeric" else None,
        top=tuple((statistics.as_text(value), count) for value, count in top),
        examples=statistics.examples_of(column.values),
        reason=" ".join(filter(None, (column.reason, _words_reason(column), role.reason))),
    )


def _words_reason(column: TypedColumn) -> str:
    if not column.missing_words:
        return ""
    return f"Cells read as missing: {_words_listed(column.missing_words)}."


def _words_listed(words: dict[str, int]) -> str:
    """How cells that are read as missing are written, and how many are written so."""
    shown = list(words.items())[:MOST_WORDS_SHOWN]
    text = ", ".join(f"{statistics.as_text(word)!r} in {count} cells" for word, count in shown)
    return text if len(shown) == len(words) else f"{text}, …"


def _read_as_missing(names: tuple[str, ...], columns: list[TypedColumn]) -> tuple[Finding, ...]:
    """One finding about all columns with words for missing values."""
    found = {
        name: column.missing_words
        for name, column in zip(names, columns, strict=True)
        if column.missing_words
    }
    if not found:
        return ()
    return (
        Finding(
            code="read_as_missing",
            severity="info",
            columns=tuple(found),
            message="Some cells hold a blank, a word or a sign instead of a value. They are read "
            "as missing.",
            evidence=listed(
                [f"{name}: {_words_listed(words)}" for name, words in found.items()], "; "
            ),
        ),
    )


def _with_target(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give the suggested target its role, so that nobody has to choose one to begin."""
    target, reason = explain_target(columns)
    return tuple(
        column.model_copy(update={"role": "target", "reason": f"{column.reason} {reason}"})
        if column.name == target
        else column
        for column in columns
    )
