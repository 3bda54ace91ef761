"""Fourteen classifiers on scikit-learn's breast cancer data, against a bare loop over them.

The bare loop fits the same estimators, behind a `StandardScaler` where the
program scales, asks each for classes and probabilities and computes five usual
scores. It runs in the same process, so everything is imported, and with one
thread, as the program does on few rows: with more, the loop takes several times
as long on a busy machine. The program adds to that: reading the table, checks,
the baseline, scores on training rows, intervals, and models that are stored.

    python -m benchmarks.compare_all
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sklearn.datasets import load_breast_cancer
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    f1_score,
    log_loss,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from benchmarks.program import SEED, SMALL, entries, header, in_turn, program, report
from engine.algorithms import AlgorithmConfig
from tests.live_server import LiveServer

KEYS = (
    "logistic_regression",
    "ridge_classifier",
    "sgd_classifier",
    "linear_discriminant_analysis",
    "quadratic_discriminant_analysis",
    "gaussian_nb",
    "k_neighbors_classifier",
    "svc",
    "decision_tree_classifier",
    "random_forest_classifier",
    "extra_trees_classifier",
    "ada_boost_classifier",
    "gradient_boosting_classifier",
    "hist_gradient_boosting_classifier",
)
ROUNDS = 2 if SMALL else 7
GOAL = 1.3
TARGET = "diagnosis"


def bare_loop(models: Sequence[AlgorithmConfig]) -> None:
    """Fit and score each model on its own."""
    features, target = load_breast_cancer(return_X_y=True, as_frame=True)
    parts = train_test_split(features, target, test_size=0.2, random_state=SEED, stratify=target)
    with threadpool_limits(1):
        for entry in models:
            score(entry, *parts)


def score(entry: AlgorithmConfig, train: Any, test: Any, learned: Any, true: Any) -> list[float]:  # noqa: ANN401 - tables and labels
    """Fit one model, ask it for classes and probabilities, compute five scores."""
    estimator = entry.build({}, random_seed=SEED)
    model = make_pipeline(StandardScaler(), estimator) if entry.scale else estimator
    model.fit(train, learned)
    predicted = model.predict(test)
    scores = [accuracy_score, balanced_accuracy_score, f1_score]
    found = [float(one(true, predicted)) for one in scores]
    if hasattr(model, "predict_proba"):
        probabilities = model.predict_proba(test)[:, 1]
        return [*found, roc_auc_score(true, probabilities), log_loss(true, probabilities)]
    return [*found, roc_auc_score(true, model.decision_function(test))]


def through_the_server(server: LiveServer, dataset_id: str, keys: Sequence[str]) -> None:
    """Ask a real server for the run, and wait for its end."""
    body = {
        "dataset_id": dataset_id,
        "task_type": "classification",
        "target": TARGET,
        "algorithms": list(keys),
        "cv_folds": 0,
    }
    session_id = server.post("/api/training/start", json=body).json()["session_id"]
    while True:
        status = server.get(f"/api/training/{session_id}/status").json()
        if status["status"] == "completed":
            break
        if status["status"] not in {"queued", "running"}:
            raise RuntimeError(str(status))
        time.sleep(0.05)
    if len(status["model_ids"]) < len(keys):
        raise RuntimeError("not every algorithm gave a model")


def compare(keys: Sequence[str], server: LiveServer) -> None:
    """Print both ratios: of the engine alone, and of the whole way through a server."""
    models = entries(keys)
    at_server = server.post("/api/datasets/sample/breast_cancer").json()["id"]
    with program() as ours:
        dataset = ours.workspace.datasets.add_sample("breast_cancer")
        rounds = in_turn(
            [
                partial(ours.train, dataset, "classification", keys),
                partial(bare_loop, models),
                partial(through_the_server, server, at_server, keys),
            ],
            rounds=ROUNDS,
        )
    header(f"{len(keys)} classifiers on breast cancer, hold-out", "bare loop")
    report("the engine", [(one, bare) for one, bare, _ in rounds], goal=GOAL)
    report("request to answer of a server", [(one, bare) for _, bare, one in rounds], goal=GOAL)


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder) / "server").start()
        try:
            compare(KEYS, server)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
