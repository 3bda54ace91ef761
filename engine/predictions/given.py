"""New rows as a model's pipeline takes them, wherever they come from.

Nothing is decided anew: each column is read in the type and format that the column
of the same name had when the model was trained. What does not fit is missing, and
remembered with its row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd
import pyarrow as pa
from pyarrow import feather

from engine.errors import InvalidValueError
from engine.reading.arrow import Array, kind_of
from engine.reading.column_conversion import convert, to_pandas
from engine.reading.column_names import listed
from engine.reading.like_reading import column_kind, read_cells, read_like
from engine.records import Column, Dataset, Dialect, Setting, TrainedModel, ValueKind

# One answer holds all of them; more belong into several requests.
MOST_ROWS = 50_000
# Whole numbers beyond are not all floating-point numbers.
LARGEST_EXACT = 2**53

Texts = Sequence[str | None]
Row = Mapping[str, Setting]


@dataclass(frozen=True, eq=False)
class Given:
    """New rows.

    Parameters
    ----------
    features : DataFrame of shape (n, n_features)
        In the types of training.
    unfit : dict of str to sequence of str or None
        Of each column, the texts that do not fit its type, ``None`` in all other rows.
    ignored : tuple of str
        Columns that were given, but that the model does not look at.
    """

    features: pd.DataFrame
    unfit: dict[str, Texts]
    ignored: tuple[str, ...]


class Source(Protocol):
    """Where new rows come from."""

    def read(self, columns: Sequence[Column], dialect: Dialect) -> Given:
        """Give the rows with these columns, as a file of this dialect had them.

        Raises
        ------
        InvalidValueError
            If one of the columns is not there, or there are no or too many rows.
        """


@dataclass(frozen=True)
class JsonRows:
    """Rows as objects with names and values; a name that is left out is a missing value."""

    rows: Sequence[Row]

    def read(self, columns: Sequence[Column], dialect: Dialect) -> Given:
        """Give the rows; see `Source.read`."""
        check_number(len(self.rows), field="rows")
        names = tuple(dict.fromkeys(name for row in self.rows for name in row))
        _require(columns, names, field="rows")
        words = dialect.missing_words
        read = {
            one.name: _of_json([row.get(one.name) for row in self.rows], one, words)
            for one in columns
        }
        return _given(read, columns, names)


@dataclass(frozen=True)
class StoredRows:
    """All rows of another dataset, whose table is at a path."""

    path: Path
    dataset: Dataset

    def read(self, columns: Sequence[Column], dialect: Dialect) -> Given:
        """Give the rows; see `Source.read`."""
        check_number(self.dataset.n_rows, field="dataset_id")
        own = {column.name: column for column in self.dataset.columns}
        _require(columns, tuple(own), field="dataset_id")
        table = feather.read_table(str(self.path), memory_map=True)
        words = dialect.missing_words
        read = {one.name: _of_column(table[one.name], own[one.name], one, words) for one in columns}
        return _given(read, columns, tuple(own))


@dataclass(frozen=True)
class FileRows:
    """All rows of a CSV file."""

    path: Path

    def read(self, columns: Sequence[Column], dialect: Dialect) -> Given:
        """Give the rows; see `Source.read`."""
        found = read_like(self.path, dialect, columns)
        check_number(found.table.num_rows, field="file")
        read = {
            one.name: (
                to_pandas(found.table[one.name], one.type),
                found.unfit[one.name].to_pylist(),
            )
            for one in columns
        }
        return _given(read, columns, (*found.table.column_names, *found.ignored))


def can_be_asked(dataset: Dataset, model: TrainedModel) -> bool:
    """Whether a dataset, another than that of the training, has all columns of a model."""
    names = {column.name for column in dataset.columns}
    is_other = dataset.id != model.dataset_id
    return is_other and dataset.n_rows <= MOST_ROWS and names.issuperset(model.features)


def check_number(n_rows: int, *, field: str) -> None:
    """Refuse no rows, and more than one answer should hold."""
    if 1 <= n_rows <= MOST_ROWS:
        return
    raise InvalidValueError(
        f"From 1 to {MOST_ROWS:,} rows were expected, but there are {n_rows:,}.",
        field=field,
        hint="Send the rows in several parts. For many rows, the downloaded model is quicker.",
    )


def _require(columns: Sequence[Column], names: Sequence[str], *, field: str) -> None:
    known = set(names)
    lacking = [repr(column.name) for column in columns if column.name not in known]
    if lacking:
        raise InvalidValueError(
            f"The rows lack {len(lacking)} of the {len(columns)} columns that the model looks "
            f"at: {listed(lacking, ', ')}.",
            field=field,
            hint="Give the columns the names they had when the model was trained.",
        )


def _given(
    read: Mapping[str, tuple[pd.Series, Texts]], columns: Sequence[Column], names: Sequence[str]
) -> Given:
    wanted = {column.name for column in columns}
    return Given(
        features=pd.DataFrame({name: values for name, (values, _) in read.items()}),
        unfit={name: unfit for name, (_, unfit) in read.items()},
        ignored=tuple(name for name in names if name not in wanted),
    )


def _of_json(
    values: Sequence[Setting], column: Column, words: tuple[str, ...] | None
) -> tuple[pd.Series, Texts]:
    """Values as training had them: JSON's own where they are of that kind, others as text."""
    kind = column_kind(column)
    own = [value if _is_of(kind, value) else None for value in values]
    texts = [None if _is_of(kind, value) else _text(value) for value in values]
    read = read_cells(pa.chunked_array([pa.array(texts, pa.string())]), column, words)
    found = to_pandas(read.values, column.type)
    if any(value is not None for value in own):
        given = _typed(pa.chunked_array([pa.array(own)]), column)
        found = found.where(pd.Series([value is None for value in own]), given)
    return found, read.unfit.to_pylist()


def _is_of(kind: ValueKind, value: Setting) -> bool:
    if kind == "truth":
        return isinstance(value, bool)
    if kind != "number" or isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) if isinstance(value, float) else abs(value) <= LARGEST_EXACT


def _text(value: Setting) -> str | None:
    """A value as a file would have it; an empty text is a missing value as there."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return text if text.strip() else None


def _of_column(
    values: Array, own: Column, column: Column, words: tuple[str, ...] | None
) -> tuple[pd.Series, Texts]:
    """Values of a dataset's column as those of the training column of the same name."""
    natural = convert(values, own.type, name=own.name, written=own.format)
    if kind_of(natural.type) == column_kind(column) != "text":
        return _typed(natural, column), [None] * len(natural)
    read = read_cells(convert(natural, "text", name=own.name, written=own.format), column, words)
    return to_pandas(read.values, column.type), read.unfit.to_pylist()


def _typed(natural: Array, column: Column) -> pd.Series:
    """Values of the right kind; a boolean column may have a third level in new rows."""
    if column.type in {"text", "categorical"}:
        natural = convert(natural, column.type, name=column.name, written=column.format)
    return to_pandas(natural, column.type)
