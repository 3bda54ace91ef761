"""Records of one kind with the files that belong to them: datasets, and models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.errors import NotFoundError
from engine.records import Stored
from engine.store.blobs import Blobs
from engine.store.database import Database
from engine.store.tables import Row

RecordT = TypeVar("RecordT", bound=Stored)
CheckUnused = Callable[[Session, str], None]


@dataclass(frozen=True)
class Kind(Generic[RecordT]):
    """A kind of record.

    Parameters
    ----------
    noun : str
        What one of them is called; its files are blobs of the kind ``noun + "s"``.
    row : type of Row
        The table.
    record : type of Stored
        What a row's body is.
    endings : tuple of str
        Endings of the files of each record, without the dot.
    """

    noun: str
    row: type[Row]
    record: type[RecordT]
    endings: tuple[str, ...]


class Shelf(Generic[RecordT]):
    """All records of one kind.

    Parameters
    ----------
    database : Database
    blobs : Blobs
    kind : Kind
    check_unused : callable, optional
        Raises, inside the transaction, if the record of this id must stay.
    """

    def __init__(
        self,
        database: Database,
        blobs: Blobs,
        kind: Kind[RecordT],
        check_unused: CheckUnused = lambda _transaction, _id: None,
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._kind = kind
        self._check_unused = check_unused

    def add(self, workspace: str, record: RecordT) -> None:
        """Store a new record."""
        row = self._kind.row(
            id=record.id,
            workspace=workspace,
            created_at=record.created_at.isoformat(),
            body=record.model_dump(mode="json"),
        )
        with self._database.write() as transaction:
            transaction.add(row)

    def get(self, workspace: str, record_id: str) -> RecordT:
        """One record; unknown and somebody else's give the same `NotFoundError`."""
        with self._database.read() as transaction:
            return self._kind.record.model_validate(
                self._find(transaction, workspace, record_id).body
            )

    def all(self, workspace: str) -> list[RecordT]:
        """All records of a workspace, newest first."""
        query = select(self._kind.row.body).where(self._kind.row.workspace == workspace)
        with self._database.read() as transaction:
            bodies = transaction.scalars(query.order_by(self._kind.row.created_at.desc()))
            return [self._kind.record.model_validate(body) for body in bodies]

    def replace(self, workspace: str, record: RecordT) -> None:
        """Store a changed record in place of the old one."""
        with self._database.write() as transaction:
            row = self._find(transaction, workspace, record.id)
            row.body = record.model_dump(mode="json")

    def delete(self, workspace: str, record_id: str) -> None:
        """Delete a record, then its files: a record without files would be offered in vain."""
        with self._database.write() as transaction:
            row = self._find(transaction, workspace, record_id)
            self._check_unused(transaction, record_id)
            transaction.delete(row)
        for ending in self._kind.endings:
            self._blobs.delete(f"{self._kind.noun}s", f"{record_id}.{ending}")

    def _find(self, transaction: Session, workspace: str, record_id: str) -> Row:
        row = transaction.get(self._kind.row, record_id)
        if row is None or row.workspace != workspace:
            raise NotFoundError(
                f"There is no {self._kind.noun} {record_id!r}.",
                field=f"{self._kind.noun}_id",
                hint="It was deleted, or the address was copied incompletely.",
            )
        return row
