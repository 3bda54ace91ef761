"""Datasets of a workspace: taken in, looked at, changed, loaded for training.

A CSV file is read once. What is kept is the file itself, the table as an Arrow
file, and a record of everything that was found out; nothing later reads the CSV
again, and only the columns asked for are loaded.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import pandas as pd
import pyarrow as pa
from pyarrow import feather

from engine.audit import with_target
from engine.errors import NotFoundError
from engine.limits import check_range, check_split
from engine.reading.arrow import Array, Table
from engine.reading.column_changes import ColumnChange, changed
from engine.reading.column_conversion import convert, to_pandas
from engine.reading.column_names import require_column
from engine.reading.table_reading import read_table, write_table
from engine.reading.uploads import file_name, receive
from engine.records import Column, Dataset, Preparation, Record, Setting, new_id
from engine.samples import SAMPLES, Sample
from engine.store import Store

__all__ = [
    "Column",
    "ColumnChange",
    "Dataset",
    "DatasetManager",
    "Preparation",
    "Preview",
    "load_table",
]

KIND = "datasets"
LIMIT_BYTES = 100 * 1024**2
MOST_PREVIEW_ROWS = 1000


class Preview(Record):
    """The first rows of a dataset as JSON values; moments are ISO 8601 text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Setting, ...], ...]
    n_rows: int


