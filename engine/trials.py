"""Trying settings on rows that a model may learn from, and on no others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from engine.algorithms import AlgorithmConfig
from engine.answers import clustered, predicted
from engine.evaluation import Judge
from engine.fitting import OnStep, Step, Stopped, fit
from engine.metrics import Outcome
from engine.records import Setting
from engine.splits import Fold
from engine.used_rows import Positions


@dataclass(frozen=True)
class Trials:
    """Judges candidates of one algorithm on one part of the rows.

    Parameters
    ----------
    judge : Judge
    entry : AlgorithmConfig
    rows : ndarray of int
        The rows the model may learn from.
    fold_rows : callable
        Cuts rows into folds as the session does: same groups, classes, times.
    on_step : callable
        Asked within long fits whether to go on.
    """

    judge: Judge
    entry: AlgorithmConfig
    rows: Positions
    fold_rows: Callable[[Positions], tuple[Fold, ...]]
    on_step: OnStep

    def __call__(self, hyperparameters: Mapping[str, Setting], n_rows: int) -> float | None:
        """Mean score of settings over the folds, ``None`` if they cannot be fitted.

        Parameters
        ----------
        n_rows : int
            Each fit learns from at most so many rows, drawn once with the seed.

        Raises
        ------
        Stopped
            If `on_step` says so.
        """
        try:
            with self.judge.threads(self.entry):
                if self.judge.spec.task_type == "clustering":
                    return self._grouped(hyperparameters, n_rows)
                scores = [self._score(hyperparameters, fold, n_rows) for fold in self.folds]
        except (ValueError, ArithmeticError, np.linalg.LinAlgError, MemoryError):
            # Some combinations cannot be fitted; that is an answer too.
            return None
        known = [score for score in scores if score is not None]
        return float(np.mean(known)) if len(known) == len(scores) else None

    @cached_property
    def folds(self) -> tuple[Fold, ...]:
        """The folds within the rows; none for clustering."""
        clustering = self.judge.spec.task_type == "clustering"
        return () if clustering else self.fold_rows(self.rows)

    @property
    def n_rows(self) -> int:
        """Rows of the smallest fit."""
        return min((len(fold.train) for fold in self.folds), default=len(self.rows))

    def _score(
        self, hyperparameters: Mapping[str, Setting], fold: Fold, n_rows: int
    ) -> float | None:
        fitter = self.judge.fitter
        estimator, prepared = fitter.estimator(self.entry, hyperparameters, fold.train)
        target, answers = fitter.answers(fold.train), fitter.answers(fold.validation)
        assert target is not None  # noqa: S101 - only clustering has none
        assert answers is not None  # noqa: S101 - as above
        chosen = self._sample(len(fold.train), n_rows)
        self._fit(estimator, prepared.train[chosen], target[chosen])
        outcome = predicted(
            estimator,
            fitter.matrix(prepared, fold.validation),
            answers,
            classes=self.judge.classes,
            most_probable=True,
        )
        return self.judge.primary.score(outcome)

    def _grouped(self, hyperparameters: Mapping[str, Setting], n_rows: int) -> float | None:
        """Judge a clustering by its own rows.

        The score counts for the share of rows that are in a cluster: a few rows
        close together and all others left as noise are no good clustering.
        """
        estimator, prepared = self.judge.fitter.estimator(self.entry, hyperparameters, self.rows)
        matrix = prepared.train[self._sample(len(self.rows), n_rows)]
        self._fit(estimator, matrix, None)
        outcome = clustered(estimator, matrix)
        score = self.judge.primary.score(outcome)
        return None if score is None else min(score, score * _share_in_clusters(outcome))

    def _fit(self, estimator: Any, matrix: Any, target: np.ndarray | None) -> None:  # noqa: ANN401 - any estimator, any matrix
        # What an ensemble tells within its growth is not told, only whether to go on.
        growth = fit(estimator, self.entry, matrix, target, on_step=self._quietly)
        if growth is not None:
            raise Stopped

    def _quietly(self, _step: Step) -> bool:
        return self.on_step(Step())

    def _sample(self, n_all: int, n_rows: int) -> Any:  # noqa: ANN401 - a slice or positions
        """Which of the rows a fit gets: the same for every candidate on as many."""
        if n_rows >= n_all:
            return slice(None)
        random = np.random.default_rng(self.judge.spec.random_seed)
        return np.sort(random.permutation(n_all)[:n_rows])


def _share_in_clusters(outcome: Outcome) -> float:
    return len(outcome.clustered) / outcome.n_rows
