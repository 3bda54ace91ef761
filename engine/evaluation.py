"""Judging pipelines on rows they did not learn from.

There is one way to a score: a fresh pipeline is fitted on training rows alone,
preparation and search for settings included, and then asked about other rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig
from engine.answers import clustered, positive, predicted
from engine.asking import asked_in_parts
from engine.fit_threads import limited_threads
from engine.fitted_pipelines import Fitted, Fitter
from engine.fitting import Growth, OnStep, Stopped, always
from engine.metrics import (
    Metric,
    MetricsCalculator,
    Outcome,
    best_guess,
    fold_scores,
    metrics,
    shuffled_baseline,
)
from engine.records import FoldScores, Scores, Setting, TrainingSpec
from engine.splits import Fold, Split, mean_test_ratio
from engine.used_rows import Positions

# Scores on training rows only show overfitting: a sample says that as well, and
# nearest neighbours need as long to predict a row as to predict a new one.
TRAIN_SCORE_ROWS = 2_000

FoldResult = dict[str, float | None]


@dataclass(frozen=True)
class JudgedFold:
    """What a pipeline fitted on the other rows said of a fold's own, and its scores."""

    rows: Positions
    outcome: Outcome
    scores: FoldResult


@dataclass(frozen=True)
class Judged:
    """A pipeline fitted on all training rows, with everything known about its quality.

    `hyperparameters` are those it has: fewer trees or rounds than asked for
    where `growth` says that it was ended before. `folds` are of pipelines like
    it, each fitted without the rows it was asked about.
    """

    pipeline: Pipeline
    outcome: Outcome
    scores: Scores
    fit_seconds: float
    hyperparameters: Mapping[str, Setting]
    growth: Growth | None = None
    folds: tuple[JudgedFold, ...] = ()


@dataclass(frozen=True)
class Judge:
    """The rows of one session, split once, on which all its algorithms are judged.

    Parameters
    ----------
    fitter : Fitter
        Holds the rows.
    split : Split
    baseline : AlgorithmConfig or None
        The algorithm that ignores the features; ``None`` for clustering.
    labels : ndarray of shape (n_rows,), optional
        Classes that a clustering is held against, with gaps where they are not known.
    alone : bool
        Whether no other process works on the same session.
    """

    fitter: Fitter
    split: Split
    baseline: AlgorithmConfig | None
    labels: np.ndarray | None = None
    alone: bool = True

    @property
    def spec(self) -> TrainingSpec:
        """What the session computes."""
        return self.fitter.spec

    @property
    def primary(self) -> Metric:
        """The metric that progress is told in."""
        return metrics(self.spec.task_type)[0]

    @cached_property
    def classes(self) -> np.ndarray | None:
        """All classes among the rows that have a target, sorted."""
        if self.spec.task_type != "classification":
            return None
        known = self.fitter.answers(np.concatenate([self.split.train, self.split.test]))
        assert known is not None  # noqa: S101 - a classification has a target
        return np.unique(pd.unique(known))

    @property
    def positive_class(self) -> Any:  # noqa: ANN401 - a label of any type
        """The class that precision and recall are about, when there are two."""
        return positive(self.classes)

    def fold(
        self,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Setting],
        fold: Fold,
        *,
        on_step: OnStep = always,
    ) -> JudgedFold:
        """Fit on one fold's training rows and score its validation rows.

        Raises
        ------
        Stopped
            If `on_step` ended the fit.
        """
        with self.threads(entry):
            fitted = self.fitter.fitted(entry, hyperparameters, fold.train, on_step)
            if fitted.growth is not None:
                raise Stopped
            outcome = self.outcome(fitted, fold.validation)
            return JudgedFold(fold.validation, outcome, self._calculator.calculate(outcome))

    def final(
        self,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Setting],
        folds: Sequence[JudgedFold],
        *,
        on_step: OnStep = always,
    ) -> Judged:
        """Fit on all training rows and score the held-out ones.

        An ensemble that `on_step` ends is judged as far as it has grown.
        """
        with self.threads(entry):
            fitted = self.fitter.fitted(entry, hyperparameters, self.split.train, on_step)
            outcome, scores = self._judged(fitted, [one.scores for one in folds])
        growth = fitted.growth
        if growth is not None:
            hyperparameters = {**hyperparameters, str(entry.iterations): growth.done}
        return Judged(
            fitted.pipeline,
            outcome,
            scores,
            fitted.seconds,
            hyperparameters,
            growth=growth,
            folds=tuple(folds),
        )

    def threads(self, entry: AlgorithmConfig) -> AbstractContextManager[None]:
        """The limits of BLAS and OpenMP with which an algorithm is fitted and asked."""
        return limited_threads(entry, len(self.split.train), alone=self.alone)

    @property
    def _calculator(self) -> MetricsCalculator:
        return MetricsCalculator(self.spec.task_type)

    def _judged(self, fitted: Fitted, folds: Sequence[FoldResult]) -> tuple[Outcome, Scores]:
        if self.spec.task_type == "clustering":
            return self._clustered(fitted)
        outcome = self.outcome(fitted, self.split.test)
        on_train = self.outcome(fitted, self.train_sample)
        return outcome, self.scores(outcome, on_train, folds)

    def outcome(self, fitted: Fitted, rows: Positions) -> Outcome:
        """What a fitted pipeline says of rows whose target is known."""
        target = self.fitter.answers(rows)
        assert target is not None  # noqa: S101 - only clustering has none, and it has no folds
        estimator = asked_in_parts(
            fitted.pipeline["estimator"],
            fitted.algorithm,
            learned=len(self.split.train),
            asked=len(rows),
        )
        return predicted(
            estimator,
            self.fitter.matrix(fitted.prepared, rows),
            target,
            classes=self.classes,
            most_probable=True,
        )

    def scores(self, outcome: Outcome, on_train: Outcome, folds: Sequence[FoldResult]) -> Scores:
        """All scores of what was said of the held-out rows and of some that were learned from."""
        test = self._calculator.calculate(outcome)
        seed = self.spec.random_seed
        return Scores(
            test=test,
            test_ci95=self._calculator.intervals(outcome, random_seed=seed),
            train=self._calculator.calculate(on_train),
            cv=self._cv(folds),
            baseline=self._baseline_test,
            baseline_cv=self._baseline_cv,
            reasons=self._calculator.reasons(outcome, test),
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
    def train_sample(self) -> Positions:
        """Some of the rows that are learned from, enough to see overfitting."""
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
        fitted = self.fitter.fitted(self.baseline, {}, train)
        learned = self.fitter.answers(train)
        assert learned is not None  # noqa: S101 - only clustering has no target, and no baseline
        return best_guess(self.outcome(fitted, rows), learned)

    def _clustered(self, fitted: Fitted) -> tuple[Outcome, Scores]:
        labels = None if self.labels is None else self.labels[self.split.train]
        outcome = clustered(fitted.pipeline["estimator"], fitted.prepared.train, labels)
        test, seed = self._calculator.calculate(outcome), self.spec.random_seed
        scores = Scores(
            test=test,
            test_ci95=self._calculator.intervals(outcome, random_seed=seed),
            baseline=shuffled_baseline(outcome, random_seed=seed),
            reasons=self._calculator.reasons(outcome, test),
        )
        return outcome, scores
