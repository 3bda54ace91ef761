"""What one fit of an algorithm takes, by the figures in its registry entry."""

from __future__ import annotations

from collections.abc import Mapping

from engine.algorithms import AlgorithmConfig
from engine.records import Setting

ROWS, COLUMNS = 10_000, 20
# Settings by which a fit is repeated, so that time goes with them in proportion.
REPEATS = ("n_estimators", "n_init")


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
    size = (max(1, n_rows) / ROWS) ** cost.rows * (max(1.0, n_features) / COLUMNS) ** cost.columns
    return float(cost.seconds * size * _repeats(entry, hyperparameters))


def _repeats(entry: AlgorithmConfig, hyperparameters: Mapping[str, Setting]) -> float:
    """How many times as many iterations as by default."""
    ratio = 1.0
    for name in {*REPEATS, entry.iterations}:
        default = entry.defaults.get(name or "")
        value = hyperparameters.get(name or "", default)
        if _is_count(default) and _is_count(value):
            ratio *= float(value or 1) / float(default or 1)
    return ratio


def _is_count(value: Setting) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
