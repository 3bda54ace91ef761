"""How columns of each type become numbers: one recipe per type.

A recipe is a chain of parts, each a transformer with a sentence that says what
it does, so that what is shown is what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    OneHotEncoder,
    OrdinalEncoder,
    StandardScaler,
)

from engine.algorithms.config import Encoding
from engine.records import Column, ColumnType

# More columns of zeros and ones than this for one categorical column teach
# little and cost memory: 100,000 levels would be 100,000 columns.
MAX_LEVELS = 100
MAX_WORDS = 5_000
# Collisions stay rare, and there are always more words than topics, for which
# `TruncatedSVD` would otherwise fail.
HASHED_WORDS = 2**12
TOPICS = 30
# scikit-learn's own pattern drops single letters, and then fails on a text
# column that has nothing else.
WORD = r"(?u)\w+|[^\w\s]"
# Stands for a missing number where the algorithm keeps missing values apart.
# HistGradientBoosting fails on a column without any value, as a fold may have
# one, so NaN itself cannot be handed over.
BELOW_ALL = float(np.finfo(np.float32).min)
# Stands for a text that is missing, so that there is always a word to count.
NO_TEXT = "missing"


@dataclass(frozen=True)
class Wishes:
    """How an algorithm wants its numbers; by default, how most of them do."""

    encoding: Encoding = "one_hot"
    sparse: bool = False
    scale: bool = True
    single_precision: bool = False
    max_levels: int = MAX_LEVELS
    random_seed: int = 0

    @property
    def dtype(self) -> type[np.floating[Any]]:
        """The number type of the prepared features."""
        return np.float32 if self.single_precision else np.float64


@dataclass(frozen=True)
class Part:
    """One transformer: its name in the pipeline, a sentence for people, and how it is made."""

    name: str
    words: str
    make: Callable[[], Any]


@dataclass(frozen=True)
class Group:
    """Columns that share their transformers.

    A single name instead of a list makes the `ColumnTransformer` hand over a
    Series instead of a table, as vectorizers and skrub's encoders need.
    """

    name: str
    type: ColumnType
    columns: list[str] | str
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (self.columns,) if isinstance(self.columns, str) else tuple(self.columns)

    def transformer(self) -> Pipeline:
        """The parts as one unfitted transformer."""
        return Pipeline([(part.name, part.make()) for part in self.parts])


def groups(columns: Sequence[Column], wishes: Wishes) -> list[Group]:
    """Sort columns into groups and give each its recipe.

    Categories come first, because HistGradientBoosting is told which of its
    features are categories by their positions, and how many numbers a text or
    a date becomes is known only after fitting.
    """
    return [
        *_level_groups("categorical", columns, wishes),
        *_level_groups("boolean", columns, wishes),
        *_table_group("numeric", columns, _filled(wishes)),
        *_single_groups("datetime", columns, _datetime(wishes)),
        *_single_groups("text", columns, _text(wishes)),
    ]


def _of_type(columns: Sequence[Column], kind: ColumnType) -> list[Column]:
    return [column for column in columns if column.type == kind]


def _table_group(
    kind: ColumnType, columns: Sequence[Column], parts: tuple[Part, ...]
) -> Iterator[Group]:
    names = [column.name for column in _of_type(columns, kind)]
    if names:
        yield Group(kind, kind, names, parts)


def _level_groups(kind: ColumnType, columns: Sequence[Column], wishes: Wishes) -> Iterator[Group]:
    """Columns with few levels, and those with so many that the rare ones share a place.

    They are kept apart because counting levels takes scikit-learn ten times as
    long as only listing them: 0.4 s for a million values.
    """
    crowded = [column.distinct > wishes.max_levels for column in _of_type(columns, kind)]
    for grouped, name in ((False, kind), (True, f"{kind}_grouped")):
        found = zip(_of_type(columns, kind), crowded, strict=True)
        names = [column.name for column, many in found if many == grouped]
        if names:
            yield Group(name, kind, names, _levels(wishes, grouped=grouped))


def _single_groups(
    kind: ColumnType, columns: Sequence[Column], parts: tuple[Part, ...]
) -> Iterator[Group]:
    # Numbered, since scikit-learn allows no double underscore here, but column names have them.
    for position, column in enumerate(_of_type(columns, kind), start=1):
        yield Group(f"{kind}_{position}", kind, column.name, parts)


def _levels(wishes: Wishes, *, grouped: bool) -> tuple[Part, ...]:
    # None and NaN would be two levels, and a column of bool or int has neither.
    values = partial(_to_objects, pd.DataFrame.to_numpy, missing=np.nan)
    encoders = {"one_hot": _one_hot, "ordinal": _ordinal, "native": _native}
    return (
        Part("values", "A missing value counts as a level of its own.", values),
        encoders[wishes.encoding](wishes, wishes.max_levels if grouped else None),
    )


def _one_hot(wishes: Wishes, limit: int | None) -> Part:
    words = "Each level becomes a column of zeros and ones; one never seen before gets only zeros."
    if limit:
        words = f"The {limit - 1} most frequent levels get a column each; all others share one."
    make = partial(
        OneHotEncoder,
        handle_unknown="infrequent_if_exist",
        max_categories=limit,
        sparse_output=wishes.sparse,
        dtype=wishes.dtype,
    )
    return Part("levels", words, make)


def _ordinal(wishes: Wishes, _limit: int | None) -> Part:
    words = "Each level becomes a number; those never seen before share one of their own."
    make = partial(
        OrdinalEncoder,
        handle_unknown="use_encoded_value",
        unknown_value=-1,
        encoded_missing_value=-2,
        dtype=wishes.dtype,
    )
    return Part("levels", words, make)


def _native(wishes: Wishes, limit: int | None) -> Part:
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
    return Part("levels", words, make)


def _datetime(wishes: Wishes) -> tuple[Part, ...]:
    parts = (
        Part("dates", "Dates that come as text are read as dates.", _to_datetime),
        Part("parts", "A date becomes year, month, day, weekday, hour and seconds.", _date_parts),
    )
    return (*parts, *_filled(wishes))


def _text(wishes: Wishes) -> tuple[Part, ...]:
    values = Part(
        "values",
        f'A missing text counts as the word "{NO_TEXT}".',
        partial(_to_objects, pd.Series.to_numpy, missing=NO_TEXT),
    )
    if wishes.sparse:
        return (values, _words(wishes))
    return (values, *_topics(wishes), *_single_precision(wishes))


def _words(wishes: Wishes) -> Part:
    words = f"The {MAX_WORDS:,} most frequent words are counted; rare words count more (TF-IDF)."
    make = partial(TfidfVectorizer, max_features=MAX_WORDS, token_pattern=WORD, dtype=wishes.dtype)
    return Part("words", words, make)


def _topics(wishes: Wishes) -> tuple[Part, ...]:
    """Few dense numbers instead of thousands of sparse ones.

    They are not scaled: all topics of a text together weigh about as much as
    one scaled number.
    """
    hashing = partial(HashingVectorizer, n_features=HASHED_WORDS, token_pattern=WORD, norm=None)
    topics = partial(TruncatedSVD, n_components=TOPICS, random_state=wishes.random_seed)
    return (
        Part("words", "Words are counted.", partial(hashing, alternate_sign=False)),
        Part("weights", "Rare words count more (TF-IDF).", TfidfTransformer),
        Part("topics", f"The counts are summed up in {TOPICS} topics.", topics),
    )


def _filled(wishes: Wishes) -> tuple[Part, ...]:
    if wishes.encoding == "native":
        words = "A missing value counts as smaller than all others."
        return (Part("missing", words, partial(_imputer, "constant", fill_value=BELOW_ALL)),)
    words = "Missing values become the median of the training rows."
    median = Part("missing", words, partial(_imputer, "median"))
    return (median, *_scaled(wishes), *_single_precision(wishes))


def _imputer(strategy: str, **more: float) -> SimpleImputer:
    # A column without any value in a fold stays, so that all folds have the same features.
    return SimpleImputer(strategy=strategy, keep_empty_features=True, **more)


def _scaled(wishes: Wishes) -> tuple[Part, ...]:
    words = "Values are moved and stretched to mean 0 and standard deviation 1 in training."
    return (Part("scale", words, StandardScaler),) if wishes.scale else ()


def _single_precision(wishes: Wishes) -> tuple[Part, ...]:
    if not wishes.single_precision:
        return ()
    words = "Numbers are kept in single precision, which this algorithm is quicker with."
    make = partial(
        FunctionTransformer,
        np.asarray,
        kw_args={"dtype": wishes.dtype},
        feature_names_out="one-to-one",
    )
    return (Part("precision", words, make),)


def _to_objects(function: Callable[..., Any], *, missing: object) -> FunctionTransformer:
    """Give a table or a Series as an array of Python values, with one kind of missing."""
    return FunctionTransformer(
        function, kw_args={"dtype": object, "na_value": missing}, feature_names_out="one-to-one"
    )


def _to_datetime() -> Any:  # noqa: ANN401 - skrub has no types
    # skrub takes a second to import, which only tables with dates should pay.
    from skrub import ToDatetime  # noqa: PLC0415 - see above

    return ToDatetime()


def _date_parts() -> Any:  # noqa: ANN401 - skrub has no types
    from skrub import DatetimeEncoder  # noqa: PLC0415 - see `_to_datetime`

    return DatetimeEncoder(add_weekday=True)
