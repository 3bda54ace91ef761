"""A dataset's rows with what a model says of them, as a CSV to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from engine.predictions.records import Prediction, Predictions
from engine.reading.column_conversion import without_missing
from engine.records import Dataset
from engine.store import Store
from engine.stored_tables import stored_table

# A spreadsheet program takes what begins with one of these for a formula.
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
_PREDICTED: Final = "predicted"
_CLUSTER: Final = "cluster"


def csv_of(store: Store, dataset: Dataset, found: Predictions) -> bytes:
    """Write all columns of a dataset, and behind them the answers, in UTF-8.

    Texts that a spreadsheet program would take for formulas have ``'`` before them.
    """
    answers = [_answer(one) for one in found.predictions]
    names = [column.name for column in dataset.columns]
    added = {name: _free(name, names) for name in answers[0]}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([_safe(name) for name in (*names, *added.values())])
    for row, answer in zip(_rows(store, dataset), answers, strict=True):
        writer.writerow([_cell(value) for value in (*row, *answer.values())])
    return file.getvalue().encode("utf-8", errors="replace")


def _rows(store: Store, dataset: Dataset) -> Iterator[Sequence[object]]:
    table = stored_table(store, dataset)
    columns = [
        without_missing(table[column.name], column.format).to_pylist() for column in dataset.columns
    ]
    return zip(*columns, strict=True)


def _answer(one: Prediction) -> dict[str, object]:
    """The columns that are added, with their values for one row."""
    if one.name is not None:
        return {_CLUSTER: one.prediction, "cluster_name": one.name, "flags": " ".join(one.flags)}
    low, high = one.interval or (None, None)
    interval = {} if one.interval is None else {"low_90": low, "high_90": high}
    likely = {f"probability_{name}": value for name, value in (one.probabilities or {}).items()}
    return {_PREDICTED: one.prediction, **likely, **interval, "flags": " ".join(one.flags)}


def _free(name: str, taken: Sequence[str]) -> str:
    """A name that no column of the dataset has."""
    while name in taken:
        name = f"model_{name}"
    return name


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat().removesuffix("T00:00:00")
    return _safe(value) if isinstance(value, str) else value


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
