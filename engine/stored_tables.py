"""The tables of datasets as they are kept: where they are, and columns or rows of them.

A table is an Arrow file that is not compressed, so that it can be used where it
lies on the disk: only the columns and rows that are asked for are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from pyarrow import feather

from engine.reading.arrow import Array, Table
from engine.reading.column_conversion import convert, to_pandas
from engine.reading.column_names import require_column
from engine.records import Column, Dataset
from engine.store import Store

KIND = "datasets"


def table_name(dataset_id: str, reading: str = "") -> str:
    """Name of the blob that holds a dataset's table.

    Each reading of a file has a name of its own: the record that names it and the
    table change in one step, whatever ends the program between.
    """
    return f"{dataset_id}.{reading}.arrow" if reading else f"{dataset_id}.arrow"


def table_path(store: Store, dataset: Dataset) -> Path:
    """Where a dataset's table is; `NotFoundError` if it is not there."""
    return store.blob(KIND, table_name(dataset.id, dataset.reading))


def stored_table(store: Store, dataset: Dataset) -> Table:
    """Give a dataset's table; its values stay on the disk until they are used.

    Take columns from it. Arrow would copy those into memory that are named to it
    when it opens the file.
    """
    return _opened(table_path(store, dataset))


def _opened(path: Path) -> Table:
    return feather.read_table(str(path), memory_map=True)


def read_column(store: Store, dataset: Dataset, name: str) -> Array:
    """Natural values of one column."""
    return stored_table(store, dataset)[name]


def load_table(store: Store, dataset: Dataset, columns: Sequence[str]) -> pd.DataFrame:
    """Load columns of a dataset, and only these, as training wants them.

    Returns
    -------
    pandas.DataFrame
        One column for each name, in this order: ``numeric`` as float64 with
        NaN, ``datetime`` as datetime64[us] with NaT, ``text`` as str with None;
        ``boolean`` and ``categorical`` as the values that `pandas.read_csv`
        would give (bool, int, float or str), with None or NaN.

    Raises
    ------
    InvalidValueError
        If there is no such column.
    """
    return load_columns(table_path(store, dataset), dataset, columns)


def load_columns(path: Path, dataset: Dataset, columns: Sequence[str]) -> pd.DataFrame:
    """Do what `load_table` does, with the table at this path."""
    all_columns = {column.name: column for column in dataset.columns}
    known = {
        name: all_columns.get(name) or require_column(dataset, name, field="columns")
        for name in columns
    }
    table = _opened(path)
    series = {name: _series(table[name], column) for name, column in known.items()}
    return pd.DataFrame(series, index=pd.RangeIndex(dataset.n_rows))


def _series(values: Array, column: Column) -> pd.Series:
    natural = convert(values, column.type, name=column.name, written=column.format)
    return to_pandas(natural, column.type)
