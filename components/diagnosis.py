"""Where a supervised model is right and where it errs: words, classes, figures."""

from __future__ import annotations

from dash.development.base_component import Component

from components import controls, diagnosis_plots, figures, words
from components.themes import Theme
from engine.diagnosis.classes import ClassScores
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis, RegressorDiagnosis


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
    head = ("Class", "Found (recall)", "Right when said (precision)", "F1", "Rows", "Said")
    rows = [
        [
            one.label,
            _share(one.recall),
            _share(one.precision),
            _share(one.f1),
            f"{one.n_actual:,}",
            f"{one.n_predicted:,}",
        ]
        for one in _shown(found.classes)
    ]
    table = controls.table(head, rows, name="Each class")
    return [controls.card("Each class", table, class_name="classes")]


def _worst(found: RegressorDiagnosis) -> list[Component]:
    """The rows it is furthest off; a slip of the pen is often among them."""
    if found.residuals is None:
        return []
    rows = [
        [
            f"{one.row + 1:,}",
            words.number(one.actual),
            words.number(one.predicted),
            words.number(one.actual - one.predicted),
        ]
        for one in found.residuals.worst
    ]
    head = ("Row", "Actual", "Predicted", "Residual")
    table = controls.table(head, rows, name="Rows it is furthest off")
    return [controls.card("Held-out rows it is furthest off", table, class_name="classes")]


def _shown(classes: tuple[ClassScores, ...]) -> list[ClassScores]:
    """The class that is found worst first."""
    return sorted(classes, key=lambda one: (one.recall is None, one.recall))


def _share(value: float | None) -> str:
    return "no such rows" if value is None else words.share(value)
