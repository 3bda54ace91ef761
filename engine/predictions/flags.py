"""What a model has not seen the like of in training, row by row, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import TunedThresholdClassifierCV
from sklearn.pipeline import Pipeline

from engine.amounts import number_words
from engine.clusters.original import level_name
from engine.predictions.given import Given, Texts
from engine.reading.like_reading import column_kind
from engine.records import Column, ValueKind

LONGEST_SHOWN = 80

# The place of a row, and what is to be said of it.
Flag = tuple[int, str]
Levels = Mapping[str, frozenset[Any]]

_UNFIT: Mapping[ValueKind, str] = {
    "number": "{column}: {text!r} is no number, so it counts as missing.",
    "date": "{column}: {text!r} is no date as the training data have them, so it counts as "
    "missing.",
    "truth": "{column}: {text!r} is neither true nor false, so it counts as missing.",
    "text": "{column}: {text!r} does not fit, so it counts as missing.",
}

_OUTSIDE = "{}: {} lies outside {} to {}, the range of the dataset that the model was trained on."


def flags(given: Given, columns: Sequence[Column], levels: Levels) -> list[tuple[str, ...]]:
    """What to be careful about in each row.

    Parameters
    ----------
    columns : sequence of Column
        As they were in training.
    levels : mapping of str to frozenset
        Of columns with levels, those that the training rows had.
    """
    found: list[list[str]] = [[] for _ in range(len(given.features))]
    for column in columns:
        values, unfit = given.features[column.name], given.unfit[column.name]
        for row, sentence in _of_column(column, values, unfit, levels.get(column.name)):
            found[row].append(sentence)
    return [tuple(sentences) for sentences in found]


def known_levels(fitted: Any) -> Levels:  # noqa: ANN401 - a pipeline, or a variant around one
    """Levels of the training rows, by column, as the fitted preparation has learned them."""
    preparation = _pipeline(fitted)["preparation"]
    columns = preparation.steps[0][1] if isinstance(preparation, Pipeline) else preparation
    return {
        name: frozenset(value for value in levels if not pd.isna(value))
        for _, transformer, names in columns.transformers_
        if isinstance(transformer, Pipeline) and "levels" in transformer.named_steps
        for name, levels in zip(names, transformer["levels"].categories_, strict=True)
    }


def _pipeline(fitted: Any) -> Pipeline:  # noqa: ANN401 - a pipeline, or a variant around one
    if isinstance(fitted, CalibratedClassifierCV):
        return _pipeline(fitted.calibrated_classifiers_[0].estimator)
    if isinstance(fitted, TunedThresholdClassifierCV):
        return _pipeline(fitted.estimator_)
    return fitted


def _of_column(
    column: Column, values: pd.Series, unfit: Texts, levels: frozenset[Any] | None
) -> Iterator[Flag]:
    yield from _unfit_or_missing(column, values, unfit)
    if column.type in {"numeric", "datetime"}:
        yield from _outside(column, values)
    elif levels is not None:
        yield from _unknown(column, values, levels)


def _unfit_or_missing(column: Column, values: pd.Series, unfit: Texts) -> Iterator[Flag]:
    told = _UNFIT[column_kind(column)]
    for row in _places(values.isna()):
        text = unfit[row]
        if text is None:
            yield row, f"{column.name} is missing."
        else:
            yield row, told.format(column=column.name, text=_short(text))


def _outside(column: Column, values: pd.Series) -> Iterator[Flag]:
    """Values beyond those of the dataset that was trained on, where its record has them."""
    ends = (column.minimum, column.maximum)
    if any(end is None for end in ends):
        return
    low, high = (pd.Timestamp(end) if isinstance(end, str) else end for end in ends)
    for row in _places((values < low) | (values > high)):
        yield row, _OUTSIDE.format(column.name, *map(_spelled, (values[row], low, high)))


def _unknown(column: Column, values: pd.Series, levels: frozenset[Any]) -> Iterator[Flag]:
    for row in _places(values.notna() & ~values.isin(levels)):
        name = _short(level_name(values[row]))
        yield row, f"{column.name}: {name!r} was not among the training rows."


def _places(mask: pd.Series) -> Iterable[int]:
    return [int(place) for place in np.flatnonzero(mask.to_numpy())]


def _spelled(value: Any) -> str:  # noqa: ANN401 - a number or a moment
    if isinstance(value, pd.Timestamp):
        return value.isoformat().removesuffix("T00:00:00")
    return number_words(float(value))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
