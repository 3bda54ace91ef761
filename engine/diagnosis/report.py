"""Everything the stored answers of one supervised model tell, in one record."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from engine.diagnosis import words
from engine.diagnosis.calibration import Calibration, calibration
from engine.diagnosis.classes import ClassScores, class_scores
from engine.diagnosis.conformal import PredictionInterval, prediction_intervals
from engine.diagnosis.curves import Curve, precision_recall, roc
from engine.diagnosis.residuals import Residuals, residuals
from engine.diagnosis.thresholds import Thresholds, thresholds
from engine.errors import DoesNotApplyError
from engine.metrics import Outcome
from engine.records import Record, TrainedModel
from engine.stored_answers import outcome_of
from engine.words import Words


class ClassifierDiagnosis(Record):
    """A classifier on held-out rows; what it cannot have is empty or ``None``."""

    classes: tuple[ClassScores, ...]
    roc: tuple[Curve, ...]
    precision_recall: tuple[Curve, ...]
    calibration: Calibration | None
    words: dict[str, Words]


class RegressorDiagnosis(Record):
    """A regressor on held-out rows; `residuals` is ``None`` if a prediction is no number."""

    residuals: Residuals | None
    intervals: tuple[PredictionInterval, ...]
    words: dict[str, Words]


Diagnosis = ClassifierDiagnosis | RegressorDiagnosis


def diagnosis(model: TrainedModel, held_out: pd.DataFrame, folds: pd.DataFrame | None) -> Diagnosis:
    """Sum up where a supervised model is right and where it errs.

    Parameters
    ----------
    held_out, folds : DataFrame
        As `ModelManager.predictions` and `ModelManager.fold_predictions` give them.
    """
    if model.task_type == "clustering":
        raise _no_classes(model)
    outcome = outcome_of(model, held_out)
    if model.task_type == "classification":
        return _classifier(outcome, outcomes(model, folds))
    within = None if folds is None else outcome_of(model, folds)
    seed = model.provenance.spec.random_seed
    left = residuals(outcome, held_out["row"].to_numpy())
    intervals = prediction_intervals(outcome, within, random_seed=seed)
    told = words.of_residuals(left) | words.of_intervals(intervals, str(model.target))
    return RegressorDiagnosis(residuals=left, intervals=intervals, words=told)


def chosen_thresholds(
    model: TrainedModel,
    held_out: pd.DataFrame,
    folds: pd.DataFrame | None,
    *,
    cost_false_positive: float,
    cost_false_negative: float,
) -> Thresholds:
    """What every threshold costs.

    Raises
    ------
    DoesNotApplyError
        For anything but two classes with probabilities.
    InvalidValueError
        For a cost that is none.
    """
    if model.task_type != "classification":
        raise _no_threshold()
    within = None if folds is None else outcome_of(model, folds)
    found = thresholds(
        outcome_of(model, held_out),
        within,
        cost_false_positive=cost_false_positive,
        cost_false_negative=cost_false_negative,
    )
    if found is None:
        raise _no_threshold()
    return found


def outcomes(model: TrainedModel, folds: pd.DataFrame | None) -> Sequence[Outcome]:
    """The outcome of each fold."""
    if folds is None:
        return ()
    return [outcome_of(model, part) for _, part in folds.groupby("fold", sort=True)]


def _classifier(outcome: Outcome, folds: Sequence[Outcome]) -> ClassifierDiagnosis:
    classes, right = class_scores(outcome), calibration(outcome)
    return ClassifierDiagnosis(
        classes=classes,
        roc=roc(outcome, folds),
        precision_recall=precision_recall(outcome, folds),
        calibration=right,
        words=words.of_classes(classes) | words.of_calibration(right),
    )


def _no_classes(model: TrainedModel) -> DoesNotApplyError:
    return DoesNotApplyError(
        f"{model.name} groups rows and predicts nothing that could be right or wrong.",
        field="model_id",
        hint="Ask for its clusters instead.",
    )


def _no_threshold() -> DoesNotApplyError:
    return DoesNotApplyError(
        "A threshold is between two classes, and needs a probability for them.",
        field="model_id",
        hint="Choose a model of two classes that gives probabilities.",
    )
