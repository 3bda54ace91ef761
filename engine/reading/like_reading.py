"""Files to predict: read the way the dataset was, nothing decided anew.

A file of ten rows shows neither the order of its dates nor its decimal mark, and
a column of words may hold only numbers in it. So each column is read in the
format and type of the dataset's column of the same name. A cell that does not
fit is missing, and a finding says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import InvalidValueError, UnreadableFileError
from engine.reading.arrow import Array, Table, all_true
from engine.reading.column_conversion import converted
from engine.reading.column_names import listed
from engine.reading.column_types import without_infinite
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import TextTable, read_text_table
from engine.reading.date_formats import parse_compact_dates, parse_dates
from engine.reading.file_marks import UNKNOWN, Marks
from engine.reading.number_cells import read_numbers
from engine.reading.reading_findings import texts_listed
from engine.reading.text_types import NOT_AVAILABLE, TWO_LETTERS
from engine.reading.value_parsers import (
    counts_of,
    parse_truth,
    trimmed,
    without_missing_words,
    without_words,
)
from engine.records import Column, Dialect, DialectChoices, Finding, ValueKind

# So many different texts that are no dates are found one by one; more are an error.
MOST_UNFIT_DATES = 200


@dataclass(frozen=True)
class LikeTable:
    """A table with the columns and types of a dataset.

    Attributes
    ----------
    table : pyarrow.Table
        The columns asked for, in this order.
    findings : tuple of Finding
        Which cells are missing because they do not fit.
    unfit : dict of str to pyarrow.ChunkedArray
        Of each column the texts that do not fit it, null in all other rows.
    ignored : tuple of str
        Columns of the file that were not asked for.
    """

    table: Table
    findings: tuple[Finding, ...]
    unfit: dict[str, Array]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class LikeCells:
    """Values in the type of a column, and the texts that do not fit it, null elsewhere."""

    values: Array
    unfit: Array


def read_like(path: Path, dataset_dialect: Dialect, columns: Sequence[Column]) -> LikeTable:
    """Read a new file the way a stored dataset was.

    Parameters
    ----------
    columns : sequence of Column
        Columns of the dataset; found by name, others of the file are ignored.

    Raises
    ------
    NotACsvError, UnreadableFileError
        If the file cannot be read.
    InvalidValueError
        If it lacks one of the columns.
    """
    text = read_text_table(path, _dialect_like(path, dataset_dialect))
    _require_columns(text, columns)
    cells = dict(zip(text.names, text.columns, strict=True))
    words = dataset_dialect.missing_words
    read = {column.name: read_cells(cells[column.name], column, words) for column in columns}
    values = [one.values for one in read.values()]
    unfit = {name: one.unfit for name, one in read.items()}
    counts = {name: counts_of(texts.drop_null()) for name, texts in unfit.items()}
    findings = _unfit({name: found for name, found in counts.items() if found})
    names = tuple(name for name in text.names if name not in read)
    return LikeTable(pa.table(values, names=list(read)), (*text.findings, *findings), unfit, names)


def _dialect_like(path: Path, dialect: Dialect) -> Dialect:
    """The dataset's dialect, in the encoding of this file if that is beyond doubt."""
    choices = DialectChoices(
        delimiter=dialect.delimiter,
        quote_char=dialect.quote_char,
        escape_char=dialect.escape_char,
        skipped_lines=dialect.skipped_lines,
        header_rows=dialect.header_rows,
    )
    found = detect(path, choices)
    if found.encoding == dialect.encoding or found.encoding.startswith("utf"):
        return found
    try:
        return detect(path, choices.model_copy(update={"encoding": dialect.encoding}))
    except (InvalidValueError, UnreadableFileError):
        return found


def _require_columns(text: TextTable, columns: Sequence[Column]) -> None:
    lacking = [repr(column.name) for column in columns if column.name not in text.names]
    if lacking:
        raise InvalidValueError(
            f"The file lacks {len(lacking)} of the {len(columns)} columns that are needed: "
            f"{listed(lacking, ', ')}. It has {listed([repr(name) for name in text.names], ', ')}.",
            field="file",
            hint="Give the columns of the file the names they have in the dataset.",
        )


