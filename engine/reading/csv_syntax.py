"""The signs that divide a CSV text into cells, and its rows by Python's `csv` module."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from engine.errors import UnreadableFileError
from engine.reading.arrow import Buffer
from engine.records import Dialect

Reader = Any  # the type of `csv.reader` has no public name before Python 3.13

# The module's own limit of 131,072 characters per cell would refuse long texts.
csv.field_size_limit(2**31 - 1)


@dataclass(frozen=True)
class Syntax:
    """Which signs mean what; the fields are those of `engine.records.Dialect`."""

    delimiter: str = ","
    quote_char: str = '"'
    escape_char: str = ""
    skip_initial_space: bool = False

    @property
    def has_runs(self) -> bool:
        """Whether any number of spaces is one separator."""
        return self.delimiter == " " and self.skip_initial_space


def syntax_of(dialect: Dialect) -> Syntax:
    """The part of a dialect that divides the text into cells."""
    return Syntax(
        delimiter=dialect.delimiter,
        quote_char=dialect.quote_char,
        escape_char=dialect.escape_char,
        skip_initial_space=dialect.skip_initial_space,
    )


def text_lines(text: Buffer) -> Iterator[str]:
    """Lines of a buffer of UTF-8 with their ends, whichever those are."""
    return io.TextIOWrapper(pa.BufferReader(text), encoding="utf-8", newline="")


def rows_with_lines(
    lines: Iterator[str], syntax: Syntax, *, strict: bool = False, lines_before: int = 0
) -> Iterator[tuple[int, list[str]]]:
    """Give all rows but blank ones, each with the line of the file on which it begins.

    Parameters
    ----------
    syntax : Syntax
        Its escape sign is not looked at: see `csv_plain`.
    lines_before : int
        How many lines of the file come before `lines`.

    Raises
    ------
    UnreadableFileError
        If `strict` and a quote does not close as it should.
    """
    reader = csv_reader(lines, syntax, strict=strict)
    while True:
        line = lines_before + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            is_open = "unexpected end" in str(error)
            raise _quote_fault(line, syntax.quote_char, is_open=is_open) from error
        if not is_blank(row):
            yield line, row


def csv_reader(lines: Iterator[str], syntax: Syntax, *, strict: bool) -> Reader:
    """Python's reader of rows, blank ones included; it raises `csv.Error`."""
    return csv.reader(
        lines,
        delimiter=syntax.delimiter,
        quotechar=syntax.quote_char or None,
        quoting=csv.QUOTE_MINIMAL if syntax.quote_char else csv.QUOTE_NONE,
        skipinitialspace=syntax.skip_initial_space and not syntax.has_runs,
        strict=strict,
    )


def is_blank(row: list[str]) -> bool:
    """Whether a row comes from a line without anything but white space."""
    return not row or (len(row) == 1 and not row[0].strip())


class QuoteFaultError(UnreadableFileError):
    """A quote that does not close as it should.

    Parameters
    ----------
    is_open : bool
        Whether it does not close at all.
    """

    # All have defaults, because an error may travel from a child process, pickled.
    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        hint: str | None = None,
        is_open: bool = False,
    ) -> None:
        super().__init__(message, line=line, hint=hint)
        self.is_open = is_open


def _quote_fault(line: int, quote: str, *, is_open: bool) -> QuoteFaultError:
    if is_open:
        return QuoteFaultError(
            f"A quote ({quote}) that opens in the row of line {line} is never closed.",
            line=line,
            hint="Add the missing quote at the end of the cell, or remove the one at its start. "
            "If quotes are ordinary signs in this file, choose that it has none.",
            is_open=True,
        )
    return QuoteFaultError(
        f"In the row of line {line}, a quoted cell goes on after its closing quote ({quote}).",
        line=line,
        hint=f"A quote within a quoted cell must be doubled ({quote}{quote}), and nothing may "
        "follow the last.",
        is_open=False,
    )
