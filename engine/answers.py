"""What a fitted estimator says of prepared rows, as an outcome that can be scored."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.metrics import Outcome
from engine.prepared_rows import Matrix

# Probabilities closer than this are asked about once more; in 32 bits they are this rough.
# Of decision values it is the share of the largest.
TIED = 1e-6


def predicted(
    estimator: Any,  # noqa: ANN401 - any estimator
    matrix: Matrix,
    target: np.ndarray,
    *,
    classes: np.ndarray | None,
    most_probable: bool = False,
) -> Outcome:
    """Ask an estimator about rows whose target is known.

    Parameters
    ----------
    matrix : matrix of shape (n, n_features)
        Prepared rows.
    target : ndarray of shape (n,)
    classes : ndarray or None
        All classes of the whole table, sorted; ``None`` for a regression.
    most_probable : bool
        Whether the estimator answers with the class that it finds most probable, or of two
        with the one on whose side a row lies, as all entries of the registry do: then it is
        asked once, not twice.
    """
    seen, decision = _seen(estimator, matrix, classes), _decision(estimator, matrix)
    answers = _concluded(estimator, matrix, seen, decision) if most_probable else None
    return Outcome(
        task_type="regression" if classes is None else "classification",
        y_true=target,
        y_pred=_flat(estimator.predict(matrix)) if answers is None else answers,
        probabilities=None
        if classes is None or seen is None
        else _of_all(estimator, seen, classes),
        decision=decision,
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


def _seen(estimator: Any, matrix: Matrix, classes: np.ndarray | None) -> np.ndarray | None:  # noqa: ANN401 - any estimator
    """Probabilities of the classes that a classifier has seen, if it knows any."""
    if classes is None or not hasattr(estimator, "predict_proba"):
        return None
    return np.asarray(estimator.predict_proba(matrix))


def _concluded(
    estimator: Any,  # noqa: ANN401 - any estimator
    matrix: Matrix,
    seen: np.ndarray | None,
    decision: np.ndarray | None,
) -> np.ndarray | None:
    """What `predict` gives, from what is known already; ``None`` where it does not follow."""
    if seen is not None:
        return _most_probable(estimator, matrix, seen)
    if decision is not None and decision.ndim == 1:
        return _on_its_side(estimator, matrix, decision)
    return None


def _on_its_side(estimator: Any, matrix: Matrix, decision: np.ndarray) -> np.ndarray:  # noqa: ANN401 - any classifier
    """Of two classes the one that the sign says, but for rows that are nearly on the border."""
    answers: np.ndarray = np.asarray(estimator.classes_)[(decision > 0).astype(int)]
    size = np.abs(decision)
    return _asked_again(estimator, matrix, answers, ~(size > TIED * size.max(initial=0.0)))


def _most_probable(estimator: Any, matrix: Matrix, seen: np.ndarray) -> np.ndarray:  # noqa: ANN401 - any classifier
    """What `predict` gives, without asking the estimator again, except where classes are tied.

    Most estimators decide by a number of which the probability is a rounded function:
    what is nearly equal in probability need not be equal in that.
    """
    answers: np.ndarray = np.asarray(estimator.classes_)[np.argmax(seen, axis=1)]
    if seen.shape[1] < 2:
        return answers
    second, first = np.partition(seen, -2, axis=1)[:, -2:].T
    return _asked_again(estimator, matrix, answers, ~(first - second > TIED))


def _asked_again(
    estimator: Any,  # noqa: ANN401 - any classifier
    matrix: Matrix,
    answers: np.ndarray,
    is_tied: np.ndarray,
) -> np.ndarray:
    """The answers, with those that are in doubt from the estimator itself."""
    tied = np.flatnonzero(is_tied)
    if len(tied):
        answers[tied] = _flat(estimator.predict(matrix[tied]))
    return answers


def _of_all(
    estimator: Any,  # noqa: ANN401 - any classifier
    seen: np.ndarray | None,
    classes: np.ndarray | None,
) -> np.ndarray | None:
    """Probabilities with one column for each class, also for those a fold did not see."""
    if seen is None or classes is None:
        return None
    probabilities = np.zeros((seen.shape[0], len(classes)))
    probabilities[:, np.searchsorted(classes, estimator.classes_)] = seen
    return probabilities


def _decision(estimator: Any, matrix: Matrix) -> np.ndarray | None:  # noqa: ANN401 - any estimator
    """Decision values of a classifier that has no probabilities."""
    if hasattr(estimator, "predict_proba") or not hasattr(estimator, "decision_function"):
        return None
    return np.asarray(estimator.decision_function(matrix))
