"""The only package that touches disk or database: records and blobs.

Records live in a database (SQLite by default, PostgreSQL by its URL), blobs in
a directory. Every look-up goes through a workspace; an unknown id and somebody
else's id get the same answer.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from engine.records import Dataset, TrainedModel
from engine.store.blobs import Blobs
from engine.store.database import Database
from engine.store.openings import Opening, Openings
from engine.store.sessions import ActiveSession, Sessions
from engine.store.sharing import Claim, Owner, Sharing
from engine.store.shelf import Kind, Shelf
from engine.store.tables import DatasetRow, ModelRow

__all__ = [
    "ActiveSession",
    "Claim",
    "Opening",
    "Openings",
    "Owner",
    "Sessions",
    "Sharing",
    "Shelf",
    "Store",
]

DATASETS = Kind("dataset", DatasetRow, Dataset)
MODELS = Kind("model", ModelRow, TrainedModel)


class Store:
    """Records and blobs under one directory.

    Parameters
    ----------
    data_dir : Path
        Directory for the blobs and, without `database_url`, the SQLite file.
        Created when missing.
    database_url : str, optional
        SQLAlchemy URL of another database.

    Attributes
    ----------
    datasets : Shelf of Dataset
        Deleting one or reading its file again is a `WrongStateError` while a run
        reads it; models that were trained on it stay.
    models : Shelf of TrainedModel
    openings : Openings
        Which models' held-out scores were looked at.
    sessions : Sessions
    sharing : Sharing
        Which processes work on what of a session.
    """

    def __init__(self, data_dir: Path, database_url: str | None = None) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.data_dir = data_dir
        self._database = Database(database_url, data_dir / "platform.sqlite")
        self._blobs = Blobs(data_dir / "blobs")
        self.sessions = Sessions(self._database)
        self.sharing = Sharing(self._database)
        check_unused = self.sessions.check_unused
        self.datasets = Shelf(self._database, self._blobs, DATASETS, check_unused)
        self.models = Shelf(self._database, self._blobs, MODELS)
        self.openings = Openings(self._database)

    def close(self) -> None:
        """Close all connections to the database."""
        self._database.close()

    def blob(self, kind: str, name: str) -> Path:
        """Where a blob is; `NotFoundError` if it is not there."""
        return self._blobs.path(kind, name)

    def new_blob(self, kind: str, name: str) -> AbstractContextManager[Path]:
        """Give a path to write to; the blob appears whole when the block ends well."""
        return self._blobs.new(kind, name)

    def scratch(self, kind: str) -> AbstractContextManager[Path]:
        """Give a path for a file that is gone when the block ends."""
        return self._blobs.scratch(kind)

    def delete_blob(self, kind: str, name: str) -> None:
        """Delete a blob; one that is not there is no error."""
        self._blobs.delete(kind, name)

    def sweep(self) -> int:
        """Delete what interrupted writes left behind, and return how many of them."""
        for shelf in (self.datasets, self.models):
            shelf.sweep()
        return self._blobs.sweep()
