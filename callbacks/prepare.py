"""The Prepare step: every choice is stored at once, and what follows from it is shown."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, ctx
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.choices import aim, opened, prepared
from callbacks.notices import in_place
from callbacks.plans import plan_parts
from components import prepare, preprocessing, query, row_choice, shell
from engine.audit import suggest_task_type
from engine.datasets import ColumnChange
from engine.errors import EngineError
from engine.records import Dataset

ids = prepare.ids
url = shell.ids.url


@callback(
    Output(ids.form, "children"),
    Output(ids.plan, "children"),
    Output(ids.onward, "children"),
    Input(url, "search"),
)
@in_place(outputs=3)
def fill(search: str | None) -> tuple[Any, Any, Any]:
    """Show the choices of the dataset of the address."""
    dataset_id = query(search).get("dataset")
    if dataset_id is None:
        return prepare.no_dataset(), [], []
    dataset = opened(dataset_id)
    return _form(dataset), plan_parts(dataset), prepare.onward(dataset)


@callback(
    Output(ids.form, "children", allow_duplicate=True),
    Output(ids.plan, "children", allow_duplicate=True),
    Input(ids.task_type, "value"),
    Input(ids.target, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_task(task_type: str | None, position: str | None, search: str | None) -> tuple[Any, Any]:
    """Ask another kind of question, or predict another column."""
    dataset = _dataset(search)
    if ctx.triggered_id == ids.target:
        changed = _aimed(dataset, position)
    else:
        changed = prepared(dataset, task_type=task_type)
    if changed == dataset:
        raise PreventUpdate
    return _form(changed), plan_parts(changed)


@callback(
    Output(ids.plan, "children", allow_duplicate=True),
    Output(ids.features_count, "children"),
    Output(preprocessing.ids.card, "children"),
    Input(ids.features, "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_features(positions: list[str], search: str | None) -> tuple[Any, str, Any]:
    """Learn from these columns and from no others."""
    dataset = _dataset(search)
    changed = _with_features(dataset, {int(position) for position in positions})
    if changed == dataset:
        raise PreventUpdate
    return plan_parts(changed), prepare.features_count(changed), preprocessing.card(changed)


@callback(
    Output(ids.form, "children", allow_duplicate=True),
    Output(ids.plan, "children", allow_duplicate=True),
    Input(ids.all_features, "n_clicks"),
    Input(ids.no_features, "n_clicks"),
    State(url, "search"),
    prevent_initial_call=True,
)
def choose_all_features(
    all_clicks: int | None, no_clicks: int | None, search: str | None
) -> tuple[Any, Any]:
    """Learn from every column that may be a feature, or from none."""
    if not (all_clicks or no_clicks):
        raise PreventUpdate
    dataset = _dataset(search)
    everything = {n for n, _ in prepare.choosable(dataset)}
    chosen = everything if ctx.triggered_id == ids.all_features else set()
    dataset = _with_features(dataset, chosen)
    return _form(dataset), plan_parts(dataset)


@callback(
    Output(ids.plan, "children", allow_duplicate=True),
    Output(ids.test_share_error, "children"),
    Output(ids.folds_error, "children"),
    Output(ids.repeats_error, "children"),
    Output(ids.seed_error, "children"),
    Output(ids.repeats_part, "hidden"),
    inputs={
        "given": {
            "test_size": Input(ids.test_share, "value"),
            "cv_folds": Input(ids.folds, "value"),
            "cv_repeats": Input(ids.repeats, "value"),
            "random_seed": Input(ids.seed, "value"),
        },
        "stratify": Input(ids.stratify, "value"),
        "search": State(url, "search"),
    },
    prevent_initial_call=True,
)
def change_split(*, given: dict[str, str], stratify: bool, search: str | None) -> tuple[Any, ...]:
    """Judge the model in another way; a value that cannot be is told below its input."""
    dataset = _dataset(search)
    numbers, errors = _numbers(given)
    try:
        changed = prepared(dataset, **numbers, stratify=stratify)
    except EngineError as error:
        field = error.field if error.field in given else "test_size"
        errors[field] = prepare.refusal(field, given[field])
        changed = dataset
    told = (errors.get(name) for name in given)
    return (plan_parts(changed), *told, prepare.repeats_hidden(changed))


@callback(
    Output(ids.plan, "children", allow_duplicate=True),
    Output(ids.repeats, "value"),
    Output(ids.repeats_part, "hidden", allow_duplicate=True),
    inputs={
        "drop_duplicates": Input(row_choice.ids.duplicates, "value"),
        "latest_by": Input(row_choice.ids.time_column, "value"),
        "search": State(url, "search"),
    },
    prevent_initial_call=True,
)
def choose_rows(
    *, drop_duplicates: bool, latest_by: str, search: str | None
) -> tuple[Any, str, bool]:
    """Leave out rows that repeat, or hold out the latest ones."""
    dataset = _dataset(search)
    time_column = row_choice.time_column(dataset, latest_by)
    # Folds in time are always the same, so there is nothing to repeat.
    once = {} if time_column is None else {"cv_repeats": 1}
    changed = prepared(dataset, drop_duplicates=drop_duplicates, time_column=time_column, **once)
    if changed == dataset:
        raise PreventUpdate
    repeats = str(changed.preparation.cv_repeats)
    return plan_parts(changed), repeats, prepare.repeats_hidden(changed)


def _dataset(search: str | None) -> Dataset:
    return workspace().datasets.get(query(search)["dataset"])


def _form(dataset: Dataset) -> list[Any]:
    _, reason = suggest_task_type(dataset, dataset.target)
    return prepare.form(dataset, reason=reason)


def _aimed(dataset: Dataset, position: str | None) -> Dataset:
    if position is None or dataset.columns[int(position)].name == dataset.target:
        return dataset
    return aim(dataset, dataset.columns[int(position)].name)


def _with_features(dataset: Dataset, chosen: set[int]) -> Dataset:
    """Give the chosen columns the role of a feature, and take it from the others."""
    changes = []
    for position, name in prepare.choosable(dataset):
        role = "feature" if position in chosen else "ignore"
        if dataset.columns[position].role != role:
            changes.append(ColumnChange.model_validate({"name": name, "role": role}))
    return workspace().datasets.change_columns(dataset.id, changes) if changes else dataset


def _numbers(given: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was typed as numbers, and words about what is no number, by field."""
    numbers: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, text in given.items():
        try:
            numbers[name] = _number(name, text)
        except ValueError:
            errors[name] = prepare.refusal(name, text)
    return numbers, errors


def _number(name: str, text: str) -> float | int:
    value = float(str(text).strip().removesuffix("%"))
    if name == "test_size":
        return value / 100
    if not value.is_integer():
        raise ValueError(text)
    return int(value)
