"""How many threads BLAS and OpenMP may use."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import psutil
from joblib import cpu_count
from threadpoolctl import ThreadpoolController

# Long enough to tell a core at work from an idle one: the system counts hundredths of a second.
LOOK_SECONDS = 0.04


@contextmanager
def thread_limits(threads: int | None) -> Iterator[None]:
    """Keep BLAS and OpenMP within so many threads, ``None`` for no limit."""
    with _controller(len(sys.modules)).limit(limits=threads):
        yield


@lru_cache(maxsize=1)
def _controller(_n_modules: int) -> ThreadpoolController:
    """Find the libraries that use threads, which takes 15 ms each time.

    They are loaded by the modules that use them, so they are looked for anew
    only when there are more modules.
    """
    return ThreadpoolController()


def spare_cores() -> int | None:
    """How many cores others leave to this process at this moment; ``None`` if nobody can tell.

    Threads of a fit before may still be waiting for work, which keeps a core busy, and
    are this process's own. A container is shown the cores of its whole machine, busy
    with what is not its own.
    """
    if psutil.cpu_count() != cpu_count():
        return None
    before, started = _left_seconds(), time.perf_counter()
    time.sleep(LOOK_SECONDS)
    passed = time.perf_counter() - started
    return min(psutil.cpu_count() or 1, round((_left_seconds() - before) / passed))


def _left_seconds() -> float:
    """How long cores have been idle or at work for this process, all together."""
    times = psutil.cpu_times()
    # Waiting for a disk is idling too, which not every system counts for itself.
    return float(times.idle + getattr(times, "iowait", 0.0)) + time.process_time()
