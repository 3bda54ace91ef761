"""What recipes are made of: transformers with sentences, and groups of columns that share them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer

from engine.records import Column, ColumnType


@dataclass(frozen=True)
class Part:
    """One transformer: its name in the pipeline, how it is made, and sentences for people."""

    name: str
    make: Callable[[], Any]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Columns that share their transformers.

    A single name instead of a list makes the `ColumnTransformer` hand over a
    Series instead of a table, as vectorizers and skrub's encoders need.
    """

    name: str
    type: ColumnType
    columns: list[str] | str
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (self.columns,) if isinstance(self.columns, str) else tuple(self.columns)

    @property
    def words(self) -> tuple[str, ...]:
        """What is done, in sentences."""
        return tuple(sentence for part in self.parts for sentence in part.words)

    def transformer(self) -> Pipeline:
        """The parts as one unfitted transformer."""
        return chain(self.parts)


def chain(parts: Sequence[Part]) -> Pipeline:
    """Parts one after the other, unfitted."""
    return Pipeline([(part.name, part.make()) for part in parts])


def of_type(columns: Sequence[Column], kind: ColumnType) -> list[Column]:
    """The columns of one type."""
    return [column for column in columns if column.type == kind]


def single_groups(
    kind: ColumnType, columns: Sequence[Column], recipe: Callable[[Column], tuple[Part, ...]]
) -> Iterator[Group]:
    """A group for each column of a type."""
    # Numbered, since scikit-learn allows no double underscore here, but column names have them.
    for position, column in enumerate(of_type(columns, kind), start=1):
        yield Group(f"{kind}_{position}", kind, column.name, recipe(column))


def to_objects(function: Callable[..., Any], *, missing: object) -> FunctionTransformer:
    """Give a table or a Series as an array of Python values, with one kind of missing."""
    return FunctionTransformer(
        function, kw_args={"dtype": object, "na_value": missing}, feature_names_out="one-to-one"
    )
