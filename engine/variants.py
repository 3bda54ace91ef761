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
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import TunedThresholdClassifierCV

from engine.analyses.context import Context
from engine.answers import predicted
from engine.archive import Archive, Made
from engine.evaluation import Judge, Judged, JudgedFold
from engine.fit_reports import kept_warnings
from engine.fitting import Stopped, limited_threads
from engine.metrics import MetricsCalculator, Outcome
from engine.preprocessing import build_pipeline
from engine.records import AlgorithmChoice, Record, TrainedModel, TrainingSession, VariantKind
from engine.splits import folds
from engine.used_rows import Positions
from engine.words import Words

INNER_FOLDS = 5
# Isotonic regression follows noise on fewer rows (Niculescu-Mizil and Caruana, 2005).
ISOTONIC_ROWS = 1_000

OnProgress = Callable[[int, int, str], None]
ShouldStop = Callable[[], bool]


class Variant(Record):
    """A model that was made of another, and the scores of both on the same held-out rows."""

    kind: VariantKind
    model_id: str
    name: str
    before: dict[str, float | None]
    after: dict[str, float | None]
    threshold: float | None = None


@dataclass(frozen=True)
class _Kind:
    """How a variant is called, and what is put around the pipeline."""

    suffix: str
    wrapped: Callable[[Any, Any, int], Any]


def _calibrated(pipeline: Any, cv: Any, n_rows: int) -> Any:  # noqa: ANN401 - scikit-learn's
    method = "isotonic" if n_rows >= ISOTONIC_ROWS else "sigmoid"
    # One calibrator for a pipeline fitted on all rows: a smaller file, and one model to explain.
    return CalibratedClassifierCV(pipeline, method=method, cv=cv, ensemble=False)


def _tuned(pipeline: Any, cv: Any, _n_rows: int) -> Any:  # noqa: ANN401 - scikit-learn's
    return TunedThresholdClassifierCV(pipeline, scoring="balanced_accuracy", cv=cv)


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
    made = Made(kind, KINDS[kind].suffix, model.id)
    kept = _archive(context, judge).keep(choice, judged, warnings, made=made)
    threshold = getattr(judged.pipeline, "best_threshold_", None)
    return Variant(
        kind=kind,
        model_id=kept.id,
        name=kept.name,
        before=model.scores.test,
        after=kept.scores.test,
        threshold=None if threshold is None else float(threshold),
    )


def objection(kind: VariantKind, model: TrainedModel) -> str | None:
    """Why there is no such variant of a model, ``None`` if there is."""
    if model.variant is not None:
        return "It is a variant already."
    if kind == "tuned_threshold" and len(model.classes) != 2:
        return "A threshold is between two classes."
    return None


def words_of(found: Variant) -> Words:
    """What the variant is worth."""
    key, name, better_low = _BY_KIND[found.kind]
    before, after = found.before.get(key), found.after.get(key)
    if after is None:
        return Words(
            meaning=f"“{found.name}” is a model of its own now.",
            judgement=f"{name} cannot be computed on the held-out rows.",
        )
    had = "it had none" if before is None else f"before it was {before:.3f}"
    better = before is None or (after < before if better_low else after > before)
    return Words(
        meaning=f"“{found.name}” is a model of its own now. On the held-out rows its {name} is "
        f"{after:.3f}; {had}.",
        judgement="It is better for what it was made for."
        if better
        else "It is no better than the model it was made of: keep that one.",
        try_next="Compare the two: their folds are the same.",
        tone="good" if better else "plain",
    )


_BY_KIND: Mapping[VariantKind, tuple[str, str, bool]] = {
    "calibrated": ("brier", "Brier score (lower is better)", True),
    "tuned_threshold": ("balanced_accuracy", "balanced accuracy", False),
}


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
    with limited_threads(context.entry, len(context.judge.split.train)):
        fitted = _unfitted(kind, context, learned).fit(
            context.features(learned), context.judge.fitter.answers(learned)
        )
        seconds = time.perf_counter() - started
        # The rows that calibrated or decided are no part of what it is.
        fitted.set_params(cv=None)
        return fitted, _said(context, fitted, asked), seconds


def _said(context: Context, fitted: Any, rows: Positions) -> Outcome:  # noqa: ANN401 - scikit-learn's
    target = context.judge.fitter.answers(rows)
    assert target is not None  # noqa: S101 - a classifier has one
    return predicted(
        fitted,
        context.features(rows),
        target,
        classes=context.judge.classes,
    )


def _unfitted(kind: VariantKind, context: Context, rows: Positions) -> Any:  # noqa: ANN401 - scikit-learn's
    spec = context.judge.spec
    pipeline = build_pipeline(
        context.judge.fitter.columns,
        context.entry,
        context.model.hyperparameters,
        random_seed=spec.random_seed,
        preprocessing=spec.preprocessing,
    )
    return KINDS[kind].wrapped(pipeline, _inner_folds(context, rows), len(rows))


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
