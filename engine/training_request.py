"""What a person asks to be trained, checked against the data before anything runs.

Whatever passes here becomes a `TrainingSpec`, in which nothing is left open:
every hyperparameter has its value and the features are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from engine.errors import InvalidValueError
from engine.known_classes import known_classes
from engine.limits import TIME_BUDGET, check_range, check_split
from engine.reading.column_names import require_column
from engine.records import (
    Column,
    Dataset,
    Preprocessing,
    Record,
    SearchPlan,
    TaskType,
    TrainingSpec,
)
from engine.splits import Split, split
from engine.suggestions import suggest_task_type
from engine.target_transforms import check_target

MAX_CLASSES = 200
# What a spec has as it was requested.
_TAKEN_OVER = (
    "dataset_id",
    "task_type",
    "test_size",
    "stratify",
    "cv_repeats",
    "random_seed",
    "drop_duplicates",
    "preprocessing",
    "search",
)


class TrainingRequest(Record):
    """What should be trained. Features left out mean all columns with the role `feature`.

    `hyperparameters` are by algorithm key, under scikit-learn's own names; what
    is not given takes its default. A clustering is held against the classes in the
    column `labels`, by default those of the dataset's target, if it has any.
    """

    dataset_id: str
    task_type: TaskType
    target: str | None = None
    features: tuple[str, ...] | None = None
    labels: str | None = None
    algorithms: tuple[str, ...] | Literal["suitable"] = ()
    hyperparameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    cv_repeats: int = 1
    random_seed: int = 42
    drop_duplicates: bool = False
    time_column: str | None = None
    preprocessing: Preprocessing = Preprocessing()
    search: SearchPlan | None = None
    time_budget: float | None = None


def request_of(dataset: Dataset) -> TrainingRequest:
    """What would be trained with the stored choices, the algorithms left open."""
    chosen = dataset.preparation.model_dump()
    task_type = chosen.pop("task_type") or suggest_task_type(dataset, dataset.target)[0]
    target = None if task_type == "clustering" else dataset.target
    return TrainingRequest(dataset_id=dataset.id, task_type=task_type, target=target, **chosen)


def open_spec(dataset: Dataset, request: TrainingRequest) -> TrainingSpec:
    """Turn a request into a spec whose algorithms are still open."""
    check_split(
        test_size=request.test_size,
        cv_folds=request.cv_folds,
        cv_repeats=request.cv_repeats,
        random_seed=request.random_seed,
    )
    target = _target(dataset, request)
    clustering = request.task_type == "clustering"
    features = _features(dataset, request, target)
    group = None if clustering else _group(dataset, target)
    return TrainingSpec(
        **{name: getattr(request, name) for name in _TAKEN_OVER},
        target=target,
        features=features,
        labels=known_classes(dataset, request, features),
        group=None if group is None else group.name,
        group_separator=None if group is None else group.group_separator,
        algorithms=(),
        cv_folds=0 if clustering else request.cv_folds,
        time_column=None if clustering else _time_column(dataset, request, target, group),
        time_budget=_time_budget(request),
    )


def checked_split(spec: TrainingSpec, table: pd.DataFrame) -> Split:
    """Split the table as a spec asks, after looking whether its target can be learned."""
    if spec.task_type == "classification":
        _check_classes(spec, table[spec.target].dropna())
    elif spec.task_type == "regression":
        check_target(table[spec.target].dropna(), spec.preprocessing)
    return split(spec, table)


def split_columns(spec: TrainingSpec) -> list[str]:
    """Columns that decide the split; where none does, any column counts the rows."""
    named = [name for name in (spec.target, spec.group, spec.time_column) if name is not None]
    repeated = spec.features if spec.drop_duplicates else ()
    return list(dict.fromkeys([*repeated, *named])) or [spec.features[0]]


def table_columns(spec: TrainingSpec) -> list[str]:
    """Columns that training reads: features, those that decide the split, and known classes."""
    labels = [] if spec.labels is None else [spec.labels]
    return list(dict.fromkeys([*spec.features, *split_columns(spec), *labels]))


def _target(dataset: Dataset, request: TrainingRequest) -> str | None:
    if request.task_type == "clustering":
        return None
    if request.target is None:
        raise InvalidValueError(
            f"A {request.task_type} needs a target column, but none was given.",
            field="target",
            hint="Choose the column that should be predicted.",
        )
    column = require_column(dataset, request.target, field="target")
    if request.task_type == "regression" and column.type != "numeric":
        raise InvalidValueError(
            f"Regression predicts numbers, but {column.name!r} is {column.type}.",
            field="target",
            hint="Choose a numeric target, or classification as the task.",
        )
    return column.name


def _features(dataset: Dataset, request: TrainingRequest, target: str | None) -> tuple[str, ...]:
    if request.features is None:
        features = tuple(name for name in dataset.names("feature") if name != target)
    else:
        features = tuple(dict.fromkeys(request.features))
        _check_features(dataset, features, target)
    if not features:
        raise InvalidValueError(
            "At least one feature was expected, but none is left.",
            field="features",
            hint="Give at least one column besides the target the role 'feature'.",
        )
    return features


def _group(dataset: Dataset, target: str | None) -> Column | None:
    groups = [
        column for column in dataset.columns if column.role == "group" and column.name != target
    ]
    if len(groups) > 1:
        raise InvalidValueError(
            f"One group column at most was expected, but there are {len(groups)}: "
            f"{', '.join(column.name for column in groups)}.",
            field="group",
            hint="Give all but one of them the role 'ignore'.",
        )
    return next(iter(groups), None)


def _time_column(
    dataset: Dataset, request: TrainingRequest, target: str | None, group: Column | None
) -> str | None:
    if request.time_column is None:
        return None
    column = require_column(dataset, request.time_column, field="time_column")
    refusal = None
    if column.type not in {"datetime", "numeric"}:
        refusal = f"The latest rows are found by a date or a number, but {column.name} is neither."
    elif column.name == target:
        refusal = f"{column.name} is predicted, so the latest rows cannot be found by it."
    elif request.cv_repeats > 1:
        refusal = f"Folds in time ({column.name}) are always the same and cannot be repeated."
    elif group is not None:
        refusal = f"Rows are held out by time ({column.name}) or by group ({group.name}), not both."
    if refusal is not None:
        hint = "Choose another date column, or hold rows out by chance."
        raise InvalidValueError(refusal, field="time_column", hint=hint)
    return column.name


def _time_budget(request: TrainingRequest) -> float | None:
    if request.time_budget is not None:
        check_range("time_budget", request.time_budget, TIME_BUDGET)
    return request.time_budget


def _check_features(dataset: Dataset, features: Sequence[str], target: str | None) -> None:
    for name in features:
        require_column(dataset, name, field="features")
    if target is not None and target in features:
        raise InvalidValueError(
            f"The target {target!r} is among the features: it would predict itself.",
            field="features",
            hint="Take it out of the features.",
        )


def _check_classes(spec: TrainingSpec, target: pd.Series) -> None:
    classes = target.nunique()
    if classes < 2:
        raise InvalidValueError(
            f"Classification needs at least two classes, but {spec.target!r} has {classes}.",
            field="target",
            hint="Choose another target.",
        )
    if classes > MAX_CLASSES:
        raise InvalidValueError(
            f"{spec.target!r} has {classes} distinct values; at most {MAX_CLASSES} classes can "
            "be told apart.",
            field="target",
            hint="Use regression for a number, or choose a target with fewer values.",
        )
    if spec.stratify:
        _check_singles(spec, target)


def _check_singles(spec: TrainingSpec, target: pd.Series) -> None:
    counts = target.value_counts()
    if counts.iloc[-1] < 2:
        raise InvalidValueError(
            f"The class {str(counts.index[-1])!r} of {spec.target!r} has one row only, so it "
            "cannot be in both parts of a stratified split.",
            field="target",
            hint="Remove that row, or switch the stratified split off.",
        )
