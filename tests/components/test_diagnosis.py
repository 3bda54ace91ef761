"""Figures and words of a diagnosis and of analyses, drawn from records."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from components import (
    analyses,
    analysis_plots,
    diagnosis,
    diagnosis_plots,
    figures,
    overlays,
    thresholds,
)
from engine.analyses.analyst import KeptAnalysis
from engine.analyses.dependence import Dependence, Dependences
from engine.analyses.importance import ColumnImportance, Importance
from engine.analyses.learning_curve import LearningCurve, LearningPoint
from engine.analyses.subgroups import Subgroup, Subgroups
from engine.diagnosis.calibration import calibration
from engine.diagnosis.classes import class_scores
from engine.diagnosis.conformal import prediction_intervals
from engine.diagnosis.curves import precision_recall, roc
from engine.diagnosis.report import ClassifierDiagnosis, RegressorDiagnosis
from engine.diagnosis.residuals import residuals
from engine.diagnosis.thresholds import thresholds as thresholds_of
from engine.diagnosis.words import (
    of_calibration,
    of_classes,
    of_intervals,
    of_residuals,
    of_thresholds,
)
from tests.engine.outcomes import classified, regressed

MOST_BYTES = 200_000


def classifier(n_rows: int = 100_000, n_classes: int = 2) -> ClassifierDiagnosis:
    outcome = classified(n_rows, n_classes)
    folds = [classified(2_000, n_classes, seed=seed) for seed in range(5)]
    classes, right = class_scores(outcome), calibration(outcome)
    return ClassifierDiagnosis(
        classes=classes,
        roc=roc(outcome, folds),
        precision_recall=precision_recall(outcome, folds),
        calibration=right,
        words=of_classes(classes) | of_calibration(right),
    )


def regressor(n_rows: int = 100_000) -> RegressorDiagnosis:
    outcome = regressed(n_rows)
    left = residuals(outcome, np.arange(n_rows))
    intervals = prediction_intervals(outcome, None, random_seed=0)
    return RegressorDiagnosis(
        residuals=left,
        intervals=intervals,
        words=of_residuals(left) | of_intervals(intervals, "price"),
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("found", [classifier(), classifier(n_classes=5), regressor()])
def test_every_figure_has_its_table_and_is_small_however_many_rows(found: Any, theme: Any) -> None:
    drawn = diagnosis_plots.drawings(found, target="kind")
    assert len(drawn) >= 2
    assert len({one.name for one in drawn}) == len(drawn)
    for one in drawn:
        plotted = figures.plotly_figure(one, theme=theme).to_json()
        assert len(plotted) < MOST_BYTES
        assert one.table.rows
        assert all(len(row) == len(one.table.head) for row in one.table.rows)


def test_the_words_come_first_and_the_worst_class_leads(drawn: Any) -> None:
    found = classifier(3_000, 3)
    text = drawn(diagnosis.draw(found, target="kind", theme="light")).text
    assert text.startswith("What it means")
    worst = min(found.classes, key=lambda one: one.recall)
    assert text.index(f"“{worst.label}”") < text.index("Each class")


def test_of_hundreds_of_classes_the_worst_are_shown_and_the_others_folded_away() -> None:
    found = classifier(4_000, 50)
    worst_first = [one.label for one in sorted(found.classes, key=lambda one: one.recall or 0)]
    parts = diagnosis.draw(found, target="kind", theme="light")[1]._traverse()
    shown, folded = (part for part in parts if type(part).__name__ == "Tbody")
    assert [row.children[0].children for row in shown.children] == worst_first[:20]
    assert [row.children[0].children for row in folded.children] == worst_first[20:]


def test_a_clustering_has_none(drawn: Any) -> None:
    assert diagnosis.draw(None, target="", theme="light") == []


def test_the_chosen_threshold_is_a_line_of_the_table(drawn: Any) -> None:
    outcome = classified(2_000)
    found = thresholds_of(outcome, None)
    assert found is not None
    told = of_thresholds(found)
    text = drawn(thresholds.content(found, told, chosen=0.27, theme="light")).text
    assert "chosen 0.27" in text
    assert "as there are no folds" in text


IMPORTANCE = Importance(
    metric="r2",
    score=0.5,
    columns=tuple(
        ColumnImportance(column=f"column {n}", mean=0.3 / (n + 1), std=0.01) for n in range(40)
    ),
    n_repeats=10,
    n_rows=2_000,
    n_held_out=20_000,
)
DEPENDENCES = Dependences(
    of="predicted price",
    columns=(
        Dependence(column="age", values=(1.0, 2.0), mean=(0.1, 0.2), lines=((0.0, 0.1),) * 30),
        Dependence(column="town", values=("a<b", "c"), mean=(1.0, 2.0), lines=((1.0, 2.0),)),
    ),
    n_rows=1_000,
    n_learned=5_000,
)
CURVE = LearningCurve(
    metric="r2",
    points=(
        LearningPoint(n_rows=20, train=None, validation=None, validation_std=None),
        LearningPoint(n_rows=100, train=0.9, validation=0.5, validation_std=0.05),
        LearningPoint(n_rows=200, train=0.8, validation=0.7, validation_std=0.02),
    ),
    n_folds=3,
)
GROUPS = Subgroups(
    error="mean absolute error",
    groups=(
        Subgroup(
            column="town",
            group="c",
            n_rows=50,
            error=2.0,
            error_of_others=1.0,
            difference_ci95=(0.5, 1.5),
            p_value=0.001,
            clear=True,
        ),
    ),
    n_groups=9,
    n_rows=400,
)


@pytest.mark.parametrize("answer", [IMPORTANCE, DEPENDENCES, CURVE, GROUPS])
def test_every_answer_is_drawn(answer: Any, drawn: Any) -> None:
    from engine.analyses import ANALYSES

    entry = next(one for one in ANALYSES if one.answer is type(answer))
    kept = KeptAnalysis(
        key=entry.key,
        name=entry.name,
        question=entry.question,
        answer=answer,
        words=entry.words(answer),
    )
    made = analyses.draw(kept, None, theme="light")
    assert entry.words(answer).meaning in drawn(made).text
    assert "Find out" not in drawn(made).text
    assert len(json.dumps(made, default=lambda one: one.to_plotly_json(), skipkeys=True)) > 100


def test_every_analysis_has_a_way_to_be_drawn() -> None:
    from engine.analyses import ANALYSES

    assert {one.answer for one in ANALYSES} == set(analyses._FIGURES)


def test_what_was_computed_on_a_part_says_so() -> None:
    (figure,) = analysis_plots.importance(IMPORTANCE)
    assert figure.note == "On 2,000 of 20,000 held-out rows."
    assert len(figure.table.rows) == 40
    first, second = analysis_plots.dependence(DEPENDENCES)
    assert first.note == "Averaged over 1,000 of 5,000 learning rows."
    assert second.traces[0].x == ("a&lt;b", "c")
    (curve,) = analysis_plots.learning_curve(CURVE)
    assert len(curve.traces[0].x) == 2
    assert len(curve.table.rows) == 3


def test_models_are_overlaid_where_a_line_each_can_be_told_apart() -> None:
    known = [(f"model {n}", classifier(2_000)) for n in range(7)]
    drawn_roc, drawn_precision = overlays.drawings(known, target="kind")
    assert len(drawn_roc.traces) == len(drawn_precision.traces) == overlays.MOST_MODELS
    assert len(drawn_roc.table.rows) == overlays.MOST_MODELS
    (left,) = overlays.drawings([("a", regressor(500)), ("b", regressor(500))], target="price")
    assert sum(left.traces[0].y) == pytest.approx(1.0)
    assert overlays.drawings(known[:1], target="kind") == ()
    assert overlays.drawings([("a", classifier(900, 3))] * 2, target="kind") == ()
