"""Variants of a trained classifier: calibrated, or with a tuned threshold; models of their own.

Each is scikit-learn's own meta-estimator around the whole pipeline, so that also the
preparation is fitted without the rows that calibrate or decide. It is judged on the
rows and folds of the model it comes from, and can be compared with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import TunedThresholdClassifierCV

from engine.amounts import number_words
from engine.analyses.context import Context
from engine.answers import predicted
from engine.archive import Archive, Made
from engine.cost_tuning import outcome_cost, tuned_to_costs
from engine.evaluation import Judge, Judged, JudgedFold
from engine.fit_reports import kept_warnings
from engine.fitting import Stopped
from engine.metrics import MetricsCalculator, Outcome
from engine.preprocessing import build_pipeline
from engine.records import AlgorithmChoice, Costs, TrainedModel, TrainingSession, VariantKind
from engine.splits import folds
from engine.used_rows import Positions
from engine.variant_words import TunedTo, Variant

INNER_FOLDS = 5
# Isotonic regression follows noise on fewer rows (Niculescu-Mizil and Caruana, 2005).
ISOTONIC_ROWS = 1_000

OnProgress = Callable[[int, int, str], None]
ShouldStop = Callable[[], bool]


@dataclass(frozen=True)
class _Task:
    """The rows a variant is fitted on, how they are cut within, and what mistakes cost."""

    features: pd.DataFrame
    target: np.ndarray
    cv: list[tuple[np.ndarray, np.ndarray]]
    positive: object
    costs: Costs | None


@dataclass(frozen=True)
class _Kind:
    """How a variant is called, and how one is fitted around a fresh pipeline."""

    suffix: str
    fitted: Callable[[Any, _Task], Any]


def _calibrated(pipeline: Any, task: _Task) -> Any:  # noqa: ANN401 - scikit-learn's
    method = "isotonic" if len(task.target) >= ISOTONIC_ROWS else "sigmoid"
    # One calibrator for a pipeline fitted on all rows: a smaller file, and one model to explain.
    made = CalibratedClassifierCV(pipeline, method=method, cv=task.cv, ensemble=False)
    # The rows that calibrated are no part of what it is.
    return made.fit(task.features, task.target).set_params(cv=None)


def _tuned(pipeline: Any, task: _Task) -> Any:  # noqa: ANN401 - scikit-learn's
    rows = (task.features, task.target)
    if task.costs is not None:
        return tuned_to_costs(pipeline, rows, task.cv, positive=task.positive, costs=task.costs)
    made = TunedThresholdClassifierCV(pipeline, scoring="balanced_accuracy", cv=task.cv)
    return made.fit(*rows).set_params(cv=None)


KINDS: Mapping[VariantKind, _Kind] = {
    "calibrated": _Kind("calibrated", _calibrated),
    "tuned_threshold": _Kind("tuned threshold", _tuned),
}


def make_variant(
    kind: VariantKind, context: Context, on_progress: OnProgress, should_stop: ShouldStop
) -> Variant:
    """Make, judge and keep a variant of a model.

    Raises
    ------
    Stopped
        If it was asked to stop between two fits.
    """
    judge, model = context.judge, context.model
    total = len(judge.split.folds) + 1
    judged_folds = []
    with kept_warnings() as warnings:
        for done, fold in enumerate(judge.split.folds):
            _go_on(on_progress, should_stop, done, total, f"fold {done + 1:,}")
            _, outcome, _ = _judged_on(kind, context, fold.train, fold.validation)
            scores = MetricsCalculator("classification").calculate(outcome)
            judged_folds.append(JudgedFold(fold.validation, outcome, scores))
        _go_on(on_progress, should_stop, total - 1, total, "all training rows")
        judged = _final(kind, context, tuple(judged_folds))
    choice = AlgorithmChoice(key=model.algorithm, hyperparameters=model.hyperparameters)
    made = Made(kind, _suffix(kind, context.costs), model.id, context.costs)
    kept = _archive(context, judge).keep(choice, judged, warnings, made=made)
    return Variant(
        kind=kind,
        model_id=kept.id,
        name=kept.name,
        before=model.scores.test,
        after=kept.scores.test,
        threshold=_threshold(judged.pipeline),
        tuned_to=None if context.costs is None else _tuned_to(context, context.costs, judged),
    )


def _suffix(kind: VariantKind, costs: Costs | None) -> str:
    if costs is None:
        return KINDS[kind].suffix
    alarm, miss = number_words(costs.cost_false_positive), number_words(costs.cost_false_negative)
    return f"{KINDS[kind].suffix} for costs {alarm} and {miss}"


def _threshold(fitted: Any) -> float | None:  # noqa: ANN401 - scikit-learn's
    found = getattr(fitted, "best_threshold_", getattr(fitted, "threshold", None))
    return None if found is None else float(found)


def _tuned_to(context: Context, costs: Costs, judged: Judged) -> TunedTo:
    before = _said(context, context.pipeline, context.judge.split.test)
    has_probabilities = hasattr(judged.pipeline, "predict_proba")
    return TunedTo(
        costs=costs,
        label=str(context.judge.positive_class),
        of="probability" if has_probabilities else "decision value",
        before=outcome_cost(before, costs),
        after=outcome_cost(judged.outcome, costs),
    )


def objection(kind: VariantKind, model: TrainedModel) -> str | None:
    """Why there is no such variant of a model, ``None`` if there is."""
    if model.variant is not None:
        return "It is a variant already."
    if kind == "tuned_threshold" and len(model.classes) != 2:
        return "A threshold is between two classes."
    return None


def _go_on(
    on_progress: OnProgress, should_stop: ShouldStop, done: int, total: int, words: str
) -> None:
    if should_stop():
        raise Stopped
    on_progress(done, total, words)


def _judged_on(
    kind: VariantKind, context: Context, learned: Positions, asked: Positions
) -> tuple[Any, Outcome, float]:
    """A fresh variant fitted on some rows, what it says of others, and the seconds of its fit."""
    started = time.perf_counter()
    with context.judge.threads(context.entry):
        fitted = KINDS[kind].fitted(_unfitted(context), _task(context, learned))
        seconds = time.perf_counter() - started
        return fitted, _said(context, fitted, asked), seconds


def _task(context: Context, rows: Positions) -> _Task:
    target = context.judge.fitter.answers(rows)
    assert target is not None  # noqa: S101 - a classifier has one
    return _Task(
        features=context.features(rows),
        target=target,
        cv=_inner_folds(context, rows),
        positive=context.judge.positive_class,
        costs=context.costs,
    )


def _said(context: Context, fitted: Any, rows: Positions) -> Outcome:  # noqa: ANN401 - scikit-learn's
    target = context.judge.fitter.answers(rows)
    assert target is not None  # noqa: S101 - a classifier has one
    return predicted(
        fitted,
        context.features(rows),
        target,
        classes=context.judge.classes,
    )


def _unfitted(context: Context) -> Any:  # noqa: ANN401 - scikit-learn's
    spec = context.judge.spec
    return build_pipeline(
        context.judge.fitter.columns,
        context.entry,
        context.model.hyperparameters,
        random_seed=spec.random_seed,
        preprocessing=spec.preprocessing,
    )


def _inner_folds(context: Context, rows: Positions) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut rows as the session does: same groups, classes, times; as places among the rows."""
    spec = context.judge.spec.model_copy(update={"cv_folds": INNER_FOLDS, "cv_repeats": 1})
    place = {int(row): index for index, row in enumerate(rows)}

    def places(part: Positions) -> np.ndarray:
        return np.array([place[int(row)] for row in part])

    cut = folds(spec, context.table, rows)
    return [(places(fold.train), places(fold.validation)) for fold in cut]


def _final(kind: VariantKind, context: Context, judged_folds: tuple[JudgedFold, ...]) -> Judged:
    judge = context.judge
    fitted, outcome, seconds = _judged_on(kind, context, judge.split.train, judge.split.test)
    on_train = _said(context, fitted, judge.train_sample)
    scores = judge.scores(outcome, on_train, [one.scores for one in judged_folds])
    return Judged(
        fitted, outcome, scores, seconds, context.model.hyperparameters, folds=judged_folds
    )


def _archive(context: Context, judge: Judge) -> Archive:
    """As for the model it is of, whose session it joins."""
    session = TrainingSession(
        id=context.model.session_id,
        dataset_id=context.dataset.id,
        dataset_name=context.dataset.name,
        spec=context.model.provenance.spec,
    )
    return Archive(context.store, context.workspace, session, context.dataset, judge)