class DatasetManager:
    """The datasets of one workspace.

    Parameters
    ----------
    store : Store
        Where they are kept.
    workspace : str
        Whose they are; those of others do not exist here.
    limit_bytes : int
        Size of the largest file that is accepted.
    """

    def __init__(self, store: Store, workspace: str, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._store = store
        self._workspace = workspace
        self._limit_bytes = limit_bytes

    def add(self, stream: BinaryIO, *, name: str) -> Dataset:
        """Take in a CSV file: read, type and keep it; on any error nothing is kept.

        Parameters
        ----------
        stream : binary file
            The content, read in pieces.
        name : str
            What the file is called; only shown, never used as a path.

        Raises
        ------
        TooLargeError
            If it is larger than the limit.
        NotACsvError, UnreadableFileError
            If it is something else, or cannot be read whole.
        StorageFullError
            If the disk is full.
        """
        return self._take_in(stream, file_name(name), limit_bytes=self._limit_bytes)

    def add_sample(self, name: str) -> Dataset:
        """Take in a bundled sample; its target and task type are set.

        Raises
        ------
        NotFoundError
            If there is no sample with this key; the message lists those there are.
        """
        sample = next((sample for sample in SAMPLES if sample.key == name), None)
        if sample is None:
            raise _no_sample(name)
        content = sample.csv()
        return self._take_in(
            io.BytesIO(content),
            sample.name,
            limit_bytes=len(content),
            finish=lambda dataset: _as_sample(dataset, sample),
        )

    def get(self, dataset_id: str) -> Dataset:
        """One dataset; `NotFoundError` if there is none with this id."""
        return self._store.datasets.get(self._workspace, dataset_id)

    def delete(self, dataset_id: str) -> None:
        """Delete a dataset with all that is kept of it."""
        self._store.datasets.delete(self._workspace, dataset_id)

    def preview(self, dataset_id: str, *, rows: int = 50) -> Preview:
        """Give the first rows; only those are read.

        Raises
        ------
        InvalidValueError
            If `rows` is not from 1 to 1,000.
        """
        check_range("rows", rows, (1, MOST_PREVIEW_ROWS))
        dataset = self.get(dataset_id)
        table = _first_rows(self._store, dataset, rows)
        columns = [[_as_json(value) for value in column.to_pylist()] for column in table.columns]
        return Preview(
            columns=tuple(table.column_names),
            rows=tuple(zip(*columns, strict=True)),
            n_rows=dataset.n_rows,
        )

    def change_columns(self, dataset_id: str, changes: Sequence[ColumnChange]) -> Dataset:
        """Change types and roles: all of these changes, or none if one cannot work.

        Raises
        ------
        InvalidValueError
            If a change does not fit the data; `field` names the column.
        """
        dataset = self.get(dataset_id)
        for change in changes:
            dataset = changed(dataset, change, lambda name: _read(self._store, dataset_id, name))
        self._store.datasets.replace(self._workspace, dataset)
        return dataset

    def change_preparation(self, dataset_id: str, preparation: Preparation) -> Dataset:
        """Change how a dataset is split and judged.

        Raises
        ------
        InvalidValueError
            If a value is out of its range, which the message names.
        """
        check_split(
            test_size=preparation.test_size,
            cv_folds=preparation.cv_folds,
            random_seed=preparation.random_seed,
        )
        dataset = self.get(dataset_id).model_copy(update={"preparation": preparation})
        self._store.datasets.replace(self._workspace, dataset)
        return dataset

    def list(self) -> list[Dataset]:
        """All datasets, newest first."""
        return self._store.datasets.all(self._workspace)

    def _take_in(
        self,
        stream: BinaryIO,
        name: str,
        *,
        limit_bytes: int,
        finish: Callable[[Dataset], Dataset] = lambda dataset: dataset,
    ) -> Dataset:
        dataset_id = new_id()
        try:
            dataset = finish(self._read_in(stream, dataset_id, name, limit_bytes))
            self._store.datasets.add(self._workspace, dataset)
        except BaseException:
            for ending in ("csv", "arrow"):
                self._store.delete_blob(KIND, f"{dataset_id}.{ending}")
            raise
        return dataset

    def _read_in(self, stream: BinaryIO, dataset_id: str, name: str, limit_bytes: int) -> Dataset:
        """Keep the file and its table, and describe them."""
        with (
            self._store.new_blob(KIND, f"{dataset_id}.csv") as csv_path,
            self._store.new_blob(KIND, f"{dataset_id}.arrow") as table_path,
        ):
            received = receive(stream, csv_path, limit_bytes=limit_bytes)
            read = read_table(csv_path)
            write_table(read.table, table_path)
        return Dataset(
            id=dataset_id,
            name=name,
            size_bytes=received.size_bytes,
            sha256=received.sha256,
            n_rows=read.table.num_rows,
            n_columns=read.table.num_columns,
            columns=read.columns,
            dialect=read.dialect,
            findings=read.findings,
        )


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
    all_columns = {column.name: column for column in dataset.columns}
    known = {
        name: all_columns.get(name) or require_column(dataset, name, field="columns")
        for name in columns
    }
    table = feather.read_table(str(_path(store, dataset.id)), columns=list(known), memory_map=True)
    series = {
        name: to_pandas(convert(table[name], column.type, name=name), column.type)
        for name, column in known.items()
    }
    return pd.DataFrame(series, index=pd.RangeIndex(dataset.n_rows))


def _read(store: Store, dataset_id: str, name: str) -> Array:
    return feather.read_table(str(_path(store, dataset_id)), columns=[name])[name]


def _path(store: Store, dataset_id: str) -> Path:
    return store.blob(KIND, f"{dataset_id}.arrow")


def _first_rows(store: Store, dataset: Dataset, rows: int) -> Table:
    """Read as many batches of the Arrow file as hold the first rows."""
    with pa.memory_map(str(_path(store, dataset.id))) as file:
        reader = pa.ipc.open_file(file)
        batches, n_read = [], 0
        for position in range(reader.num_record_batches):
            batches.append(reader.get_batch(position).slice(0, rows - n_read))
            n_read += batches[-1].num_rows
            if n_read >= rows:
                break
        return pa.Table.from_batches(batches, schema=reader.schema)


def _as_json(value: Setting | datetime) -> Setting:
    return value.isoformat() if isinstance(value, datetime) else value


def _as_sample(dataset: Dataset, sample: Sample) -> Dataset:
    """Give a sample its target and task type, so that nothing is left to choose."""
    if sample.target is not None:
        dataset = with_target(dataset, sample.target)
    preparation = dataset.preparation.model_copy(update={"task_type": sample.task_type})
    return dataset.model_copy(update={"preparation": preparation})


def _no_sample(name: str) -> NotFoundError:
    keys = ", ".join(sample.key for sample in SAMPLES)
    return NotFoundError(
        f"There is no sample {name!r}. There are: {keys}.", field="name", hint="Choose one of them."
    )
