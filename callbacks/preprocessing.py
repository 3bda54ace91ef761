"""How columns become numbers, on the Prepare step: every choice is stored at once."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, Input, Output, State, callback

from app.context import workspace
from callbacks.choices import prepared
from callbacks.plans import found_plan, plan_parts
from components import controls, plan, prepare, preprocessing, query, shell
from components.preprocessing_choices import CHOICES
from engine.errors import EngineError
from engine.records import Dataset

ids = preprocessing.ids
url = shell.ids.url
Ids = list[dict[str, str]]


@callback(
    Output(prepare.ids.plan, "children", allow_duplicate=True),
    Output(ids.around(ALL), "hidden"),
    Output(ids.error(ALL), "children"),
    Input(ids.choice(ALL), "value"),
    State(ids.choice(ALL), "id"),
    State(plan.ids.algorithm(ALL), "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def change(
    values: list[Any], inputs: Ids, shown_for: list[str], search: str | None
) -> tuple[Any, list[bool], list[str | None]]:
    """Prepare columns in another way; a value that cannot be is told below its input."""
    given = {field["name"]: value for field, value in zip(inputs, values, strict=True)}
    chosen, errors = _checked(given)
    dataset = _dataset(search)
    stored = dataset.preparation.preprocessing.model_dump()
    changed = prepared(dataset, preprocessing=stored | chosen)
    hidden = {choice.field: preprocessing.hidden(choice, changed) for choice in CHOICES}
    return (
        plan_parts(changed, next(iter(shown_for), None)),
        [hidden[name] for name in given],
        [errors.get(name) for name in given],
    )


@callback(
    Output(plan.ids.columns(MATCH), "children"),
    Input(plan.ids.algorithm(MATCH), "value"),
    State(url, "search"),
    prevent_initial_call=True,
)
def show_for(algorithm: str, search: str | None) -> Any:  # noqa: ANN401  a part of the page
    """Show the preparation as another algorithm gets it."""
    dataset = _dataset(search)
    try:
        return plan.columns(found_plan(dataset, algorithm), dataset)
    except EngineError as error:
        return controls.notice(error.problem())


def _dataset(search: str | None) -> Dataset:
    return workspace().datasets.get(query(search)["dataset"])


def _checked(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What can be stored, and words about what cannot, by field."""
    chosen: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for choice in CHOICES:
        value = given[choice.field]
        try:
            chosen[choice.field] = value if choice.limits is None else choice.number(value)
        except ValueError:
            errors[choice.field] = choice.refusal(value)
    return chosen, errors
