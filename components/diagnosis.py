"""Where a supervised model is right and where it errs: words, classes, figures."""

from __future__ import annotations

from dash.development.base_component import Component

from components import controls, diagnosis_plots, figures, words
from components.themes import Theme
from engine.diagnosis.classes import ClassScores
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis


def draw(found: Diagnosis | None, *, target: str, theme: Theme) -> list[Component]:
    """Everything of a diagnosis, the words first; nothing of a clustering, which has none."""
    if found is None:
        return []
    drawn = diagnosis_plots.drawings(found, target=target)
    told = [controls.told(one) for one in found.words.values()]
    classes = _classes(found) if isinstance(found, ClassifierDiagnosis) else []
    return [
        *([controls.card("What it means", told, class_name="meaning")] if told else []),
        *classes,
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


def _shown(classes: tuple[ClassScores, ...]) -> list[ClassScores]:
    """The class that is found worst first."""
    return sorted(classes, key=lambda one: (one.recall is None, one.recall))


def _share(value: float | None) -> str:
    return "no such rows" if value is None else words.share(value)
