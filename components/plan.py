"""What will happen to the rows and columns, as the Prepare step shows it."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from engine.planning import PreparationPlan
from engine.preprocessing import Step
from engine.records import Dataset

NAMES_SHOWN: Final = 200

_FOLDS_NOTE: Final = (
    "All of this is learned from the learning rows alone, in each fold anew, so nothing leaks."
)
_CLUSTERING_NOTE: Final = "All of this is learned from all rows, like the groups themselves."


def parts(found: PreparationPlan, dataset: Dataset) -> list[Component]:
    """What will happen to rows and columns."""
    shown = [_rows(found, dataset)]
    if found.class_counts:
        shown.append(_classes(found.class_counts))
    clustering = dataset.preparation.task_type == "clustering"
    shown.append(_columns(found, note=_CLUSTERING_NOTE if clustering else _FOLDS_NOTE))
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
    if dataset.preparation.task_type == "clustering":
        return "Groups are sought among all rows: without an answer there is nothing to hold out."
    if folds == 0:
        return "Every algorithm learns once, and is judged by the held-out rows alone."
    if dataset.preparation.time_column is not None:
        return (
            f"Every algorithm learns {folds} times, each time from rows that are earlier than "
            "those it is judged on, then once from all learning rows."
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


def _columns(found: PreparationPlan, *, note: str) -> Component:
    rows = [_step_row(entry) for entry in found.steps]
    table = controls.table(["Columns", "Type", "What is done"], rows, name="Preparation")
    n = len(found.feature_names)
    summary = words.count(
        n, "The model will see {n} number per row.", "The model will see {n} numbers per row."
    )
    names = ", ".join(found.feature_names[:NAMES_SHOWN]) + (" …" if n > NAMES_SHOWN else "")
    seen = html.Details([html.Summary(summary), html.P(names, className="help names")])
    shown = [table, seen, html.P(note, className="help")]
    return controls.card("What will happen to the columns", shown)


def _step_row(entry: Step) -> list[controls.Child]:
    names = ", ".join(entry.columns[:8])
    if len(entry.columns) > 8:
        names = f"{names} and {len(entry.columns) - 8:,} more"
    done = html.Ol([html.Li(text) for text in entry.transformers], className="transformers")
    return [html.Span(names, className="name"), controls.badge(entry.type), done]
