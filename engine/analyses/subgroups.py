"""Groups of rows that a model serves worse than the rest.

Every column is cut into groups: levels, or quarters of numbers and times. For each
group the error of its held-out rows is held against that of all other rows. As many
groups are looked at, p-values are corrected (Holm, 1979): what is called clear would
be found by chance in one table of twenty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd
from scipy import stats

from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.fitting import Stopped
from engine.metrics import Outcome
from engine.metrics.outcome import Floats
from engine.records import Column, Record
from engine.stored_answers import outcome_of

LEAST_ROWS, MOST_LEVELS, MOST_GROUPS = 20, 30, 12
PARTS = 4
LEVEL = 0.05

ErrorKind = Literal["share of wrong classes", "mean absolute error"]


class Subgroup(Record):
    """One group: `error` of its rows, of all others, and whether that can be luck.

    `p_value` is corrected for the number of groups; `clear` says it is below 5 %.
    """

    column: str
    group: str
    n_rows: int
    error: float
    error_of_others: float
    difference_ci95: tuple[float, float]
    p_value: float
    clear: bool


class Subgroups(Record):
    """The worst groups first; `n_groups` is how many were looked at."""

    error: ErrorKind
    groups: tuple[Subgroup, ...]
    n_groups: int
    n_rows: int


def subgroups(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> Subgroups:
    """Look at the errors of every group among the held-out rows."""
    stored = pd.read_feather(context.store.blob("models", f"{context.model.id}.arrow"))
    sizes = error_sizes(outcome_of(context.model, stored))
    features = context.features(stored["row"].to_numpy())
    found: list[tuple[str, str, np.ndarray]] = []
    columns = context.model.provenance.columns
    for done, column in enumerate(columns):
        if should_stop():
            raise Stopped
        on_progress(done, len(columns), column.name)
        groups = groups_of(features[column.name].reset_index(drop=True), column)
        found += [(column.name, group, inside) for group, inside in groups]
    return Subgroups(
        error=_kind(context),
        groups=worst(found, sizes),
        n_groups=len(found),
        n_rows=len(sizes),
    )


def _kind(context: Context) -> ErrorKind:
    classes = context.model.task_type == "classification"
    return "share of wrong classes" if classes else "mean absolute error"


def error_sizes(outcome: Outcome) -> Floats:
    """Of each row whether its class was wrong, or how far off its number was."""
    if outcome.task_type == "classification":
        wrong: Floats = (outcome.true_codes != outcome.predicted_codes).astype(np.float64)
        return wrong
    return np.abs(outcome.targets - outcome.predictions)


def groups_of(values: pd.Series, column: Column) -> Iterator[tuple[str, np.ndarray]]:
    """Groups of a column with enough rows inside and outside, each with where its rows are."""
    if column.type == "text":
        return
    labels = _labels(values, column)
    for label, count in labels.value_counts().head(MOST_LEVELS).items():
        if LEAST_ROWS <= count <= len(values) - LEAST_ROWS:
            yield str(label), (labels == label).to_numpy()


def _labels(values: pd.Series, column: Column) -> pd.Series:
    named = values.astype(object)
    if column.type in {"numeric", "datetime"} and values.nunique() > PARTS:
        parts = pd.qcut(values, PARTS, duplicates="drop")
        named = parts.map(_interval, na_action="ignore").astype(object)
    return named.where(values.notna(), "missing").map(str)


def _interval(interval: pd.Interval) -> str:
    return f"{_short(interval.left)} to {_short(interval.right)}"


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float | int) else str(value)[:10]


def worst(found: list[tuple[str, str, np.ndarray]], sizes: Floats) -> tuple[Subgroup, ...]:
    """Groups whose error is above that of the others, the surest first."""
    p_values = [_p_value(sizes[inside], sizes[~inside]) for _, _, inside in found]
    corrected = holm(p_values)
    groups = [
        _subgroup(column, group, sizes[inside], sizes[~inside], p_value)
        for (column, group, inside), p_value in zip(found, corrected, strict=True)
    ]
    worse = [one for one in groups if one.error > one.error_of_others]
    order = sorted(worse, key=lambda one: (one.p_value, one.error_of_others - one.error))
    return tuple(order[:MOST_GROUPS])


def holm(p_values: list[float]) -> list[float]:
    """Corrected p-values of Holm (1979), "A simple sequentially rejective multiple test"."""
    order = np.argsort(p_values, kind="stable")
    corrected = np.empty(len(p_values))
    highest = 0.0
    for place, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = highest
    return [float(value) for value in corrected]


def _p_value(inside: Floats, outside: Floats) -> float:
    """Test on one side whether errors inside are larger (Welch, 1947)."""
    if np.ptp(inside) == 0 and np.ptp(outside) == 0:
        return 0.0 if inside[0] > outside[0] else 1.0
    return float(stats.ttest_ind(inside, outside, equal_var=False, alternative="greater").pvalue)


def _subgroup(column: str, group: str, inside: Floats, outside: Floats, p_value: float) -> Subgroup:
    difference = float(inside.mean() - outside.mean())
    error = float(np.sqrt(inside.var(ddof=1) / len(inside) + outside.var(ddof=1) / len(outside)))
    reach = float(stats.norm.ppf(0.975)) * error
    return Subgroup(
        column=column,
        group=group,
        n_rows=len(inside),
        error=float(inside.mean()),
        error_of_others=float(outside.mean()),
        difference_ci95=(difference - reach, difference + reach),
        p_value=p_value,
        clear=p_value < LEVEL,
    )
