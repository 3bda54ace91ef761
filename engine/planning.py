"""What training would do with the data, shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engine.algorithm_choice import checked_entry
from engine.algorithms import AlgorithmConfig, algorithms
from engine.datasets import load_table
from engine.preprocessing import Step, build_pipeline, describe, feature_names
from engine.records import Column, Dataset, Record, TrainingSpec
from engine.splits import Split
from engine.store import Store
from engine.training_request import (
    TrainingRequest,
    checked_split,
    open_spec,
    table_columns,
)

CLASSES_SHOWN = 20
SAMPLE_ROWS = 2_000


class PreparationPlan(Record):
    """The parts of the rows and the preparation of the columns.

    Rows that are in neither part are counted by the first reason: `n_dropped`
    have no target, `n_untimed` no time when the latest rows are held out, and
    `n_duplicates` repeat an earlier row when those are left out. `class_counts`
    is of the rows in both parts, and empty unless the task is classification. `steps` are those
    of the algorithm that is asked for first, or of the usual preparation.
    `feature_names` come from a fit of the preparation on at most 2,000 training
    rows, so rare categories may be missing among them; `n_features_from_rows`
    says on how many.
    """

    n_rows: int
    n_train: int
    n_test: int
    n_dropped: int
    n_untimed: int = 0
    n_duplicates: int = 0
    class_counts: dict[str, int]
    steps: tuple[Step, ...]
    feature_names: tuple[str, ...]
    n_features_from_rows: int


def plan(store: Store, dataset: Dataset, request: TrainingRequest) -> PreparationPlan:
    """Say what training would do; raises the same errors as starting it would."""
    spec = open_spec(dataset, request)
    table = load_table(store, dataset, table_columns(spec))
    parts = checked_split(spec, table)
    columns = tuple(column for column in dataset.columns if column.name in spec.features)
    entry = _entry(request)
    sample = table[list(spec.features)].iloc[parts.train[:SAMPLE_ROWS]]
    return PreparationPlan(
        n_rows=len(table),
        n_train=len(parts.train),
        n_test=len(parts.test),
        n_dropped=parts.n_dropped,
        n_untimed=parts.n_untimed,
        n_duplicates=parts.n_duplicates,
        class_counts=_class_counts(spec, table, parts),
        steps=describe(columns, entry),
        feature_names=_feature_names(columns, entry, sample),
        n_features_from_rows=len(sample),
    )


def _entry(request: TrainingRequest) -> AlgorithmConfig:
    if request.algorithms and request.algorithms != "suitable":
        return checked_entry(request.algorithms[0], request.task_type)
    return next(entry for entry in algorithms(request.task_type) if not entry.baseline)


def _class_counts(spec: TrainingSpec, table: pd.DataFrame, parts: Split) -> dict[str, int]:
    if spec.task_type != "classification":
        return {}
    used = table[spec.target].iloc[[*parts.train, *parts.test]]
    counts = used.value_counts().head(CLASSES_SHOWN)
    return {str(label): int(count) for label, count in counts.items()}


def _feature_names(
    columns: Sequence[Column], entry: AlgorithmConfig, sample: pd.DataFrame
) -> tuple[str, ...]:
    pipeline = build_pipeline(columns, entry, {}, random_seed=0)
    pipeline["preparation"].fit(sample)
    return feature_names(pipeline)
