"""What a model said of rows, as a table that is kept with it, and as an outcome again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engine.metrics import Outcome
from engine.metrics.outcome import NOISE, Floats
from engine.records import TrainedModel
from engine.used_rows import Positions

PROBABILITY, DECISION = "probability_", "decision"


def answers_table(outcome: Outcome, rows: Positions) -> pd.DataFrame:
    """A table of what was said of these rows.

    Returns
    -------
    DataFrame
        `row`, `actual`, `predicted`; of a classifier `probability_<class>` for each
        class, or without probabilities `decision`, or `decision_<class>` for each of
        several classes.
    """
    known = {"row": rows, "actual": outcome.y_true, "predicted": outcome.y_pred}
    return pd.DataFrame(known | _columns(outcome))


def folds_table(outcomes: Sequence[Outcome], rows: Sequence[Positions]) -> pd.DataFrame:
    """The same for several folds, with the number of the `fold`, counted from 0."""
    tables = [
        answers_table(outcome, positions).assign(fold=number)
        for number, (outcome, positions) in enumerate(zip(outcomes, rows, strict=True))
    ]
    return pd.concat(tables, ignore_index=True)


def outcome_of(model: TrainedModel, table: pd.DataFrame) -> Outcome:
    """An outcome that can be scored; classes are text, as in the model's record."""
    if model.task_type == "regression":
        return Outcome(
            task_type="regression",
            y_true=table["actual"].to_numpy(dtype=np.float64),
            y_pred=table["predicted"].to_numpy(dtype=np.float64),
        )
    return Outcome(
        task_type="classification",
        y_true=_labels(table["actual"]),
        y_pred=_labels(table["predicted"]),
        probabilities=_matrix(table, [PROBABILITY + label for label in model.classes]),
        decision=_decision(table, model.classes),
        classes=np.array(model.classes, dtype=object),
        positive_class=model.positive_class,
    )


def count_clusters(table: pd.DataFrame) -> int | None:
    """How many clusters a table of answers has, noise not counted; ``None`` if it has none."""
    if "cluster" not in table:
        return None
    return len(set(table["cluster"]) - {NOISE})


def _columns(outcome: Outcome) -> dict[str, Floats]:
    if outcome.classes is None:
        return {}
    if outcome.probabilities is not None:
        return _named(PROBABILITY, outcome.classes, outcome.probabilities)
    if outcome.decision is None:
        return {}
    if outcome.decision.ndim == 1:
        return {DECISION: outcome.decision}
    # A fold that lacks a class has a column less, and nobody knows which.
    whole = outcome.decision.shape[1] == len(outcome.classes)
    return _named(f"{DECISION}_", outcome.classes, outcome.decision) if whole else {}


def _named(prefix: str, classes: np.ndarray, values: Floats) -> dict[str, Floats]:
    return {f"{prefix}{label}": column for label, column in zip(classes, values.T, strict=True)}


def _labels(column: pd.Series) -> np.ndarray:
    return np.array([str(label) for label in column.to_list()], dtype=object)


def _matrix(table: pd.DataFrame, names: Sequence[str]) -> Floats | None:
    """These columns, ``None`` if one is missing anywhere, as of a fold without them."""
    if not names or not set(names) <= set(table):
        return None
    values: Floats = table[list(names)].to_numpy(dtype=np.float64)
    return None if np.isnan(values).any() else values


def _decision(table: pd.DataFrame, classes: Sequence[str]) -> Floats | None:
    if DECISION in table:
        single = _matrix(table, [DECISION])
        return None if single is None else single[:, 0]
    return _matrix(table, [f"{DECISION}_{label}" for label in classes])
