"""The Train step: algorithms to choose, their settings, and the button that starts."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components import controls, estimate, href, progress, step, words
from engine.records import Dataset


class ids:  # noqa: N801  ids are read as train.ids.start
    """Ids of what this module draws."""

    header = "train-header"
    algorithms = "train-algorithms"
    options = "train-options"
    settings = "train-settings"
    form_for = "train-form-for"
    settled = "train-settled"
    summary = "train-summary"
    start = "train-start"
    start_card = "train-start-card"
    refusal = "train-refusal"


def layout() -> Component:
    """Draw the step; callbacks fill in what depends on the dataset and the run."""
    entry = step("train")
    main = [progress.frame(), html.Div(id=ids.algorithms, className="stack")]
    options = html.Div(id=ids.options)
    aside = [_start(), options, html.Div(id=ids.settings, className="stack panels")]
    return html.Div(
        [
            html.Div(controls.page_header(entry.title, entry.summary), id=ids.header),
            html.Div(
                [
                    html.Div(main, className="stack"),
                    html.Div(aside, className="stack"),
                ],
                className="two-columns",
            ),
            dcc.Store(id=ids.form_for),
            # Changes when nothing of the form was changed for a moment.
            dcc.Store(id=ids.settled),
        ]
    )


def _start() -> Component:
    button = controls.button("Train", element_id=ids.start, primary=True, class_name="wide")
    parts = [html.P(id=ids.summary), html.Div(id=ids.refusal), button, estimate.place()]
    card = controls.card("Start", parts, class_name="start-card")
    return html.Div(card, id=ids.start_card, hidden=True)


def no_dataset() -> Component:
    """What is shown when the address names no dataset."""
    return controls.empty(
        "No dataset is chosen yet",
        step("train").closed,
        actions=[controls.link_button("Go to your data", href("data"), primary=True)],
    )


def header(dataset: Dataset) -> Component:
    """What is trained, in one sentence."""
    entry = step("train")
    task = dataset.preparation.task_type
    sentence = f"Groups of similar rows in {dataset.name}."
    if task != "clustering":
        sentence = f"Predict {dataset.target} in {dataset.name}, as a {task}."
    keep = "You can close this page while a run goes on: this address brings you back to it."
    return controls.page_header(entry.title, f"{sentence} {keep}")


def taken_from(name: str) -> Component:
    """Say that the form holds the settings of a model."""
    return controls.message(
        f"The settings are those of the model “{name}”.",
        hint="Change what you like and train again; the model itself stays as it is.",
        tone="accent",
    )


def not_offered(name: str, task: str) -> Component:
    """Say that a model's algorithm is not among those of the task."""
    return controls.message(
        f"“{name}” is not an algorithm for {task}, so its settings cannot be opened here.",
        hint="Choose the task it was trained for on the Prepare step.",
        tone="warn",
    )


def summary(n_algorithms: int, dataset: Dataset) -> str:
    """What pressing the button would do."""
    preparation = dataset.preparation
    folds = preparation.cv_folds * preparation.cv_repeats
    if n_algorithms == 0:
        return "Choose at least one algorithm."
    if preparation.task_type == "clustering" or folds == 0:
        return words.count(n_algorithms, "{n} algorithm, one fit.", "{n} algorithms, one fit each.")
    fits = n_algorithms * (folds + 1)
    return words.count(
        n_algorithms,
        f"{{n}} algorithm on {folds} folds: {fits:,} fits.",
        f"{{n}} algorithms on the same {folds} folds: {fits:,} fits.",
    )
