"""How far the expected time of a run lies from the time it took, over runs of different kinds.

Expected is the range that is told when the first unit begins; its middle is the
geometric mean of both ends. The error is the share by which the time differs
from it. Runs that took less than 10 s do not count.

    python -m benchmarks.eta
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sklearn.datasets import make_blobs, make_classification, make_regression

from benchmarks.program import SEED, SMALL, Program, program
from engine.algorithms import algorithm
from engine.records import Dataset, TaskType, TrainingSession

GOAL = 0.30
SHORTEST_SECONDS = 10.0


@dataclass(frozen=True)
class Run:
    """One algorithm on so many rows and columns, which takes about 10 to 40 s."""

    key: str
    n_rows: int
    n_columns: int = 20
    cv_folds: int = 0
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def task_type(self) -> TaskType:
        """What it predicts."""
        return algorithm(self.key).task_type


RUNS = (
    Run("random_forest_classifier", 60_000),
    Run("random_forest_classifier", 20_000, 40, cv_folds=5),
    Run("extra_trees_classifier", 60_000, settings={"n_estimators": 400}),
    Run(
        "hist_gradient_boosting_classifier",
        120_000,
        settings={"max_iter": 2_000, "early_stopping": False},
    ),
    Run("hist_gradient_boosting_classifier", 60_000, 60, cv_folds=5),
    Run("logistic_regression", 100_000, 300, cv_folds=5),
    Run("svc", 45_000),
    Run("svc", 13_000, 30, cv_folds=5),
    Run("k_neighbors_classifier", 80_000, cv_folds=5),
    Run("random_forest_regressor", 25_000),
    Run("hist_gradient_boosting_regressor", 120_000, cv_folds=10),
    Run("gradient_boosting_regressor", 25_000),
    Run("mlp_regressor", 250_000),
    Run("svr", 28_000, 10),
    Run("k_means", 1_000_000, settings={"n_clusters": 30}),
    Run("gaussian_mixture", 400_000, settings={"n_components": 8}),
)


def table(run: Run) -> pd.DataFrame:
    """Generate numbers, and a target that they explain in part."""
    n_rows = run.n_rows // (20 if SMALL else 1)
    informative = run.n_columns // 2
    if run.task_type == "clustering":
        features, _ = make_blobs(n_rows, run.n_columns, centers=12, random_state=SEED)
        return pd.DataFrame(features.round(4)).add_prefix("x")
    if run.task_type == "regression":
        features, target = make_regression(
            n_rows, run.n_columns, n_informative=informative, noise=20.0, random_state=SEED
        )
    else:
        features, target = make_classification(
            n_rows, run.n_columns, n_informative=informative, flip_y=0.1, random_state=SEED
        )
        target = [f"c{label}" for label in target]
    return pd.DataFrame(features.round(4)).add_prefix("x").assign(target=target)


def tried(ours: Program, run: Run, dataset: Dataset) -> TrainingSession:
    """Train with one algorithm."""
    return ours.train(
        dataset,
        run.task_type,
        [run.key],
        cv_folds=run.cv_folds,
        hyperparameters={run.key: run.settings},
    )


def error(run: Run) -> float | None:
    """Print what was expected and what it took; the error, if the run counts."""
    with program() as ours:
        session = tried(ours, run, ours.add(table(run)))
    if session.expected_seconds is None or session.expected_error is None:
        raise RuntimeError(f"nothing was expected of {run.key}")
    low, high = session.expected_seconds
    taken = (low * high) ** 0.5 * (1 + session.expected_error)
    counts = taken >= SHORTEST_SECONDS
    size = f"{run.n_rows:,} x {run.n_columns}, {run.cv_folds} folds"
    print(
        f"{run.key:36}{size:24}{low:7.1f} to {high:6.1f} s{taken:8.1f} s"
        f"{session.expected_error:+8.0%}{'' if counts else '   too short'}",
        flush=True,
    )
    return abs(session.expected_error) if counts else None


def main() -> None:
    """Print each run, and the median error of those that count."""
    print(f"{'':60}{'expected':>19}{'took':>10}{'error':>8}")
    found = [one for one in map(error, RUNS) if one is not None]
    if not found:
        print(f"No run took {SHORTEST_SECONDS:.0f} s.")
        return
    middle = statistics.median(found)
    judged = "met" if middle <= GOAL else "missed"
    print(f"median error of {len(found)} runs: {middle:.0%}   goal {GOAL:.0%}: {judged}")


if __name__ == "__main__":
    main()
