"""How an algorithm gets its numbers: what was chosen, and where nothing was, what it wants."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.algorithms import AlgorithmConfig
from engine.records import Preprocessing, TaskType

LevelEncoding = Literal["one_hot", "ordinal", "native", "target"]
Gap = Literal["median", "mean", "most_frequent", "constant", "lowest"]
Scaling = Literal["standard", "robust", "quantile", "none"]
TextEncoding = Literal["words", "topics", "string_encoder"]

# Larger numbers are cut to this, because their squares are infinite; sooner for
# algorithms that work in single precision, or beside `numbers.BELOW_ALL`.
LARGEST = 1e100
LARGEST_SHORT = 1e30


@dataclass(frozen=True)
class Wishes:
    """All that a preparation depends on besides the columns: equal wishes, equal preparation.

    Parameters
    ----------
    levels, truths : LevelEncoding
        How categories and truth values become numbers.
    max_levels : int
        More levels than this are grouped.
    missing_level : bool
        Whether a missing category is a level.
    missing_number : Gap
        What a missing number becomes; `fill` is the constant.
    missing_indicator : bool
    largest : float
        Numbers beyond this are cut to it.
    scaling : Scaling
    text : TextEncoding
    dates : {"parts", "circular", "spline"}
    selection : {"none", "variance", "best"}
        Which features are kept; `selected_percent` is of the best.
    task_type : TaskType
        What the target is, where it plays a part.
    sparse, single_precision : bool
        What kind of matrix is made.
    random_seed : int
    """

    levels: LevelEncoding
    truths: LevelEncoding
    max_levels: int
    missing_level: bool
    missing_number: Gap
    fill: float
    missing_indicator: bool
    largest: float
    scaling: Scaling
    text: TextEncoding
    dates: Literal["parts", "circular", "spline"]
    selection: Literal["none", "variance", "best"]
    selected_percent: int
    task_type: TaskType
    sparse: bool
    single_precision: bool
    random_seed: int

    @property
    def dtype(self) -> type[np.floating[Any]]:
        """The number type of the prepared features."""
        return np.float32 if self.single_precision else np.float64


def wishes_of(
    algorithm: AlgorithmConfig,
    estimator: Any,  # noqa: ANN401 - any estimator
    chosen: Preprocessing,
    *,
    random_seed: int,
) -> Wishes:
    """Say how an algorithm gets its numbers.

    Parameters
    ----------
    estimator : object
        As the algorithm builds it: how many categories it takes may be a setting.
    """
    encoding = level_encoding(algorithm, chosen)
    limits = {"one_hot": chosen.max_levels, "native": getattr(estimator, "max_bins", None)}
    gap = _gap(algorithm, chosen)
    selection = selection_of(algorithm, chosen)
    return Wishes(
        levels=encoding,
        truths=_truths(algorithm) if encoding == "target" else encoding,
        # HistGradientBoosting takes as many categories as it has bins.
        max_levels=limits.get(encoding) or sys.maxsize,
        missing_level=chosen.categorical_imputation == "level",
        missing_number=gap,
        fill=chosen.numeric_fill if gap == "constant" else 0.0,
        missing_indicator=chosen.missing_indicator,
        largest=LARGEST_SHORT if algorithm.precision == "float32" or gap == "lowest" else LARGEST,
        scaling=_scaling(algorithm, chosen),
        text=_text(algorithm, chosen),
        dates=chosen.dates,
        selection=selection,
        selected_percent=chosen.selected_percent if selection == "best" else 100,
        task_type=algorithm.task_type,
        sparse=algorithm.sparse,
        single_precision=_single_precision(algorithm, chosen),
        random_seed=random_seed,
    )


def level_encoding(algorithm: AlgorithmConfig, chosen: Preprocessing) -> LevelEncoding:
    """How categories become numbers."""
    without_target = chosen.categories == "target" and algorithm.task_type == "clustering"
    if chosen.categories != "auto" and not without_target:
        return chosen.categories
    # Selection moves features about, but categories are told by their positions.
    if algorithm.encoding == "native" and selection_of(algorithm, chosen) != "none":
        return "ordinal"
    return algorithm.encoding


def selection_of(
    algorithm: AlgorithmConfig, chosen: Preprocessing
) -> Literal["none", "variance", "best"]:
    """Which features are kept; without a target none is the best."""
    if chosen.feature_selection == "best" and algorithm.task_type == "clustering":
        return "none"
    return chosen.feature_selection


def _truths(algorithm: AlgorithmConfig) -> LevelEncoding:
    return "one_hot" if algorithm.encoding == "one_hot" else "ordinal"


def _gap(algorithm: AlgorithmConfig, chosen: Preprocessing) -> Gap:
    if chosen.numeric_imputation != "auto":
        return chosen.numeric_imputation
    # Beside a number far below all others, no test of a feature says anything about the rest.
    keeps_apart = algorithm.encoding == "native" and selection_of(algorithm, chosen) == "none"
    return "lowest" if keeps_apart else "median"


def _scaling(algorithm: AlgorithmConfig, chosen: Preprocessing) -> Scaling:
    if chosen.scaling != "auto":
        return chosen.scaling
    return "standard" if algorithm.scale else "none"


def _text(algorithm: AlgorithmConfig, chosen: Preprocessing) -> TextEncoding:
    if chosen.text == "string_encoder":
        return "string_encoder"
    return "words" if algorithm.sparse and chosen.text != "hashed" else "topics"


def _single_precision(algorithm: AlgorithmConfig, chosen: Preprocessing) -> bool:
    """Whether numbers are short ones; not where their squares count and may be large."""
    unscaled = algorithm.scale and _scaling(algorithm, chosen) in {"robust", "none"}
    selects = selection_of(algorithm, chosen) != "none"
    return algorithm.precision == "float32" and not (unscaled or selects)
