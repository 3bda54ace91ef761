"""The Train step: algorithms to choose, their settings, and the button that starts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import controls, href, progress, step, words
from components.terms import TERMS
from engine.algorithms import AlgorithmConfig
from engine.hyperparameters import Hyperparameter, spell
from engine.records import Dataset, Setting

# Wait this long after a key before what was typed is looked at.
TREES: Final = "Ensembles of trees"


class ids:  # noqa: N801  ids are read as train.ids.start
    """Ids of what this module draws."""

    header = "train-header"
    algorithms = "train-algorithms"
    settings = "train-settings"
    form_for = "train-form-for"
    summary = "train-summary"
    start = "train-start"
    start_card = "train-start-card"
    refusal = "train-refusal"

    @staticmethod
    def algorithm(key: object) -> dict[str, object]:
        """Id of the checkbox of an algorithm."""
        return {"type": "algorithm", "key": key}

    @staticmethod
    def panel(key: object) -> dict[str, object]:
        """Id of the settings of an algorithm, shown while it is chosen."""
        return {"type": "settings-panel", "key": key}

    @staticmethod
    def fields(key: object) -> dict[str, object]:
        """Id of the inputs of an algorithm."""
        return {"type": "settings-fields", "key": key}

    @staticmethod
    def reset(key: object) -> dict[str, object]:
        """Id of the button that gives an algorithm its defaults back."""
        return {"type": "settings-reset", "key": key}

    @staticmethod
    def setting(algorithm: object, name: object) -> dict[str, object]:
        """Id of the input of a hyperparameter."""
        return {"type": "setting", "algorithm": algorithm, "name": name}

    @staticmethod
    def setting_error(algorithm: object, name: object) -> dict[str, object]:
        """Id of what is said about a value that cannot be."""
        return {"type": "setting-error", "algorithm": algorithm, "name": name}


def layout() -> Component:
    """Draw the step; callbacks fill in what depends on the dataset and the run."""
    entry = step("train")
    main = [progress.frame(), html.Div(id=ids.algorithms)]
    aside = [_start(), html.Div(id=ids.settings, className="stack")]
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
        ]
    )


def _start() -> Component:
    button = controls.button("Train", element_id=ids.start, primary=True, class_name="wide")
    parts = [html.P(id=ids.summary), html.Div(id=ids.refusal), button]
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


def preselected(entries: Sequence[AlgorithmConfig]) -> list[str]:
    """Keys of what is chosen at first: the first entry, and the first ensemble of trees."""
    trees = [entry.key for entry in entries if entry.family == TREES]
    return list(dict.fromkeys([entry.key for entry in entries[:1]] + trees[:1]))


def summary(n_algorithms: int, dataset: Dataset) -> str:
    """What pressing the button would do."""
    folds = dataset.preparation.cv_folds
    if n_algorithms == 0:
        return "Choose at least one algorithm."
    if dataset.preparation.task_type == "clustering" or folds == 0:
        return words.count(n_algorithms, "{n} algorithm, one fit.", "{n} algorithms, one fit each.")
    fits = n_algorithms * (folds + 1)
    return words.count(
        n_algorithms,
        f"{{n}} algorithm on {folds} folds: {fits} fits.",
        f"{{n}} algorithms on the same {folds} folds: {fits} fits.",
    )


def cards(entries: Sequence[AlgorithmConfig], *, chosen: Collection[str], n_rows: int) -> Component:
    """The algorithms to choose from."""
    tiles = [_tile(entry, chosen=entry.key in chosen, n_rows=n_rows) for entry in entries]
    title = controls.term("Algorithms", TERMS["algorithm"])
    return controls.card(title, html.Div(tiles, className="tiles"))


def _tile(entry: AlgorithmConfig, *, chosen: bool, n_rows: int) -> Component:
    too_many = entry.max_rows is not None and n_rows > entry.max_rows
    box = dbc.Checkbox(
        id=ids.algorithm(entry.key),
        label=entry.name,
        value=chosen and not too_many,
        disabled=too_many,
        label_class_name="tile-title",
    )
    tags = [controls.badge(entry.family)]
    if entry.max_rows is not None:
        tone: controls.Tone = "warn" if too_many else "plain"
        tags.append(controls.badge(f"at most {entry.max_rows:,} rows", tone=tone))
    return html.Div(
        [
            box,
            html.P(entry.description, className="tile-text"),
            html.Details([html.Summary("When to use it"), *_advice(entry)], className="advice"),
            html.Div(tags, className="tags"),
        ],
        className="tile algorithm",
    )


def _advice(entry: AlgorithmConfig) -> list[Component]:
    return [
        html.P(["✓ ", entry.use_when], className="help"),
        html.P(["✗ ", entry.avoid_when], className="help"),
    ]


def settings(
    entries: Sequence[AlgorithmConfig],
    *,
    chosen: Collection[str],
    values: Mapping[str, Mapping[str, Setting]],
) -> list[Component]:
    """A panel for each algorithm; those that are not chosen stay empty and unseen."""
    first = next((entry.key for entry in entries if entry.key in chosen), None)
    return [
        html.Div(
            panel(entry, values.get(entry.key, {}), is_open=entry.key == first)
            if entry.key in chosen
            else None,
            id=ids.panel(entry.key),
            hidden=entry.key not in chosen,
        )
        for entry in entries
    ]


def panel(
    entry: AlgorithmConfig, values: Mapping[str, Setting], *, is_open: bool = False
) -> Component:
    """The settings of one algorithm."""
    reset = controls.button("Reset to defaults", element_id=ids.reset(entry.key), small=True)
    inner: list[Component] = [
        html.Div(fields(entry, values), id=ids.fields(entry.key)),
        html.Div(reset, className="buttons"),
    ]
    if not entry.hyperparameters:
        inner = [html.P("It has nothing to set.", className="help")]
    title = html.Summary(f"{entry.name}: settings", className="card-title")
    return html.Details([title, *inner], className="panel settings", open=is_open)


def fields(entry: AlgorithmConfig, values: Mapping[str, Setting]) -> list[Component]:
    """An input for each hyperparameter: the important ones in sight, the rest folded away."""
    given = entry.defaults | dict(values)
    shown = [one for one in entry.hyperparameters if one.important]
    others = [one for one in entry.hyperparameters if not one.important]
    parts = [_field(entry.key, one, given[one.name]) for one in shown]
    if others:
        more = [_field(entry.key, one, given[one.name]) for one in others]
        title = html.Summary(f"More settings ({len(others)})")
        parts.append(html.Details([title, *more], className="more"))
    return parts


def _field(algorithm: str, one: Hyperparameter, value: Setting) -> Component:
    return controls.field(
        f"{one.label} ({one.name})",
        _control(ids.setting(algorithm, one.name), one, value),
        help_text=help_text(one),
        error_id=ids.setting_error(algorithm, one.name),
    )


def help_text(one: Hyperparameter) -> str:
    """What a setting does, and which values it takes."""
    if one.kind not in ("integer", "number"):
        return one.help
    low, high, default = (spell(value) for value in (one.minimum, one.maximum, one.default))
    if one.allow_none:
        return f"{one.help} From {low} to {high}, or empty for none; the default is {default}."
    return f"{one.help} From {low} to {high}; the default is {default}."


def _control(identifier: dict[str, object], one: Hyperparameter, value: Setting) -> Component:
    if one.kind == "choice" or (one.kind == "switch" and one.allow_none):
        return _choice(identifier, one, value)
    if one.kind == "switch":
        return _switch(identifier, value)
    return _number(identifier, one, value)


def _switch(identifier: dict[str, object], value: Setting) -> Component:
    made: Component = dbc.Switch(id=identifier, value=bool(value))
    return made


def _number(identifier: dict[str, object], one: Hyperparameter, value: Setting) -> Component:
    # As text, so that what is no number can be told in words instead of vanishing.
    # Not debounced: a click on Train right after the last key would miss what was typed.
    made: Component = dbc.Input(
        id=identifier,
        type="text",
        inputmode="decimal",
        value="" if value is None else spell(value).replace(",", ""),
        placeholder="no limit" if one.allow_none else "",
        autocomplete="off",
    )
    return made


def _choice(identifier: dict[str, object], one: Hyperparameter, value: Setting) -> Component:
    choices: list[Setting] = list(one.choices) or [True, False]
    if one.allow_none and None not in choices:
        choices.insert(0, None)
    options = [{"label": spell(choice), "value": _spelled(choice)} for choice in choices]
    made: Component = dbc.Select(id=identifier, options=options, value=_spelled(value))
    return made


def _spelled(value: Setting) -> str:
    # An empty value is no choice for a select: it would show nothing at all.
    return "none" if value is None else str(value)
