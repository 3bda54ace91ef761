"""How many threads a fit gets: those that leave its answer the same, and only idle cores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.algorithms import AlgorithmConfig
from engine.threads import spare_cores, thread_limits

# Below this many rows OpenMP's threads cost more than they give, most of all
# beside a busy neighbour.
THREADS_FROM_ROWS = 100_000
# From here on they give something to a fit that uses all it gets, if there are idle cores:
# 0.74 of the time with 20,000 rows on two cores, 0.62 with 80,000. Beside a busy neighbour
# it is 2.2 and 1.7 times the time, as threads wait for the one that has no core.
SPARE_THREADS_FROM_ROWS = 20_000


def thread_limit(algorithm: AlgorithmConfig, n_rows: int) -> int | None:
    """How many BLAS and OpenMP threads a fit may use, ``None`` for all of them."""
    return 1 if algorithm.threads == "one" or n_rows < THREADS_FROM_ROWS else None


def has_all_cores(algorithm: AlgorithmConfig, n_rows: int) -> bool:
    """Whether a fit on so many rows works with as many threads as there are cores."""
    return algorithm.threads == "many" and thread_limit(algorithm, n_rows) is None


@contextmanager
def limited_threads(
    algorithm: AlgorithmConfig, n_rows: int, *, alone: bool = True
) -> Iterator[None]:
    """Keep BLAS and OpenMP within `thread_limit`, for fits and predictions alike.

    On a machine that is busy, threads that wait for each other made predicting
    a few hundred rows take longer than fitting them.

    Parameters
    ----------
    alone : bool
        Whether idle cores may be used: those that another process of the same run will
        use in a moment are not idle.
    """
    limit = _limit_now(algorithm, n_rows) if alone else thread_limit(algorithm, n_rows)
    with thread_limits(limit):
        yield


def _limit_now(algorithm: AlgorithmConfig, n_rows: int) -> int | None:
    """The limit, moved to the idle cores for a fit that can use them; no answer depends on it."""
    limit = thread_limit(algorithm, n_rows)
    if algorithm.threads != "many" or n_rows < SPARE_THREADS_FROM_ROWS:
        return limit
    spare = spare_cores()
    return limit if spare is None else max(1, spare)
