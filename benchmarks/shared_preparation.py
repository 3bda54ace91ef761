"""Ten models on one table of numbers, categories and dates: one session, or each by itself.

Algorithms of one session that want their features alike share a preparation, and
two processes of a server share the algorithms of a long run. The unit is ten
separate pipelines without the program: each prepares the table for itself, fits,
and predicts the held-out rows, one after the other. They are the very pipelines of
the program, with its threads, and the table is in memory already. The engine alone
is one process; ten sessions with one model each are the same without sharing.

There is no text among the columns: its preparation takes so long that sharing
it would hide everything else.

    python -m benchmarks.shared_preparation
"""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.program import (
    SEED,
    SMALL,
    Program,
    Work,
    entries,
    header,
    in_turn,
    pipeline_of,
    program,
    report,
    threads_as_in_the_program,
)
from benchmarks.served import run_on_server
from engine.algorithms import AlgorithmConfig
from engine.records import Dataset
from tests.live_server import LiveServer

# Those that are quick on 100,000 rows, with each of the three encodings.
KEYS = (
    "ridge",
    "linear_regression",
    "lasso",
    "elastic_net",
    "bayesian_ridge",
    "huber_regressor",
    "sgd_regressor",
    "pls_regression",
    "decision_tree_regressor",
    "hist_gradient_boosting_regressor",
)
N_ROWS = 5_000 if SMALL else 100_000
ROUNDS = 1 if SMALL else 3
GOAL = 0.8
LEVELS = {"colour": 5, "region": 12, "branch": 40, "product": 60, "town": 90, "street": 300}


def table() -> pd.DataFrame:
    """Twelve numbers, six categories and two dates; the last column is the target."""
    random = np.random.default_rng(SEED)
    columns: dict[str, object] = {
        f"number {place}": random.normal(size=N_ROWS).round(4) for place in range(12)
    }
    effects = sum(columns[f"number {place}"] * weight for place, weight in enumerate((3, 2, 1)))
    for name, n_levels in LEVELS.items():
        codes = random.integers(0, n_levels, N_ROWS)
        columns[name] = [f"{name} {code}" for code in codes]
        effects = effects + random.normal(size=n_levels)[codes]
    for name in ("ordered", "delivered"):
        days = random.integers(0, 2_000, N_ROWS)
        columns[name] = (np.datetime64("2018-01-01") + days).astype(str)
    found = pd.DataFrame(columns)
    for name in ("number 0", "number 5", "branch"):
        found.loc[random.random(N_ROWS) < 0.03, name] = None
    return found.assign(target=(effects + random.normal(size=N_ROWS)).round(4))


def separate(ours: Program, dataset: Dataset) -> None:
    """Ten sessions with one model each."""
    for key in KEYS:
        ours.train(dataset, "regression", [key])


def compare(server: LiveServer) -> None:
    """Print all ratios."""
    models = entries(KEYS)
    with program() as ours:
        dataset = ours.add(table())
        together = partial(ours.train, dataset, "regression", KEYS)
        features, target, parts = ours.parts(together())
        held_out = features.iloc[parts.test]

        def bare(entry: AlgorithmConfig) -> None:
            with threads_as_in_the_program(entry, len(parts.train)):
                pipeline = pipeline_of(entry, dataset)
                pipeline.fit(features.iloc[parts.train], target[parts.train]).predict(held_out)

        def bare_pipelines() -> None:
            for entry in models:
                bare(entry)

        works = [served(server), together, bare_pipelines, partial(separate, ours, dataset)]
        rounds = in_turn(works, rounds=ROUNDS, warm_up=False)
    header(f"{len(KEYS)} models in one session, {N_ROWS:,} x 20 mixed, hold-out", "each alone")
    pairs = [(one, bare) for one, _, bare, _ in rounds]
    report("a server, against ten bare pipelines", pairs, goal=GOAL)
    report("the engine, against ten bare pipelines", [(one, bare) for _, one, bare, _ in rounds])
    report("the engine, against ten sessions", [(one, two) for _, one, _, two in rounds])


def served(server: LiveServer) -> Work:
    """Upload the table, and give what asks for the run."""
    content = table().to_csv(index=False).encode()
    dataset_id = server.upload("table.csv", content).json()["id"]
    return partial(
        run_on_server,
        server,
        dataset_id=dataset_id,
        task_type="regression",
        target="target",
        algorithms=list(KEYS),
        cv_folds=0,
        random_seed=SEED,
    )


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder)).start()
        try:
            compare(server)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
