"""What training would do with the data, shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from engine.algorithm_choice import checked_entry
from engine.algorithms import AlgorithmConfig, algorithms
from engine.cautions import cautions
from engine.datasets import load_table
from engine.feature_selection import selection_words
from engine.preprocessing import (
    Step,
    build_pipeline,
    describe,
    resulting_features,
    usual_wishes,
)
from engine.recipes import Feature
from engine.records import Column, Dataset, Preprocessing, Record, TrainingSpec
from engine.splits import Split
from engine.store import Store
from engine.target_transforms import target_words
from engine.training_request import (
    TrainingRequest,
    checked_split,
    open_spec,
    table_columns,
)
from engine.used_rows import Positions

CLASSES_SHOWN = 20
SAMPLE_ROWS = 2_000


class PreparationPlan(Record):
    """The parts of the rows and the preparation of the columns.

    Rows that are in neither part are counted by the first reason: `n_dropped`
    have no target, `n_untimed` no time when the latest rows are held out, and
    `n_duplicates` repeat an earlier row when those are left out. `class_counts`
    is of the rows in both parts, and empty unless the task is classification.

    What follows is as `algorithm` gets it: the one that is asked for first, or
    the first of the list. `selection` and `target_transform` are sentences,
    ``None`` where all features are kept and the target stays as it is; `notes`
    say what the algorithm cannot use of what was chosen, or should not.
    `features` come from a fit of the preparation on at most 2,000 training rows
    from all over the table, so rare categories may be missing among them, and
    other features may be kept in the end; `n_features_from_rows` says on how
    many. `feature_names` are the names of those that are kept.
    """

    n_rows: int
    n_train: int
    n_test: int
    n_dropped: int
    n_untimed: int = 0
    n_duplicates: int = 0
    class_counts: dict[str, int]
    algorithm: str
    steps: tuple[Step, ...]
    selection: str | None = None
    target_transform: str | None = None
    notes: tuple[str, ...] = ()
    features: tuple[Feature, ...]
    feature_names: tuple[str, ...]
    n_features_from_rows: int


def plan(store: Store, dataset: Dataset, request: TrainingRequest) -> PreparationPlan:
    """Say what training would do; raises the same errors as starting it would."""
    spec = open_spec(dataset, request)
    table = load_table(store, dataset, table_columns(spec))
    parts = checked_split(spec, table)
    columns = tuple(column for column in dataset.columns if column.name in spec.features)
    entry = _entry(request)
    sample = table.iloc[_spread(parts.train)]
    features = _features(columns, entry, spec, sample)
    return PreparationPlan(
        n_rows=len(table),
        n_train=len(parts.train),
        n_test=len(parts.test),
        n_dropped=parts.n_dropped,
        n_untimed=parts.n_untimed,
        n_duplicates=parts.n_duplicates,
        class_counts=_class_counts(spec, table, parts),
        features=features,
        feature_names=tuple(feature.name for feature in features if feature.kept),
        n_features_from_rows=len(sample),
        **_in_words(columns, entry, spec.preprocessing),
    )


def _in_words(
    columns: Sequence[Column], entry: AlgorithmConfig, chosen: Preprocessing
) -> dict[str, Any]:
    """What is done with columns and target, for an algorithm."""
    said = cautions(entry, chosen)
    return {
        "algorithm": entry.key,
        "steps": describe(columns, entry, chosen),
        "selection": selection_words(columns, usual_wishes(entry, chosen)),
        "target_transform": target_words(entry, chosen),
        "notes": tuple(caution.sentence for caution in said if not caution.types),
    }


def _spread(rows: Positions) -> Positions:
    """At most `SAMPLE_ROWS` of the rows, from all over them: a file may be sorted."""
    places = np.linspace(0, len(rows) - 1, min(SAMPLE_ROWS, len(rows)))
    found: Positions = rows[places.astype(int)]
    return found


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


def _features(
    columns: Sequence[Column], entry: AlgorithmConfig, spec: TrainingSpec, sample: pd.DataFrame
) -> tuple[Feature, ...]:
    pipeline = build_pipeline(columns, entry, {}, random_seed=0, preprocessing=spec.preprocessing)
    target = None if spec.target is None else sample[spec.target].infer_objects().to_numpy()
    # What divides by zero for want of variety is no matter here; a run tells of it.
    with np.errstate(divide="ignore", invalid="ignore"):
        pipeline["preparation"].fit(sample, target)
    return resulting_features(pipeline)
