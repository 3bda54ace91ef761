"""Columns and tables of text as they come from a file."""

import pyarrow as pa

from engine.reading.csv_table import TextTable
from engine.reading.table_reading import TypedTable, type_table
from engine.records import Dialect, DialectChoices


def cells(*texts, pieces=1):
    """A column of text, in several pieces."""
    step = max(1, len(texts) // pieces)
    parts = [texts[start : start + step] for start in range(0, len(texts), step)]
    return pa.chunked_array([pa.array(part, pa.string()) for part in parts], pa.string())


def typed(columns, *, delimiter=",", **choices) -> TypedTable:
    """A table of these columns, typed."""
    text = TextTable(tuple(columns), [cells(*texts) for texts in columns.values()], ())
    dialect = Dialect(
        encoding="utf-8", delimiter=delimiter, choices=DialectChoices(**choices), reasons={}
    )
    return type_table(text, dialect)


def values_of(table, name):
    """The values of one column as plain Python."""
    return table.table[name].to_pylist()
