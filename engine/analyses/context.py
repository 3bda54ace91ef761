"""What an analysis works with: a model, its pipeline, and the rows it was judged on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from engine.algorithms import AlgorithmConfig, algorithm
from engine.answers import predicted
from engine.datasets import load_table
from engine.errors import WrongStateError
from engine.evaluation import Judge
from engine.judging import judge_of
from engine.metrics import Metric, Outcome, metrics
from engine.records import Costs, Dataset, TrainedModel
from engine.store import Store
from engine.stored_pipelines import load_pipeline
from engine.training_request import table_columns
from engine.used_rows import Positions


@dataclass(frozen=True)
class Context:
    """One model and everything around it, loaded when it is asked for.

    Parameters
    ----------
    store : Store
    workspace : str
    model : TrainedModel
    costs : Costs, optional
        What mistakes cost, where that was said with the question.
    """

    store: Store
    workspace: str
    model: TrainedModel
    costs: Costs | None = None

    @property
    def entry(self) -> AlgorithmConfig:
        """The algorithm in the registry."""
        return algorithm(self.model.algorithm)

    @property
    def random_seed(self) -> int:
        """The seed the model was trained with."""
        return self.model.provenance.spec.random_seed

    @property
    def metric(self) -> Metric:
        """The metric it is judged by first."""
        return metrics(self.model.task_type)[0]

    @cached_property
    def table(self) -> pd.DataFrame:
        """The columns that training read, of all rows."""
        spec = self.model.provenance.spec
        return load_table(self.store, self.dataset, table_columns(spec))

    @cached_property
    def judge(self) -> Judge:
        """The rows, split as they were for the model.

        Raises
        ------
        WrongStateError
            If they are not the same rows any more.
        """
        judge = judge_of(self.model.provenance.spec, self.dataset, self.table)
        if judge.split.sha256 != self.model.provenance.split_sha256:
            raise WrongStateError(
                "The dataset is read otherwise than when this model was trained, so its rows "
                "cannot be found again.",
                field="model_id",
                hint="Train the model again on the dataset as it is now.",
            )
        return judge

    @cached_property
    def pipeline(self) -> Any:  # noqa: ANN401 - scikit-learn's pipeline
        """The fitted pipeline; only what this program has written is ever loaded."""
        path = self.store.blob("models", f"{self.model.id}.pkl")
        return load_pipeline(path, self.model.pickle_sha256)

    def sample(self, rows: Positions, most: int) -> Positions:
        """At most so many of these rows, the same each time, in order."""
        if len(rows) <= most:
            return rows
        random = np.random.default_rng(self.random_seed)
        return np.sort(random.choice(rows, most, replace=False))

    def features(self, rows: Positions) -> pd.DataFrame:
        """The features of some rows."""
        return self.judge.fitter.features.iloc[rows]

    def outcome(self, features: pd.DataFrame, target: np.ndarray) -> Outcome:
        """Ask the pipeline about rows whose target is known."""
        return predicted(
            self.pipeline,
            features,
            target,
            classes=self.judge.classes,
        )

    @cached_property
    def dataset(self) -> Dataset:
        """The dataset it was trained on."""
        return self.store.datasets.get(self.workspace, self.model.dataset_id)
