"""Who works on which algorithm of a session, where several processes share it.

The owner of a session writes its body. Each other process has a place, claims
one algorithm after the other, and writes what comes of it beside its claim; a
session that is read or ended gets all of that put together.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engine.contributions import with_contributions
from engine.records import Contribution, TrainingSession
from engine.store.database import Database
from engine.store.tables import ClaimRow, JoinedRow, SessionRow

OWNERS_PLACE = 0


@dataclass(frozen=True)
class Owner:
    """A process that works on a session. `created` tells a reused pid from the real one."""

    host: str
    pid: int
    created: float


@dataclass(frozen=True)
class Claim:
    """What the process at a place does; `owner` is ``None`` if it has left the place."""

    place: int
    contribution: Contribution
    owner: Owner | None


class Sharing:
    """The tables of places and claims.

    Parameters
    ----------
    database : Database
        Where the tables are.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(self, session_id: str, owner: Owner, *, places: int) -> int | None:
        """Take a free place beside the owner of a session that runs.

        Parameters
        ----------
        places : int
            How many there are; they are numbered from 1.

        Returns
        -------
        int or None
            ``None`` if all are taken, or the session is not running.
        """
        with self._database.write() as transaction:
            row = transaction.get(SessionRow, session_id, with_for_update=True)
            if row is None or row.status != "running":
                return None
            taken = {one.place for one in transaction.scalars(_joined(session_id))}
            free = [place for place in range(1, places + 1) if place not in taken]
            if not free:
                return None
            transaction.add(_joined_row(session_id, free[0], owner))
            return free[0]

    def leave(self, session_id: str, place: int) -> None:
        """Leave a place, and what was claimed there and is not done."""
        with self._database.write() as transaction:
            for row in transaction.scalars(_claims(session_id)):
                if row.place == place and not _contribution(row).is_done:
                    transaction.delete(row)
            transaction.execute(delete(JoinedRow).where(JoinedRow.id == f"{session_id}:{place}"))

    def claim(self, session_id: str, place: int, algorithm: str) -> bool:
        """Claim an algorithm; ``False`` if somebody else has it, or the session has ended."""
        try:
            with self._database.write() as transaction:
                row = transaction.get(SessionRow, session_id)
                if row is None or row.status != "running":
                    return False
                transaction.add(_claim_row(session_id, place, algorithm))
        except IntegrityError:
            return False
        return True

    def take_over(self, session_id: str, claim: Claim) -> bool:
        """Claim for the owner what another process left undone; once."""
        change = update(ClaimRow).where(
            ClaimRow.id == f"{session_id}:{claim.contribution.algorithm}",
            ClaimRow.place == claim.place,
        )
        undone = Contribution(algorithm=claim.contribution.algorithm).model_dump(mode="json")
        with self._database.write() as transaction:
            done = transaction.execute(change.values(place=OWNERS_PLACE, body=undone))
            return bool(done.rowcount)  # type: ignore[attr-defined]  # an update counts its rows

    def tell(self, session_id: str, place: int, contribution: Contribution) -> bool:
        """Write what came of a claim so far; ``False`` if it is not the claim of this place."""
        change = update(ClaimRow).where(
            ClaimRow.id == f"{session_id}:{contribution.algorithm}", ClaimRow.place == place
        )
        with self._database.write() as transaction:
            done = transaction.execute(change.values(body=contribution.model_dump(mode="json")))
            return bool(done.rowcount)  # type: ignore[attr-defined]  # an update counts its rows

    def others(self, session_id: str) -> list[Claim]:
        """All claims of processes that have joined the owner, the place of each as it is now."""
        with self._database.read() as transaction:
            owners = {one.place: _owner(one) for one in transaction.scalars(_joined(session_id))}
            return [
                Claim(row.place, _contribution(row), owners.get(row.place))
                for row in transaction.scalars(_claims(session_id))
                if row.place != OWNERS_PLACE
            ]


def joined(transaction: Session, session_id: str) -> tuple[Owner, ...]:
    """All processes that have joined the owner of a session."""
    return tuple(_owner(one) for one in transaction.scalars(_joined(session_id)))


def whole(transaction: Session, session: TrainingSession) -> TrainingSession:
    """Put together what all processes wrote of a session that is not ended."""
    rows = transaction.scalars(_claims(session.id))
    others = [_contribution(row) for row in rows if row.place != OWNERS_PLACE]
    return with_contributions(session, others)


def clear(transaction: Session, session_id: str) -> None:
    """Forget places and claims of a session that has ended."""
    for table in (ClaimRow, JoinedRow):
        transaction.execute(delete(table).where(table.session_id == session_id))


def _claims(session_id: str) -> Select[ClaimRow]:
    return select(ClaimRow).where(ClaimRow.session_id == session_id).order_by(ClaimRow.id)


def _joined(session_id: str) -> Select[JoinedRow]:
    return select(JoinedRow).where(JoinedRow.session_id == session_id).order_by(JoinedRow.place)


def _joined_row(session_id: str, place: int, owner: Owner) -> JoinedRow:
    return JoinedRow(
        id=f"{session_id}:{place}",
        session_id=session_id,
        place=place,
        host=owner.host,
        pid=owner.pid,
        pid_created=owner.created,
    )


def _claim_row(session_id: str, place: int, algorithm: str) -> ClaimRow:
    return ClaimRow(
        id=f"{session_id}:{algorithm}",
        session_id=session_id,
        place=place,
        body=Contribution(algorithm=algorithm).model_dump(mode="json"),
    )


def _contribution(row: ClaimRow) -> Contribution:
    return Contribution.model_validate(row.body)


def _owner(row: JoinedRow) -> Owner:
    return Owner(row.host, row.pid, row.pid_created)
