"""What a person asks to be trained, checked against the data before anything runs.

Whatever passes here becomes a `TrainingSpec`, in which nothing is left open:
every hyperparameter has its value and the features are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pydantic import Field

from engine.algorithms import AlgorithmConfig, algorithm
from engine.datasets import load_table
from engine.errors import InvalidValueError, NotFoundError
from engine.hyperparameters import resolve
from engine.limits import check_split
from engine.reading.column_names import require_column
from engine.records import AlgorithmChoice, Column, Dataset, Record, TaskType, TrainingSpec
from engine.splits import Split, split
from engine.store import Store
from engine.suggestions import suggest_task_type

MAX_CLASSES = 200


class TrainingRequest(Record):
    """What should be trained. Features left out mean all columns with the role `feature`.

    `hyperparameters` are by algorithm key, under scikit-learn's own names; what
    is not given takes its default.
    """

    dataset_id: str
    task_type: TaskType
    target: str | None = None
    features: tuple[str, ...] | None = None
    algorithms: tuple[str, ...] = ()
    hyperparameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    random_seed: int = 42
    drop_duplicates: bool = False
    time_column: str | None = None


def request_of(dataset: Dataset) -> TrainingRequest:
    """What would be trained with the stored choices, the algorithms left open."""
    chosen = dataset.preparation.model_dump()
    task_type = chosen.pop("task_type") or suggest_task_type(dataset, dataset.target)[0]
    target = None if task_type == "clustering" else dataset.target
    return TrainingRequest(dataset_id=dataset.id, task_type=task_type, target=target, **chosen)


def checked_spec(store: Store, dataset: Dataset, request: TrainingRequest) -> TrainingSpec:
    """Turn a request into a spec that can be trained.

    Raises
    ------
    InvalidValueError
        If a value cannot work; it names the field and what is allowed.
    """
    spec = open_spec(dataset, request)
    table = load_table(store, dataset, split_columns(spec))
    parts = checked_split(spec, table)
    entries = [checked_entry(key, spec.task_type) for key in _keys(request)]
    choices = [_choice(entry, request, _smallest_fit(parts)) for entry in entries]
    return spec.model_copy(update={"algorithms": tuple(choices)})


def open_spec(dataset: Dataset, request: TrainingRequest) -> TrainingSpec:
    """Turn a request into a spec whose algorithms are still open."""
    check_split(
        test_size=request.test_size,
        cv_folds=request.cv_folds,
        random_seed=request.random_seed,
    )
    target = _target(dataset, request)
    clustering = request.task_type == "clustering"
    group = None if clustering else _group(dataset, target)
    return TrainingSpec(
        dataset_id=dataset.id,
        task_type=request.task_type,
        target=target,
        features=_features(dataset, request, target),
        group=None if group is None else group.name,
        group_separator=None if group is None else group.group_separator,
        algorithms=(),
        test_size=request.test_size,
        stratify=request.stratify,
        cv_folds=0 if clustering else request.cv_folds,
        random_seed=request.random_seed,
        drop_duplicates=request.drop_duplicates,
        time_column=None if clustering else _time_column(dataset, request, target, group),
    )


def checked_split(spec: TrainingSpec, table: pd.DataFrame) -> Split:
    """Split the table as a spec asks, after looking whether its target can be learned."""
    if spec.task_type == "classification":
        _check_classes(spec, table[spec.target].dropna())
    return split(spec, table)


def split_columns(spec: TrainingSpec) -> list[str]:
    """Columns that decide the split; where none does, any column counts the rows."""
    named = [name for name in (spec.target, spec.group, spec.time_column) if name is not None]
    repeated = spec.features if spec.drop_duplicates else ()
    return list(dict.fromkeys([*repeated, *named])) or [spec.features[0]]


def table_columns(spec: TrainingSpec) -> list[str]:
    """Columns that training reads: the features, and those that decide the split."""
    return list(dict.fromkeys([*spec.features, *split_columns(spec)]))


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
    elif group is not None:
        refusal = f"Rows are held out by time ({column.name}) or by group ({group.name}), not both."
    if refusal is not None:
        hint = "Choose another date column, or hold rows out by chance."
        raise InvalidValueError(refusal, field="time_column", hint=hint)
    return column.name


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


def _keys(request: TrainingRequest) -> tuple[str, ...]:
    keys = tuple(dict.fromkeys(request.algorithms))
    strange = set(request.hyperparameters) - set(keys)
    if not keys:
        raise InvalidValueError(
            "At least one algorithm was expected, but none was given.",
            field="algorithms",
            hint="Choose an algorithm to train.",
        )
    if strange:
        raise InvalidValueError(
            f"Hyperparameters were given for {min(strange)!r}, which is not trained.",
            field="hyperparameters",
            hint="Give hyperparameters by the key of a chosen algorithm.",
        )
    return keys


def checked_entry(key: str, task_type: TaskType) -> AlgorithmConfig:
    """The algorithm of this key, if it is for this task type."""
    try:
        entry = algorithm(key)
    except NotFoundError as error:
        raise InvalidValueError(error.message, field="algorithms", hint=error.hint) from error
    if entry.task_type != task_type:
        raise InvalidValueError(
            f"{entry.name} ({key}) is for {entry.task_type}, but the task is {task_type}.",
            field="algorithms",
            hint=f"Choose an algorithm for {task_type}.",
        )
    return entry


def _choice(entry: AlgorithmConfig, request: TrainingRequest, n_rows: int) -> AlgorithmChoice:
    if entry.max_rows is not None and n_rows > entry.max_rows:
        raise InvalidValueError(
            f"{entry.name} is offered for at most {entry.max_rows:,} rows, but it would get "
            f"{n_rows:,}: its time or memory grows with the square of the rows.",
            field="algorithms",
            hint="Choose another algorithm, or upload fewer rows.",
        )
    given = request.hyperparameters.get(entry.key, {})
    values = resolve(entry.hyperparameters, given)
    for definition in entry.hyperparameters:
        if definition.at_most_rows:
            _check_rows(entry, definition.name, values[definition.name], n_rows)
    return AlgorithmChoice(key=entry.key, hyperparameters=values)


def _check_rows(entry: AlgorithmConfig, name: str, value: object, n_rows: int) -> None:
    if isinstance(value, int) and value > n_rows:
        raise InvalidValueError(
            f"{name} of {entry.name} is {value}, but a fit gets {n_rows} rows only.",
            field=name,
            hint=f"Choose a value from 1 to {n_rows}.",
        )


def _smallest_fit(parts: Split) -> int:
    """Rows of the smallest training part: a setting must work in every fold."""
    return min([len(parts.train), *(len(fold.train) for fold in parts.folds)])
