"""Training through the program, against the bare fit of the same pipeline, for long fits.

The bare fit is that of the very pipeline the program builds, on the same
training rows, which are in memory, with the threads that the program uses
(`engine.fit_threads`, `engine.fitting`): BLAS and OpenMP limited where the entry
needs it or no core is idle, and two jobs for forests; or without any of these
limits, as anybody writes it, where that is quicker. The program's time is from the
request to the stored model: checks, reading the table, the split, a short fit that
tells how long it will take, the fit, scores with intervals on held-out and training
rows, the baseline, writing the model. Beside it stands the same against the bare fit
and what everybody does next: asking the pipeline for classes and probabilities of
the held-out rows.

    python -m benchmarks.bare_fit
    python -m benchmarks.bare_fit random_forest_classifier
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
from sklearn.datasets import make_classification
from sklearn.pipeline import Pipeline

from benchmarks.program import (
    SEED,
    SMALL,
    entries,
    header,
    in_turn,
    pipeline_of,
    program,
    report,
    seconds,
    threads_as_in_the_program,
)

ROUNDS = 1 if SMALL else 3
GOAL = 1.1
SHORTEST_SECONDS = 2.0


@dataclass(frozen=True)
class Case:
    """A fit that takes some seconds."""

    key: str
    n_rows: int = 100_000
    n_columns: int = 20
    n_classes: int = 2
    settings: dict[str, Any] = field(default_factory=dict)


CASES = (
    Case("random_forest_classifier"),
    Case("hist_gradient_boosting_classifier", settings={"max_iter": 600, "early_stopping": False}),
    Case("svc", n_rows=20_000),
    Case("mlp_classifier", n_rows=40_000, n_classes=4),
)


def table(case: Case) -> pd.DataFrame:
    """Generate numbers, and classes that they explain in part."""
    features, target = make_classification(
        case.n_rows // (20 if SMALL else 1),
        case.n_columns,
        n_informative=case.n_columns // 2,
        n_classes=case.n_classes,
        flip_y=0.1,
        random_state=SEED,
    )
    found = pd.DataFrame(features.round(4)).add_prefix("x")
    found["class"] = [f"c{label}" for label in target]
    return found


def compare(case: Case) -> None:
    """Print the ratio of one case."""
    (entry,) = entries([case.key])
    with program() as ours:
        dataset = ours.add(table(case))
        train = partial(
            ours.train,
            dataset,
            "classification",
            [case.key],
            hyperparameters={case.key: case.settings},
        )
        features, target, parts = ours.parts(train())
        rows, answers = features.iloc[parts.train], target[parts.train]
        others = features.iloc[parts.test]
        fits: list[float] = []
        asked: list[float] = []

        def bare() -> None:
            with threads_as_in_the_program(entry, len(rows)):
                once(pipeline_of(entry, dataset, case.settings))

        def plain() -> None:
            once(pipeline_of(entry, dataset, case.settings))

        def once(pipeline: Pipeline) -> None:
            fits.append(seconds(lambda: pipeline.fit(rows, answers)))
            asked.append(fits[-1] + seconds(lambda: ask(pipeline, others)))

        rounds = in_turn([train, bare, plain], rounds=ROUNDS)
    whole = [one for one, *_ in rounds]
    pairs = list(zip(whole, quicker(fits), strict=True))
    report(f"{case.key} {len(features):,} x {case.n_columns}", pairs, goal=GOAL)
    together = list(zip(whole, quicker(asked), strict=True))
    report("    fitted, and asked about the rows held out", together)
    if min(fit for _, fit in pairs) < SHORTEST_SECONDS:
        print(
            f"{'':4}The bare fit took less than {SHORTEST_SECONDS:.0f} s: the goal is for longer."
        )


def quicker(times: list[float]) -> list[float]:
    """The shorter of the two bare ways in each of the rounds that count."""
    return [min(pair) for pair in zip(times[::2], times[1::2], strict=True)][-ROUNDS:]


def ask(pipeline: Pipeline, rows: pd.DataFrame) -> None:
    """Ask for all that a person would."""
    pipeline.predict(rows)
    if hasattr(pipeline, "predict_proba"):
        pipeline.predict_proba(rows)


def main() -> None:
    """Print the ratio of each case, or of those named."""
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    header("From request to stored model, hold-out", "bare fit")
    for case in CASES:
        if not named or case.key in named:
            compare(case)


if __name__ == "__main__":
    main()
