"""From the values of a column to those of another type, or the reason why not.

The Arrow file keeps the natural values of each column. What its type, possibly
chosen by a person, makes of them is decided here: when the type is chosen, so
that a choice that cannot work is refused, and when the column is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from engine.errors import InvalidValueError
from engine.reading.arrow import Array, all_true
from engine.reading.column_statistics import as_text, count_values
from engine.reading.column_types import without_infinite
from engine.reading.date_formats import parse_compact_dates, parse_dates
from engine.reading.file_marks import UNKNOWN, Marks
from engine.reading.mixed_types import MOST_ODD
from engine.reading.number_cells import read_numbers
from engine.reading.number_formats import parse_numbers
from engine.reading.value_parsers import PLAIN, counts_of, without_missing_words
from engine.records import ColumnFormat, ColumnType

SHOWN_VALUES = 5


@dataclass(frozen=True)
class Converted:
    """The values of a column as those of a type, and what was lost on the way.

    Attributes
    ----------
    values : pyarrow.ChunkedArray
        Numbers or bool for ``numeric``, timestamp[us] for ``datetime``, string
        for ``text``; natural values for ``categorical`` and ``boolean``, dates
        as text.
    unfit : dict
        The texts that became missing because they are none of this type, and how often.
    format : ColumnFormat
        How the text is written that was read.
    """

    values: Array
    unfit: dict[str, int] = field(default_factory=dict)
    format: ColumnFormat = PLAIN


def convert(values: Array, column_type: ColumnType, *, name: str, written: ColumnFormat) -> Array:
    """Give the values of a column as those of a type; see `converted`."""
    return converted(values, column_type, name=name, written=written).values


def converted(
    values: Array, column_type: ColumnType, *, name: str, written: ColumnFormat
) -> Converted:
    """Give the values of a column as those of a type, and what was lost on the way.

    Numbers are read from text in the format of the column. If a few cells, at
    most 5 % of the filled ones, are no numbers, they become missing.

    Parameters
    ----------
    values : pyarrow.ChunkedArray
        Natural values: int64, double, bool, timestamp[us] or string.
    name : str
        Name of the column, for the error.
    written : ColumnFormat
        How its text is written.

    Raises
    ------
    InvalidValueError
        If too many values do not fit; it names the first ones and how many there are.
    """
    return _CONVERTERS[column_type](without_missing(values, written), name, written)


def without_missing(values: Array, written: ColumnFormat) -> Array:
    """Make missing what a column's format says is, also in cells that hold a number."""
    if not written.missing_words or pa.types.is_timestamp(values.type):
        return values
    if pa.types.is_string(values.type):
        is_word = pc.is_in(values, value_set=pa.array(written.missing_words))
    else:
        numbers = pa.array([*_numbers_of(written.missing_words)], pa.float64())
        is_word = pc.is_in(values.cast(pa.float64(), safe=False), value_set=numbers)
    return pc.if_else(is_word, pa.scalar(None, values.type), values)


def _numbers_of(words: Iterable[str]) -> Iterator[float]:
    for word in words:
        with suppress(ValueError):
            yield float(word)


def _to_numbers(values: Array, name: str, written: ColumnFormat) -> Converted:
    if pa.types.is_timestamp(values.type):
        raise _unfit(name, "Dates are no numbers.", "Use the column as a date, or leave it out.")
    if not pa.types.is_string(values.type):
        return Converted(values, format=written)
    cleaned, _ = without_missing_words(values)
    numbers = read_numbers(cleaned, written)
    odd = _lost(cleaned, numbers)
    if len(odd) > MOST_ODD * (len(cleaned) - cleaned.null_count):
        return _in_new_format(cleaned, name, odd)
    return Converted(without_infinite(numbers, cleaned)[0], counts_of(odd), written)


def _lost(cells: Array, values: Array) -> Array:
    """The filled cells without a value."""
    return pc.filter(cells, pc.and_(pc.is_valid(cells), pc.is_null(values)))


def _in_new_format(cleaned: Array, name: str, odd: Array) -> Converted:
    """Read numbers that are written otherwise than the column's format says."""
    parsed = parse_numbers(cleaned, UNKNOWN)
    if parsed.in_doubt:
        raise _unfit(name, parsed.reason, _CHOOSE_MARKS)
    if parsed.values is None:
        raise _no_numbers(name, odd)
    values, _ = without_infinite(parsed.values, cleaned)
    return Converted(values, format=parsed.format)


_CHOOSE_MARKS = "Choose the decimal mark or the order of dates for the whole file."


