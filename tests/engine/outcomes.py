"""Outcomes of imaginary models, good enough to have every score."""

from dataclasses import replace

import numpy as np

from engine.metrics import Outcome


def classified(n_rows=300, n_classes=2, *, seed=0, ties=False, noise=1.0) -> Outcome:
    """Predictions of a classifier that is right more often than not."""
    rng = np.random.default_rng(seed)
    words = ["no", "yes", "perhaps", "later", "never", *(f"other {n}" for n in range(n_classes))]
    classes = np.array(words[:n_classes], dtype=object)
    truth = rng.choice(n_classes, n_rows, p=_shares(n_classes))
    strength = rng.exponential(noise, (n_rows, n_classes))
    strength[np.arange(n_rows), truth] += 1
    probabilities = strength / strength.sum(axis=1, keepdims=True)
    if ties:
        probabilities = np.round(probabilities, 1) + 0.05
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    return Outcome(
        task_type="classification",
        y_true=classes[truth],
        y_pred=classes[probabilities.argmax(axis=1)],
        probabilities=probabilities,
        classes=classes,
        positive_class=classes[1],
    )


def _shares(n_classes):
    shares = np.arange(n_classes, 0, -1.0)
    return shares / shares.sum()


def regressed(n_rows=300, *, seed=0, noise=1.0) -> Outcome:
    """Predictions of a regressor with some noise, far away from zero."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(1_000, 3, n_rows)
    return Outcome(
        task_type="regression", y_true=truth, y_pred=truth + rng.normal(0, noise, n_rows)
    )


def clustered(n_rows=300, *, seed=0, noise_points=0, n_clusters=3) -> Outcome:
    """Rows in well separated groups, some of them left as noise."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(n_clusters, size=n_rows)
    features = rng.normal(size=(n_rows, 2)) + 10 * np.column_stack([labels, labels % 2])
    centres = [features[labels == one].mean(axis=0) for one in range(n_clusters)]
    inertia = float(((features - np.array(centres)[labels]) ** 2).sum())
    labels[:noise_points] = -1
    return Outcome(
        task_type="clustering",
        y_pred=labels,
        features=features,
        inertia=None if noise_points else inertia,
    )


def outcome_of(task_type, **more) -> Outcome:
    """An outcome for which every metric of the task type applies.

    But for those of many classes, as others are about two.
    """
    make = {"classification": classified, "regression": regressed, "clustering": with_known}
    return make[task_type](**more)


def with_known(**more) -> Outcome:
    """Clusters beside the classes that the rows were made from."""
    known = clustered(**{**more, "noise_points": 0}).y_pred
    return replace(clustered(**more), y_true=np.array(["a", "b", "c"])[known])
