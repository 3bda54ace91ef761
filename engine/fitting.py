"""Fitting one pipeline: in steps where the model stays the same, and with warnings kept.

An ensemble that takes `warm_start` is grown in steps of about a second, so that
a long fit can tell how far it is and can be stopped. Which algorithms give the
bit-identical model that way is said in their registry entry, and tested.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from joblib import parallel_config
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from engine.algorithms import AlgorithmConfig

# Below this many rows OpenMP's threads cost more than they give, most of all
# beside a busy neighbour.
THREADS_FROM_ROWS = 100_000
# Half the cores are left to other runs; see MAX_RUNNING.
FIT_JOBS = 2
JOBS_FROM_ROWS = 2_000
STEP_SECONDS = 1.0
FIRST_SHARE = 0.1

OnStep = Callable[[float], None]


def thread_limit(algorithm: AlgorithmConfig, n_rows: int) -> int | None:
    """How many BLAS and OpenMP threads a fit may use, ``None`` for all of them."""
    return 1 if algorithm.threads == "one" or n_rows < THREADS_FROM_ROWS else None


@contextmanager
def limited_threads(algorithm: AlgorithmConfig, n_rows: int) -> Iterator[None]:
    """Keep BLAS and OpenMP within `thread_limit`, for fits and predictions alike.

    On a machine that is busy, threads that wait for each other made predicting
    a few hundred rows take longer than fitting them.
    """
    with threadpool_limits(thread_limit(algorithm, n_rows)):
        yield


def fit(
    pipeline: Pipeline,
    algorithm: AlgorithmConfig,
    features: pd.DataFrame,
    target: np.ndarray | None,
    *,
    on_step: OnStep,
) -> Pipeline:
    """Fit a pipeline in place and return it.

    Parameters
    ----------
    pipeline : Pipeline
        Steps `preparation` and `estimator`, not fitted.
    features : DataFrame of shape (n_rows, n_features)
    target : ndarray of shape (n_rows,) or None
        ``None`` for clustering.
    on_step : callable
        Gets the finished share, from 0 to 1; what it raises ends the fit.
    """
    # The topics of a text differ in their last bits between thread counts.
    with threadpool_limits(1):
        prepared = pipeline["preparation"].fit_transform(features, target)
    estimator = pipeline["estimator"]
    with parallel_config("threading", n_jobs=_jobs(len(features))):
        if algorithm.progress == "warm_start" and algorithm.iterations is not None:
            _grow(estimator, algorithm.iterations, prepared, target, on_step)
        else:
            estimator.fit(prepared, target)
    return pipeline


def _jobs(n_rows: int) -> int:
    """How many trees of a forest grow at a time: each is the same whoever else is growing.

    It is not set on the estimator, because a forest sums up the answers of its
    trees in the order in which they come: predictions would differ in their last bit.
    """
    return FIT_JOBS if n_rows >= JOBS_FROM_ROWS else 1


def _grow(estimator: Any, name: str, features: Any, target: Any, on_step: OnStep) -> None:  # noqa: ANN401 - any estimator, any matrix
    total = int(estimator.get_params()[name])
    estimator.set_params(warm_start=True)
    done, step = 0, max(1, round(total * FIRST_SHARE))
    while done < total:
        started = time.monotonic()
        grown = min(total, done + step)
        estimator.set_params(**{name: grown}).fit(features, target)
        if _stopped_early(estimator, grown):
            break
        step = _next_step(grown - done, time.monotonic() - started, total)
        done = grown
        on_step(done / total)
    estimator.set_params(**{name: total, "warm_start": False})


def _next_step(grown: int, seconds: float, total: int) -> int:
    """As many iterations as fit into a step, and all of them when they are quick."""
    return min(total, max(1, int(grown * STEP_SECONDS / max(seconds, 1e-6))))


def _stopped_early(estimator: Any, grown: int) -> bool:  # noqa: ANN401 - any estimator
    return getattr(estimator, "n_iter_", grown) < grown


@contextmanager
def kept_warnings() -> Iterator[list[str]]:
    """Collect what a fit warns of, as sentences for a person, each once."""
    sentences: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield sentences
    for warning in caught:
        sentence = _sentence(warning)
        if sentence is not None and sentence not in sentences:
            sentences.append(sentence)


def _sentence(warning: warnings.WarningMessage) -> str | None:
    if issubclass(warning.category, ConvergenceWarning):
        return (
            "The fit ended before it had settled. Raise the number of iterations, "
            "or scale the columns; until then the score may be lower than it could be."
        )
    if issubclass(warning.category, (DeprecationWarning, FutureWarning)):
        return None
    if warning.filename.endswith("_truncated_svd.py"):
        # It divides by a variance of zero when all texts are alike; the topics are right.
        return None
    return str(warning.message)
