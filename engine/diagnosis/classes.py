"""Each class of a classifier: how often it is found, and how often its name is right."""

from __future__ import annotations

from engine.metrics import Outcome
from engine.records import Record


class ClassScores(Record):
    """One class of several.

    Parameters
    ----------
    label : str
    precision, recall, f1 : float or None
        ``None`` where there is nothing to divide by: it was never predicted, or has no row.
    n_actual, n_predicted, n_right : int
        Rows that are of it, that were taken for it, and both.
    """

    label: str
    precision: float | None
    recall: float | None
    f1: float | None
    n_actual: int
    n_predicted: int
    n_right: int


def class_scores(outcome: Outcome) -> tuple[ClassScores, ...]:
    """Precision, recall and F1 of every class, as `precision_recall_fscore_support`."""
    found = outcome.per_class
    right = outcome.true_codes[outcome.true_codes == outcome.predicted_codes]
    return tuple(
        _class(str(label), int(actual), int(predicted), int((right == code).sum()))
        for code, (label, actual, predicted) in enumerate(
            zip(outcome.labels, found.actual, found.predicted, strict=True)
        )
    )


def _class(label: str, n_actual: int, n_predicted: int, n_right: int) -> ClassScores:
    either = n_actual + n_predicted
    return ClassScores(
        label=label,
        precision=n_right / n_predicted if n_predicted else None,
        recall=n_right / n_actual if n_actual else None,
        f1=2 * n_right / either if either else None,
        n_actual=n_actual,
        n_predicted=n_predicted,
        n_right=n_right,
    )
