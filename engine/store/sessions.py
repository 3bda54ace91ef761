"""Sessions in the database: admission, ownership, heartbeat and the wish to stop.

The body of a session is written only by the process that owns the run (or by
whoever found that process dead). What others may write has a column of its own;
what processes that share the work write is in `engine.store.sharing`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from engine.errors import NotFoundError, QueueFullError, WrongStateError
from engine.records import FINISHED, Problem, Status, TrainingSession, now
from engine.store.database import Database
from engine.store.sharing import Owner, clear, joined, whole
from engine.store.tables import AdmissionRow, SessionRow

RETRY_AFTER_SECONDS = 10


@dataclass(frozen=True)
class ActiveSession:
    """What has to be watched of a session that is not finished."""

    id: str
    status: Status
    age: float
    owner: Owner | None
    joined: tuple[Owner, ...]
    heartbeat: float | None
    stop_requested: float | None
    shareable_seconds: float


class Sessions:
    """The table of sessions.

    Parameters
    ----------
    database : Database
        Where the table is.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, workspace: str, session: TrainingSession, *, max_queued: int) -> TrainingSession:
        """Queue a session, or return the unfinished one with an equal spec.

        Raises
        ------
        QueueFullError
            If `max_queued` sessions of the workspace are waiting already.
        """
        key = _active_key(workspace, session)
        with self._database.write() as transaction:
            _lock_admission(transaction)
            twin = transaction.scalar(select(SessionRow).where(SessionRow.active_key == key))
            if twin is not None:
                return _record(twin)
            _check_room(transaction, workspace, max_queued)
            transaction.add(_row(workspace, session, key))
        return session

    def get(self, workspace: str | None, session_id: str) -> TrainingSession:
        """One session; `workspace` ``None`` is for the run itself, which has none."""
        with self._database.read() as transaction:
            return _whole(transaction, _find(transaction, workspace, session_id))

    def workspace_of(self, session_id: str) -> str:
        """The workspace that a session belongs to."""
        with self._database.read() as transaction:
            return _find(transaction, None, session_id).workspace

    def all(
        self, workspace: str, *, unfinished: bool = False, limit: int | None = None
    ) -> list[TrainingSession]:
        """All sessions of a workspace, or those not finished, newest first; at most `limit`."""
        query = select(SessionRow).where(SessionRow.workspace == workspace)
        if unfinished:
            query = query.where(SessionRow.status.not_in(FINISHED))
        query = query.order_by(SessionRow.created_at.desc()).limit(limit)
        with self._database.read() as transaction:
            return [_whole(transaction, row) for row in transaction.scalars(query)]

    def claim(self, session_id: str, owner: Owner, *, max_running: int) -> TrainingSession | None:
        """Make `owner` the one that trains a session.

        Returns
        -------
        TrainingSession or None
            The session, now running; ``None`` if somebody else has it, if it is
            finished, or if it is not its turn yet.
        """
        with self._database.write() as transaction:
            _lock_admission(transaction)
            if session_id != _next_id(transaction, max_running):
                return None
            row = _find(transaction, None, session_id)
            _assign(row, owner)
            return _record(row)

    def next_queued(self, *, max_running: int) -> str | None:
        """Id of the session whose turn it is, ``None`` if none waits or none has room."""
        with self._database.read() as transaction:
            return _next_id(transaction, max_running)

    def place(self, session_id: str) -> int:
        """Place in the queue, counted from 1; 0 for a session that does not wait."""
        with self._database.read() as transaction:
            waiting = list(transaction.scalars(_queue()))
        return waiting.index(session_id) + 1 if session_id in waiting else 0

    def write(self, session: TrainingSession) -> None:
        """Write the body of a session that the caller owns; it is a heartbeat too."""
        change = update(SessionRow).where(
            SessionRow.id == session.id, SessionRow.status == "running"
        )
        with self._database.write() as transaction:
            transaction.execute(change.values(body=_body(session), heartbeat=time.time()))

    def beat(self, session_id: str) -> None:
        """Tell that the owner of a session is alive."""
        change = update(SessionRow).where(SessionRow.id == session_id)
        with self._database.write() as transaction:
            transaction.execute(change.values(heartbeat=time.time()))

    def request_stop(self, workspace: str, session_id: str) -> TrainingSession:
        """Note the wish to stop; a session that still waits is stopped at once."""
        with self._database.write() as transaction:
            row = _find(transaction, workspace, session_id)
            if row.stop_requested is None and row.status not in FINISHED:
                row.stop_requested = time.time()
            if row.status == "queued":
                _finish(row, _record(row).model_copy(update={"status": "stopped"}))
            return _record(row)

    def stop_requested(self, session_id: str) -> bool:
        """Whether somebody asked to stop this session, or it is finished for others."""
        query = select(SessionRow.stop_requested, SessionRow.status).where(
            SessionRow.id == session_id
        )
        with self._database.read() as transaction:
            row = transaction.execute(query).one_or_none()
        return row is None or row.stop_requested is not None or row.status in FINISHED

    def finish(self, session_id: str, status: Status, error: Problem | None = None) -> bool:
        """End a session, once: whoever comes second changes nothing and gets ``False``."""
        changes = {"status": status, "error": error}
        return self.end(session_id, lambda session: session.model_copy(update=changes))

    def end(self, session_id: str, change: Callable[[TrainingSession], TrainingSession]) -> bool:
        """End a session, once, as `change` says from what is written of it at this moment.

        What the run itself writes later changes nothing.
        """
        with self._database.write() as transaction:
            row = _find(transaction, None, session_id)
            # SQLite has locked everything already; other databases lock this row.
            transaction.refresh(row, with_for_update=True)
            if row.status in FINISHED:
                return False
            _finish(row, change(_whole(transaction, row)))
            clear(transaction, session_id)
            return True

    def active(self) -> list[ActiveSession]:
        """All sessions that are not finished, in all workspaces."""
        query = select(SessionRow).where(SessionRow.status.not_in(FINISHED))
        with self._database.read() as transaction:
            rows = list(transaction.scalars(query))
            return [_active(row, joined(transaction, row.id)) for row in rows]

    def check_unused(self, transaction: Session, dataset_id: str) -> None:
        """Raise `WrongStateError` while an unfinished session reads this dataset."""
        query = select(SessionRow.id).where(
            SessionRow.dataset_id == dataset_id, SessionRow.status.not_in(FINISHED)
        )
        if transaction.scalar(query.limit(1)) is not None:
            raise WrongStateError(
                "A run is still reading this dataset, so it can be neither deleted nor read again "
                "now.",
                field="dataset_id",
                hint="Stop the run or wait until it has finished.",
            )


