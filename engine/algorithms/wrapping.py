"""scikit-learn's own wrappers for estimators that want their target prepared.

An estimator of another package may take only numbers from zero on as classes,
or answer with a column instead of a row of them. `VotingClassifier` with a
single voter numbers the classes before and names them after, and leaves the
probabilities as they are.

The settings of some estimators, and their tolerance, count in the unit of the
target: a house price in dollars and one in millions would need different ones.
`TransformedTargetRegressor` brings the target to mean 0 and standard deviation
1 before the fit, and predictions back after.
"""

from __future__ import annotations

from typing import Any, Literal

from sklearn.base import BaseEstimator
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import VotingClassifier
from sklearn.preprocessing import StandardScaler

Wrapper = Literal["none", "numbered_classes", "scaled_target"]
VOTER = "model"


def wrapped(estimator: BaseEstimator, wrapper: Wrapper) -> BaseEstimator:
    """Put an unfitted estimator behind a wrapper."""
    if wrapper == "numbered_classes":
        return VotingClassifier([(VOTER, estimator)], voting="soft")
    if wrapper == "scaled_target":
        return TransformedTargetRegressor(
            # Standardising is undone exactly enough; looking at that costs a copy.
            estimator,
            transformer=StandardScaler(),
            check_inverse=False,
        )
    return estimator


def unwrapped(estimator: Any) -> Any:  # noqa: ANN401 - any estimator
    """The estimator behind all wrappers: the fitted one if they are fitted."""
    if isinstance(estimator, TransformedTargetRegressor):
        return unwrapped(getattr(estimator, "regressor_", estimator.regressor))
    if isinstance(estimator, VotingClassifier):
        fitted = getattr(estimator, "estimators_", None)
        return unwrapped(fitted[0] if fitted else estimator.estimators[0][1])
    return estimator
