"""Metrics of predicted numbers, in screen order; the first is the task's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf

import numpy as np
from sklearn import metrics

from engine.metrics import requirements
from engine.metrics.config import Metric
from engine.metrics.outcome import Floats, Outcome
from engine.metrics.resamples import Resamples, ratio


def _of_numbers(function: Callable[..., float]) -> Callable[[Outcome], float]:
    return lambda outcome: float(function(outcome.targets, outcome.predictions))


def _mse(resamples: Resamples) -> Floats:
    mean: Floats = resamples.errors[0] / resamples.total
    return mean


def _mae(resamples: Resamples) -> Floats:
    mean: Floats = resamples.errors[1] / resamples.total
    return mean


def _r2(resamples: Resamples) -> Floats:
    squared, _, target, target_squared = resamples.errors
    spread = target_squared - target**2 / resamples.total
    # Where all rows of a resample have one target, rounding leaves a tiny spread.
    spread = np.where(spread > 1e-12 * target_squared, spread, 0.0)
    return 1 - ratio(squared, spread, empty=np.nan)


def _d2(resamples: Resamples) -> Floats:
    return 1 - ratio(resamples.errors[1], resamples.deviation, empty=np.nan)


_metric = partial(
    Metric,
    task_types=("regression",),
    greater_is_better=False,
    range=(0.0, inf),
    unit="target",
    requires=requirements.finite,
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
        compute=_of_numbers(metrics.r2_score),
        requires=requirements.varied,
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
        compute=_of_numbers(metrics.root_mean_squared_error),
        resample=lambda resamples: np.sqrt(_mse(resamples)),
    ),
    _metric(
        key="mae",
        name="MAE",
        help="The mean size of an error in the unit of the target, all errors counting alike.",
        misleads="When a few large errors would be a disaster: they hardly move it.",
        compute=_of_numbers(metrics.mean_absolute_error),
        resample=_mae,
    ),
    _metric(
        key="median_absolute_error",
        name="Median absolute error",
        help=(
            "Half of the rows have an error smaller than this, in the unit of the target. A few "
            "huge errors do not move it."
        ),
        misleads="When large errors matter: up to half of the rows may be far off unnoticed.",
        compute=_of_numbers(metrics.median_absolute_error),
        resample=lambda resamples: resamples.median_error,
    ),
    _metric(
        key="mape",
        name="MAPE",
        unit="share",
        help=(
            "The mean size of an error as a share of the true value: 0.1 means that predictions "
            "are off by a tenth on average."
        ),
        misleads=(
            "With true values near 0: their rows decide it alone. It also prefers models that "
            "predict too little, because an error upwards has no limit and one downwards has."
        ),
        compute=_of_numbers(metrics.mean_absolute_percentage_error),
        requires=requirements.without_zeros,
        resample=lambda resamples: resamples.mean(resamples.rows.relative_errors),
    ),
    _metric(
        key="d2_absolute_error",
        name="D² (absolute error)",
        greater_is_better=True,
        range=(-inf, 1.0),
        unit="share",
        help=(
            "The share of the absolute error that the model takes away, compared with always "
            "predicting the median: 1 is perfect, 0 is no better than the median, and below 0 is "
            "worse. It is R² for absolute errors, so outliers count less."
        ),
        misleads="Between data sets: the same error looks better where the target varies more.",
        compute=_of_numbers(metrics.d2_absolute_error_score),
        requires=requirements.varied,
        resample=_d2,
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
        compute=_of_numbers(metrics.mean_squared_error),
        resample=_mse,
    ),
)
