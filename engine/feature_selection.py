"""Which prepared features are kept: part of the pipeline, so it is learned in each fold anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from sklearn.feature_selection import (
    SelectPercentile,
    VarianceThreshold,
    f_classif,
    f_regression,
)

from engine.recipes import Wishes
from engine.records import Column


def selectors(columns: Sequence[Column], wishes: Wishes) -> list[tuple[str, Any]]:
    """Steps that keep some of the prepared features; none where all are kept."""
    if wishes.selection == "none":
        return []
    # A feature that is the same in all rows cannot be tested either.
    varying = ("varying", VarianceThreshold())
    if wishes.selection == "variance":
        return [varying]
    test = f_regression if wishes.task_type == "regression" else f_classif
    return [varying, ("best", SelectPercentile(test, percentile=_percent(columns, wishes)))]


def selection_words(columns: Sequence[Column], wishes: Wishes) -> str | None:
    """What is kept, in a sentence; ``None`` where all is."""
    if wishes.selection == "none":
        return None
    if wishes.selection == "variance":
        return "Numbers that are the same in all rows learned from are left out."
    return (
        f"Of the numbers that vary, the {_percent(columns, wishes)} % are kept that tell most "
        "about the target, each by itself; in each fold anew, by its own rows."
    )


def kept(steps: Iterable[Any], n_features: int) -> np.ndarray:
    """Whether each of the features is kept by all of these fitted steps.

    Returns
    -------
    ndarray of bool of shape (n_features,)
    """
    places = np.arange(n_features)
    for step in steps:
        places = places[step.get_support()]
    return np.isin(np.arange(n_features), places)


def _percent(columns: Sequence[Column], wishes: Wishes) -> int:
    """The share that was chosen, but enough for one feature: scikit-learn rounds down."""
    varying = sum(column.distinct > 1 for column in columns)
    return max(wishes.selected_percent, math.ceil(100 / max(1, varying)))
