"""What a fitted model said about some rows, beside what is true of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_fscore_support

from engine.records import TaskType

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Labels = NDArray[Any]

NOISE = -1
# Of how many classes, the most probable ones, one should be the true one.
TOP = 3


@dataclass(frozen=True)
class PerClass:
    """Values of each label, all of shape (labels,): 0 where there is nothing to divide by.

    `actual` and `predicted` count the rows that are of it, and that were taken for it.
    """

    precision: Floats
    recall: Floats
    f1: Floats
    actual: Codes
    predicted: Codes


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """Predictions for `n` rows and all that is needed to score them.

    Parameters
    ----------
    task_type : TaskType
    y_true : ndarray of shape (n,) or None
        The target; for clustering the true classes where they are known, with gaps
        for rows where they are not, and else ``None``.
    y_pred : ndarray of shape (n,)
        Predicted class, predicted number, or cluster (-1 for noise).
    probabilities : ndarray of shape (n, k), optional
        One column for each of `classes`.
    decision : ndarray of shape (n,) or (n, k), optional
        What `decision_function` gave, for two classes or for each of `classes`;
        used for ROC AUC without probabilities.
    classes : ndarray of shape (k,), optional
        The classes in the order of the columns; by default those that occur, sorted.
    positive_class : object, optional
        The class that precision and recall are about; by default the second of two.
    features : ndarray of shape (n, d), optional
        The prepared features, dense; for clustering only.
    inertia : float, optional
        What the clustering algorithm made small, where there is such a thing.
    """

    task_type: TaskType
    y_true: Labels | None = None
    y_pred: Labels
    probabilities: Floats | None = None
    decision: Floats | None = None
    classes: Labels | None = None
    positive_class: object = None
    features: Floats | None = None
    inertia: float | None = None

    def take(self, rows: Codes) -> Outcome:
        """The outcome for these positions, which may repeat; inertia is of all rows and is lost."""

        def part(values: NDArray[Any] | None) -> Any:  # noqa: ANN401 - array or None as given
            return None if values is None else values[rows]

        return replace(
            self,
            y_true=part(self.y_true),
            y_pred=part(self.y_pred),
            probabilities=part(self.probabilities),
            decision=part(self.decision),
            features=part(self.features),
            inertia=None,
        )

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.y_pred)

    @cached_property
    def labels(self) -> list[Any]:
        """All classes: first `classes` in their order, then any other that occurs."""
        known = _values(self.classes)
        occurring = {*_values(self.y_true), *_values(self.y_pred)}
        return [*known, *sorted(occurring.difference(known), key=_by_kind)]

    @cached_property
    def true_codes(self) -> Codes:
        """Position of the true class in `labels`, of shape (n,)."""
        return self._codes(_values(self.y_true))

    @cached_property
    def predicted_codes(self) -> Codes:
        """Position of the predicted class in `labels`, of shape (n,)."""
        return self._codes(_values(self.y_pred))

    @cached_property
    def per_class(self) -> PerClass:
        """Precision, recall and F1 of every label, by one call of scikit-learn for all scores."""
        codes, labels = (self.true_codes, self.predicted_codes), np.arange(len(self.labels))
        precision, recall, f1, actual = precision_recall_fscore_support(
            *codes, labels=labels, zero_division=0.0
        )
        predicted = np.bincount(self.predicted_codes, minlength=len(labels))
        return PerClass(precision, recall, f1, actual, predicted)

    @property
    def positive_code(self) -> int:
        """Position of the positive class of two."""
        chosen = self.positive_class
        return self.labels.index(chosen) if chosen in self.labels else len(self.labels) - 1

    @cached_property
    def probability_columns(self) -> Floats | None:
        """Probabilities of shape (n, number of labels); zero for a class that was never learned."""
        return None if self.probabilities is None else self._padded(self.probabilities)

    @cached_property
    def score_columns(self) -> Floats | None:
        """What ranks rows for each label, of shape (n, number of labels)."""
        if self.probabilities is not None or self.decision is None:
            return self.probability_columns
        decision = np.asarray(self.decision, dtype=np.float64)
        columns = decision if decision.ndim == 2 else np.column_stack([-decision, decision])
        # Fewer columns come from a model that has not seen all classes: whose they are is unknown.
        learned = len(self.labels if self.classes is None else self.classes)
        if columns.shape[1] != learned:
            return None
        # A class that was never learned is below all others: 0 would be above some of them.
        return self._padded(columns, fill=float(columns.min(initial=0.0)) - 1)

    @cached_property
    def brier_losses(self) -> Floats:
        """Squared distance of the probabilities to the truth in each row, of shape (n,).

        Halved for two classes, as is the custom and scikit-learn's own way: Brier (1950),
        "Verification of forecasts expressed in terms of probability".
        """
        assert self.probability_columns is not None  # noqa: S101 - the metric asks only then
        errors = self.probability_columns.copy()
        errors[np.arange(self.n_rows), self.true_codes] -= 1
        losses: Floats = (errors**2).sum(axis=1)
        return losses / 2 if len(self.labels) == 2 else losses

    @cached_property
    def top_hits(self) -> Floats:
        """1 where the true class is among the `TOP` with the highest scores, of shape (n,).

        Of equal scores the later class goes first, as in `top_k_accuracy_score`.
        """
        assert self.score_columns is not None  # noqa: S101 - the metric asks only then
        codes = self.true_codes[:, None]
        own = np.take_along_axis(self.score_columns, codes, axis=1)
        later = np.arange(len(self.labels)) > codes
        before = (self.score_columns > own) | ((self.score_columns == own) & later)
        hits: Floats = (before.sum(axis=1) < TOP).astype(np.float64)
        return hits

    @property
    def targets(self) -> Floats:
        """The true numbers of a regression."""
        return np.asarray(self.y_true, dtype=np.float64)

    @property
    def predictions(self) -> Floats:
        """The predicted numbers of a regression."""
        return np.asarray(self.y_pred, dtype=np.float64)

    @cached_property
    def clustered(self) -> Codes:
        """Positions of the rows that are in a cluster: all but noise."""
        return np.flatnonzero(np.asarray(self.y_pred) != NOISE)

    @cached_property
    def known_codes(self) -> Codes:
        """Number of the true class of each row of a clustering, -1 where it is not known."""
        return np.asarray(pd.factorize(np.asarray(self.y_true, dtype=object))[0], dtype=np.intp)

    @cached_property
    def labelled(self) -> Codes:
        """Positions of the rows of a clustering whose true class is known."""
        return np.flatnonzero(self.known_codes >= 0)

    def _codes(self, values: Iterable[Any]) -> Codes:
        position = {label: code for code, label in enumerate(self.labels)}
        return np.fromiter((position[value] for value in values), dtype=np.intp)

    def _padded(self, columns: NDArray[Any], *, fill: float = 0.0) -> Floats:
        padded = np.full((self.n_rows, len(self.labels)), fill)
        padded[:, : columns.shape[1]] = columns
        return padded


def _values(labels: Labels | None) -> list[Any]:
    """Labels as Python values, so that 1 and np.int64(1) are one class.

    No number is ``None``, because two of them are never equal.
    """
    if labels is None:
        return []
    array = np.asarray(labels)
    found: list[Any] = array.tolist()
    if array.dtype.kind not in "fO":
        return found
    return [None if value != value else value for value in found]  # noqa: PLR0124 - only NaN is


def _by_kind(label: Any) -> tuple[str, Any]:  # noqa: ANN401 - a label of any type
    """Sort labels of several types by type first, as they cannot be told greater or less."""
    return type(label).__name__, label
