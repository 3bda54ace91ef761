"""Record of how columns of each type become numbers, as far as a person chooses it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.records.base import Record

FILLS = (-1e30, 1e30)
LEVELS = (2, 10_000)
PERCENTS = (1, 100)


class Preprocessing(Record):
    """What is done with columns of each type before an algorithm sees them.

    ``auto`` leaves a choice to the algorithm: its entry in the registry says
    what it wants. Where an algorithm cannot use what is chosen, the plan of the
    preparation says so.

    Parameters
    ----------
    numeric_imputation : {"auto", "median", "mean", "most_frequent", "constant"}
        What a missing number or part of a date becomes; `numeric_fill` is the
        constant. ``auto`` is the median, unless an algorithm keeps gaps apart.
    missing_indicator : bool
        Whether a column of zeros and ones tells where a number or date was missing.
    scaling : {"auto", "standard", "robust", "quantile", "none"}
        How numbers are brought to one scale.
    categorical_imputation : {"level", "most_frequent"}
        Whether a missing category is a level of its own.
    categories : {"auto", "one_hot", "ordinal", "target"}
        How a category becomes numbers. Truth values are not replaced by the mean
        of the target, as two levels are one number already.
    max_levels : int
        With more levels than this in one column, the rare ones share one of its
        one-hot columns.
    text : {"auto", "tfidf", "hashed", "string_encoder"}
        How a text becomes numbers.
    dates : {"parts", "circular", "spline"}
        Whether parts of a date stay plain numbers, or turn round with their period.
    feature_selection : {"none", "variance", "best"}
        Which prepared features are kept: all, those that vary, or the
        `selected_percent` per cent that tell most about the target, each by itself.
    class_weight : {"none", "balanced"}
        Whether each class counts the same, however many rows it has; default of
        the algorithms' own setting.
    target_transform : {"none", "log", "power", "quantile"}
        How the target of a regression is changed before learning, and back after.
        ``log`` is of one plus the target, so it needs targets above -1.
    """

    numeric_imputation: Literal["auto", "median", "mean", "most_frequent", "constant"] = "auto"
    numeric_fill: Annotated[float, Field(ge=FILLS[0], le=FILLS[1])] = 0.0
    missing_indicator: bool = False
    scaling: Literal["auto", "standard", "robust", "quantile", "none"] = "auto"
    categorical_imputation: Literal["level", "most_frequent"] = "level"
    categories: Literal["auto", "one_hot", "ordinal", "target"] = "auto"
    max_levels: Annotated[int, Field(ge=LEVELS[0], le=LEVELS[1])] = 100
    text: Literal["auto", "tfidf", "hashed", "string_encoder"] = "auto"
    dates: Literal["parts", "circular", "spline"] = "parts"
    feature_selection: Literal["none", "variance", "best"] = "none"
    selected_percent: Annotated[int, Field(ge=PERCENTS[0], le=PERCENTS[1])] = 50
    class_weight: Literal["none", "balanced"] = "none"
    target_transform: Literal["none", "log", "power", "quantile"] = "none"
