"""Checks of single features, by what is known of each column since it was read."""

from __future__ import annotations

from engine.reading.column_names import is_identifier_name
from engine.records import Column, Dataset

MOSTLY_MISSING = 0.5
MOSTLY_UNIQUE = 0.5
FEWEST_ROWS = 10
MANY_LEVELS = 100
MOST_GAPS = 2


def n_present(dataset: Dataset, column: Column) -> int:
    """Number of filled cells of a column."""
    return dataset.n_rows - column.missing


def counts_rows(column: Column, n_rows: int) -> bool:
    """Whether a column numbers the rows, with gaps at most where rows were taken out."""
    if not isinstance(column.minimum, int | float) or not isinstance(column.maximum, int | float):
        return False
    return column.distinct == n_rows and column.maximum - column.minimum < MOST_GAPS * n_rows


def is_identifier(dataset: Dataset, column: Column) -> bool:
    """Whether a column has the name of an identifier, or a code of its own in each row."""
    present = n_present(dataset, column)
    if column.type in {"datetime", "boolean"} or present < 2:
        return False
    if is_identifier_name(column.name):
        return column.distinct > MOSTLY_UNIQUE * present
    is_code = all(" " not in example for example in column.examples)
    is_text = column.type in {"categorical", "text"}
    return is_text and is_code and column.distinct == present >= FEWEST_ROWS


def is_empty(_: Dataset, column: Column) -> bool:
    """Whether a column has no value at all."""
    return column.distinct == 0


def is_constant(_: Dataset, column: Column) -> bool:
    """Whether all rows have the same value; with empty cells, being filled tells something."""
    return column.distinct == 1 and column.missing == 0


def is_mostly_missing(dataset: Dataset, column: Column) -> bool:
    """Whether more cells are empty than filled; a box that is ticked or not tells something."""
    return column.distinct > 1 and column.missing > MOSTLY_MISSING * dataset.n_rows


def is_free_text(dataset: Dataset, column: Column) -> bool:
    """Whether a column holds text that is different in most rows, other than codes."""
    present = n_present(dataset, column)
    is_varied = column.distinct > MOSTLY_UNIQUE * present
    return column.type == "text" and is_varied and not is_identifier(dataset, column)


def has_many_levels(dataset: Dataset, column: Column) -> bool:
    """Whether a category has more levels than can be learned one by one."""
    is_category = column.type in {"categorical", "text"} and column.distinct > MANY_LEVELS
    return is_category and not is_free_text(dataset, column) and not is_identifier(dataset, column)


def distinct_evidence(dataset: Dataset, column: Column) -> str:
    """How many different values there are."""
    present = n_present(dataset, column)
    return f"{column.name} has {column.distinct:,} different values in {present:,} filled cells."


def missing_evidence(dataset: Dataset, column: Column) -> str:
    """How many cells are empty."""
    return f"{column.name} is empty in {column.missing:,} of {dataset.n_rows:,} rows."


def range_evidence(column: Column) -> str:
    """The first and the last of some moments; those at midnight are days."""
    first, last = (
        str(end).removesuffix("T00:00:00").replace("T", " ")
        for end in (column.minimum, column.maximum)
    )
    return f"{column.name} runs from {first} to {last}."


def constant_evidence(_: Dataset, column: Column) -> str:
    """The one value that all rows have."""
    return f"{column.name} is {column.examples[0]!r} in all rows."
