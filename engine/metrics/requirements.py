"""What a metric needs of an outcome, and in words what is missing where it has no value.

Each function gives ``None`` where nothing is missing, and otherwise a whole
sentence in which ``{name}`` stands for the metric.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.metrics.outcome import Codes, Outcome

Requirement = Callable[[Outcome], str | None]

# With fewer classes, guessing three of them is right too often to say anything.
FEWEST_CLASSES_FOR_TOP = 5


def nothing(_outcome: Outcome) -> str | None:
    """Ask for no more than rows."""
    return None


def positives(outcome: Outcome) -> str | None:
    """Ask for two classes and a row of the positive one."""
    n_classes = len(outcome.labels)
    if n_classes < 2:
        return "{name} is about one class against another; here is one class only."
    if n_classes > 2:
        return f"{{name}} is about one class against another; here are {n_classes} classes."
    if not (outcome.true_codes == outcome.positive_code).any():
        return "{name} needs rows of the positive class, but none of these rows is of it."
    return None


def two_classes(outcome: Outcome) -> str | None:
    """Ask for rows of at least two classes."""
    codes = outcome.true_codes
    if (codes == codes[0]).all():
        return "{name} needs rows of at least two classes, but all of these rows are of one."
    return None


def ranking(outcome: Outcome) -> str | None:
    """Ask for a finite score of every class, and rows of at least two classes."""
    return _scores(outcome) or two_classes(outcome)


def top_classes(outcome: Outcome) -> str | None:
    """Ask for many classes with a finite score each."""
    n_classes = len(outcome.labels)
    if n_classes < FEWEST_CLASSES_FOR_TOP:
        return (
            f"{{name}} says something with {FEWEST_CLASSES_FOR_TOP} classes or more; here are "
            f"{n_classes}."
        )
    return _scores(outcome)


def _scores(outcome: Outcome) -> str | None:
    if outcome.score_columns is None:
        return (
            "{name} needs a probability or a score for every class of the target, and this model "
            "gives none."
        )
    if not np.isfinite(outcome.score_columns).all():
        return "{name} needs finite numbers, but some scores of this model are none."
    return None


def probabilities(outcome: Outcome) -> str | None:
    """Ask for finite probabilities, and classes to tell apart."""
    if outcome.probability_columns is None:
        return "{name} needs a probability for every class of the target, and this model has none."
    if len(outcome.labels) < 2:
        return "{name} needs at least two classes to tell apart; here is one class only."
    if not np.isfinite(outcome.probability_columns).all():
        return "{name} needs finite numbers, but some probabilities of this model are none."
    return None


def finite(outcome: Outcome) -> str | None:
    """Ask for finite targets and predictions."""
    if not np.isfinite(outcome.targets).all():
        return "{name} needs finite numbers, but some targets are none."
    if not np.isfinite(outcome.predictions).all():
        return "{name} needs finite numbers, but some predictions of this model are none."
    return None


def varied(outcome: Outcome) -> str | None:
    """Ask for at least two different targets, so that there is something to explain."""
    targets = outcome.targets
    if finite(outcome) is None and (targets == targets[0]).all():
        return "{name} needs a target that varies, but it is the same in all of these rows."
    return finite(outcome)


def without_zeros(outcome: Outcome) -> str | None:
    """Ask for targets that can be divided by."""
    n_zeros = int((outcome.targets == 0).sum())
    if n_zeros == 1:
        return "{name} divides by the target, which is 0 in one of these rows."
    if n_zeros:
        return f"{{name}} divides by the target, which is 0 in {n_zeros:,} of these rows."
    return finite(outcome)


def clusters(outcome: Outcome, rows: Codes | None = None) -> str | None:
    """Ask for at least two clusters among these rows, and not nearly one for each."""
    rows = outcome.clustered if rows is None else rows
    n_clusters = len(np.unique(outcome.y_pred[rows]))
    if outcome.features is None:
        return "{name} needs the prepared features, which were not kept."
    if n_clusters == 0:
        return "{name} needs at least two clusters, but all rows were left as noise."
    if n_clusters == 1:
        return "{name} needs at least two clusters, but there is one only."
    if n_clusters >= len(rows) - 1:
        return "{name} needs more rows than clusters, but nearly every row is a cluster of its own."
    return None


def inertia(outcome: Outcome) -> str | None:
    """Ask for clusters with centres."""
    if outcome.inertia is None:
        return "{name} exists only for algorithms that have cluster centres."
    return None


def known_classes(outcome: Outcome) -> str | None:
    """Ask for the true classes of rows that were grouped, at least two of them."""
    if outcome.y_true is None:
        return "{name} holds clusters against classes that are known, and none were named."
    if len(np.unique(outcome.known_codes[outcome.labelled])) < 2:
        return "{name} needs rows of at least two known classes, and these have fewer."
    return None
