"""Fourteen classifiers on scikit-learn's breast cancer data, against a bare loop over them.

The bare loop fits the same estimators, behind a `StandardScaler` where the
program scales, asks each for classes and probabilities and computes five usual
scores, with one thread, as the program does on few rows: with more, the loop takes
several times as long on a busy machine. The engine is held against the loop in the
same process, where everything is imported. A server that is running is held against
that loop too, and against what somebody does without it: start a script, which is
how the figures of other programs in this place were measured. The program adds:
reading the table, checks, the baseline, scores on training rows, intervals, and
models that are stored.

    python -m benchmarks.compare_all
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from benchmarks.bare_loop import bare_loop
from benchmarks.program import SEED, SMALL, entries, header, in_turn, program, report
from benchmarks.served import run_on_server
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


def bare_models(models: Sequence[AlgorithmConfig]) -> list[Any]:
    """Make the same estimators without the program's preparation."""
    return [
        make_pipeline(StandardScaler(), estimator) if entry.scale else estimator
        for entry in models
        for estimator in [entry.build({}, random_seed=SEED)]
    ]


def bare_script(models: Path) -> None:
    """Run the same loop as a script, in a process of its own."""
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "benchmarks.bare_loop", models], check=True
    )


def through_the_server(server: LiveServer, dataset_id: str, keys: Sequence[str]) -> None:
    """Ask a real server for the run, and wait for its end."""
    run_on_server(
        server,
        dataset_id=dataset_id,
        task_type="classification",
        target=TARGET,
        algorithms=list(keys),
        cv_folds=0,
    )


def compare(keys: Sequence[str], server: LiveServer, folder: Path) -> None:
    """Print the ratios: of the engine alone, and of the whole way through a server."""
    models, script = bare_models(entries(keys)), folder / "models.pickle"
    script.write_bytes(pickle.dumps(models))
    at_server = server.post("/api/datasets/sample/breast_cancer").json()["id"]
    with program() as ours:
        dataset = ours.workspace.datasets.add_sample("breast_cancer")
        rounds = in_turn(
            [
                partial(ours.train, dataset, "classification", keys),
                partial(bare_loop, models),
                partial(through_the_server, server, at_server, keys),
                partial(bare_script, script),
            ],
            rounds=ROUNDS,
        )
    header(f"{len(keys)} classifiers on breast cancer, hold-out", "bare loop")
    report("the engine, against the loop", [(one, two) for one, two, _, _ in rounds], goal=GOAL)
    report("through a server, against the loop", [(one, two) for _, two, one, _ in rounds])
    pairs = [(one, two) for _, _, one, two in rounds]
    report("through a server, against the script", pairs, goal=GOAL)


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder) / "server").start()
        try:
            compare(KEYS, server, Path(folder))
        finally:
            server.kill()


if __name__ == "__main__":
    main()
