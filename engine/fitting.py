"""Fitting one estimator on prepared rows: in steps where the model stays the same.

An ensemble that takes `warm_start` is grown in steps of some seconds, so that
a long fit can tell how far it is and can be ended; what has grown by then is a
model too. Which algorithms give the bit-identical model that way is said in
their registry entry, and tested. Gradient boosting asks a monitor after each
tree; where scikit-learn's own callbacks tell of each iteration, they are
listened to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from joblib import parallel_config

from engine.algorithms import AlgorithmConfig
from engine.fit_costs import fit_seconds
from engine.prepared_rows import Matrix

# Half the cores are left to other runs; see MAX_RUNNING.
FIT_JOBS = 2
JOBS_FROM_ROWS = 2_000
# Within the grace of a stop, on a busy machine too. At the end of a step one tree is
# waited for while the other job has none, so shorter steps cost more.
STEP_SECONDS = 1.5
FIRST_SHARE = 0.1
# Boosting goes on from its trees by asking all of them about all rows again, and
# sorts the rows into bins anew. Steps of a second took ten times as long as one fit.
BOOSTING_SECONDS = 20.0


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it, or time is over
    """Raised inside a fit that is to end without a model."""


@dataclass(frozen=True)
class Step:
    """How far a unit of work is: the finished share if it is known, and what it is doing."""

    share: float | None = None
    detail: str | None = None


# Gets how far a fit is, and answers whether it should go on.
OnStep = Callable[[Step], bool]


@dataclass(frozen=True)
class Growth:
    """How many of how many trees or rounds an ensemble has."""

    done: int
    total: int


def always(_step: Step) -> bool:
    """Let a fit go on that is too quick to tell how far it is."""
    return True


def fit(  # noqa: PLR0913 - what is fitted on what, and who is asked meanwhile
    estimator: Any,  # noqa: ANN401 - any estimator
    algorithm: AlgorithmConfig,
    features: Matrix,
    target: np.ndarray | None,
    *,
    on_step: OnStep = always,
    as_rows: int | None = None,
) -> Growth | None:
    """Fit an estimator in place.

    Parameters
    ----------
    estimator : estimator
        Not fitted.
    features : matrix of shape (n_rows, n_features)
        Prepared.
    target : ndarray of shape (n_rows,) or None
        ``None`` for clustering.
    on_step : callable
        Asked between the steps of a long fit whether it should go on.
    as_rows : int, optional
        Work with as many jobs as on so many rows, to find out how long that takes.

    Returns
    -------
    Growth or None
        How far an ensemble had grown when `on_step` ended it, ``None`` for a
        fit that went to its end. An ensemble that is not whole has the
        parameters of what it is: a fit with those gives it again.

    Raises
    ------
    Stopped
        If `on_step` ended a fit that has no model before its end.
    """
    with parallel_config("threading", n_jobs=jobs(as_rows or features.shape[0])):
        if _can_grow(estimator, algorithm):
            first = _first_step(estimator, algorithm, features.shape)
            name = str(algorithm.iterations)
            return _grow(estimator, name, features, target, first=first, on_step=on_step)
        if algorithm.progress == "monitor":
            return _monitored(estimator, str(algorithm.iterations), features, target, on_step)
        with _listening(estimator, algorithm, on_step):
            estimator.fit(features, target)
    return None


def jobs(n_rows: int) -> int:
    """How many trees of a forest grow at a time: each is the same whoever else is growing.

    It is not set on the estimator, because a forest sums up the answers of its
    trees in the order in which they come: predictions would differ in their last bit.
    """
    return FIT_JOBS if n_rows >= JOBS_FROM_ROWS else 1


def _can_grow(estimator: Any, algorithm: AlgorithmConfig) -> bool:  # noqa: ANN401 - any estimator
    # A `TransformedTargetRegressor` around it fits a fresh copy each time.
    parameters = estimator.get_params(deep=False)
    return algorithm.progress == "warm_start" and {"warm_start", algorithm.iterations} <= set(
        parameters
    )


def _first_step(estimator: Any, algorithm: AlgorithmConfig, shape: tuple[int, int]) -> int:  # noqa: ANN401 - any estimator
    """All of it where that is over in a moment: each step looks at all rows anew."""
    settings = {str(algorithm.iterations): estimator.get_params()[algorithm.iterations]}
    total = int(settings[str(algorithm.iterations)])
    short = BOOSTING_SECONDS if _is_boosting(estimator) else STEP_SECONDS
    if fit_seconds(algorithm, settings, *shape) < short:
        return total
    return max(1, round(total * FIRST_SHARE))


def _is_boosting(estimator: Any) -> bool:  # noqa: ANN401 - any estimator
    """Whether each tree builds on those before, and not only stands beside them."""
    return "learning_rate" in estimator.get_params(deep=False)


def _grow(  # noqa: PLR0913 - as for `fit`
    estimator: Any,  # noqa: ANN401 - any estimator
    name: str,
    features: Matrix,
    target: np.ndarray | None,
    *,
    first: int,
    on_step: OnStep,
) -> Growth | None:
    total = int(estimator.get_params()[name])
    estimator.set_params(warm_start=True)
    done, step, ended = 0, first, None
    while done < total and ended is None:
        started = time.monotonic()
        grown = min(total, done + step)
        estimator.set_params(**{name: grown}).fit(features, target)
        if _stopped_early(estimator, grown):
            break
        step = _next_step(grown - done, time.monotonic() - started, total)
        done = grown
        if _is_boosting(estimator):
            step = done
        goes_on = on_step(Step(done / total, f"{done:,} of {total:,}"))
        ended = None if goes_on or done == total else Growth(done, total)
    estimator.set_params(**{name: ended.done if ended else total, "warm_start": False})
    return ended


def _next_step(grown: int, seconds: float, total: int) -> int:
    """As many iterations as fit into a step, the same for each job; all when they are quick."""
    count = int(grown * STEP_SECONDS / max(seconds, 1e-6))
    return min(total, max(1, count - count % FIT_JOBS))


def _stopped_early(estimator: Any, grown: int) -> bool:  # noqa: ANN401 - any estimator
    made = getattr(estimator, "n_iter_", getattr(estimator, "n_estimators_", grown))
    return int(made) < grown or _has_converged(estimator)


def _has_converged(estimator: Any) -> bool:  # noqa: ANN401 - any estimator
    """Whether histogram boosting ended early with the very round that it was to end with.

    It tells of an early end only by its number of rounds, and would go on from
    here. By its rule (`n_iter_no_change` in its documentation), none of the last
    scores is better than the one before them.
    """
    if not getattr(estimator, "do_early_stopping_", False):
        return False
    held_out = estimator.validation_fraction is not None
    scores = estimator.validation_score_ if held_out else estimator.train_score_
    before, *last = scores[-estimator.n_iter_no_change - 1 :]
    return len(last) == estimator.n_iter_no_change and bool(max(last) <= before + estimator.tol)


def _monitored(
    estimator: Any,  # noqa: ANN401 - any estimator
    name: str,
    features: Matrix,
    target: np.ndarray | None,
    on_step: OnStep,
) -> Growth | None:
    """Fit what asks after each iteration whether to go on, and keep what it has when not."""
    settings = estimator.get_params(deep=False)
    # Behind a wrapper, which cannot be given other settings any more, it is all or nothing.
    total = int(settings.get(name, 0))
    ended: list[Growth] = []

    def monitor(iteration: int, _estimator: object, _variables: object) -> bool:
        done = iteration + 1
        step = Step(done / total, f"{done:,} of {total:,}") if total else Step(detail=f"{done:,}")
        if on_step(step) or done == total:
            return False
        if not total:
            raise Stopped
        ended.append(Growth(done, total))
        return True

    estimator.fit(features, target, monitor=monitor)
    if not ended:
        return None
    estimator.set_params(**{name: ended[0].done})
    return ended[0]


@contextmanager
def _listening(estimator: Any, algorithm: AlgorithmConfig, on_step: OnStep) -> Iterator[None]:  # noqa: ANN401 - any estimator
    """Hear of each iteration of an estimator that can tell of it."""
    # Other solvers than this one are deaf to callbacks, and warn of it.
    if algorithm.progress != "callback" or getattr(estimator, "solver", "lbfgs") != "lbfgs":
        yield
        return
    estimator.set_callbacks(_Iterations(on_step))
    try:
        yield
    finally:
        # A model must not hold what only this program has.
        estimator.set_callbacks()


class _Iterations:
    """Follows scikit-learn's `FitCallback` protocol: counts iterations, and may end the fit."""

    def __init__(self, on_step: OnStep) -> None:
        self._on_step = on_step
        self._count = 0

    def setup(self, estimator: object, context: object) -> None:
        """Nothing is to be set up."""

    def teardown(self, estimator: object, context: object) -> None:
        """Nothing is to be cleaned up."""

    def on_fit_task_begin(self, estimator: object, context: object, **_more: object) -> None:
        """Each task is told when it ends."""

    def on_fit_task_end(self, _estimator: object, _context: object, **_more: object) -> bool:
        """Tell of an iteration; scikit-learn 1.9 does not heed the answer, so it may raise."""
        self._count += 1
        if not self._on_step(Step(detail=f"iteration {self._count:,}")):
            raise Stopped
        return False
