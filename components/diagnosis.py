"""Where a supervised model is right and where it errs: words, classes, figures."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, diagnosis_plots, figures, words
from components.themes import Theme
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis, RegressorDiagnosis
from engine.report import Table
from engine.report.answers import class_table, worst_table

# So many are shown at once; hundreds of classes would push all else off the page.
MOST_ROWS: Final = 20


def draw(found: Diagnosis | None, *, target: str, theme: Theme) -> list[Component]:
    """Everything of a diagnosis, the words first; nothing of a clustering, which has none."""
    if found is None:
        return []
    drawn = diagnosis_plots.drawings(found, target=target)
    told = [controls.told(one) for one in found.words.values()]
    tables = _classes(found) if isinstance(found, ClassifierDiagnosis) else _worst(found)
    return [
        *([controls.card("What it means", told, class_name="meaning")] if told else []),
        *tables,
        *(figures.draw(one, theme=theme) for one in drawn),
    ]


def _classes(found: ClassifierDiagnosis) -> list[Component]:
    return [_card(class_table(found.classes))]


def _worst(found: RegressorDiagnosis) -> list[Component]:
    return [] if found.residuals is None else [_card(worst_table(found.residuals))]


def _card(drawn: Table) -> Component:
    """The first rows, and the others folded away: what matters most comes first."""
    others = drawn.rows[MOST_ROWS:]
    parts = [controls.table(drawn.head, drawn.rows[:MOST_ROWS], name=drawn.name)]
    if others:
        title = words.count(len(others), "Show {n} more row", "Show {n} more rows")
        table = controls.table(drawn.head, others, name=f"{drawn.name}, the others")
        parts.append(html.Details([html.Summary(title), table], className="more-metrics"))
    return controls.card(drawn.name, parts, class_name="error-table")
