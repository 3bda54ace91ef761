"""How much memory there is, and how much of it a process may take."""

from __future__ import annotations

import contextlib
import resource
from pathlib import Path

import psutil

# What a container may use, in version 2 and 1 of control groups; "max" in one
# and an absurd number in the other mean that there is no limit.
LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


def memory_there_is() -> int:
    """Bytes of memory that the machine has, or the container this program runs in."""
    total: int = psutil.virtual_memory().total
    return min([total, *_container_limits()])


def limit_memory(n_bytes: int) -> None:
    """Let this process take so much memory besides what it has now; more is a `MemoryError`.

    The limit is on data, not on addresses: threads and mapped files reserve far
    more addresses than they ever use.
    """
    limit = psutil.Process().memory_info().data + n_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _container_limits() -> list[int]:
    found = []
    for path in LIMITS:
        with contextlib.suppress(OSError, ValueError):
            found.append(int(path.read_text()))
    return found
