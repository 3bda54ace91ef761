"""The only package that touches disk or database: records and blobs.

Records live in a database (SQLite by default, PostgreSQL by its URL), blobs in
a directory. Every look-up goes through a workspace; an unknown id and somebody
else's id get the same answer.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFoundError, WrongStateError
from engine.records import Dataset, TrainedModel
from engine.store.blobs import Blobs
from engine.store.database import Database
from engine.store.sessions import ActiveSession, Owner, Sessions
from engine.store.tables import DatasetRow, ModelRow

__all__ = ["ActiveSession", "Owner", "Sessions", "Store"]

RowT = TypeVar("RowT", DatasetRow, ModelRow)


class Store:
    """Records and blobs under one directory.

    Parameters
    ----------
    data_dir : Path
        Directory for the blobs and, without `database_url`, the SQLite file.
        Created when missing.
    database_url : str, optional
        SQLAlchemy URL of another database.
    """

    def __init__(self, data_dir: Path, database_url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self._database = Database(database_url, data_dir / "platform.sqlite")
        self._blobs = Blobs(data_dir / "blobs")
        self.sessions = Sessions(self._database)

    def close(self) -> None:
        """Close all connections to the database."""
        self._database.close()

    # Datasets

    def add_dataset(self, workspace: str, dataset: Dataset) -> None:
        """Store a new dataset's record."""
        with self._database.write() as transaction:
            transaction.add(
                DatasetRow(
                    id=dataset.id,
                    workspace=workspace,
                    created_at=dataset.created_at.isoformat(),
                    body=dataset.model_dump(mode="json"),
                )
            )

    def dataset(self, workspace: str, dataset_id: str) -> Dataset:
        """One dataset of a workspace."""
        with self._database.read() as transaction:
            row = _find(transaction, DatasetRow, workspace, dataset_id)
            return Dataset.model_validate(row.body)

    def datasets(self, workspace: str) -> list[Dataset]:
        """All datasets of a workspace, newest first."""
        with self._database.read() as transaction:
            rows = _all(transaction, DatasetRow, workspace)
            return [Dataset.model_validate(row.body) for row in rows]

    def replace_dataset(self, workspace: str, dataset: Dataset) -> None:
        """Store a changed record in place of the old one."""
        with self._database.write() as transaction:
            row = _find(transaction, DatasetRow, workspace, dataset.id)
            row.body = dataset.model_dump(mode="json")

    def delete_dataset(self, workspace: str, dataset_id: str) -> None:
        """Delete a dataset's record and blobs; models trained on it stay.

        Raises
        ------
        WrongStateError
            While a run reads it.
        """
        with self._database.write() as transaction:
            row = _find(transaction, DatasetRow, workspace, dataset_id)
            if self.sessions.uses(transaction, dataset_id):
                raise WrongStateError(
                    "A run is still reading this dataset, so it cannot be deleted now.",
                    field="dataset_id",
                    hint="Stop the run or wait until it has finished.",
                )
            transaction.delete(row)
        for ending in ("csv", "arrow"):
            self._blobs.delete("datasets", f"{dataset_id}.{ending}")

    # Models

    def add_model(self, workspace: str, model: TrainedModel) -> None:
        """Store a new model's record."""
        with self._database.write() as transaction:
            transaction.add(
                ModelRow(
                    id=model.id,
                    workspace=workspace,
                    created_at=model.created_at.isoformat(),
                    body=model.model_dump(mode="json"),
                )
            )

    def model(self, workspace: str, model_id: str) -> TrainedModel:
        """One model of a workspace."""
        with self._database.read() as transaction:
            row = _find(transaction, ModelRow, workspace, model_id)
            return TrainedModel.model_validate(row.body)

    def models(self, workspace: str) -> list[TrainedModel]:
        """All models of a workspace, newest first."""
        with self._database.read() as transaction:
            rows = _all(transaction, ModelRow, workspace)
            return [TrainedModel.model_validate(row.body) for row in rows]

    def delete_model(self, workspace: str, model_id: str) -> None:
        """Delete a model's record and blobs."""
        with self._database.write() as transaction:
            transaction.delete(_find(transaction, ModelRow, workspace, model_id))
        for ending in ("pkl", "arrow"):
            self._blobs.delete("models", f"{model_id}.{ending}")

    # Blobs

    def blob(self, kind: str, name: str) -> Path:
        """Where a blob is; `NotFoundError` if it is not there."""
        return self._blobs.path(kind, name)

    def new_blob(self, kind: str, name: str) -> AbstractContextManager[Path]:
        """Give a path to write to; the blob appears whole when the block ends well."""
        return self._blobs.new(kind, name)

    def delete_blob(self, kind: str, name: str) -> None:
        """Delete a blob; one that is not there is no error."""
        self._blobs.delete(kind, name)

    def sweep(self) -> int:
        """Delete what interrupted writes left behind, and return how many files."""
        return self._blobs.sweep()


_NOUNS = {DatasetRow: ("dataset", "dataset_id"), ModelRow: ("model", "model_id")}


def _find(transaction: Session, table: type[RowT], workspace: str, row_id: str) -> RowT:
    row = transaction.get(table, row_id)
    if row is None or row.workspace != workspace:
        noun, field = _NOUNS[table]
        raise NotFoundError(
            f"There is no {noun} {row_id!r}.",
            field=field,
            hint="It was deleted, or the address was copied incompletely.",
        )
    return row


def _all(transaction: Session, table: type[RowT], workspace: str) -> list[RowT]:
    query = select(table).where(table.workspace == workspace).order_by(table.created_at.desc())
    return list(transaction.scalars(query))
