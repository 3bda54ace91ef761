"""Judging pipelines on rows they did not learn from.

There is one way to a score: a fresh pipeline is fitted on training rows alone,
preparation included, and then asked about other rows.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig
from engine.fitting import OnStep, fit, limited_threads
from engine.metrics import (
    Metric,
    MetricsCalculator,
    Outcome,
    fold_scores,
    metrics,
    shuffled_baseline,
)
from engine.preprocessing import build_pipeline
from engine.records import AlgorithmChoice, Column, FoldScores, Scores, TrainingSpec
from engine.splits import Fold, Split, mean_test_ratio
from engine.used_rows import Positions

# Scores on training rows only show overfitting: a sample says that as well, and
# nearest neighbours need as long to predict a row as to predict a new one.
TRAIN_SCORE_ROWS = 10_000

FoldResult = dict[str, float | None]


@dataclass(frozen=True)
class Judged:
    """A pipeline fitted on all training rows, with everything known about its quality."""

    pipeline: Pipeline
    outcome: Outcome
    scores: Scores
    fit_seconds: float


@dataclass(frozen=True)
class Judge:
    """The rows of one session, split once, on which all its algorithms are judged.

    Parameters
    ----------
    spec : TrainingSpec
    columns : sequence of Column
        The features, in the order of `features`.
    features : DataFrame of shape (n_rows, n_features)
    target : ndarray of shape (n_rows,) or None
    split : Split
    baseline : AlgorithmConfig or None
        The algorithm that ignores the features; ``None`` for clustering.
    """

    spec: TrainingSpec
    columns: Sequence[Column]
    features: pd.DataFrame
    target: np.ndarray | None
    split: Split
    baseline: AlgorithmConfig | None

    @property
    def primary(self) -> Metric:
        """The metric that progress is told in."""
        return metrics(self.spec.task_type)[0]

    @cached_property
    def classes(self) -> np.ndarray | None:
        """All classes among the rows that have a target, sorted."""
        if self.spec.task_type != "classification" or self.target is None:
            return None
        known = np.concatenate([self.split.train, self.split.test])
        return np.unique(_narrow(self.target[known]))

    @property
    def positive_class(self) -> Any:  # noqa: ANN401 - a label of any type
        """The class that precision and recall are about, when there are two."""
        classes = self.classes
        return classes[1] if classes is not None and len(classes) == 2 else None

    def fold(
        self, entry: AlgorithmConfig, choice: AlgorithmChoice, fold: Fold, *, on_step: OnStep
    ) -> FoldResult:
        """Fit on one fold's training rows and score its validation rows."""
        with limited_threads(entry, len(self.split.train)):
            pipeline = self._fitted(entry, choice.hyperparameters, fold.train, on_step)
            return self._calculator.calculate(self._outcome(pipeline, fold.validation))

    def final(
        self,
        entry: AlgorithmConfig,
        choice: AlgorithmChoice,
        folds: Sequence[FoldResult],
        *,
        on_step: OnStep,
    ) -> Judged:
        """Fit on all training rows and score the held-out ones."""
        with limited_threads(entry, len(self.split.train)):
            return self._final(entry, choice, folds, on_step)

    def _final(
        self,
        entry: AlgorithmConfig,
        choice: AlgorithmChoice,
        folds: Sequence[FoldResult],
        on_step: OnStep,
    ) -> Judged:
        started = time.perf_counter()
        pipeline = self._fitted(entry, choice.hyperparameters, self.split.train, on_step)
        seconds = time.perf_counter() - started
        if self.spec.task_type == "clustering":
            return self._clustered(pipeline, seconds)
        outcome = self._outcome(pipeline, self.split.test)
        return Judged(pipeline, outcome, self._scores(pipeline, outcome, folds), seconds)

    @property
    def _calculator(self) -> MetricsCalculator:
        return MetricsCalculator(self.spec.task_type)

    def _fitted(
        self,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Any],
        rows: Positions,
        on_step: OnStep,
    ) -> Pipeline:
        pipeline = build_pipeline(
            self.columns, entry, hyperparameters, random_seed=self.spec.random_seed
        )
        target = None if self.target is None else _narrow(self.target[rows])
        return fit(pipeline, entry, self.features.iloc[rows], target, on_step=on_step)

    def _outcome(self, pipeline: Pipeline, rows: Positions) -> Outcome:
        features = self.features.iloc[rows]
        assert self.target is not None  # noqa: S101 - only clustering has none, and it has no folds
        return Outcome(
            task_type=self.spec.task_type,
            y_true=_narrow(self.target[rows]),
            y_pred=pipeline.predict(features),
            probabilities=self._probabilities(pipeline, features),
            decision=_decision(pipeline, features),
            classes=self.classes,
            positive_class=self.positive_class,
        )

    def _probabilities(self, pipeline: Pipeline, features: pd.DataFrame) -> np.ndarray | None:
        """Probabilities with one column for each class, also for those a fold did not see."""
        if self.classes is None or not hasattr(pipeline, "predict_proba"):
            return None
        seen = pipeline.predict_proba(features)
        places = np.searchsorted(self.classes, pipeline.classes_)
        probabilities = np.zeros((len(features), len(self.classes)))
        probabilities[:, places] = seen
        return probabilities

    def _scores(self, pipeline: Pipeline, outcome: Outcome, folds: Sequence[FoldResult]) -> Scores:
        test = self._calculator.calculate(outcome)
        seed = self.spec.random_seed
        return Scores(
            test=test,
            test_ci95=self._calculator.intervals(outcome, random_seed=seed),
            train=self._calculator.calculate(self._outcome(pipeline, self._train_sample)),
            cv=self._cv(folds),
            baseline=self._baseline_test,
            baseline_cv=self._baseline_cv,
        )

    def _cv(self, folds: Sequence[FoldResult]) -> dict[str, FoldScores]:
        if not folds:
            return {}
        ratio = mean_test_ratio(self.split.folds)
        return {
            metric.key: fold_scores(
                [fold[metric.key] for fold in folds],
                test_ratio=ratio,
                limits=metric.range,
            )
            for metric in metrics(self.spec.task_type)
        }

    @cached_property
    def _train_sample(self) -> Positions:
        rows = self.split.train
        if len(rows) <= TRAIN_SCORE_ROWS:
            return rows
        random = np.random.default_rng(self.spec.random_seed)
        return np.sort(random.choice(rows, TRAIN_SCORE_ROWS, replace=False))

    @cached_property
    def _baseline_test(self) -> FoldResult:
        return self._baseline_score(self.split.train, self.split.test)

    @cached_property
    def _baseline_cv(self) -> FoldResult:
        pairs = [(fold.train, fold.validation) for fold in self.split.folds]
        results = [self._baseline_score(train, validation) for train, validation in pairs]
        return {key: score.mean for key, score in self._cv(results).items()}

    def _baseline_score(self, train: Positions, rows: Positions) -> FoldResult:
        if self.baseline is None:
            return {}
        pipeline = self._fitted(self.baseline, {}, train, _ignore)
        return self._calculator.calculate(self._outcome(pipeline, rows))

    def _clustered(self, pipeline: Pipeline, seconds: float) -> Judged:
        estimator = pipeline["estimator"]
        prepared = _dense(pipeline["preparation"].transform(self.features.iloc[self.split.train]))
        outcome = Outcome(
            task_type="clustering",
            y_true=None,
            y_pred=_labels(estimator, prepared),
            features=prepared,
            inertia=getattr(estimator, "inertia_", None),
        )
        seed = self.spec.random_seed
        scores = Scores(
            test=self._calculator.calculate(outcome),
            test_ci95=self._calculator.intervals(outcome, random_seed=seed),
            baseline=shuffled_baseline(outcome, random_seed=seed),
        )
        return Judged(pipeline, outcome, scores, seconds)


def _decision(pipeline: Pipeline, features: pd.DataFrame) -> np.ndarray | None:
    """Decision values of a classifier that has no probabilities."""
    if hasattr(pipeline, "predict_proba") or not hasattr(pipeline, "decision_function"):
        return None
    return np.asarray(pipeline.decision_function(features))


def _ignore(_within: float) -> None:
    """A baseline is fitted too quickly to tell how far it is."""


def _labels(estimator: Any, prepared: np.ndarray) -> np.ndarray:  # noqa: ANN401 - any clusterer
    """Cluster of each row; a mixture model has no `labels_` but can predict."""
    labels = getattr(estimator, "labels_", None)
    return np.asarray(estimator.predict(prepared) if labels is None else labels)


def _dense(matrix: Any) -> np.ndarray:  # noqa: ANN401 - array or sparse matrix
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix)


def _narrow(labels: np.ndarray) -> np.ndarray:
    """Give labels the type of their values: scikit-learn refuses integers kept as objects."""
    if labels.dtype != object:
        return labels
    return pd.Series(labels).infer_objects().to_numpy()
