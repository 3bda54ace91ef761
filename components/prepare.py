"""The Prepare step: what is predicted, from what, and how the model is judged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls, href, preprocessing, row_choice, step
from components.terms import TERMS
from engine.limits import FOLDS, REPEATS, SEEDS, TEST_SIZES
from engine.records import Dataset, Role, TaskType

# More checkboxes than this make the page slow; the Data step shows columns by the page.
MOST_CHECKBOXES: Final = 300

_CHOOSABLE: Final[tuple[Role, ...]] = ("feature", "ignore")
_TASK_WORDS: Final[dict[TaskType, str]] = {
    "classification": "Classification: which of a few classes",
    "regression": "Regression: a number",
    "clustering": "Clustering: groups of similar rows",
}
_REFUSALS: Final = {
    "test_size": (
        f"A number from {TEST_SIZES[0]:.0%} to {TEST_SIZES[1]:.0%} was expected, "
        "but “{given}” was given."
    ),
    "cv_folds": (
        f"0 or a whole number from {FOLDS[0]} to {FOLDS[1]} was expected, "
        "but “{given}” was given."
    ),
    "cv_repeats": (
        f"A whole number from {REPEATS[0]} to {REPEATS[1]} was expected, but “{{given}}” was given."
    ),
    "random_seed": (
        f"A whole number from {SEEDS[0]} to {SEEDS[1]:,} was expected, but “{{given}}” was given."
    ),
}


class ids:  # noqa: N801  ids are read as prepare.ids.form
    """Ids of what this module draws."""

    form = "prepare-form"
    plan = "prepare-plan"
    onward = "prepare-onward"
    task_type = "prepare-task-type"
    target = "prepare-target"
    features = "prepare-features"
    features_count = "prepare-features-count"
    all_features = "prepare-all-features"
    no_features = "prepare-no-features"
    test_share = "prepare-test-share"
    stratify = "prepare-stratify"
    folds = "prepare-folds"
    repeats = "prepare-repeats"
    repeats_part = "prepare-repeats-part"
    seed = "prepare-seed"
    test_share_error = "prepare-test-share-error"
    folds_error = "prepare-folds-error"
    repeats_error = "prepare-repeats-error"
    seed_error = "prepare-seed-error"


def layout() -> Component:
    """Draw the step; callbacks fill in what depends on the dataset."""
    entry = step("prepare")
    plan = controls.loading(html.Div(id=ids.plan, className="stack"))
    return html.Div(
        [
            controls.page_header(entry.title, entry.summary, aside=html.Div(id=ids.onward)),
            html.Div(
                [
                    html.Div(id=ids.form, className="stack"),
                    html.Div(plan),
                ],
                className="two-columns",
            ),
        ]
    )


def no_dataset() -> Component:
    """What is shown when the address names no dataset."""
    return controls.empty(
        "No dataset is chosen yet",
        step("prepare").closed,
        actions=[controls.link_button("Go to your data", href("data"), primary=True)],
    )


def onward(dataset: Dataset) -> Component:
    """Lead to the next step."""
    address = href("train", dataset=dataset.id)
    return controls.link_button("Continue to Train", address, primary=True)


def form(dataset: Dataset, *, reason: str) -> list[Component]:
    """All choices, as they are stored; `reason` says why the task type was suggested."""
    return [
        _task(dataset, reason),
        _features(dataset),
        _judging(dataset),
        preprocessing.section(dataset),
    ]


def _task(dataset: Dataset, reason: str) -> Component:
    task_type = dataset.preparation.task_type
    options = [{"label": text, "value": key} for key, text in _TASK_WORDS.items()]
    radio = dbc.RadioItems(id=ids.task_type, options=options, value=task_type)
    parts = [controls.group("What kind of question is it?", radio, reason)]
    select = controls.field(
        controls.term("Column to predict", TERMS["target"]), _target(dataset), help_text=None
    )
    # The select stays on the page, because callbacks read it.
    parts.append(html.Div(select, hidden=task_type == "clustering"))
    return controls.card("Task", parts)


def _target(dataset: Dataset) -> Component:
    options = [{"label": column.name, "value": str(n)} for n, column in enumerate(dataset.columns)]
    names = [column.name for column in dataset.columns]
    chosen = None if dataset.target is None else str(names.index(dataset.target))
    made: Component = dbc.Select(
        id=ids.target, options=options, value=chosen, placeholder="Choose a column"
    )
    return made


def choosable(dataset: Dataset) -> list[tuple[int, str]]:
    """Position and name of each column that may be a feature."""
    return [
        (n, column.name) for n, column in enumerate(dataset.columns) if column.role in _CHOOSABLE
    ]


def _features(dataset: Dataset) -> Component:
    columns = choosable(dataset)
    buttons = html.Div(
        [
            controls.button("All", element_id=ids.all_features, small=True),
            controls.button("None", element_id=ids.no_features, small=True),
        ],
        className="buttons",
    )
    title = controls.term("Learn from these columns", TERMS["feature"])
    count = html.P(features_count(dataset), id=ids.features_count, className="help")
    return controls.card(title, [count, _checklist(dataset, columns)], aside=buttons)


def _checklist(dataset: Dataset, columns: Sequence[tuple[int, str]]) -> Component:
    if len(columns) > MOST_CHECKBOXES:
        return controls.message(
            f"This table has {len(columns):,} columns, too many to list here.",
            hint="Choose the use of single columns on the Data step, page by page.",
        )
    chosen = [str(n) for n, name in columns if dataset.columns[n].role == "feature"]
    options = [{"label": name, "value": str(n)} for n, name in columns]
    made: Component = dbc.Checklist(
        id=ids.features, options=options, value=chosen, class_name="features", inline=True
    )
    return made


def features_count(dataset: Dataset) -> str:
    """How many columns are learned from."""
    chosen, all_columns = len(dataset.names("feature")), len(choosable(dataset))
    return f"{chosen:,} of {all_columns:,} columns are chosen. {_others(dataset)}"


def _others(dataset: Dataset) -> str:
    others = [column.name for column in dataset.columns if column.role not in _CHOOSABLE]
    if not others:
        return "No column has another use."
    if len(others) == 1:
        return f"“{others[0]}” has another use."
    return f"{len(others):,} columns have another use, such as “{others[0]}”."


def _judging(dataset: Dataset) -> Component:
    clustering = dataset.preparation.task_type == "clustering"
    numbers = [
        html.Div(_test_share(dataset), hidden=clustering),
        html.Div(_folds(dataset), hidden=clustering),
        html.Div(_repeats(dataset), id=ids.repeats_part, hidden=repeats_hidden(dataset)),
        _seed(dataset),
    ]
    stratify = html.Div(
        _stratify(dataset), hidden=dataset.preparation.task_type != "classification"
    )
    parts = [html.Div(numbers, className="fields"), stratify, *row_choice.parts(dataset)]
    return controls.card("Rows and chance" if clustering else "How the model is judged", parts)


def _test_share(dataset: Dataset) -> Component:
    return controls.field(
        controls.term("Held-out rows, in per cent", TERMS["test share"]),
        controls.number_input(ids.test_share, f"{dataset.preparation.test_size * 100:g}"),
        error_id=ids.test_share_error,
        help_text="From 5 to 50; 20 is usual.",
    )


def _folds(dataset: Dataset) -> Component:
    return controls.field(
        controls.term("Folds", TERMS["folds"]),
        controls.number_input(ids.folds, str(dataset.preparation.cv_folds)),
        error_id=ids.folds_error,
        help_text="From 2 to 20; 5 is usual. 0 judges by the held-out rows alone.",
    )


def _repeats(dataset: Dataset) -> Component:
    return controls.field(
        controls.term("Repeats of the folds", TERMS["repeats"]),
        controls.number_input(ids.repeats, str(dataset.preparation.cv_repeats)),
        error_id=ids.repeats_error,
        help_text="From 1 to 20; 1 is usual. Each repeat takes as long again.",
    )


def repeats_hidden(dataset: Dataset) -> bool:
    """Whether there are no folds to repeat; what was chosen all the same stays in sight."""
    chosen = dataset.preparation
    if chosen.task_type == "clustering":
        return True
    return chosen.cv_repeats == 1 and (chosen.cv_folds == 0 or chosen.time_column is not None)


def _seed(dataset: Dataset) -> Component:
    return controls.field(
        controls.term("Seed", TERMS["seed"]),
        controls.number_input(ids.seed, str(dataset.preparation.random_seed)),
        error_id=ids.seed_error,
        help_text="A whole number. The same seed gives the same result again.",
    )


def _stratify(dataset: Dataset) -> Component:
    switch = dbc.Switch(
        id=ids.stratify,
        label="Keep the shares of the classes",
        value=dataset.preparation.stratify,
    )
    legend = controls.term("Stratified split", TERMS["stratified split"])
    return controls.group(legend, switch, "Best left on, unless a class has one row only.")


def refusal(name: str, given: str) -> str:
    """What could have been typed as this field of the preparation instead of `given`."""
    return _REFUSALS[name].format(given=given)
