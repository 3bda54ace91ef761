"""What will happen to the rows and columns, as the Prepare step shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.algorithms import AlgorithmConfig, algorithms
from engine.planning import PreparationPlan
from engine.preprocessing import Step
from engine.recipes import Feature
from engine.records import Dataset, TaskType

NAMES_SHOWN: Final = 20
ORIGINS_SHOWN: Final = 200

_FOLDS_NOTE: Final = (
    "All of this is learned from the learning rows alone, in each fold anew, so nothing leaks."
)
_CLUSTERING_NOTE: Final = "All of this is learned from all rows, like the groups themselves."


class ids:  # noqa: N801  ids are read as plan.ids.algorithm
    """Ids of what this module draws."""

    @staticmethod
    def algorithm(place: object) -> dict[str, object]:
        """Id of the choice of the algorithm that is looked at."""
        return {"type": "plan-algorithm", "place": place}

    @staticmethod
    def columns(place: object) -> dict[str, object]:
        """Id of what will happen to the columns, as that algorithm gets them."""
        return {"type": "plan-columns", "place": place}


def offered(task_type: TaskType) -> list[AlgorithmConfig]:
    """The algorithms whose preparation can be looked at."""
    return [entry for entry in algorithms(task_type) if not entry.baseline]


def parts(found: PreparationPlan, dataset: Dataset) -> list[Component]:
    """What will happen to rows and columns."""
    shown = [_rows(found, dataset)]
    if found.class_counts:
        shown.append(_classes(found.class_counts))
    shown.append(_columns(found, dataset))
    return shown


def _rows(found: PreparationPlan, dataset: Dataset) -> Component:
    pairs: dict[str, Any] = {"Rows of the file": f"{found.n_rows:,}"}
    is_split = dataset.preparation.task_type != "clustering"
    if is_split:
        pairs["Left out, because the target is missing"] = f"{found.n_dropped:,}"
    if is_split and dataset.preparation.time_column is not None:
        pairs["Left out, because the time is missing"] = f"{found.n_untimed:,}"
    if dataset.preparation.drop_duplicates:
        pairs["Left out, because they repeat an earlier row"] = f"{found.n_duplicates:,}"
    if is_split:
        pairs["To learn from"] = f"{found.n_train:,}"
        pairs[_held_out(dataset)] = f"{found.n_test:,}"
    sentence = html.P(_judged(dataset), className="help")
    return controls.card("What will happen to the rows", [controls.facts(pairs), sentence])


def _held_out(dataset: Dataset) -> str:
    time_column = dataset.preparation.time_column
    if time_column is None:
        return "Held out for the test"
    return f"Held out for the test, the latest by {time_column}"


def _judged(dataset: Dataset) -> str:
    folds = dataset.preparation.cv_folds
    repeats = dataset.preparation.cv_repeats
    if dataset.preparation.task_type == "clustering":
        return "Groups are sought among all rows: without an answer there is nothing to hold out."
    if folds == 0:
        return "Every algorithm learns once, and is judged by the held-out rows alone."
    if dataset.preparation.time_column is not None:
        return (
            f"Every algorithm learns {folds} times, each time from rows that are earlier than "
            "those it is judged on, then once from all learning rows."
        )
    if repeats > 1:
        return (
            f"Every algorithm learns {folds * repeats} times: {repeats} times the learning rows "
            f"are cut into {folds} folds, and each fold is left out once. Then it learns once on "
            "all of them. All algorithms get the same folds."
        )
    return (
        f"Every algorithm learns {folds} times on the learning rows with one fold left out, "
        "then once on all of them. All algorithms get the same folds."
    )


def _classes(counts: dict[str, int]) -> Component:
    whole = max(1, sum(counts.values()))
    rows: list[list[controls.Children]] = [
        [
            html.Span(name, className="name"),
            f"{n:,}",
            controls.bar(n / whole, name=f"Share of {name}"),
            words.share(n / whole),
        ]
        for name, n in counts.items()
    ]
    table = controls.table(["Class", "Rows", "", "Share"], rows, name="Classes")
    return controls.card("Classes", table, class_name="classes")


def _columns(found: PreparationPlan, dataset: Dataset) -> Component:
    body = html.Div(columns(found, dataset), id=ids.columns("plan"))
    task_type = dataset.preparation.task_type
    entries = [] if task_type is None else offered(task_type)
    select = dbc.Select(
        id=ids.algorithm("plan"),
        options=[{"label": entry.name, "value": entry.key} for entry in entries],
        value=found.algorithm,
    )
    field = controls.field("As this algorithm gets them", select)
    return controls.card("What will happen to the columns", [field, body])


def columns(found: PreparationPlan, dataset: Dataset) -> list[Component]:
    """What will happen to the columns, as one algorithm gets them."""
    rows = [_step_row(entry) for entry in found.steps]
    clustering = dataset.preparation.task_type == "clustering"
    note = _CLUSTERING_NOTE if clustering else _FOLDS_NOTE
    return [
        controls.table(["Columns", "Type", "What is done"], rows, name="Preparation"),
        *_afterwards(found),
        _numbers(found),
        html.P(note, className="help"),
    ]


def _afterwards(found: PreparationPlan) -> list[Component]:
    """What is said about all columns, and about the target."""
    said = [("Then", found.selection), ("The target", found.target_transform)]
    facts: dict[str, Any] = {name: sentence for name, sentence in said if sentence is not None}
    shown = [controls.facts(facts)] if facts else []
    return shown + [controls.message(note, tone="warn") for note in found.notes]


def _numbers(found: PreparationPlan) -> Component:
    """The resulting numbers, each with the column it comes from."""
    summary = words.count(
        len(found.feature_names),
        "The model will see {n} number per row.",
        "The model will see {n} numbers per row.",
    )
    groups: dict[tuple[str, str], list[Feature]] = {}
    for feature in found.features:
        groups.setdefault((feature.column, feature.origin), []).append(feature)
    rows: list[list[controls.Children]] = [
        [html.Span(column, className="name"), origin, _names(features)]
        for (column, origin), features in list(groups.items())[:ORIGINS_SHOWN]
    ]
    table = controls.table(["Column", "What of it", "Numbers"], rows, name="Resulting numbers")
    shown = [html.Summary(summary), html.P(_sample_note(found), className="help"), table]
    return html.Details(shown, className="resulting")


def _sample_note(found: PreparationPlan) -> str:
    if found.selection is None:
        return (
            f"As found on {found.n_features_from_rows:,} of the rows to learn from; rare levels "
            "may be missing here."
        )
    return (
        f"As found on {found.n_features_from_rows:,} of the rows to learn from; what is struck "
        "out is left out there, and each fold chooses anew."
    )


def _names(features: Sequence[Feature]) -> list[controls.Child]:
    names: list[controls.Child] = []
    for feature in features[:NAMES_SHOWN]:
        names += [feature.name if feature.kept else html.S(feature.name), ", "]
    if len(features) > NAMES_SHOWN:
        return [*names, f"and {len(features) - NAMES_SHOWN:,} more"]
    return names[:-1]


def _step_row(entry: Step) -> list[controls.Child]:
    names = ", ".join(entry.columns[:8])
    if len(entry.columns) > 8:
        names = f"{names} and {len(entry.columns) - 8:,} more"
    done = html.Ol([html.Li(text) for text in entry.transformers], className="transformers")
    notes = [html.P(note, className="help caution") for note in entry.notes]
    return [
        html.Span(names, className="name"),
        controls.badge(entry.type),
        html.Div([done, *notes]),
    ]
