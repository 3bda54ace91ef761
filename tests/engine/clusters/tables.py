"""Tables with groups that are known, and clusterings of them without a store."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engine.algorithms import algorithm
from engine.answers import clustered
from engine.clusters.context import ClusterContext
from engine.clusters.profile import Grouped
from engine.fitted_pipelines import Fitter
from engine.preprocessing import build_pipeline
from engine.records import AlgorithmChoice, Column, TrainingSpec


def blobs(k: int, columns: int, seed: int, *, each: int = 60) -> tuple[pd.DataFrame, np.ndarray]:
    """Groups of spread 1 whose centres are at least 8 apart in no order; and the true groups."""
    random = np.random.default_rng(seed)
    centres: list[np.ndarray] = []
    while len(centres) < k:
        one = random.uniform(-15, 15, columns)
        if all(np.linalg.norm(one - other) >= 8 for other in centres):
            centres.append(one)
    truth = np.repeat(np.arange(k), each)
    points = np.array(centres)[truth] + random.normal(size=(k * each, columns))
    order = random.permutation(len(points))
    return pd.DataFrame(points[order], columns=names(columns)), truth[order]


def names(columns: int) -> list[str]:
    return [f"c{number}" for number in range(columns)]


def columns_of(table: pd.DataFrame, **types: Any) -> tuple[Column, ...]:
    """Records of the columns; numeric unless said."""
    return tuple(
        Column(
            name=name,
            type=types.get(name, "numeric"),
            missing=int(table[name].isna().sum()),
            distinct=table[name].nunique(),
        )
        for name in table
    )


def grouped(
    table: pd.DataFrame, key: str = "k_means", types: dict[str, Any] | None = None, **settings: Any
) -> Grouped:
    """A clustering of a table, as the archive gets it."""
    columns = columns_of(table, **(types or {}))
    pipeline = build_pipeline(columns, algorithm(key), settings, random_seed=0)
    matrix = pipeline["preparation"].fit_transform(table)
    pipeline["estimator"].fit(matrix)
    return Grouped(clustered(pipeline["estimator"], matrix), pipeline, columns, table)


def context(
    table: pd.DataFrame, key: str = "k_means", types: dict[str, Any] | None = None, **settings: Any
) -> ClusterContext:
    """What an analysis works on, without a store."""
    chosen = AlgorithmChoice(key=key, hyperparameters=algorithm(key).defaults | settings)
    spec = TrainingSpec(
        dataset_id="d", task_type="clustering", features=tuple(table), algorithms=(chosen,)
    )
    fitter = Fitter(spec, columns_of(table, **(types or {})), table, None)
    rows = np.arange(len(table))
    return ClusterContext(algorithm(key), chosen.hyperparameters, fitter, rows, rows % 2)


def quietly(_done: int, _total: int, _words: str) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody asks to stop."""
    return False
