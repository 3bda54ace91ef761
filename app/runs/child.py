"""What a training process does with the id of a session."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator

import multiprocess
import psutil

from app.settings import settings
from engine.errors import EngineError, TrainingError
from engine.records import Problem, Status, TrainingSession
from engine.store import Owner, Store

BEAT_SECONDS = 1.0

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
        owner = _own_process()
        session = store.sessions.claim(session_id, owner, max_running=configuration.max_running)
        if session is not None:
            with _heartbeat(store, session_id):
                _train(store, session)
    finally:
        store.close()


def _own_process() -> Owner:
    """Who trains. A child leads its own group, so that it can be killed with all it started."""
    if multiprocess.parent_process() is not None:
        with contextlib.suppress(PermissionError):
            os.setsid()
    return Owner(socket.gethostname(), os.getpid(), psutil.Process().create_time())


def _train(store: Store, session: TrainingSession) -> None:
    # Imported here: the web server imports this module too and fits nothing.
    from engine.training import ModelTrainer  # noqa: PLC0415

    trainer = ModelTrainer(
        store,
        store.sessions.workspace_of(session.id),
        on_progress=store.sessions.write,
        should_stop=lambda: store.sessions.stop_requested(session.id),
    )
    problem = _problem_of(lambda: trainer.train(session))
    stopped = store.sessions.stop_requested(session.id)
    status: Status = "failed" if problem else "stopped" if stopped else "completed"
    store.sessions.finish(session.id, status, problem)


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
def _heartbeat(store: Store, session_id: str) -> Iterator[None]:
    """Tell every second that the run is alive, and end with the server that started it."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(store, session_id, done), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _beat(store: Store, session_id: str, done: threading.Event) -> None:
    # Not the parent in the system's sense: that is the fork server, which lives
    # for as long as any of its children does.
    server = multiprocess.parent_process()
    while not done.wait(BEAT_SECONDS):
        if server is not None and not server.is_alive():
            store.sessions.finish(session_id, "interrupted", ORPHANED)
            os._exit(1)
        store.sessions.beat(session_id)
