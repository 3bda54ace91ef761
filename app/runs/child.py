"""What a training process does with the id of a session."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator

from app.runs.processes import limit_own_memory, own_process, server_is_gone
from app.runs.sharing import OwnersShare
from app.settings import settings
from engine.errors import EngineError, TrainingError
from engine.records import Problem, Status, TrainingSession
from engine.shared_work import Alone, SharedWork
from engine.store import Store
from engine.time_budget import ended_by_time

BEAT_SECONDS = 1.0
# A run keeps to its time between two units of work; this long after, it is ended.
GRACE_SECONDS = 5.0

ORPHANED = Problem(
    code="interrupted",
    message="The server was stopped while this run was under way.",
    hint="Models that were finished are kept. Start the training again for the rest.",
)

_log = logging.getLogger(__name__)


def execute(session_id: str) -> None:
    """Train a session in this process, if nobody else does and it is its turn."""
    configuration = settings()
    store = Store(configuration.data_dir, configuration.database_url)
    try:
        owner = own_process()
        session = store.sessions.claim(session_id, owner, max_running=configuration.max_running)
        if session is not None:
            limit_own_memory(configuration.run_memory_bytes)
            with _heartbeat(store, session):
                _train(store, session)
    finally:
        store.close()


def _train(store: Store, session: TrainingSession) -> None:
    work = _analysis if session.analysis is not None else _training
    problem = _problem_of(lambda: work(store, session))
    stopped = store.sessions.stop_requested(session.id)
    status: Status = "failed" if problem else "stopped" if stopped else "completed"
    store.sessions.finish(session.id, status, problem)


def _training(store: Store, session: TrainingSession) -> None:
    # Imported here: the web server imports this module too and fits nothing.
    from engine.training import ModelTrainer  # noqa: PLC0415

    ModelTrainer(
        store,
        store.sessions.workspace_of(session.id),
        on_progress=store.sessions.write,
        should_stop=lambda: store.sessions.stop_requested(session.id),
        share=_share(store, session),
    ).train(session)


def _share(store: Store, session: TrainingSession) -> SharedWork:
    """A single algorithm is not shared: it has several threads where it can use them."""
    processes = settings().processes_per_run
    if processes == 1 or len(session.spec.algorithms) == 1:
        return Alone()
    return OwnersShare(store, session.id, processes=processes)


def _analysis(store: Store, session: TrainingSession) -> None:
    from engine.analyses.analyst import Analyst  # noqa: PLC0415 - as above

    Analyst(
        store,
        store.sessions.workspace_of(session.id),
        on_progress=store.sessions.write,
        should_stop=lambda: store.sessions.stop_requested(session.id),
    ).work_out(session)


def _problem_of(train: Callable[[], object]) -> Problem | None:
    try:
        train()
    except EngineError as error:
        return error.problem()
    except MemoryError:
        return _out_of_memory()
    except Exception as error:
        _log.exception("A training run failed")
        return _unexpected(error)
    return None


def _out_of_memory() -> Problem:
    return TrainingError(
        "The training ran out of memory.",
        hint="Use fewer rows or columns, or an algorithm that needs less memory.",
    ).problem()


def _unexpected(error: Exception) -> Problem:
    return TrainingError(
        f"The training ended with an error that was not expected: {error}",
        hint="The server's log has the details. Other algorithms or settings may work.",
    ).problem()


@contextlib.contextmanager
def _heartbeat(store: Store, session: TrainingSession) -> Iterator[None]:
    """Tell every second that the run is alive; end it with its server, or when its time is over."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(store, session, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(store: Store, session: TrainingSession, done: threading.Event) -> None:
    budget = session.spec.time_budget
    deadline = None if budget is None else time.monotonic() + budget + GRACE_SECONDS
    while not done.wait(BEAT_SECONDS):
        # A fit that takes all memory there is may leave none for this, for a moment.
        with contextlib.suppress(MemoryError):
            _look(store, session, deadline)


def _look(store: Store, session: TrainingSession, deadline: float | None) -> None:
    if server_is_gone():
        store.sessions.finish(session.id, "interrupted", ORPHANED)
        os._exit(1)
    if deadline is not None and time.monotonic() > deadline:
        end_late(store, session.id)
        os._exit(1)
    store.sessions.beat(session.id)


def end_late(store: Store, session_id: str) -> None:
    """End a session whose time is over, with all models that were stored by now."""
    workspace = store.sessions.workspace_of(session_id)

    def end(session: TrainingSession) -> TrainingSession:
        # A model may be stored a moment before the session that it belongs to says so.
        own = [one for one in store.models.all(workspace) if one.session_id == session.id]
        return ended_by_time(session, {one.id: one.algorithm for one in reversed(own)})

    store.sessions.end(session_id, end)
