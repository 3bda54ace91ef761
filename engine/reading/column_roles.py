"""What a column is used for, before a person says otherwise, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array
from engine.reading.column_names import is_entity_name, is_identifier_name, is_unnamed
from engine.reading.column_types import TypedColumn
from engine.records import Role

# With fewer rows, all values differ too easily by chance.
FEWEST_ROWS = 10
NEARLY_UNIQUE = 0.95
MOSTLY_UNIQUE = 0.5
# An identifier that repeats has more values than a category called type_id.
FEWEST_ENTITIES = 5
ENTITY_SHARE = 0.05
MANY_ENTITIES = 20
HEAD_VALUES = 10_000
# Prose to learn from has more words than a name or an address.
WORDS_OF_PROSE = 6.0


@dataclass(frozen=True)
class RoleChoice:
    """A role, and why, as a sentence; without reason for an ordinary feature."""

    role: Role
    reason: str = ""


FEATURE = RoleChoice("feature")
EMPTY = RoleChoice("ignore", "It has no values, so nothing can be learned from it.")
CONSTANT = RoleChoice("ignore", "All rows have the same value, so nothing can be learned from it.")
ROW_NUMBER = RoleChoice("id", "It counts the rows, which says nothing about any of them.")
IDENTIFIER = RoleChoice(
    "id", "Its name and its values, different in nearly every row, are those of an identifier."
)
REPEATED_IDENTIFIER = RoleChoice(
    "id",
    "Its name is that of an identifier, and its values stand in several rows. If rows with the "
    "same value belong together, for example visits of one patient, choose the role group.",
)
FREE_TEXT = RoleChoice("feature", "It is free text of several words.")
MANY_LEVELS = RoleChoice("feature", "It is a category with many levels that repeat.")
CODE = RoleChoice(
    "id", "Its value is one word, different in nearly every row, as that of an identifier is."
)
NAME_LIKE = RoleChoice(
    "ignore",
    "Most rows have a value of their own, as with names, so nothing general can be learned.",
)


def choose_role(name: str, column: TypedColumn) -> RoleChoice:
    """Give the role of a column from its name and its values."""
    n_distinct, n_present = len(column.counts), column.counts.total
    if n_distinct == 0:
        return EMPTY
    if n_distinct == 1 and n_present == len(column.values):
        return CONSTANT
    if pa.types.is_integer(column.values.type) and column.type == "numeric":
        return _role_of_integers(name, column)
    # A column of numbers with a few odd cells is measured, however many values it has.
    if pa.types.is_string(column.values.type) and n_present >= 2 and not column.odd_cells:
        return _role_of_text(name, column)
    return FEATURE


def _role_of_integers(name: str, column: TypedColumn) -> RoleChoice:
    if is_unnamed(name) and _counts_rows(column):
        return ROW_NUMBER
    return _role_of_identifier(name, column) or FEATURE


def _role_of_identifier(name: str, column: TypedColumn) -> RoleChoice | None:
    """The role of a column whose name and values are those of an identifier."""
    share, n_distinct = distinct_share(column), len(column.counts)
    if is_identifier_name(name) and share >= NEARLY_UNIQUE:
        return IDENTIFIER
    are_many = n_distinct > MANY_ENTITIES or share >= ENTITY_SHARE
    if is_entity_name(name) and n_distinct >= FEWEST_ENTITIES and are_many:
        return REPEATED_IDENTIFIER
    return None


def _counts_rows(column: TypedColumn) -> bool:
    """Whether the values are n, n + 1, n + 2, ... in any order."""
    if len(column.counts) != len(column.values):
        return False
    ends = pc.min_max(column.values)
    return bool(ends["max"].as_py() - ends["min"].as_py() == len(column.values) - 1)


def _role_of_text(name: str, column: TypedColumn) -> RoleChoice:
    identifier = _role_of_identifier(name, column)
    if identifier or (column.type != "text" and distinct_share(column) < MOSTLY_UNIQUE):
        return identifier or FEATURE
    if column.counts.total < FEWEST_ROWS:
        return FEATURE
    words, share = mean_words(column.counts.values), distinct_share(column)
    if words >= WORDS_OF_PROSE:
        return FREE_TEXT
    if share < MOSTLY_UNIQUE:
        return MANY_LEVELS
    return CODE if share >= NEARLY_UNIQUE and words < 2.0 else NAME_LIKE


def distinct_share(column: TypedColumn) -> float:
    """Distinct values per filled cell, from 0 to 1."""
    return len(column.counts) / column.counts.total if column.counts.total else 0.0


def mean_words(values: Array) -> float:
    """Mean number of words of the first values."""
    head = pc.utf8_trim_whitespace(values.slice(0, HEAD_VALUES))
    n_words = pc.count_substring_regex(head, r"\s+")
    return float(pc.mean(n_words).as_py()) + 1.0
