"""How predictions move with one column: partial dependence and single rows.

For each value of a grid, every row gets that value in the column and is predicted;
the mean is partial dependence (Friedman, 2001), one row's line is its individual
conditional expectation (Goldstein and others, 2015). It asks about rows that may not
exist where columns hang together.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.analyses.importance import importance
from engine.fit_threads import limited_threads
from engine.fitting import Stopped
from engine.metrics.outcome import Floats
from engine.records import Column, Record

MOST_ROWS, MOST_LINES, MOST_COLUMNS = 1_000, 30, 6
GRID, MOST_LEVELS = 20, 12


class Dependence(Record):
    """Predictions over the values of one column.

    Parameters
    ----------
    column : str
    values : tuple of str or float
        The grid: numbers, times as text, or levels.
    mean : tuple of float
        Partial dependence at each.
    lines : tuple of tuple of float
        Predictions for some single rows at each.
    """

    column: str
    values: tuple[float | str, ...]
    mean: tuple[float, ...]
    lines: tuple[tuple[float, ...], ...]


class Dependences(Record):
    """Partial dependence of the most important columns.

    `of` says what is predicted: the number, or the probability of a class.
    """

    of: str
    columns: tuple[Dependence, ...]
    n_rows: int
    n_learned: int


def dependence(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> Dependences:
    """Vary the most important columns one by one."""
    rows = context.sample(context.judge.split.train, MOST_ROWS)
    features = context.features(rows)
    columns = _chosen(context, on_progress, should_stop)
    found = []
    for done, column in enumerate(columns):
        if should_stop():
            raise Stopped
        on_progress(done, len(columns), column.name)
        found.append(_dependence(context, column, features))
    return Dependences(
        of=_of(context),
        columns=tuple(found),
        n_rows=len(rows),
        n_learned=len(context.judge.split.train),
    )


def _chosen(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> list[Column]:
    """The most important columns; texts have no grid."""
    columns = {column.name: column for column in context.model.provenance.columns}
    able = {name for name, column in columns.items() if column.type != "text"}
    if len(able) <= MOST_COLUMNS:
        return [columns[name] for name in context.model.features if name in able]
    ranked = importance(context, on_progress, should_stop).columns
    return [columns[one.column] for one in ranked if one.column in able][:MOST_COLUMNS]


def _dependence(context: Context, column: Column, features: pd.DataFrame) -> Dependence:
    grid = grid_of(features[column.name], column)
    with limited_threads(context.entry, len(features)):
        predictions = np.stack([_at(context, features, column.name, value) for value in grid])
    lines = np.linspace(0, len(features) - 1, min(MOST_LINES, len(features))).astype(int)
    return Dependence(
        column=column.name,
        values=tuple(_plain(value) for value in grid),
        mean=tuple(map(float, predictions.mean(axis=1))),
        lines=tuple(tuple(map(float, predictions[:, line])) for line in lines),
    )


def grid_of(values: pd.Series, column: Column) -> list[Any]:
    """Quantiles of numbers and times, from 5 to 95 %; the commonest levels of anything else."""
    known = values.dropna()
    if column.type not in {"numeric", "datetime"}:
        return sorted(known.value_counts().index[:MOST_LEVELS], key=str)
    places = np.linspace(0.05, 0.95, GRID)
    return list(known.quantile(places, interpolation="nearest").drop_duplicates())


def _at(context: Context, features: pd.DataFrame, name: str, value: Any) -> Floats:  # noqa: ANN401 - a value of any column
    constant = pd.Series([value] * len(features), index=features.index)
    asked = features.assign(**{name: constant.astype(features[name].dtype)})
    return _answers(context, asked)


def _answers(context: Context, features: pd.DataFrame) -> Floats:
    """The number, the probability of the class that is asked about, or whether it is that one."""
    pipeline, classes = context.pipeline, context.judge.classes
    if classes is None:
        predictions = np.asarray(pipeline.predict(features), dtype=np.float64)
        return predictions[:, 0] if predictions.ndim == 2 else predictions
    label = _label(context)
    if hasattr(pipeline, "predict_proba"):
        place = list(pipeline.classes_).index(label)
        chosen: Floats = pipeline.predict_proba(features)[:, place]
        return chosen
    return np.asarray(pipeline.predict(features) == label, dtype=np.float64)


def _label(context: Context) -> Any:  # noqa: ANN401 - a label of any type
    """The positive class of two, or the commonest of several."""
    classes, target = context.judge.classes, context.judge.fitter.answers(context.judge.split.train)
    assert classes is not None  # noqa: S101 - who calls has asked
    assert target is not None  # noqa: S101 - classes are of a target
    if len(classes) == 2:
        return classes[1]
    labels, counts = np.unique(target, return_counts=True)
    return labels[np.argmax(counts)]


def _of(context: Context) -> str:
    if context.judge.classes is None:
        return f"predicted {context.model.target}"
    if hasattr(context.pipeline, "predict_proba"):
        return f"probability of {_label(context)}"
    return f"share predicted as {_label(context)}"


def _plain(value: Any) -> float | str:  # noqa: ANN401 - a value of any column
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    return float(value) if is_number else str(value)
