"""When the held-out score of a model was first looked at; noted once, whoever looks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine.records import now
from engine.store.database import Database
from engine.store.tables import OpeningRow


@dataclass(frozen=True)
class Opening:
    """When a model was opened, and a digest of the rows that were held out for it."""

    opened_at: datetime
    rows: str


class Openings:
    """The table of openings.

    Parameters
    ----------
    database : Database
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, workspace: str, model_id: str, rows: str) -> None:
        """Note that a model is opened now, unless it was before."""
        with self._database.read() as transaction:
            # Most look at what was opened before, and need not wait for those who write.
            if transaction.get(OpeningRow, model_id) is not None:
                return
        row = OpeningRow(
            model_id=model_id, workspace=workspace, rows=rows, opened_at=now().isoformat()
        )
        # SQLite lets one process write at a time. In other databases two may both find
        # nothing, and the key refuses the second.
        with suppress(IntegrityError), self._database.write() as transaction:
            if transaction.get(OpeningRow, model_id) is None:
                transaction.add(row)

    def all(self, workspace: str) -> dict[str, Opening]:
        """All openings of a workspace by the id of the model, also of deleted models."""
        query = select(OpeningRow).where(OpeningRow.workspace == workspace)
        with self._database.read() as transaction:
            return {
                row.model_id: Opening(datetime.fromisoformat(row.opened_at), row.rows)
                for row in transaction.scalars(query)
            }
