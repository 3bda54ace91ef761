"""How many threads BLAS and OpenMP may use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


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
