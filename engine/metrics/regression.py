"""Metrics of predicted numbers, in screen order; the first is the task's own."""

from __future__ import annotations

from functools import partial
from math import inf

import numpy as np
from sklearn.metrics import (
    mean_absolute_error,
    mean_squared_error,
    r2_score,
    root_mean_squared_error,
)

from engine.metrics.config import Metric
from engine.metrics.outcome import Floats, Outcome
from engine.metrics.resamples import Resamples, ratio


def _is_finite(outcome: Outcome) -> bool:
    return outcome.is_finite


def _varies(outcome: Outcome) -> bool:
    """Whether there is anything to explain: at least two different targets."""
    return outcome.is_finite and bool(np.ptp(outcome.targets) > 0)


def _mse(resamples: Resamples) -> Floats:
    mean: Floats = resamples.errors[0] / resamples.total
    return mean


def _mae(resamples: Resamples) -> Floats:
    mean: Floats = resamples.errors[1] / resamples.total
    return mean


def _r2(resamples: Resamples) -> Floats:
    squared, _, target, target_squared = resamples.errors
    spread = target_squared - target**2 / resamples.total
    return 1 - ratio(squared, spread, empty=np.nan)


_metric = partial(
    Metric,
    task_types=("regression",),
    greater_is_better=False,
    range=(0.0, inf),
    unit="target",
    requires=_is_finite,
)

REGRESSION: tuple[Metric, ...] = (
    _metric(
        key="r2",
        name="R²",
        greater_is_better=True,
        range=(-inf, 1.0),
        unit="share",
        help=(
            "The share of the differences in the target that the model explains: 1 is perfect, 0 "
            "is no better than always predicting the mean, and below 0 is worse than that."
        ),
        misleads=(
            "Between data sets: the same error looks better where the target varies more. A few "
            "extreme rows can decide it alone."
        ),
        compute=lambda outcome: float(r2_score(outcome.targets, outcome.predictions)),
        requires=_varies,
        resample=_r2,
    ),
    _metric(
        key="rmse",
        name="RMSE",
        help=(
            "The typical size of an error in the unit of the target, where large errors count "
            "more than small ones. It is the root of the mean squared error."
        ),
        misleads="With outliers: a few of them can decide it alone. Look at MAE as well.",
        compute=lambda outcome: float(
            root_mean_squared_error(outcome.targets, outcome.predictions)
        ),
        resample=lambda resamples: np.sqrt(_mse(resamples)),
    ),
    _metric(
        key="mae",
        name="MAE",
        help="The mean size of an error in the unit of the target, all errors counting alike.",
        misleads="When a few large errors would be a disaster: they hardly move it.",
        compute=lambda outcome: float(mean_absolute_error(outcome.targets, outcome.predictions)),
        resample=_mae,
    ),
    _metric(
        key="mse",
        name="MSE",
        unit="target squared",
        help=(
            "The mean of the squared errors, which is what many models make small. Its unit is "
            "the square of the target's, so read RMSE instead."
        ),
        misleads="With outliers: a few of them can decide it alone.",
        compute=lambda outcome: float(mean_squared_error(outcome.targets, outcome.predictions)),
        resample=_mse,
    ),
)
