"""Fitted models of a workspace: looked at, compared, given out, deleted.

A model is a record (scores, provenance) and two blobs: the pipeline as a plain
pickle of scikit-learn's own objects, and the predictions it was judged by.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from engine.analyses import analyses
from engine.analyses.analyst import KeptAnalysis, check_applies, kept
from engine.clusters.report import ClusterReport, cluster_report
from engine.comparison import Comparison, ModelComparator
from engine.diagnosis.conformal import interval_width
from engine.diagnosis.report import Diagnosis, chosen_thresholds, diagnosis
from engine.diagnosis.thresholds import Thresholds
from engine.errors import NotFoundError
from engine.given_files import GivenFile, stem_of
from engine.holdout import Holdout, Openings, has_folds, open_for
from engine.metrics import Outcome
from engine.predictions.asking import Ask, ask, asked
from engine.predictions.given import FileRows, Source, StoredRows, can_be_asked
from engine.predictions.records import INTERVAL_LEVEL, Predictions, predictions_of
from engine.predictions.table import csv_of
from engine.reading.uploads import receive
from engine.records import AnalysisChoice, Dataset, TrainedModel
from engine.store import Store
from engine.stored_answers import outcome_of
from engine.stored_tables import table_path
from engine.stored_words import stored_words
from engine.words import Words


class ModelManager:
    """The models of one workspace.

    Parameters
    ----------
    store : Store
    workspace : str
    ask : callable
        Asks a model about new rows; in this process unless given.
    """

    def __init__(self, store: Store, workspace: str, *, ask: Ask = ask) -> None:
        self._store = store
        self._workspace = workspace
        self._ask = ask

    def get(self, model_id: str) -> TrainedModel:
        """One model; `NotFoundError` if there is none of this id."""
        return self._store.models.get(self._workspace, model_id)

    def list(self) -> Sequence[TrainedModel]:
        """All models, newest first."""
        return self._store.models.all(self._workspace)

    def clusters(self, model_id: str) -> ClusterReport:
        """Say what the clusters of a model are; `DoesNotApplyError` for one without."""
        return cluster_report(self._store, self.get(model_id))

    def words(self, model_id: str) -> dict[str, Words]:
        """What the scores of a model mean, whether that is good, and what to try."""
        return stored_words(self._store, self.get(model_id))

    def delete(self, model_id: str) -> None:
        """Delete a model and its files."""
        self._store.models.delete(self._workspace, model_id)

    def predictions(self, model_id: str) -> pd.DataFrame:
        """The predictions a model was judged by.

        Returns
        -------
        DataFrame
            Supervised: `row`, `actual`, `predicted` and `probability_<class>`
            for every held-out row. Clustering: `row` and `cluster` of every
            row, and its first two principal components `x`, `y`, which are NaN
            but for at most 2,000 rows.
        """
        self.get(model_id)
        return pd.read_feather(self._store.blob("models", f"{model_id}.arrow"))

    def fold_predictions(self, model_id: str) -> pd.DataFrame | None:
        """What was said of each row by a fit on the other folds; ``None`` without folds.

        Returns
        -------
        DataFrame or None
            As `predictions` of a supervised model, and the number of the `fold`. With
            repeated folds each row comes once for each repetition.
        """
        if not self.get(model_id).scores.cv:
            return None
        try:
            return pd.read_feather(self._store.blob("models", f"{model_id}.folds.arrow"))
        except NotFoundError:
            # A model of a time when this was not kept.
            return None

    def diagnosis(self, model_id: str) -> Diagnosis:
        """Where a supervised model is right and where it errs; see `engine.diagnosis`."""
        model = self.get(model_id)
        return diagnosis(model, self.predictions(model_id), self.fold_predictions(model_id))

    def choosing_diagnosis(self, model_id: str) -> Diagnosis | None:
        """Diagnose without opening the held-out rows: over the folds if a model has any.

        ``None`` where the answers in the folds were not kept.
        """
        model = self.get(model_id)
        if not has_folds(model):
            return self.diagnosis(model_id)
        folds = self.fold_predictions(model_id)
        return None if folds is None else diagnosis(model, folds, None)

    def thresholds(
        self, model_id: str, *, cost_false_positive: float = 1.0, cost_false_negative: float = 1.0
    ) -> Thresholds:
        """What every threshold between two classes costs."""
        return chosen_thresholds(
            self.get(model_id),
            self.predictions(model_id),
            self.fold_predictions(model_id),
            cost_false_positive=cost_false_positive,
            cost_false_negative=cost_false_negative,
        )

    def analyses(self, model_id: str) -> Sequence[KeptAnalysis]:
        """The analyses that can be asked about a model, with those answers there are."""
        model = self.get(model_id)
        entries = [one for one in analyses(model.task_type) if one.refusal(model) is None]
        return [self.analysis(model_id, one.key) for one in entries]

    def analysis(self, model_id: str, key: str) -> KeptAnalysis:
        """One analysis of a model; without an answer until it was worked out.

        Raises
        ------
        NotFoundError
            If there is no such model or analysis.
        DoesNotApplyError
            If it cannot be asked about this model.
        """
        check_applies(key, self.get(model_id))
        return kept(self._store, AnalysisChoice(key=key, model_id=model_id))

    def predict(self, model_id: str, source: Source) -> Predictions:
        """What a model says of new rows.

        Raises
        ------
        InvalidValueError
            If the rows lack a column, or cannot be used otherwise.
        WrongStateError
            If the model can no longer be asked.
        """
        model = self.get(model_id)
        answers = self._ask(asked(self._store, self._workspace, model, source))
        return predictions_of(model, answers, self._half_width(model))

    def datasets_for(self, model_id: str) -> Sequence[Dataset]:
        """The other datasets that a model can be asked about, newest first."""
        model = self.get(model_id)
        known = self._store.datasets.all(self._workspace)
        return [dataset for dataset in known if can_be_asked(dataset, model)]

    def predict_dataset(self, model_id: str, dataset_id: str) -> Predictions:
        """What a model says of all rows of a dataset; see `predict`."""
        self.get(model_id)
        dataset = self._store.datasets.get(self._workspace, dataset_id)
        return self.predict(model_id, StoredRows(table_path(self._store, dataset), dataset))

    def predict_file(self, model_id: str, stream: BinaryIO, *, limit_bytes: int) -> Predictions:
        """What a model says of all rows of a CSV, of which nothing is kept; see `predict`."""
        self.get(model_id)
        with self._store.scratch("predict") as path:
            receive(stream, path, limit_bytes=limit_bytes)
            return self.predict(model_id, FileRows(path))

    def predicted_csv(self, model_id: str, dataset_id: str) -> GivenFile:
        """All rows of a dataset with what a model says of them, as a CSV; see `predict`."""
        found = self.predict_dataset(model_id, dataset_id)
        dataset = self._store.datasets.get(self._workspace, dataset_id)
        return GivenFile(
            filename=f"{stem_of(dataset.name, found.model_id[:8], 'predicted')}.csv",
            media_type="text/csv",
            content=csv_of(self._store, dataset, found),
        )

    def _half_width(self, model: TrainedModel) -> float | None:
        """Half the width of an interval around a number, ``None`` for other answers."""
        if model.task_type != "regression":
            return None
        folds = self.fold_predictions(model.id)
        return interval_width(
            outcome_of(model, self.predictions(model.id)),
            None if folds is None else outcome_of(model, folds),
            level=INTERVAL_LEVEL,
            random_seed=model.provenance.spec.random_seed,
        )

    def pickle_path(self, model_id: str) -> Path:
        """Where the fitted pipeline lies, as a plain pickle."""
        self.get(model_id)
        return self._store.blob("models", f"{model_id}.pkl")

    def compare(self, model_ids: Sequence[str], *, metric: str | None = None) -> Comparison:
        """Rank models by a metric (by default the first of their task type)."""
        models = [self.get(model_id) for model_id in dict.fromkeys(model_ids)]
        comparator = ModelComparator(models, self.openings(), held_out=self._held_out)
        return comparator.compare(metric=metric)

    def _held_out(self, model: TrainedModel) -> Outcome:
        return outcome_of(model, self.predictions(model.id))

    def open(self, model_id: str) -> Holdout | None:
        """Open the held-out rows for a model, and say when and for how many that was done.

        Whoever shows a held-out score of one model calls it. A clustering has no such
        rows, which gives ``None``.
        """
        return open_for(self._store, self._workspace, self.get(model_id))

    def openings(self) -> Openings:
        """The models whose held-out rows were opened, by their ids."""
        return self._store.openings.all(self._workspace)
