"""Which columns a model needs: what is lost when one of them is shuffled.

Permutation importance of Breiman (2001), "Random forests", on rows the model has
not learned from and in the columns of the table, not in what they became. Where two
columns say the same, shuffling one of them loses little, as the other is still there.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.errors import TrainingError
from engine.fit_threads import limited_threads
from engine.fitting import Stopped
from engine.records import Record
from engine.used_rows import Positions

MOST_ROWS, REPEATS = 2_000, 10


class ColumnImportance(Record):
    """How much of the score is lost without one column.

    `mean` and `std` are over the shuffles; greater is more important, whichever
    way the metric counts.
    """

    column: str
    mean: float
    std: float

    @property
    def matters(self) -> bool:
        """Whether the loss is more than shuffling gives by chance."""
        return self.mean > 2 * self.std and self.mean > 0


class Importance(Record):
    """All columns, the most important first, on how many held-out rows of how many."""

    metric: str
    score: float
    columns: tuple[ColumnImportance, ...]
    n_repeats: int
    n_rows: int
    n_held_out: int


def importance(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> Importance:
    """Shuffle each column in turn."""
    rows = context.sample(context.judge.split.test, MOST_ROWS)
    whole = _score(context, context.features(rows), rows)
    names, losses = list(context.model.features), []
    for done, name in enumerate(names):
        if should_stop():
            raise Stopped
        on_progress(done, len(names), f"column {done + 1:,} of {len(names):,}")
        losses.append(_losses(context, name, rows, whole))
    found = [
        ColumnImportance(column=name, mean=float(np.mean(loss)), std=float(np.std(loss, ddof=1)))
        for name, loss in zip(names, losses, strict=True)
    ]
    return Importance(
        metric=context.metric.key,
        score=whole,
        columns=tuple(sorted(found, key=lambda one: -one.mean)),
        n_repeats=REPEATS,
        n_rows=len(rows),
        n_held_out=len(context.judge.split.test),
    )


def _losses(context: Context, name: str, rows: Positions, whole: float) -> list[float]:
    """What each shuffle of a column loses."""
    features = context.features(rows)
    turned = 1.0 if context.metric.greater_is_better else -1.0
    # Of its own for each column, so that columns do not depend on each other's order.
    random = np.random.default_rng([context.random_seed, list(context.model.features).index(name)])
    losses = []
    for _ in range(REPEATS):
        shuffled = features.assign(**{name: _shuffled(features[name], random)})
        losses.append(turned * (whole - _score(context, shuffled, rows)))
    return losses


def _shuffled(column: pd.Series, random: np.random.Generator) -> pd.Series:
    return column.iloc[random.permutation(len(column))].set_axis(column.index)


def _score(context: Context, features: pd.DataFrame, rows: Positions) -> float:
    target = context.judge.fitter.answers(rows)
    assert target is not None  # noqa: S101 - only clustering has none
    with limited_threads(context.entry, len(rows)):
        score = context.metric.score(context.outcome(features, target))
    if score is None:
        raise TrainingError(
            f"{context.metric.name} cannot be computed on the held-out rows of this model.",
            hint="Hold out more rows and train again.",
        )
    return score
