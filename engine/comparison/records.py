"""Records of a comparison: what the page draws and REST answers."""

from __future__ import annotations

from typing import Literal

from engine.records import Record, TaskType

Standing = Literal["best", "tied_with_best", "worse", "no_better_than_guessing", "not_comparable"]
Basis = Literal["cross-validation", "hold-out", "all rows"]
Interval = tuple[float, float]


class Difference(Record):
    """How far a model is from the best one, in the unit of the metric.

    Parameters
    ----------
    mean : float
        Its score minus the best one's; with shared folds the mean over them.
    ci95 : tuple of float or None
        Corrected resampled t interval of the mean (Nadeau and Bengio, 2003), or
        without folds the percentiles of paired bootstrap resamples of the held-out
        rows; ``None`` where neither is known.
    rope : float
        Differences up to this size in either direction are practically none.
    better, equal, worse : float or None
        Probabilities that the model is practically better than the best one, the
        same, or worse (Bayesian correlated t-test of Corani and Benavoli, 2015, or
        shares of those resamples). They sum to 1; ``None`` where neither is known.
    """

    mean: float
    ci95: Interval | None = None
    rope: float
    better: float | None = None
    equal: float | None = None
    worse: float | None = None


class RankedModel(Record):
    """One model of a comparison; `rank` is ``None`` if it cannot be ranked.

    `difference` is ``None`` for the best model itself. `remark` says that the model
    is not clearly better than the simplest quick one. `held_out` is the score on the
    held-out rows of a model with folds, once those were opened for it.
    """

    model_id: str
    name: str
    rank: int | None
    score: float | None
    ci95: Interval | None
    baseline: float | None
    standing: Standing
    reason: str
    difference: Difference | None = None
    remark: str | None = None
    held_out: float | None = None


class Recommendation(Record):
    """The model to take, and why, in a sentence."""

    model_id: str
    name: str
    reason: str


class Comparison(Record):
    """A ranking, best first, and what it means.

    `basis` says which scores were compared: those over the folds, those on the
    held-out rows, or (for clustering) those on all rows. `best_model_id` is the
    first one that is clearly better than guessing, or else the first one.
    `quick_model_id` is the simplest of the models that took at most two seconds
    to fit and are better than guessing. Nothing is recommended where no model is.
    `caution` says how many models the held-out rows have judged, where they judge.
    """

    task_type: TaskType
    metric: str
    basis: Basis
    n_rows: int
    ranking: tuple[RankedModel, ...]
    verdict: str
    best_model_id: str | None
    quick_model_id: str | None = None
    recommendation: Recommendation | None = None
    caution: str | None = None
