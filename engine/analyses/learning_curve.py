"""Whether more rows would help: the score by how many rows were learned from."""

from __future__ import annotations

import numpy as np

from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.evaluation import TRAIN_SCORE_ROWS
from engine.fit_threads import limited_threads
from engine.fitting import Stopped
from engine.records import Record
from engine.splits import Fold, folds
from engine.used_rows import Positions

SHARES = (0.1, 0.2, 0.4, 0.7, 1.0)
MOST_FOLDS = 3
LEAST_ROWS = 20


class LearningPoint(Record):
    """Scores of fits on so many rows, over the folds; ``None`` where no fit was possible."""

    n_rows: int
    train: float | None
    validation: float | None
    validation_std: float | None


class LearningCurve(Record):
    """Scores by rows, the fewest first; each fold's validation rows are the same throughout."""

    metric: str
    points: tuple[LearningPoint, ...]
    n_folds: int

    @property
    def still_rises(self) -> bool | None:
        """Whether the last step gained more than folds differ; ``None`` if it is unknown."""
        known = [one for one in self.points if one.validation is not None]
        if len(known) < 2 or known[-1].validation_std is None:
            return None
        before, last = known[-2].validation, known[-1].validation
        assert before is not None  # noqa: S101 - chosen so
        assert last is not None  # noqa: S101 - chosen so
        error = known[-1].validation_std / self.n_folds**0.5
        return bool(abs(last - before) > error)


def learning_curve(
    context: Context, on_progress: OnProgress, should_stop: ShouldStop
) -> LearningCurve:
    """Fit on parts of the learning rows, larger and larger, and judge on rows of other folds."""
    parts = _folds(context)
    counts = _counts(parts)
    total, done = len(counts) * len(parts), 0
    scores: dict[int, list[tuple[float | None, float | None]]] = {count: [] for count in counts}
    for count in counts:
        for fold in parts:
            if should_stop():
                raise Stopped
            on_progress(done, total, f"{count:,} rows")
            scores[count].append(_scores(context, fold, count))
            done += 1
    points = tuple(_point(count, found) for count, found in scores.items())
    return LearningCurve(metric=context.metric.key, points=points, n_folds=len(parts))


def _folds(context: Context) -> tuple[Fold, ...]:
    """Those the model was judged on; without any, three of their own."""
    judge = context.judge
    if judge.split.folds:
        return judge.split.folds[:MOST_FOLDS]
    spec = judge.spec.model_copy(update={"cv_folds": MOST_FOLDS, "cv_repeats": 1})
    return folds(spec, context.table, judge.split.train)


def _counts(parts: tuple[Fold, ...]) -> list[int]:
    most = min(len(fold.train) for fold in parts)
    return sorted({max(min(LEAST_ROWS, most), round(share * most)) for share in SHARES})


def _scores(context: Context, fold: Fold, count: int) -> tuple[float | None, float | None]:
    """Score on the rows that were learned from, and on the others."""
    judge, rows = context.judge, _first(fold.train, count, context.random_seed)
    with limited_threads(context.entry, count):
        try:
            fitted = judge.fitter.fitted(context.entry, context.model.hyperparameters, rows)
        except ValueError:
            # Few rows may lack a class, or be fewer than neighbours are asked for.
            return None, None
        learned = context.sample(rows, TRAIN_SCORE_ROWS)
        return tuple(  # type: ignore[return-value]  # two of them
            context.metric.score(judge.outcome(fitted, asked))
            for asked in (learned, fold.validation)
        )


def _first(rows: Positions, count: int, random_seed: int) -> Positions:
    """So many rows at random; more of them hold all that fewer hold."""
    order = np.random.default_rng(random_seed).permutation(len(rows))
    return np.sort(rows[order[:count]])


def _point(count: int, found: list[tuple[float | None, float | None]]) -> LearningPoint:
    train = [one for one, _ in found if one is not None]
    validation = [other for _, other in found if other is not None]
    return LearningPoint(
        n_rows=count,
        train=float(np.mean(train)) if train else None,
        validation=float(np.mean(validation)) if validation else None,
        validation_std=float(np.std(validation, ddof=1)) if len(validation) > 1 else None,
    )
