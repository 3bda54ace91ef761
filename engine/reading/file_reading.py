"""From a CSV file to a stored table: the part of taking in a dataset that costs time and memory.

It takes paths and gives back a small record, so that it can run in a process of
its own. `Read` is the seam: alone the engine reads in its own process, the
server gives a reader that does the same in a child.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.reading.table_reading import read_table, write_table
from engine.records import Column, Dialect, DialectChoices, Finding, Record


class ReadFile(Record):
    """What is known about a file after its table was stored."""

    n_rows: int
    n_columns: int
    columns: tuple[Column, ...]
    dialect: Dialect
    findings: tuple[Finding, ...]


# Reads the CSV at the first path, and writes its table to the second.
Read = Callable[[Path, Path, DialectChoices], ReadFile]


def read_file(csv_path: Path, table_path: Path, choices: DialectChoices) -> ReadFile:
    """Read a CSV file whole, and write its table.

    Parameters
    ----------
    csv_path : Path
        The file to read.
    table_path : Path
        Where the table goes.
    choices : DialectChoices
        What a person says about the file; the rest is found out.

    Raises
    ------
    NotACsvError
        If it is something else.
    UnreadableFileError
        If it cannot be read whole.
    InvalidValueError
        If a choice cannot be.
    """
    read = read_table(csv_path, choices)
    write_table(read.table, table_path)
    return ReadFile(
        n_rows=read.table.num_rows,
        n_columns=read.table.num_columns,
        columns=read.columns,
        dialect=read.dialect,
        findings=read.findings,
    )
