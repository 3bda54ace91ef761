"""Whether the model has learned anything: the same training on answers dealt at random.

The target is shuffled among the rows, and everything is fitted and judged anew, as often
as there are trials. If shuffled answers are learned about as well, there is nothing to
learn, or nothing was (Ojala and Garriga, 2010; `permutation_test_score`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.errors import TrainingError
from engine.evaluation import Judge
from engine.fitting import Stopped
from engine.records import Record
from engine.splits import Fold, folds
from engine.used_rows import Positions

TRIALS, FOLDS, MOST_ROWS = 50, 3, 2_000


class NoiseCheck(Record):
    """Scores with the true answers and with shuffled ones, on the same folds.

    Parameters
    ----------
    metric : str
    score : float
        Mean over the folds, with the true answers.
    shuffled : tuple of float
        The same for each shuffle.
    p_value : float
        ``(1 + at least as good) / (1 + trials)``: how often chance does as well.
    n_rows, n_learned : int
        Rows that were used, of how many there are to learn from.
    """

    metric: str
    score: float
    shuffled: tuple[float, ...]
    p_value: float
    n_rows: int
    n_learned: int


def noise_check(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> NoiseCheck:
    """Train on shuffled answers, again and again."""
    rows = context.sample(context.judge.split.train, MOST_ROWS)
    spec = context.judge.spec.model_copy(update={"cv_folds": FOLDS, "cv_repeats": 1})
    parts = folds(spec, context.table, rows)
    random = np.random.default_rng(context.random_seed)
    on_progress(0, TRIALS + 1, "the true answers")
    score = _mean(context, context.judge, parts)
    shuffled = []
    for trial in range(TRIALS):
        if should_stop():
            raise Stopped
        on_progress(trial + 1, TRIALS + 1, f"shuffle {trial + 1:,} of {TRIALS:,}")
        shuffled.append(_mean(context, _dealt(context.judge, rows, random), parts))
    turned = 1.0 if context.metric.greater_is_better else -1.0
    as_good = sum(turned * one >= turned * score for one in shuffled)
    return NoiseCheck(
        metric=context.metric.key,
        score=score,
        shuffled=tuple(shuffled),
        p_value=(1 + as_good) / (1 + TRIALS),
        n_rows=len(rows),
        n_learned=len(context.judge.split.train),
    )


def _dealt(judge: Judge, rows: Positions, random: np.random.Generator) -> Judge:
    """The same judge, with the answers of these rows dealt out anew among them."""
    fitter = judge.fitter
    assert fitter.target is not None  # noqa: S101 - only clustering has none
    target = fitter.target.copy()
    target[rows] = target[random.permutation(rows)]
    return replace(judge, fitter=replace(fitter, target=target))


def _mean(context: Context, judge: Judge, parts: tuple[Fold, ...]) -> float:
    key = context.metric.key
    scores = [
        judge.fold(context.entry, context.model.hyperparameters, fold).scores[key] for fold in parts
    ]
    known = [score for score in scores if score is not None]
    if len(known) < len(scores):
        raise TrainingError(
            f"{context.metric.name} cannot be computed on every fold of these rows.",
            hint="A class may be too rare for so many folds. Bring more rows of it.",
        )
    return float(np.mean(known))