def _no_numbers(name: str, values: Array) -> InvalidValueError:
    first = ", ".join(repr(as_text(value)) for value in values.unique()[:SHOWN_VALUES].to_pylist())
    return _unfit(
        name,
        f"{len(values)} cells of {name} are no numbers; the first are {first}.",
        "Correct or empty these cells in the file and upload it again, or keep the type.",
    )


def _to_dates(values: Array, name: str, written: ColumnFormat) -> Converted:
    if pa.types.is_timestamp(values.type):
        return Converted(values, format=written)
    if pa.types.is_integer(values.type) and (dates := parse_compact_dates(values)) is not None:
        return Converted(dates, format=written)
    if not pa.types.is_string(values.type):
        raise _unfit(name, f"The cells of {name} are numbers, not dates.", _WRITE_DATES)
    cleaned, _ = without_missing_words(values)
    parsed = parse_dates(cleaned, Marks(date_order=written.date_order))
    if parsed.values is None:
        found = parsed.reason or f"Not all cells of {name} are dates that can be read."
        raise _unfit(name, found, _CHOOSE_MARKS if parsed.in_doubt else _WRITE_DATES)
    return Converted(parsed.values, format=parsed.format)


_WRITE_DATES = "Write dates as 2020-12-31 or 2020-12-31 23:59 in the file and upload it again."


def _to_text(values: Array, _: str, written: ColumnFormat) -> Converted:
    is_date = pa.types.is_timestamp(values.type)
    text = _dates_as_text(values) if is_date else values.cast(pa.string())
    return Converted(text, format=written)


def _to_levels(values: Array, _: str, written: ColumnFormat) -> Converted:
    is_date = pa.types.is_timestamp(values.type)
    return Converted(_dates_as_text(values) if is_date else values, format=written)


def _to_truth(values: Array, name: str, written: ColumnFormat) -> Converted:
    n_distinct = len(count_values(values))
    if n_distinct > 2:
        raise _unfit(
            name,
            f"A boolean column has two different values, but {name} has {n_distinct}.",
            "Use the column as categorical instead.",
        )
    return _to_levels(values, name, written)


def _dates_as_text(values: Array) -> Array:
    """Dates as they are mostly written: without the parts that are zero in all of them."""
    if _is_whole(values, "second"):
        values = values.cast(pa.timestamp("s"))
    is_day = _is_whole(values, "day")
    return pc.strftime(values, format="%Y-%m-%d" if is_day else "%Y-%m-%d %H:%M:%S")


def _is_whole(values: Array, unit: str) -> bool:
    return all_true(pc.equal(pc.floor_temporal(values, unit=unit), values))


_CONVERTERS: dict[ColumnType, Callable[[Array, str, ColumnFormat], Converted]] = {
    "numeric": _to_numbers,
    "datetime": _to_dates,
    "text": _to_text,
    "categorical": _to_levels,
    "boolean": _to_truth,
}


def _unfit(name: str, message: str, hint: str) -> InvalidValueError:
    return InvalidValueError(message, field=name, hint=hint)


def to_pandas(values: Array, column_type: ColumnType) -> pd.Series:
    """Give converted values as pandas has them, in the one dtype of their type.

    Returns
    -------
    pandas.Series
        float64 for ``numeric``, datetime64[us] for ``datetime``, object else.
    """
    if column_type == "numeric":
        numbers = values.cast(pa.float64(), safe=False).to_numpy()
        return pd.Series(np.array(numbers, dtype=np.float64))
    if column_type == "datetime":
        return pd.Series(np.array(values.to_numpy(), dtype="datetime64[us]"))
    return pd.Series(_objects(values), dtype=object)


def _objects(values: Array) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Python values: str, bool, int or float, as `pandas.read_csv` would give them.

    Like there, whole numbers are floats in a column with missing ones.
    """
    if pa.types.is_string(values.type):
        return _shared_texts(values)
    if pa.types.is_integer(values.type) and values.null_count:
        values = values.cast(pa.float64(), safe=False)
    array: np.ndarray[Any, np.dtype[np.object_]] = values.to_numpy().astype(object)
    return array


def _shared_texts(values: Array) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Texts as Python objects, equal ones the same object: a tenth of the memory."""
    encoded = values.combine_chunks().dictionary_encode()
    texts = np.array([*encoded.dictionary.to_pylist(), None], dtype=object)
    places = encoded.indices.fill_null(len(texts) - 1).to_numpy(zero_copy_only=False)
    array: np.ndarray[Any, np.dtype[np.object_]] = texts[places]
    return array
