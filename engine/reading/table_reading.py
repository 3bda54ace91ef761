"""From a CSV file to a typed table with a record for each column.

Needs nothing but the file, so it can run in a process of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import feather

from engine.reading import column_statistics as statistics
from engine.reading.arrow import Array, Table, kind_of
from engine.reading.column_roles import RoleChoice, choose_role
from engine.reading.column_spread import histogram_of, quantiles_of
from engine.reading.column_types import TypedColumn, infer
from engine.reading.csv_choices import NO_CHOICES
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import TextTable, read_text_table
from engine.reading.file_marks import Marks, chosen_marks, completed, settled_marks
from engine.reading.like_reading import LikeTable, read_like
from engine.reading.reading_findings import findings_of, words_reason
from engine.records import Column, ColumnFormat, Dialect, DialectChoices, Finding
from engine.suggestions import explain_target

__all__ = [
    "LikeTable",
    "TypedTable",
    "describe",
    "read_like",
    "read_table",
    "type_table",
    "write_table",
]

# Rows that are read at once when only some rows are asked for.
BATCH_ROWS = 1 << 16
# Words for missing values may be written in endlessly many ways, with blanks around them.
MOST_WORDS_KEPT = 20


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


def read_table(path: Path, choices: DialectChoices = NO_CHOICES) -> TypedTable:
    """Read a CSV file whole: dialect, values, types and roles.

    Parameters
    ----------
    choices : DialectChoices
        What a person says about how the file is written; the rest is found out.

    Raises
    ------
    NotACsvError
        If it is something else.
    UnreadableFileError
        If it cannot be read whole.
    InvalidValueError
        If a choice is none of those there are.
    """
    dialect = detect(path, choices)
    return type_table(read_text_table(path, dialect), dialect)


def type_table(text: TextTable, dialect: Dialect) -> TypedTable:
    """Give a table of text its types, roles and statistics.

    Each column is typed by its own cells; those that leave a doubt are typed
    again once the other columns have shown how the file writes numbers and dates.

    Parameters
    ----------
    text : TextTable
        Given up column by column, so that it is not held twice: without columns afterwards.
    """
    typed = _type_all(text, chosen_marks(dialect))
    table = pa.table([column.values for column, _ in typed], names=list(text.names))
    evidence = [column.evidence for column, _ in typed]
    orders = [column.format.date_order for column, _ in typed]
    found = {name: column for name, (column, _) in zip(text.names, typed, strict=True)}
    return TypedTable(
        dialect=completed(dialect, evidence, orders),
        table=table,
        columns=_with_target(tuple(record for _, record in typed)),
        findings=(*text.findings, *findings_of(found)),
    )


def write_table(table: Table, path: Path) -> None:
    """Keep a table as an Arrow file, uncompressed: see `engine.row_pages`."""
    feather.write_feather(table, str(path), compression="uncompressed", chunksize=BATCH_ROWS)


Typed = tuple[TypedColumn, Column]


def _type_all(text: TextTable, chosen: Marks) -> list[Typed]:
    """Type all columns, those in doubt once more when the others have been read."""
    remaining = dict(zip(text.names, text.columns, strict=True))
    text.columns.clear()
    # The longest first, so that at the end no core waits for another.
    names = sorted(text.names, key=lambda name: -remaining[name].nbytes)
    doubtful: dict[str, Array] = {}

    def first(name: str) -> Typed:
        strings = remaining.pop(name)
        typed = _typed(name, strings, chosen)
        if typed[0].in_doubt:
            doubtful[name] = strings
        return typed

    results = _each(names, first)
    marks = settled_marks(chosen, [column.evidence for column, _ in results.values()])
    results |= _each(list(doubtful), lambda name: _typed(name, doubtful[name], marks))
    return [results[name] for name in text.names]


def _typed(name: str, strings: Array, marks: Marks) -> Typed:
    column = infer(strings, name=name, marks=marks)
    return column, describe(name, column)


def _each(names: list[str], work: Callable[[str], Typed]) -> dict[str, Typed]:
    """Do work for several columns at once: pyarrow and numpy let go of Python's lock."""
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        return dict(zip(names, pool.map(work, names), strict=True))


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
        quantiles=quantiles_of(column.counts) if column.type == "numeric" else (),
        histogram=histogram_of(column.counts) if has_range else None,
        top=tuple((statistics.as_text(value), count) for value, count in top),
        examples=statistics.examples_of(column.values),
        format=_format_of(column),
        reason=" ".join(filter(None, (column.reason, words_reason(column), role.reason))),
    )


def _format_of(column: TypedColumn) -> ColumnFormat:
    words = tuple(itertools.islice(column.missing_words, MOST_WORDS_KEPT))
    holds = kind_of(column.values.type)
    return column.format.model_copy(update={"missing_words": words, "holds": holds})


def _with_target(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Give the suggested target its role, so that nobody has to choose one to begin."""
    target, reason = explain_target(columns)
    return tuple(
        column.model_copy(update={"role": "target", "reason": f"{column.reason} {reason}"})
        if column.name == target
        else column
        for column in columns
    )
