"""The target of a regression, changed before an algorithm learns it and back after.

An estimator that learns a transformed target stands inside scikit-learn's
`TransformedTargetRegressor`: it predicts in the unit of the target all the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import TransformedTargetRegressor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    PowerTransformer,
    QuantileTransformer,
    StandardScaler,
)

from engine.algorithms import AlgorithmConfig
from engine.errors import InvalidValueError
from engine.records import Preprocessing

# exp() of more than about 700 is infinite; this is the logarithm of 1e100.
LARGEST_LOG = 230.0
N_QUANTILES = 100


def with_transformed_target(
    estimator: Any,  # noqa: ANN401 - any estimator
    algorithm: AlgorithmConfig,
    preprocessing: Preprocessing,
    *,
    random_seed: int,
) -> Any:  # noqa: ANN401 - any estimator
    """Wrap an estimator so that it learns the transformed target, where that applies."""
    if not transforms_target(algorithm, preprocessing):
        return estimator
    transformers = {"log": _log, "power": _power, "quantile": _quantile}
    transformer = transformers[preprocessing.target_transform](random_seed)
    # The inverse of tied quantiles is none, which is no reason for a warning.
    return TransformedTargetRegressor(estimator, transformer=transformer, check_inverse=False)


def transforms_target(algorithm: AlgorithmConfig, preprocessing: Preprocessing) -> bool:
    """Whether an algorithm learns a transformed target."""
    if algorithm.task_type != "regression" or algorithm.baseline:
        return False
    # What these two make of a target lies around zero.
    around_zero = preprocessing.target_transform in {"power", "quantile"}
    return preprocessing.target_transform != "none" and not (
        around_zero and algorithm.target_range != "any"
    )


def target_words(algorithm: AlgorithmConfig, preprocessing: Preprocessing) -> str | None:
    """What is done with the target, in a sentence; ``None`` where nothing is."""
    if not transforms_target(algorithm, preprocessing):
        return None
    return {
        "log": (
            "The logarithm of one plus the target is learned, and predictions are turned back: "
            "errors count by their ratio, not by their size. It fits targets above -1."
        ),
        "power": (
            "The target is bent until it looks like a bell curve (Yeo-Johnson), and predictions "
            "are turned back. It fits any numbers; no prediction leaves the range of the targets "
            "learned from."
        ),
        "quantile": (
            "The rank of the target is learned, spread like a bell curve, and predictions are "
            "turned back. It fits any numbers; no prediction leaves the range of the targets "
            "learned from."
        ),
    }[preprocessing.target_transform]


def check_target(target: pd.Series, preprocessing: Preprocessing) -> None:
    """Refuse a target that cannot be transformed as is chosen.

    Parameters
    ----------
    target : Series of shape (n_rows,)
        Of a regression, without missing values.

    Raises
    ------
    InvalidValueError
        Says which targets fit.
    """
    lowest = target.min()
    if preprocessing.target_transform == "log" and lowest <= -1:
        raise InvalidValueError(
            f"The logarithm fits targets above -1 only, but the lowest {target.name} is "
            f"{lowest:g}.",
            field="preprocessing.target_transform",
            hint="Choose power or quantile, which take any number, or none.",
        )


def _log(_random_seed: int) -> Pipeline:
    logarithm = FunctionTransformer(np.log1p, np.expm1)
    return Pipeline([("log", logarithm), ("limit", _limit(-LARGEST_LOG, LARGEST_LOG))])


def _power(_random_seed: int) -> Pipeline:
    """Yeo and Johnson's power, whose inverse is not defined far outside of the training targets."""
    return Pipeline(
        [
            ("power", PowerTransformer()),
            ("range", MinMaxScaler()),
            ("limit", _limit(0.0, 1.0)),
            ("scale", StandardScaler()),
        ]
    )


def _quantile(random_seed: int) -> QuantileTransformer:
    return QuantileTransformer(
        n_quantiles=N_QUANTILES, output_distribution="normal", random_state=random_seed
    )


def _limit(low: float, high: float) -> FunctionTransformer:
    """Leave targets as they are, and keep predictions within limits."""
    limits = {"a_min": low, "a_max": high}
    return FunctionTransformer(inverse_func=np.clip, inv_kw_args=limits)
