"""Asking an estimator about many rows with two jobs, as it is fitted with.

An estimator that gives the same with any number of threads is asked about each half
of the rows in a thread of its own, whose libraries have one thread: such threads
never wait for each other. With two threads of OpenMP, which meet after each tree,
gradient boosting takes several times as long beside a busy neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from engine.algorithms import AlgorithmConfig
from engine.fit_threads import thread_limit
from engine.fitting import jobs
from engine.prepared_rows import Matrix
from engine.threads import thread_limits

ASKED = frozenset({"predict", "predict_proba", "decision_function"})

Method = Callable[[Matrix], np.ndarray]


class InParts:
    """An estimator whose answers come from several threads; all else is its own.

    Parameters
    ----------
    estimator : estimator
        Fitted; it must say the same of a row whatever other rows it is asked about.
    parts : int
        How many threads.
    """

    def __init__(self, estimator: Any, parts: int) -> None:  # noqa: ANN401 - any estimator
        self._estimator = estimator
        self._parts = parts

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any attribute of an estimator
        """Give an attribute of the estimator; what asks it about rows does so in parts."""
        found = getattr(self._estimator, name)
        return partial(_in_parts, found, self._parts) if name in ASKED else found


def asked_in_parts(estimator: Any, algorithm: AlgorithmConfig, *, learned: int, asked: int) -> Any:  # noqa: ANN401 - any estimator
    """Give an estimator that is quicker to ask about so many rows, where that changes no bit.

    Parameters
    ----------
    learned : int
        Rows it was fitted on, which decide whether it has all threads by itself.
    asked : int
        Rows it will be asked about.
    """
    has_threads = thread_limit(algorithm, learned) is None
    if algorithm.threads == "one" or has_threads or jobs(asked) == 1:
        return estimator
    return InParts(estimator, jobs(asked))


def _in_parts(method: Method, parts: int, matrix: Matrix) -> np.ndarray:
    # Of the few rows that are asked about once more, a part could be empty.
    parts = min(parts, matrix.shape[0])
    if parts < 2:
        return _alone(method, matrix)
    bounds = np.linspace(0, matrix.shape[0], parts + 1).astype(int)
    shares = [matrix[start:end] for start, end in pairwise(bounds)]
    # Not joblib's threads: it looks only every 10 ms whether they are done.
    with ThreadPoolExecutor(parts) as pool:
        return np.concatenate(list(pool.map(partial(_alone, method), shares)))


def _alone(method: Method, matrix: Matrix) -> np.ndarray:
    with thread_limits(1):
        return method(matrix)
