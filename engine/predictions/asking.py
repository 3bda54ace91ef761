"""Asking a stored model about new rows; it takes little, so that another process can do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from engine.algorithms import algorithm
from engine.clusters.assignment import Rule, assign, rule_of
from engine.clusters.context import require_same
from engine.errors import InvalidValueError, NotFoundError, WrongStateError
from engine.metrics.outcome import Codes, Floats
from engine.predictions.flags import flags, known_levels
from engine.predictions.given import Source
from engine.prepared_rows import Matrix
from engine.records import Dataset, TrainedModel
from engine.store import Store
from engine.stored_pipelines import load_pipeline
from engine.stored_tables import load_columns, table_path


@dataclass(frozen=True)
class TrainingRows:
    """The rows that a clustering was made from: their table, and the file with their clusters."""

    table: Path
    dataset: Dataset
    clusters: Path


@dataclass(frozen=True)
class Asked:
    """A model, the file of its pipeline, and new rows.

    `training` is given for clusterings that have no rule of their own for new rows.
    """

    model: TrainedModel
    pipeline: Path
    source: Source
    training: TrainingRows | None = None


@dataclass(frozen=True, eq=False)
class Answers:
    """What a model says of `n` rows.

    Parameters
    ----------
    predicted : ndarray of shape (n,)
        Classes as text, numbers, or clusters with -1 for noise.
    probabilities : ndarray of shape (n, n_classes) or None
        In the order of the model's classes.
    flags : list of tuple of str
        What to be careful about in each row.
    ignored : tuple of str
        Columns that were given, but that the model does not look at.
    rule : str or None
        How clusters were found.
    """

    predicted: np.ndarray
    probabilities: Floats | None
    flags: list[tuple[str, ...]]
    ignored: tuple[str, ...]
    rule: Rule | None = None


Ask = Callable[[Asked], Answers]


def asked(store: Store, workspace: str, model: TrainedModel, source: Source) -> Asked:
    """Put together what `ask` needs.

    Raises
    ------
    WrongStateError
        If the rows that a clustering was made from are needed and no longer there.
    """
    pipeline = store.blob("models", f"{model.id}.pkl")
    return Asked(model, pipeline, source, _training(store, workspace, model))


def ask(asked: Asked) -> Answers:
    """Read the rows, and give what the model says of them.

    Raises
    ------
    InvalidValueError
        If the rows cannot be used.
    WrongStateError
        If the model's file is not the one that was stored.
    """
    provenance = asked.model.provenance
    given = asked.source.read(provenance.columns, provenance.dialect)
    fitted = load_pipeline(asked.pipeline, asked.model.pickle_sha256)
    try:
        predicted, probabilities, rule = _said(asked, fitted, given.features)
    except ValueError as error:
        raise _refused(error) from error
    levels = known_levels(fitted)
    return Answers(
        predicted, probabilities, flags(given, provenance.columns, levels), given.ignored, rule
    )


def _said(
    asked: Asked,
    fitted: Any,  # noqa: ANN401 - scikit-learn's
    rows: pd.DataFrame,
) -> tuple[np.ndarray, Floats | None, Rule | None]:
    if asked.model.task_type == "clustering":
        training, labels = _prepared(asked.training, fitted)
        found = assign(fitted, training, labels, rows)
        return found.labels, None, found.rule
    predicted = np.ravel(fitted.predict(rows))
    if asked.model.task_type == "regression":
        return predicted.astype(np.float64), None, None
    texts = np.array([str(label) for label in predicted], dtype=object)
    return texts, _probabilities(asked.model, fitted, rows), None


def _probabilities(model: TrainedModel, fitted: Any, rows: pd.DataFrame) -> Floats | None:  # noqa: ANN401 - scikit-learn's
    if not hasattr(fitted, "predict_proba"):
        return None
    found = pd.DataFrame(fitted.predict_proba(rows), columns=list(map(str, fitted.classes_)))
    return found.reindex(columns=list(model.classes), fill_value=0.0).to_numpy()


def _prepared(training: TrainingRows | None, fitted: Any) -> tuple[Matrix, Codes]:  # noqa: ANN401 - scikit-learn's
    """The rows that were grouped as the algorithm had them, and their clusters."""
    if training is None:
        return np.empty((0, 0)), np.empty(0, dtype=np.intp)
    known = pd.read_feather(training.clusters)
    names = [column.name for column in training.dataset.columns]
    table = load_columns(training.table, training.dataset, names).iloc[known["row"]]
    return fitted["preparation"].transform(table), known["cluster"].to_numpy(dtype=np.intp)


def _training(store: Store, workspace: str, model: TrainedModel) -> TrainingRows | None:
    if model.task_type != "clustering":
        return None
    if rule_of(algorithm(model.algorithm).build({}, random_seed=0)) == "own":
        return None
    dataset = _dataset(store, workspace, model)
    require_same(model, dataset)
    known = dataset.model_copy(update={"columns": model.provenance.columns})
    clusters = store.blob("models", f"{model.id}.arrow")
    return TrainingRows(table_path(store, dataset), known, clusters)


def _dataset(store: Store, workspace: str, model: TrainedModel) -> Dataset:
    try:
        return store.datasets.get(workspace, model.dataset_id)
    except NotFoundError as error:
        raise WrongStateError(
            f"{model.name} finds the cluster of a new row by the rows that it was made from, and "
            "their dataset was deleted.",
            field="model_id",
            hint="Upload the file again and train on it, or use k-means, which needs no rows.",
        ) from error


def _refused(error: ValueError) -> InvalidValueError:
    return InvalidValueError(
        f"The model cannot answer for these rows: {error}",
        field="rows",
        hint="Look for values that are unlike those it was trained on.",
    )
