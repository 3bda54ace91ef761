"""What one fit of an algorithm takes, by the figures in its registry entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.algorithms import AlgorithmConfig
from engine.prepared_size import PreparedSize
from engine.records import Column, ColumnType, Setting

ROWS, COLUMNS = 10_000, 20
# On fewer rows a fit takes no less: the calls are what takes the time, as of each tree.
LEAST_ROWS = 200
# Settings by which a fit is repeated, so that time goes with them in proportion.
REPEATS = ("n_estimators", "n_init")
# Each row is held against each centre, so time goes with their number.
WITH_CENTRES = ("Centres", "Mixtures")
CENTRES = ("n_clusters", "n_components")
# Measured on 100,000 rows: seconds to prepare one value, and bytes of it in the
# table and while it is prepared, when categories are Python's own objects.
PREPARATION_SECONDS: dict[ColumnType, float] = {
    "numeric": 2e-7,
    "boolean": 6e-7,
    "categorical": 1.2e-6,
    "datetime": 1.2e-6,
    "text": 3e-5,
}
VALUE_BYTES: dict[ColumnType, int] = {
    "numeric": 16,
    "boolean": 40,
    "categorical": 48,
    "datetime": 32,
    "text": 1_000,
}


def fit_seconds(
    entry: AlgorithmConfig, hyperparameters: Mapping[str, Setting], n_rows: int, n_features: float
) -> float:
    """Seconds of one fit without preparation, as a formula has it: a rough guide.

    Parameters
    ----------
    entry : AlgorithmConfig
        Its `cost` is of a fit with default settings.
    hyperparameters : mapping of str to Setting
        Those left out take their defaults.
    n_rows : int
    n_features : float
        Prepared features; of a sparse matrix, the cells that are not zero in a row.
    """
    cost = entry.cost
    size = (max(LEAST_ROWS, n_rows) / ROWS) ** cost.rows * (
        max(1.0, n_features) / COLUMNS
    ) ** cost.columns
    return float(cost.seconds * size * _repeats(entry, hyperparameters))


def preparation_seconds(columns: Sequence[Column], n_rows: int) -> float:
    """Seconds to prepare columns for a fit."""
    return n_rows * sum(PREPARATION_SECONDS[column.type] for column in columns)


def fit_memory(
    entry: AlgorithmConfig,
    columns: Sequence[Column],
    size: PreparedSize,
    *,
    n_rows: int,
    n_table_rows: int,
) -> int:
    """Bytes at the peak of a fit: the table, the prepared features, and what is made of them.

    Parameters
    ----------
    columns : sequence of Column
        The features.
    size : PreparedSize
        What one row becomes.
    n_rows, n_table_rows : int
        Rows that are learned from, and rows of the table.
    """
    table = n_table_rows * sum(VALUE_BYTES[column.type] for column in columns)
    prepared = n_rows * size.n_bytes * entry.cost.copies
    return int(table + prepared + entry.cost.pair_bytes * n_rows**2)


def _repeats(entry: AlgorithmConfig, hyperparameters: Mapping[str, Setting]) -> float:
    """How many times as many iterations as by default."""
    ratio = 1.0
    centres = CENTRES if entry.family in WITH_CENTRES else ()
    for name in {*REPEATS, *centres, entry.iterations}:
        default = entry.defaults.get(name or "")
        value = hyperparameters.get(name or "", default)
        if _is_count(default) and _is_count(value):
            ratio *= float(value or 1) / float(default or 1)
    return ratio


def _is_count(value: Setting) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
