"""Datasets of a workspace: taken in, looked at, changed, loaded for training.

A CSV file is read once. What is kept is the file itself, the table as an Arrow
file, and a record of everything that was found out; nothing later reads the CSV
again, and only the columns asked for are loaded.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO

from engine.errors import NotFoundError
from engine.limits import check_range, check_split
from engine.reading.column_changes import ColumnChange, changed
from engine.reading.file_reading import Read, ReadFile, read_file
from engine.reading.first_look import ROWS, FirstLook, first_look, look_at_bytes
from engine.reading.uploads import file_name, receive
from engine.records import (
    Column,
    Dataset,
    DialectChoices,
    Preparation,
    new_id,
)
from engine.rereading import read_anew
from engine.row_pages import RowPage, RowsRequest, Sort, read_rows
from engine.samples import SAMPLES, Sample
from engine.store import Store
from engine.stored_tables import KIND, load_table, read_column, table_name
from engine.targets import with_target

__all__ = [
    "Column",
    "ColumnChange",
    "Dataset",
    "DatasetManager",
    "Preparation",
    "load_table",
]

LIMIT_BYTES = 100 * 1024**2
MOST_PREVIEW_ROWS = 1000
SHOWN_CHARACTERS = 200


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
    read : callable
        Reads a file and writes its table; in this process unless given.
    """

    def __init__(
        self,
        store: Store,
        workspace: str,
        *,
        limit_bytes: int = LIMIT_BYTES,
        read: Read = read_file,
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._limit_bytes = limit_bytes
        self._read = read

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

    def preview(
        self,
        dataset_id: str,
        *,
        rows: int = 50,
        start: int = 0,
        sort: str | None = None,
        descending: bool = False,
    ) -> RowPage:
        """Give some rows, by default the first ones; only those are read.

        Parameters
        ----------
        sort : str, optional
            The column to sort by, missing values last; otherwise as in the file.

        Raises
        ------
        InvalidValueError
            If `rows` is not from 1 to 1,000, or there is no such column or row.
        """
        check_range("rows", rows, (1, MOST_PREVIEW_ROWS))
        order = () if sort is None else (Sort(column=sort, descending=descending),)
        request = RowsRequest(start=start, end=start + rows, sort=order)
        return read_rows(self._store, self.get(dataset_id), request)

    def rows(self, dataset_id: str, request: RowsRequest) -> RowPage:
        """Give a page of rows to look at, sorted and filtered; long texts are cut.

        Raises
        ------
        InvalidValueError
            If there is no such column, or a condition does not fit it.
        """
        return read_rows(self._store, self.get(dataset_id), request, longest=SHOWN_CHARACTERS)

    def look(self, dataset_id: str, choices: DialectChoices, *, rows: int = ROWS) -> FirstLook:
        """Show what these choices would make of a dataset's file; nothing is kept."""
        path = self._store.blob(KIND, f"{self.get(dataset_id).id}.csv")
        return first_look(path, choices, rows=rows)

    def look_at_bytes(self, head: bytes, choices: DialectChoices, *, rows: int = ROWS) -> FirstLook:
        """Show how a file that is still on its way will be read, by its first bytes."""
        return look_at_bytes(head, choices, rows=rows)

    def read_again(self, dataset_id: str, choices: DialectChoices) -> Dataset:
        """Read a dataset's file in another way; on any error it stays as it was.

        Roles and preparation are kept where the columns are the same.

        Raises
        ------
        WrongStateError
            While a run reads the dataset.
        InvalidValueError
            If a choice cannot be.
        UnreadableFileError
            If the file cannot be read whole in this way.
        """
        self._store.datasets.require_unused(self._workspace, dataset_id)
        before, reading = self.get(dataset_id), new_id()
        try:
            read = self._read_stored(dataset_id, reading, choices)
            after = self._store.datasets.change(
                self._workspace,
                dataset_id,
                lambda dataset: read_anew(dataset, read, before.reading, reading),
                unused=True,
            )
        except BaseException:
            self._store.delete_blob(KIND, table_name(dataset_id, reading))
            raise
        self._store.delete_blob(KIND, table_name(dataset_id, before.reading))
        return after

    def change_columns(self, dataset_id: str, changes: Sequence[ColumnChange]) -> Dataset:
        """Change types and roles: all of these changes, or none if one cannot work.

        Raises
        ------
        InvalidValueError
            If a change does not fit the data; `field` names the column.
        """

        def change(dataset: Dataset) -> Dataset:
            for one in changes:
                dataset = changed(dataset, one, partial(read_column, self._store, dataset))
            return dataset

        return self._store.datasets.change(self._workspace, dataset_id, change)

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
            cv_repeats=preparation.cv_repeats,
            random_seed=preparation.random_seed,
        )
        change = {"preparation": preparation}
        return self._store.datasets.change(
            self._workspace, dataset_id, lambda dataset: dataset.model_copy(update=change)
        )

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
            self._store.delete_blob(KIND, f"{dataset_id}.csv")
            self._store.delete_blob(KIND, table_name(dataset_id))
            raise
        return dataset

    def _read_in(self, stream: BinaryIO, dataset_id: str, name: str, limit_bytes: int) -> Dataset:
        """Keep the file and its table, and describe them."""
        with (
            self._store.new_blob(KIND, f"{dataset_id}.csv") as csv_path,
            self._store.new_blob(KIND, table_name(dataset_id)) as table_path,
        ):
            received = receive(stream, csv_path, limit_bytes=limit_bytes)
            read = self._read(csv_path, table_path, DialectChoices())
        return Dataset(
            id=dataset_id,
            name=name,
            size_bytes=received.size_bytes,
            sha256=received.sha256,
            **dict(read),
        )

    def _read_stored(self, dataset_id: str, reading: str, choices: DialectChoices) -> ReadFile:
        csv_path = self._store.blob(KIND, f"{dataset_id}.csv")
        with self._store.new_blob(KIND, table_name(dataset_id, reading)) as table_path:
            return self._read(csv_path, table_path, choices)


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
