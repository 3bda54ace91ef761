"""Categories and truth values: columns with levels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.model_selection import KFold
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, TargetEncoder

from engine.recipes.features import Feature
from engine.recipes.numbers import scaled, single_precision
from engine.recipes.parts import Group, Part, of_type, to_objects
from engine.recipes.wishes import LevelEncoding, Wishes
from engine.records import Column

# Parts that the rows are cut into, so that no row is encoded by its own target.
CROSS_FITS = 5


def groups(
    kind: Literal["categorical", "boolean"], columns: Sequence[Column], wishes: Wishes
) -> Iterator[Group]:
    """Columns with few levels, and those with so many that the rare ones share a place.

    They are kept apart because counting levels takes scikit-learn ten times as
    long as only listing them: 0.4 s for a million values.
    """
    encoding = wishes.levels if kind == "categorical" else wishes.truths
    crowded = [column.distinct > wishes.max_levels for column in of_type(columns, kind)]
    for grouped, name in ((False, kind), (True, f"{kind}_grouped")):
        found = zip(of_type(columns, kind), crowded, strict=True)
        names = [column.name for column, many in found if many == grouped]
        if names:
            limit = wishes.max_levels if grouped else None
            yield Group(name, kind, names, _recipe(encoding, wishes, limit))


def features(fitted: Any, columns: list[str]) -> Iterator[Feature]:  # noqa: ANN401 - scikit-learn's pipeline
    """Name the numbers that levels become."""
    encoder = fitted["levels"]
    if isinstance(encoder, OneHotEncoder):
        yield from _one_hot_features(encoder, columns)
    elif isinstance(encoder, TargetEncoder):
        yield from _target_features(encoder, columns)
    else:
        native = encoder.unknown_value is not None and np.isnan(encoder.unknown_value)
        for column in columns:
            origin: Any = "category" if native else "level number"
            yield Feature(name=column, column=column, origin=origin)


def _recipe(encoding: LevelEncoding, wishes: Wishes, limit: int | None) -> tuple[Part, ...]:
    encoders = {"one_hot": _one_hot, "ordinal": _ordinal, "native": _native, "target": _target}
    return (*_values(wishes), *encoders[encoding](wishes, limit))


def _values(wishes: Wishes) -> tuple[Part, ...]:
    # None and NaN would be two levels, and a column of bool or int has neither.
    make = partial(to_objects, pd.DataFrame.to_numpy, missing=np.nan)
    if wishes.missing_level:
        return (Part("values", make, ("A missing value counts as a level of its own.",)),)
    words = ("A missing value becomes the most frequent level of the training rows.",)
    impute = partial(SimpleImputer, strategy="most_frequent", keep_empty_features=True)
    return (Part("values", make, ()), Part("missing", impute, words))


def _one_hot(wishes: Wishes, limit: int | None) -> tuple[Part, ...]:
    words = "Each level becomes a column of zeros and ones; one never seen before gets only zeros."
    if limit:
        words = (
            f"Each of the commonest levels becomes a column of zeros and ones, {limit} columns at "
            "most: the last stands for all other levels."
        )
    make = partial(
        OneHotEncoder,
        handle_unknown="infrequent_if_exist",
        max_categories=limit,
        sparse_output=wishes.sparse,
        dtype=wishes.dtype,
    )
    return (Part("levels", make, (words,)),)


def _ordinal(wishes: Wishes, _limit: int | None) -> tuple[Part, ...]:
    words = "Each level becomes a number; those never seen before share one of their own."
    make = partial(
        OrdinalEncoder,
        handle_unknown="use_encoded_value",
        unknown_value=-1,
        encoded_missing_value=-2,
        dtype=wishes.dtype,
    )
    return (Part("levels", make, (words,)), *scaled(wishes))


def _native(wishes: Wishes, limit: int | None) -> tuple[Part, ...]:
    words = "Levels stay categories; one never seen before counts as missing."
    if limit:
        words = f"The {limit - 1} most frequent levels stay categories; all others share one."
    make = partial(
        OrdinalEncoder,
        handle_unknown="use_encoded_value",
        unknown_value=np.nan,
        max_categories=limit,
        dtype=wishes.dtype,
    )
    return (Part("levels", make, (words,)),)


def _target(wishes: Wishes, _limit: int | None) -> tuple[Part, ...]:
    """Means of the target by level.

    scikit-learn guesses from the numbers what the target is, and would take the
    whole numbers of a regression for classes.
    """
    words = {
        "regression": (
            "Each level becomes the mean of the target over its rows, moved towards the mean of "
            "all where a level has few rows; so does a level never seen before."
        ),
        "classification": (
            "Each level becomes the share of each class among its rows, moved towards the share "
            "in all where a level has few rows; so does a level never seen before."
        ),
    }[wishes.task_type]
    honest = f"No row counts for its own number: that comes from the other of {CROSS_FITS} parts."
    make = partial(
        TargetEncoder,
        target_type="continuous" if wishes.task_type == "regression" else "auto",
        cv=KFold(CROSS_FITS, shuffle=True, random_state=wishes.random_seed),
    )
    return (Part("levels", make, (words, honest)), *scaled(wishes), *single_precision(wishes))


def _one_hot_features(encoder: OneHotEncoder, columns: list[str]) -> Iterator[Feature]:
    names = iter(encoder.get_feature_names_out(columns))
    infrequent = getattr(encoder, "infrequent_categories_", [None] * len(columns))
    for column, levels, rare in zip(columns, encoder.categories_, infrequent, strict=True):
        for _ in range(len(levels) - (0 if rare is None else len(rare))):
            yield Feature(name=next(names), column=column, origin="level")
        if rare is not None:
            name = next(names).removesuffix("_infrequent_sklearn")
            yield Feature(name=f"{name}_rare", column=column, origin="rare levels")


def _target_features(encoder: TargetEncoder, columns: list[str]) -> Iterator[Feature]:
    classes = encoder.classes_ if encoder.target_type_ == "multiclass" else [None]
    for column in columns:
        for one in classes:
            name = column if one is None else f"{column}: share of {one}"
            yield Feature(name=name, column=column, origin="target mean")
