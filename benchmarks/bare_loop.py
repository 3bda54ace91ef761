"""Fourteen estimators, fitted and scored as a script without the program does it.

It imports nothing of the program, so that a process of its own shows what a
script costs: Python's start, scikit-learn's import, and the loop. What it fits
comes from a file, so that it is what the program fits.

    python -m benchmarks.bare_loop FILE
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sklearn.base import clone
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    f1_score,
    log_loss,
    roc_auc_score,
)
from sklearn.model_selection import train_test_split
from threadpoolctl import threadpool_limits

SEED = 0


def bare_loop(models: Sequence[Any]) -> None:
    """Fit and score each estimator on its own, with one thread, as the program does."""
    features, target = load_breast_cancer(return_X_y=True, as_frame=True)
    parts = train_test_split(features, target, test_size=0.2, random_state=SEED, stratify=target)
    with threadpool_limits(1):
        for model in models:
            score(clone(model), *parts)


def score(model: Any, train: Any, test: Any, learned: Any, true: Any) -> list[float]:  # noqa: ANN401 - tables and labels
    """Fit one estimator, ask it for classes and probabilities, compute five scores."""
    model.fit(train, learned)
    predicted = model.predict(test)
    scores = [accuracy_score, balanced_accuracy_score, f1_score]
    found = [float(one(true, predicted)) for one in scores]
    if hasattr(model, "predict_proba"):
        probabilities = model.predict_proba(test)[:, 1]
        return [*found, roc_auc_score(true, probabilities), log_loss(true, probabilities)]
    return [*found, roc_auc_score(true, model.decision_function(test))]


if __name__ == "__main__":
    # The benchmark that starts this wrote the file a moment before.
    bare_loop(pickle.loads(Path(sys.argv[1]).read_bytes()))  # noqa: S301
