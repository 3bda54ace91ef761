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

# A record follows its files within seconds.
UNDER_WAY_SECONDS = 3600.0

RecordT = TypeVar("RecordT", bound=Stored)
CheckUnused = Callable[[Session, str], None]


@dataclass(frozen=True)
class Kind(Generic[RecordT]):
    """A kind of record.

    Parameters
    ----------
    noun : str
        What one of them is called; its files are blobs of the kind ``noun + "s"``
        whose names begin with its id and a dot.
    row : type of Row
        The table.
    record : type of Stored
        What a row's body is.
    """

    noun: str
    row: type[Row]
    record: type[RecordT]


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

    def change(
        self,
        workspace: str,
        record_id: str,
        change: Callable[[RecordT], RecordT],
        *,
        unused: bool = False,
    ) -> RecordT:
        """Store what `change` makes of a record, and give it; nobody else can come between.

        With `unused`, a record that must stay as it is raises `WrongStateError`.
        """
        with self._database.write() as transaction:
            row = self._find(transaction, workspace, record_id)
            if unused:
                self._check_unused(transaction, record_id)
            record = change(self._kind.record.model_validate(row.body))
            row.body = record.model_dump(mode="json")
        return record

    def require_unused(self, workspace: str, record_id: str) -> None:
        """Raise what `delete` would raise, and change nothing."""
        with self._database.read() as transaction:
            self._find(transaction, workspace, record_id)
            self._check_unused(transaction, record_id)

    def delete(self, workspace: str, record_id: str) -> None:
        """Delete a record, then its files: a record without files would be offered in vain."""
        with self._database.write() as transaction:
            row = self._find(transaction, workspace, record_id)
            self._check_unused(transaction, record_id)
            transaction.delete(row)
        self._blobs.delete_all(f"{self._kind.noun}s", record_id)

    def sweep(self) -> None:
        """Delete files that belong to no record, because the program ended between the two."""
        kind = f"{self._kind.noun}s"
        with self._database.read() as transaction:
            known = set(transaction.scalars(select(self._kind.row.id)))
        for record_id in self._blobs.record_ids(kind, older_than=UNDER_WAY_SECONDS) - known:
            self._blobs.delete_all(kind, record_id)

    def _find(self, transaction: Session, workspace: str, record_id: str) -> Row:
        row = transaction.get(self._kind.row, record_id)
        if row is None or row.workspace != workspace:
            raise NotFoundError(
                f"There is no {self._kind.noun} {record_id!r}.",
                field=f"{self._kind.noun}_id",
                hint="It was deleted, or the address was copied incompletely.",
            )
        return row
