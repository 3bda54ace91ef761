"""Records of models, made without training."""

from __future__ import annotations

from typing import Any

from engine.records import (
    AlgorithmChoice,
    Column,
    Dialect,
    FoldScores,
    Provenance,
    Scores,
    TrainedModel,
    TrainingSpec,
)

COLUMNS = (
    Column(name="Age", type="numeric", missing=0, distinct=60, examples=("22", "38.5")),
    Column(name="Sex", type="categorical", missing=0, distinct=2, examples=("male", "female")),
)
ACCURACY = Scores(
    test={"accuracy": 0.8, "balanced_accuracy": 0.78, "log_loss": None, "roc_auc": 0.85},
    test_ci95={"accuracy": (0.74, 0.86), "balanced_accuracy": (0.7, 0.84)},
    train={"accuracy": 0.82, "balanced_accuracy": 0.8},
    cv={
        "accuracy": FoldScores(mean=0.79, std=0.02, folds=(0.77, 0.81), ci95=(0.75, 0.83)),
        "balanced_accuracy": FoldScores(mean=0.77, std=0.02, folds=(0.75, 0.79), ci95=(0.7, 0.8)),
    },
    baseline={"accuracy": 0.6, "balanced_accuracy": 0.5},
    baseline_cv={"accuracy": 0.61, "balanced_accuracy": 0.5},
)


def made_provenance(spec: TrainingSpec, **changes: Any) -> Provenance:
    given: dict[str, Any] = {
        "dataset_id": spec.dataset_id,
        "dataset_name": "titanic.csv",
        "dataset_sha256": "d" * 64,
        "dialect": Dialect(encoding="utf-8", delimiter=","),
        "columns": COLUMNS,
        "spec": spec,
        "parameters": {"C": 1.0},
        "split_sha256": "s" * 64,
        "folds_sha256": "f" * 64,
        "predictions_sha256": "e" * 64,
        "versions": {"python": "3.11.2", "scikit-learn": "1.9.1", "pandas": "3.1.0"},
        "threads": 1,
        "n_train": 712,
        "n_test": 179,
        "n_dropped": 0,
    }
    return Provenance(**(given | changes))


def made_spec(**changes: Any) -> TrainingSpec:
    given: dict[str, Any] = {
        "dataset_id": "dataset-1",
        "task_type": "classification",
        "target": "Survived",
        "features": ("Age", "Sex"),
        "algorithms": (AlgorithmChoice(key="logistic_regression"),),
    }
    return TrainingSpec(**(given | changes))


def made_model(
    *, spec: dict[str, Any] | None = None, provenance: dict[str, Any] | None = None, **changes: Any
) -> TrainedModel:
    """A classifier of two classes; what is given replaces what it would have."""
    asked = made_spec(**(spec or {}))
    given: dict[str, Any] = {
        "session_id": "session-1",
        "dataset_id": asked.dataset_id,
        "name": "Logistic regression",
        "algorithm": "logistic_regression",
        "task_type": asked.task_type,
        "target": asked.target,
        "features": asked.features,
        "classes": ("no", "yes"),
        "positive_class": "yes",
        "hyperparameters": {"C": 1.0, "max_iter": 1000},
        "scores": ACCURACY,
        "provenance": made_provenance(asked, **(provenance or {})),
        "fit_seconds": 0.12,
        "size_bytes": 2_048,
        "pickle_sha256": "a" * 64,
    }
    return TrainedModel(**(given | changes))


def made_regression(**scores: Any) -> TrainedModel:
    given: dict[str, Any] = {
        "test": {"r2": 0.5, "rmse": 10.0},
        "test_ci95": {"r2": (0.4, 0.6)},
        "train": {"r2": 0.55},
        "baseline": {"r2": -0.01},
    }
    spec = {"task_type": "regression", "target": "Fare"}
    found = Scores(**(given | scores))
    return made_model(
        spec=spec, name="Ridge", algorithm="ridge", classes=(), positive_class=None, scores=found
    )


def made_clustering(**scores: Any) -> TrainedModel:
    given: dict[str, Any] = {"test": {"silhouette": 0.6}, "baseline": {"silhouette": -0.02}}
    return made_model(
        spec={"task_type": "clustering", "target": None},
        provenance={"n_train": 891, "n_test": 0, "folds_sha256": None},
        name="k-means",
        algorithm="k_means",
        classes=(),
        positive_class=None,
        hyperparameters={"n_clusters": 3},
        scores=Scores(**(given | scores)),
    )
