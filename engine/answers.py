"""What a fitted estimator says of prepared rows, as an outcome that can be scored."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.metrics import Outcome
from engine.prepared_rows import Matrix
from engine.records import TaskType


def predicted(
    estimator: Any,  # noqa: ANN401 - any estimator
    matrix: Matrix,
    target: np.ndarray,
    *,
    task_type: TaskType,
    classes: np.ndarray | None,
) -> Outcome:
    """Ask an estimator about rows whose target is known.

    Parameters
    ----------
    matrix : matrix of shape (n, n_features)
        Prepared rows.
    target : ndarray of shape (n,)
    classes : ndarray or None
        All classes of the whole table, sorted; ``None`` for a regression.
    """
    return Outcome(
        task_type=task_type,
        y_true=target,
        y_pred=_flat(estimator.predict(matrix)),
        probabilities=None if classes is None else _probabilities(estimator, matrix, classes),
        decision=_decision(estimator, matrix),
        classes=classes,
        positive_class=positive(classes),
    )


def clustered(estimator: Any, matrix: Matrix, known: np.ndarray | None = None) -> Outcome:  # noqa: ANN401 - any clusterer
    """Give the clusters of the very rows that were grouped, beside their `known` classes."""
    labels = getattr(estimator, "labels_", None)
    return Outcome(
        task_type="clustering",
        y_true=known,
        # A mixture model has no labels but can predict.
        y_pred=np.asarray(estimator.predict(matrix) if labels is None else labels),
        features=np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix),
        inertia=getattr(estimator, "inertia_", None),
    )


def positive(classes: np.ndarray | None) -> Any:  # noqa: ANN401 - a label of any type
    """The class that precision and recall are about, when there are two."""
    return classes[1] if classes is not None and len(classes) == 2 else None


def _flat(predictions: np.ndarray) -> np.ndarray:
    """One answer for each row: some estimators give a column."""
    return predictions[:, 0] if predictions.ndim == 2 else predictions


def _probabilities(estimator: Any, matrix: Matrix, classes: np.ndarray) -> np.ndarray | None:  # noqa: ANN401 - any estimator
    """Probabilities with one column for each class, also for those a fold did not see."""
    if not hasattr(estimator, "predict_proba"):
        return None
    seen = estimator.predict_proba(matrix)
    places = np.searchsorted(classes, estimator.classes_)
    probabilities = np.zeros((seen.shape[0], len(classes)))
    probabilities[:, places] = seen
    return probabilities


def _decision(estimator: Any, matrix: Matrix) -> np.ndarray | None:  # noqa: ANN401 - any estimator
    """Decision values of a classifier that has no probabilities."""
    if hasattr(estimator, "predict_proba") or not hasattr(estimator, "decision_function"):
        return None
    return np.asarray(estimator.decision_function(matrix))
