"""Sees to it that no record says "running" when nothing runs, and that the queue moves."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Literal

import psutil

from app.runs.child import ORPHANED
from app.runs.processes import is_alive, is_here, kill
from engine.progress import SHARED_FROM_SECONDS
from engine.records import Problem, Status
from engine.store import ActiveSession, Store

TICK_SECONDS = 1.0
# A stop is first a wish, which is honoured between two units of work.
GRACE_SECONDS = 5.0
# Longer than any process is kept from its heartbeat thread, for owners on other
# machines; those on this one can be asked for directly.
SILENCE_SECONDS = 60.0
# The page's own background callback gets this long to claim a session.
FIRST_CLAIM_SECONDS = 2.0
RELAUNCH_SECONDS = 10.0

KILLED = Problem(
    code="killed",
    message="The training process was ended from outside before it had finished.",
    hint="Most often the memory ran out: use fewer rows or columns, or an algorithm that needs "
    "less memory. Models that were finished are kept.",
)

Launch = Callable[[str], None]

_log = logging.getLogger(__name__)


class Watch:
    """Looks at all unfinished sessions every second.

    Parameters
    ----------
    store : Store
    launch : callable
        Starts a process for the session of this id.
    launch_beside : callable
        Starts a process that joins the owner of this session.
    max_running : int
        How many sessions may run at the same time.
    processes : int
        How many processes may work on one session, its owner included.
    """

    def __init__(
        self,
        store: Store,
        *,
        launch: Launch,
        launch_beside: Launch,
        max_running: int,
        processes: int,
    ) -> None:
        self._store = store
        self._launch = launch
        self._launch_beside = launch_beside
        self._max_running = max_running
        self._processes = processes
        self._launched: dict[str, float] = {}
        self._joined: Counter[str] = Counter()

    def start(self) -> None:
        """Begin to look, in a thread that ends with the process."""
        threading.Thread(target=self._run, name="watch-runs", daemon=True).start()

    def recover(self) -> None:
        """End what an earlier server left as running although its process is gone."""
        for session in self._store.sessions.active():
            if session.status == "running" and _fate(session) != "alive":
                self._store.sessions.finish(session.id, "interrupted", ORPHANED)

    def look(self) -> None:
        """Look once: end what died, kill what would not stop, start what may start."""
        for session in self._store.sessions.active():
            if session.status == "running":
                self._look_at(session)
        self._start_next()

    def _run(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)
            try:
                self.look()
            except Exception:
                # The watch must outlive a database that is busy for a moment.
                _log.exception("Looking after the runs failed; it is tried again")

    def _look_at(self, session: ActiveSession) -> None:
        fate = _fate(session)
        if fate == "dead":
            self._end(session, "failed", KILLED)
        elif fate == "silent":
            self._end(session, "interrupted", ORPHANED)
        elif _overdue(session):
            self._end(session, "stopped")
        elif self._may_be_joined(session):
            self._joined[session.id] += 1
            self._launch_beside(session.id)

    def _end(self, session: ActiveSession, status: Status, error: Problem | None = None) -> None:
        self._store.sessions.finish(session.id, status, error)
        for process in (session.owner, *session.joined):
            if process is not None:
                kill(process)

    def _may_be_joined(self, session: ActiveSession) -> bool:
        """Whether so much is left that another process gets it done sooner.

        Each place is offered once: who left it had too little memory, or was killed.
        """
        if session.stop_requested is not None or session.owner is None:
            return False
        has_room = self._joined[session.id] < self._processes - 1 and is_here(session.owner)
        return has_room and session.shareable_seconds >= SHARED_FROM_SECONDS

    def _start_next(self) -> None:
        session_id = self._store.sessions.next_queued(max_running=self._max_running)
        if session_id is None or not self._may_launch(session_id):
            return
        self._launched[session_id] = time.monotonic()
        self._launch(session_id)

    def _may_launch(self, session_id: str) -> bool:
        """Whether nobody can be expected to claim this session by himself."""
        last = self._launched.get(session_id)
        if last is not None:
            return time.monotonic() - last > RELAUNCH_SECONDS
        ages = {session.id: session.age for session in self._store.sessions.active()}
        return ages.get(session_id, 0.0) > FIRST_CLAIM_SECONDS


def end_own_runs(store: Store) -> None:
    """End the runs that this server process started; they would outlive it unseen."""
    children = {child.pid for child in psutil.Process().children(recursive=True)}
    for session in store.sessions.active():
        if session.owner is not None and session.owner.pid in children:
            store.sessions.finish(session.id, "interrupted", ORPHANED)
            for process in (session.owner, *session.joined):
                kill(process)


def _fate(session: ActiveSession) -> Literal["alive", "dead", "silent"]:
    owner = session.owner
    if owner is not None and is_here(owner):
        return "alive" if is_alive(owner) else "dead"
    silent = time.time() - (session.heartbeat or 0.0) > SILENCE_SECONDS
    return "silent" if silent else "alive"


def _overdue(session: ActiveSession) -> bool:
    asked = session.stop_requested
    return asked is not None and time.time() - asked > GRACE_SECONDS
