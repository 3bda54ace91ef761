"""Starts, watches and stops processes that train or read: nothing else knows how they are run.

A run belongs to its record, not to a page or a request. Whoever wants a session
trained calls `execute` with its id in a process of its own; the first to claim
the record trains, all others return at once. `launch` does that for a route,
Dash's background callback does it for the page. Where a session has several
algorithms that take long, the watch has further processes join its owner.

Processes come from a fork server. Forking the web server itself would copy its
threads, its sockets and OpenMP's state, with which KMeans and gradient boosting
hang for ever; spawning anew imports scikit-learn for a second each time.
"""

from __future__ import annotations

import atexit
import logging
import threading

import multiprocess

from app.runs.auditing import audit_in_child
from app.runs.child import execute
from app.runs.joining import join
from app.runs.predicting import ask_in_child
from app.runs.reading import read_in_child
from app.runs.watch import Watch, end_own_runs
from engine.store import Store

__all__ = ["ask_in_child", "audit_in_child", "execute", "launch", "prepare", "read_in_child"]

# What runs, reading, auditing and answering need, imported once by the fork server and shared by
# all of them.
PRELOAD = (
    "app.runs.auditing",
    "app.runs.predicting",
    "app.runs.reading",
    "callbacks.train",
    "engine.training",
    # With it come all parts of scikit-learn that an algorithm may need.
    "skrub",
    "sklearn.ensemble",
    "sklearn.cluster",
    "sklearn.linear_model",
    "sklearn.neighbors",
)

_log = logging.getLogger(__name__)


def prepare(store: Store, *, max_running: int, processes_per_run: int) -> None:
    """Set up everything that runs need, once, when a server process starts.

    What an earlier server left as running although its process is gone becomes
    `interrupted`, the fork server is warmed, and a thread begins to watch.
    """
    multiprocess.set_start_method("forkserver", force=True)
    multiprocess.set_forkserver_preload(list(PRELOAD))
    store.sweep()
    watch = Watch(
        store,
        launch=launch,
        launch_beside=launch_beside,
        max_running=max_running,
        processes=processes_per_run,
    )
    watch.recover()
    # Registered after multiprocess registered its own, so that it runs before:
    # that one waits for all children, which would be until the last run ends.
    atexit.register(end_own_runs, store)
    threading.Thread(target=_warm, name="warm-fork-server", daemon=True).start()
    watch.start()


def launch(session_id: str) -> None:
    """Start a process that trains a session if it is its turn; return at once."""
    multiprocess.Process(target=execute, args=(session_id,), daemon=True).start()


def launch_beside(session_id: str) -> None:
    """Start a process that joins the owner of a session; return at once."""
    multiprocess.Process(target=join, args=(session_id,), daemon=True).start()


def _warm() -> None:
    """Start the fork server: its first process takes seconds, the others milliseconds."""
    process = multiprocess.Process(target=_nothing, daemon=True)
    process.start()
    process.join()


def _nothing() -> None:
    """What the warming process does."""
