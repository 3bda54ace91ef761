"""Fitting pipelines on parts of the rows, with preparations that algorithms share."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig, algorithm
from engine.fitting import Growth, OnStep, always, fit
from engine.labels import all_narrow, narrow
from engine.prepared_rows import Matrix, Preparations, Prepared
from engine.preprocessing import build_pipeline, preparation_key
from engine.records import AlgorithmChoice, Column, Setting, TrainingSpec
from engine.used_rows import Positions


@dataclass(frozen=True)
class Fitted:
    """A fitted pipeline, what prepared its rows, and how far it grew if it was ended before.

    `seconds` are those of preparation and estimator, also where the preparation
    was fitted for another algorithm.
    """

    algorithm: AlgorithmConfig
    pipeline: Pipeline
    prepared: Prepared
    seconds: float
    growth: Growth | None = None


@dataclass(frozen=True)
class Fitter:
    """The rows of one session, and fresh pipelines fitted on parts of them.

    Parameters
    ----------
    spec : TrainingSpec
    columns : sequence of Column
        The features, in the order of `features`.
    features : DataFrame of shape (n_rows, n_features)
    target : ndarray of shape (n_rows,) or None
        ``None`` for clustering.
    """

    spec: TrainingSpec
    columns: Sequence[Column]
    features: pd.DataFrame
    target: np.ndarray | None

    def fitted(
        self,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Setting],
        rows: Positions,
        on_step: OnStep = always,
    ) -> Fitted:
        """Fit a fresh pipeline on these rows.

        What was prepared for other algorithms or folds is given up before memory
        may end a fit: that one would have had the memory if it were alone.
        """
        try:
            return self._fitted(entry, hyperparameters, rows, on_step)
        except MemoryError:
            self.clear()
        return self._fitted(entry, hyperparameters, rows, on_step)

    def _fitted(
        self,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Setting],
        rows: Positions,
        on_step: OnStep,
    ) -> Fitted:
        pipeline = build_pipeline(self.columns, entry, hyperparameters, **self._ways)
        prepared = self._prepared(pipeline, entry, hyperparameters, rows)
        pipeline.steps[0] = ("preparation", prepared.transformer)
        started = time.perf_counter()
        growth = fit(
            pipeline["estimator"], entry, prepared.train, self.answers(rows), on_step=on_step
        )
        seconds = prepared.seconds + time.perf_counter() - started
        return Fitted(entry, pipeline, prepared, seconds, growth)

    def estimator(
        self, entry: AlgorithmConfig, hyperparameters: Mapping[str, Setting], rows: Positions
    ) -> tuple[Any, Prepared]:
        """Give an unfitted estimator and the prepared rows it would be fitted on."""
        pipeline = build_pipeline(self.columns, entry, hyperparameters, **self._ways)
        prepared = self._prepared(pipeline, entry, hyperparameters, rows)
        return pipeline["estimator"], prepared

    def preparation_key(self, choice: AlgorithmChoice) -> Hashable:
        """Equal for algorithms that want the same preparation."""
        return preparation_key(algorithm(choice.key), choice.hyperparameters, **self._ways)

    def matrix(self, prepared: Prepared, rows: Positions) -> Matrix:
        """Rows as this preparation gives them to the estimator."""
        return self._preparations.matrix(prepared, rows)

    def answers(self, rows: Positions) -> np.ndarray | None:
        """The target of these rows."""
        if self._labels is not None:
            return self._labels[rows]
        return None if self.target is None else narrow(self.target[rows])

    def clear(self) -> None:
        """Forget what was prepared for algorithms before, where memory has run out."""
        self._preparations.clear()

    @cached_property
    def _preparations(self) -> Preparations:
        return Preparations(self.features, self.target if self._labels is None else self._labels)

    @cached_property
    def _labels(self) -> np.ndarray | None:
        """The target in one type, where it has one: going through texts takes its time."""
        return None if self.target is None else all_narrow(self.target)

    def _prepared(
        self,
        pipeline: Pipeline,
        entry: AlgorithmConfig,
        hyperparameters: Mapping[str, Setting],
        rows: Positions,
    ) -> Prepared:
        key = preparation_key(entry, hyperparameters, **self._ways)
        return self._preparations.prepared(pipeline["preparation"], key, rows)

    @property
    def _ways(self) -> dict[str, Any]:
        """What decides the preparation besides columns and algorithm."""
        return {
            "random_seed": self.spec.random_seed,
            "preprocessing": self.spec.preprocessing,
        }
