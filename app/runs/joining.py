"""What a process does that joins the owner of a session, to train some of its algorithms."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time

import psutil

from app.runs.processes import limit_own_memory, own_process, server_is_gone
from app.runs.sharing import JoinedShare
from app.settings import Settings, settings
from engine.store import Store

LOOK_SECONDS = 0.5
# Of the memory that is free at its start: the owner may want more, too.
MEMORY_SHARE = 0.5

_log = logging.getLogger(__name__)


def join(session_id: str) -> None:
    """Work on a running session beside its owner, if there is a place for that."""
    configuration = settings()
    store = Store(configuration.data_dir, configuration.database_url)
    try:
        places = configuration.processes_per_run - 1
        place = store.sharing.join(session_id, own_process(), places=places)
        if place is not None:
            limit_own_memory(_memory(configuration))
            _watch_in_thread(store, session_id)
            _work(store, session_id, place)
    finally:
        store.close()


def _work(store: Store, session_id: str, place: int) -> None:
    # Imported here: the web server imports this module too and fits nothing.
    from engine.training import ModelTrainer  # noqa: PLC0415

    share = JoinedShare(store, session_id, place)
    trainer = ModelTrainer(
        store,
        store.sessions.workspace_of(session_id),
        on_progress=share.contribute,
        should_stop=lambda: store.sessions.stop_requested(session_id),
        share=share,
    )
    try:
        trainer.join(store.sessions.get(None, session_id))
    except Exception:
        # Whatever it was, the owner takes over what is left undone.
        _log.exception("A process that had joined a training run failed")
    finally:
        store.sharing.leave(session_id, place)


def _memory(configuration: Settings) -> int:
    available: int = psutil.virtual_memory().available
    return min(configuration.run_memory_bytes, int(available * MEMORY_SHARE))


def _watch_in_thread(store: Store, session_id: str) -> None:
    threading.Thread(target=_watch, args=(store, session_id), daemon=True).start()


def _watch(store: Store, session_id: str) -> None:
    """End this process with its server, or when the session is ended by others."""
    while True:
        time.sleep(LOOK_SECONDS)
        # A fit that takes all memory there is may leave none for this, for a moment.
        with contextlib.suppress(MemoryError):
            if server_is_gone() or store.sessions.get(None, session_id).is_finished:
                os._exit(1)