def _active_key(workspace: str, session: TrainingSession) -> str:
    asked = session.spec.model_dump_json()
    if session.analysis is not None:
        asked += session.analysis.model_dump_json()
    return hashlib.sha256(f"{workspace}\n{asked}".encode()).hexdigest()


def _lock_admission(transaction: Session) -> None:
    transaction.execute(
        update(AdmissionRow).where(AdmissionRow.id == 1).values(turn=AdmissionRow.turn + 1)
    )


def _check_room(transaction: Session, workspace: str, max_queued: int) -> None:
    query = select(func.count()).where(
        SessionRow.workspace == workspace, SessionRow.status == "queued"
    )
    waiting = transaction.scalar(query) or 0
    if waiting >= max_queued:
        raise QueueFullError(
            f"{waiting} runs are waiting already, and at most {max_queued} may wait.",
            retry_after=RETRY_AFTER_SECONDS,
            hint="Wait until one of them has started, or stop one.",
        )


def _queue() -> Select[str]:
    return (
        select(SessionRow.id)
        .where(SessionRow.status == "queued")
        .order_by(SessionRow.created_at, SessionRow.id)
    )


def _next_id(transaction: Session, max_running: int) -> str | None:
    query = select(func.count()).where(SessionRow.status == "running")
    if (transaction.scalar(query) or 0) >= max_running:
        return None
    first: str | None = transaction.scalar(_queue().limit(1))
    return first


def _find(transaction: Session, workspace: str | None, session_id: str) -> SessionRow:
    row = transaction.get(SessionRow, session_id)
    if row is None or (workspace is not None and row.workspace != workspace):
        raise NotFoundError(
            f"There is no training session {session_id!r}.",
            field="session_id",
            hint="It was deleted, or the address was copied incompletely.",
        )
    return row


def _assign(row: SessionRow, owner: Owner) -> None:
    row.host, row.pid, row.pid_created = owner.host, owner.pid, owner.created
    row.heartbeat = time.time()
    row.status = "running"
    row.body = _body(_record(row).model_copy(update={"started_at": now()}))


def _finish(row: SessionRow, session: TrainingSession) -> None:
    row.status = session.status
    row.active_key = None
    row.body = _body(session.model_copy(update={"finished_at": now()}))


def _row(workspace: str, session: TrainingSession, key: str) -> SessionRow:
    return SessionRow(
        id=session.id,
        workspace=workspace,
        created_at=session.created_at.isoformat(),
        body=_body(session),
        dataset_id=session.dataset_id,
        status=session.status,
        active_key=key,
    )


def _body(session: TrainingSession) -> dict[str, object]:
    return session.model_dump(mode="json")


def _record(row: SessionRow) -> TrainingSession:
    own = {"status": row.status, "stop_requested": row.stop_requested is not None}
    return TrainingSession.model_validate({**row.body, **own})


def _whole(transaction: Session, row: SessionRow) -> TrainingSession:
    """The record of a session with what processes besides its owner wrote."""
    session = _record(row)
    return whole(transaction, session) if session.status == "running" else session


def _active(row: SessionRow, beside: tuple[Owner, ...]) -> ActiveSession:
    session = _record(row)
    known = (row.host, row.pid, row.pid_created)
    owner = None if None in known else Owner(*known)  # type: ignore[arg-type]  # none is None
    return ActiveSession(
        id=row.id,
        status=session.status,
        age=(now() - session.created_at).total_seconds(),
        owner=owner,
        joined=beside,
        heartbeat=row.heartbeat,
        stop_requested=row.stop_requested,
        shareable_seconds=session.progress.shareable_seconds,
    )
