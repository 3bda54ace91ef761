"""Who a training process is, whether it lives, and how it is ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket

import multiprocess
import psutil

from app.memory import limit_memory
from engine.store import Owner


def own_process() -> Owner:
    """Who trains. A child leads its own group, so that it can be killed with all it started."""
    if multiprocess.parent_process() is not None:
        with contextlib.suppress(PermissionError):
            os.setsid()
    return Owner(socket.gethostname(), os.getpid(), psutil.Process().create_time())


def limit_own_memory(n_bytes: int) -> None:
    """Only in a process of its own: the limit stays with a process until it ends."""
    if multiprocess.parent_process() is not None:
        limit_memory(n_bytes)


def server_is_gone() -> bool:
    """Whether the server that started this process has ended.

    Not the parent in the system's sense: that is the fork server, which lives
    for as long as any of its children does.
    """
    server = multiprocess.parent_process()
    return server is not None and not server.is_alive()


def is_here(owner: Owner) -> bool:
    """Whether a process is one of this machine."""
    return owner.host == socket.gethostname()


def is_alive(owner: Owner) -> bool:
    """Whether a process of this machine lives, and its pid is not somebody else's by now."""
    try:
        process = psutil.Process(owner.pid)
        same = abs(process.create_time() - owner.created) < 1.0
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill(owner: Owner) -> None:
    """Kill a training process and all it started, unless its pid is somebody else's by now."""
    if not is_here(owner) or not is_alive(owner):
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        leads = os.getpgid(owner.pid) == owner.pid
        (os.killpg if leads else os.kill)(owner.pid, signal.SIGKILL)