def _unfit(found: dict[str, dict[str, int]]) -> tuple[Finding, ...]:
    if not found:
        return ()
    return (
        Finding(
            code="unfit_values",
            severity="warning",
            columns=tuple(found),
            message="Some cells do not fit the type that their column has in the dataset. They "
            "are read as missing.",
            evidence=listed(
                [f"{name}: {texts_listed(texts)}" for name, texts in found.items()], "; "
            ),
        ),
    )


def read_cells(cells: Array, column: Column, words: tuple[str, ...] | None) -> LikeCells:
    """Read texts as the values of a column.

    Parameters
    ----------
    cells : pyarrow.ChunkedArray of string
    words : tuple of str or None
        Texts that are missing values in every column, if that was chosen.
    """
    kind = column_kind(column)
    cells = _without_missing(cells, column, kind, words)
    values = _READERS[kind](cells, column)
    is_unfit = pc.and_(pc.is_valid(cells), pc.is_null(values))
    unfit = pc.if_else(is_unfit, cells, pa.scalar(None, pa.string()))
    if column.type in {"text", "categorical"}:
        values = converted(values, column.type, name=column.name, written=column.format).values
    return LikeCells(values, unfit)


def column_kind(column: Column) -> ValueKind:
    """What is read: text that a person chose to be numbers or dates is read as such."""
    if column.type == "datetime":
        return "date"
    if column.type == "numeric" and column.format.holds == "text":
        return "number"
    return column.format.holds


def _without_missing(
    cells: Array, column: Column, kind: ValueKind, words: tuple[str, ...] | None
) -> Array:
    """Empty the cells with these words if they were chosen, else with those of the column."""
    if words is not None:
        cells = without_words(cells, frozenset(words))[0]
        return cells if kind == "text" else trimmed(cells)
    found = frozenset(column.format.missing_words)
    if kind == "text":
        return without_words(cells, found | _not_available(column))[0]
    return without_missing_words(without_words(cells, found)[0])[0]


def _not_available(column: Column) -> frozenset[str]:
    """Words for missing values in a column of text, unless they are levels of it."""
    levels = [text for text, _ in column.top]
    if levels and all_true(pc.match_substring_regex(pa.array(levels), TWO_LETTERS)):
        return frozenset()
    return NOT_AVAILABLE - frozenset(levels)


def _read_numbers(cells: Array, column: Column) -> Array:
    return without_infinite(read_numbers(cells, column.format), cells)[0]


def _read_truth(cells: Array, _: Column) -> Array:
    is_word = pc.is_in(pc.utf8_lower(cells), value_set=pa.array(["true", "false"]))
    words = pc.if_else(is_word, cells, pa.scalar(None, pa.string()))
    return parse_truth(words, UNKNOWN).values


def _read_dates(cells: Array, column: Column) -> Array:
    """Dates, those cells null that are none."""
    texts = cells.unique().drop_null()
    dates = [moment for piece in _dates(texts, column, [MOST_UNFIT_DATES]) for moment in piece]
    table = pa.chunked_array([pa.array(dates, pa.timestamp("us"))])
    return table.take(pc.index_in(cells, value_set=texts).combine_chunks())


def _dates(texts: Array, column: Column, budget: list[int]) -> list[Array]:
    """Read all texts at once, or halves of them, down to the ones that are no dates."""
    if len(texts) == 0:
        return []
    parsed = parse_dates(texts, Marks(date_order=column.format.date_order)).values
    if parsed is None and column.format.holds == "number":
        parsed = parse_compact_dates(read_numbers(texts, column.format))
    if parsed is not None:
        return [parsed]
    if len(texts) == 1:
        budget[0] -= 1
        if budget[0] < 0:
            raise _no_dates(column)
        return [pa.nulls(1, pa.timestamp("us"))]
    half = len(texts) // 2
    return _dates(texts[:half], column, budget) + _dates(texts[half:], column, budget)


def _no_dates(column: Column) -> InvalidValueError:
    return InvalidValueError(
        f"More than {MOST_UNFIT_DATES} different cells of {column.name} are no dates as those of "
        f"the dataset, which are like {', '.join(column.examples)}.",
        field=column.name,
        hint="Write the dates as in the dataset, or as 2020-12-31.",
    )


def _as_they_are(cells: Array, _: Column) -> Array:
    return cells


_READERS: dict[ValueKind, Callable[[Array, Column], Array]] = {
    "text": _as_they_are,
    "number": _read_numbers,
    "truth": _read_truth,
    "date": _read_dates,
}
