"""HistGradientBoosting on a million rows with categories, against fitting it directly.

The direct way is scikit-learn's own: a DataFrame whose text columns have the
pandas type `category` and `categorical_features="from_dtype"`, with as many
threads as the program uses. Converting the columns is not counted, nor is
reading. Against it stands the same in the program: preparation and fit. Beside it
is printed how long the whole takes from the request to the stored model, with
predictions of 200,000 rows, scores and their intervals, and with `--one-hot` the
way most tools go.

    python -m benchmarks.native_categories
"""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

from benchmarks.program import (
    SEED,
    SMALL,
    entries,
    header,
    in_turn,
    program,
    report,
    threads_as_in_the_program,
)
from engine.records import TrainingSession

KEY = "hist_gradient_boosting_classifier"
N_ROWS = 50_000 if SMALL else 1_000_000
ROUNDS = 1 if SMALL else 3
GOAL = 1.2
LEVELS = (3, 5, 8, 12, 20, 30, 50, 80, 120, 200)


def table() -> pd.DataFrame:
    """Ten numbers, ten categories of 3 to 200 levels, and two classes."""
    random = np.random.default_rng(SEED)
    columns: dict[str, object] = {
        f"number {place}": random.normal(size=N_ROWS).round(3) for place in range(10)
    }
    odds = sum(columns[f"number {place}"] * weight for place, weight in enumerate((1.0, 0.7, 0.4)))
    for n_levels in LEVELS:
        codes = random.integers(0, n_levels, N_ROWS)
        columns[f"of {n_levels}"] = np.char.add("level ", codes.astype(str))
        odds = odds + random.normal(size=n_levels)[codes]
    yes = random.random(N_ROWS) < 1 / (1 + np.exp(-odds))
    return pd.DataFrame(columns).assign(answer=np.where(yes, "yes", "no"))


def one_hot(features: pd.DataFrame, names: list[str], answers: np.ndarray) -> None:
    """Fit on a column of zeros and ones for each level."""
    encoder = OneHotEncoder(sparse_output=False, dtype=np.float32)
    prepared = make_column_transformer((encoder, names), remainder="passthrough")
    make_pipeline(prepared, HistGradientBoostingClassifier(random_state=SEED)).fit(
        features, answers
    )


def compare() -> None:
    """Print the ratio."""
    (entry,) = entries([KEY])
    with program() as ours:
        dataset = ours.add(table())
        fits: list[float] = []

        def train() -> TrainingSession:
            session = ours.train(dataset, "classification", [KEY])
            fits.append(ours.workspace.models.get(session.model_ids[0]).fit_seconds)
            return session

        features, answers, parts = ours.parts(train())
        names = [column.name for column in dataset.columns[:-1] if column.type == "categorical"]
        learned = features.iloc[parts.train].astype(dict.fromkeys(names, "category"))

        def direct() -> None:
            with threads_as_in_the_program(entry, len(learned)):
                HistGradientBoostingClassifier(
                    categorical_features="from_dtype", random_state=SEED
                ).fit(learned, answers[parts.train])

        works = [train, direct]
        if "--one-hot" in sys.argv:
            works.append(partial(one_hot, learned, names, answers[parts.train]))
        rounds = in_turn(works, rounds=ROUNDS, warm_up=False)
    header(f"HistGradientBoosting, {N_ROWS:,} x 20, 10 of them categories, hold-out", "direct")
    fitted = [(fit, one[1]) for fit, one in zip(fits[-ROUNDS:], rounds, strict=True)]
    report("preparation and fit", fitted, goal=GOAL)
    report("from request to stored model", [(one[0], one[1]) for one in rounds])
    if len(works) > 2:
        report("against one-hot", [(one[0], one[2]) for one in rounds])


if __name__ == "__main__":
    compare()
