"""Numbers: missing ones, and one scale for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import (
    FunctionTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

from engine.recipes.features import Feature
from engine.recipes.parts import Group, Part, chain, of_type
from engine.recipes.wishes import Wishes
from engine.records import Column

# Stands for a missing number where the algorithm keeps missing values apart.
# HistGradientBoosting fails on a column without any value, as a fold may have
# one, so NaN itself cannot be handed over.
BELOW_ALL = float(np.finfo(np.float32).min)
MOST_QUANTILES = 100

_GAPS = {
    "median": "Missing values become the median of the training rows.",
    "mean": "Missing values become the mean of the training rows.",
    "most_frequent": "Missing values become the most frequent value of the training rows.",
    "constant": "Missing values become {fill:g}.",
    "lowest": "A missing value counts as smaller than all others.",
}

_SCALES = {
    "standard": "Values are moved and stretched to mean 0 and standard deviation 1 in training.",
    "robust": (
        "Values are moved and stretched so that in training the median is 0 and the middle half "
        "spans 1: outliers stay outliers, and move nothing else."
    ),
    "quantile": (
        "Values are spread like a bell curve by their rank in training: only their order counts."
    ),
}


def groups(columns: Sequence[Column], wishes: Wishes) -> Iterator[Group]:
    """All numbers together."""
    found = of_type(columns, "numeric")
    if found:
        gaps = [n for n, column in enumerate(found) if column.missing]
        distinct = max(column.distinct for column in found)
        cut = any(map(partial(_is_huge, most=wishes.largest), found))
        parts = filled(wishes, gaps=gaps, distinct=distinct, cut=cut)
        yield Group("numeric", "numeric", [column.name for column in found], parts)


def features(fitted: Any, columns: list[str]) -> Iterator[Feature]:  # noqa: ANN401 - scikit-learn's pipeline
    """Name the numbers, and what tells where they are missing."""
    for column in columns:
        yield Feature(name=column, column=column, origin="value")
    for position in gap_positions(fitted):
        column = columns[position]
        yield Feature(name=f"{column}: is missing", column=column, origin="missing indicator")


def filled(
    wishes: Wishes, *, gaps: Sequence[int] = (), distinct: int = 0, cut: bool = False
) -> tuple[Part, ...]:
    """Numbers without gaps, on one scale.

    Parameters
    ----------
    gaps : sequence of int
        Positions of the columns that have missing values.
    distinct : int
        How many different values the richest column has.
    cut : bool
        Whether there are numbers too large to reckon with.
    """
    parts = (
        *_fractions(wishes),
        _imputed(wishes),
        *(_cut(wishes) if cut else ()),
        *scaled(wishes, distinct=distinct),
        *single_precision(wishes),
    )
    return _beside_gaps(parts, gaps) if wishes.missing_indicator and gaps else parts


def gap_positions(fitted: Any) -> list[int]:  # noqa: ANN401 - scikit-learn's pipeline
    """Positions of the columns whose gaps are told, among those that `filled` got."""
    union = fitted.named_steps.get("filled")
    if union is None:
        return []
    positions: list[int] = union.named_transformers["gaps"].transformers[0][2]
    return positions


def scaled(wishes: Wishes, *, distinct: int = 0) -> tuple[Part, ...]:
    """Numbers on one scale, as it is wished."""
    if wishes.scaling == "none":
        return ()
    makers = {
        "standard": StandardScaler,
        "robust": RobustScaler,
        "quantile": partial(
            QuantileTransformer,
            # More quantiles than a fold has rows would be a warning on every model.
            n_quantiles=min(MOST_QUANTILES, max(10, distinct // 4)),
            output_distribution="normal",
            random_state=wishes.random_seed,
        ),
    }
    return (Part("scale", makers[wishes.scaling], (_SCALES[wishes.scaling],)),)


def single_precision(wishes: Wishes) -> tuple[Part, ...]:
    """Short numbers, where they are wished."""
    if not wishes.single_precision:
        return ()
    words = "Numbers are kept in single precision, which this algorithm is quicker with."
    make = partial(
        FunctionTransformer,
        np.asarray,
        kw_args={"dtype": wishes.dtype},
        feature_names_out="one-to-one",
    )
    return (Part("precision", make, (words,)),)


def _fractions(wishes: Wishes) -> tuple[Part, ...]:
    """Whole numbers as others are, where scikit-learn would not fill them with a fraction."""
    if wishes.missing_number in {"median", "mean"}:
        return ()
    numbers = {"dtype": np.float64, "na_value": np.nan}
    make = partial(
        FunctionTransformer,
        pd.DataFrame.to_numpy,
        kw_args=numbers,
        feature_names_out="one-to-one",
    )
    return (Part("numbers", make, ()),)


def _imputed(wishes: Wishes) -> Part:
    fills = {"lowest": BELOW_ALL, "constant": wishes.fill}
    strategy = "constant" if wishes.missing_number in fills else wishes.missing_number
    make = partial(
        SimpleImputer,
        strategy=strategy,
        fill_value=fills.get(wishes.missing_number),
        # A column without any value in a fold stays, so that all folds have the same features.
        keep_empty_features=True,
    )
    return Part("missing", make, (_GAPS[wishes.missing_number].format(fill=wishes.fill),))


def _is_huge(column: Column, *, most: float) -> bool:
    ends = (column.minimum, column.maximum)
    return any(isinstance(end, int | float) and abs(end) > most for end in ends)


def _cut(wishes: Wishes) -> tuple[Part, ...]:
    most = wishes.largest
    words = f"Numbers beyond ±{most:g} count as that, since larger ones cannot be reckoned with."
    make = partial(
        FunctionTransformer,
        np.clip,
        kw_args={"a_min": -most, "a_max": most},
        feature_names_out="one-to-one",
    )
    return (Part("cut", make, (words,)),)


def _beside_gaps(parts: tuple[Part, ...], gaps: Sequence[int]) -> tuple[Part, ...]:
    """The parts, and beside them where values are missing: one column for each of `gaps`."""
    words = "A column of zeros and ones is added for each that has missing values: 1 where one is."
    indicator = partial(MissingIndicator, features="all", error_on_new=False)

    def make() -> FeatureUnion:
        where = ColumnTransformer([("gaps", indicator(), list(gaps))])
        return FeatureUnion([("values", chain(parts)), ("gaps", where)])

    sentences = tuple(sentence for part in parts for sentence in part.words)
    return (Part("filled", make, (*sentences, words)),)
