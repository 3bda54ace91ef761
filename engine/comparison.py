"""Which of several models is best, and what may be concluded.

Models are ranked only if they were scored on the same rows. Where all of them
have the same folds, the mean over the folds is compared, and two models differ
if the corrected resampled t interval of their paired differences leaves out
zero (Nadeau and Bengio, 2003, "Inference for the Generalization Error").
Without folds a model is tied with the best if the best score lies inside its
bootstrap interval.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.errors import ComparisonError, InvalidValueError
from engine.metrics import Metric, fold_scores, format_score, metrics
from engine.records import Record, TaskType, TrainedModel
from engine.splits import usual_test_ratio

Standing = Literal["best", "tied_with_best", "worse", "no_better_than_guessing", "not_comparable"]
Basis = Literal["cross-validation", "hold-out", "all rows"]
Interval = tuple[float, float]


class RankedModel(Record):
    """One model of a comparison; `rank` is ``None`` if it cannot be ranked."""

    model_id: str
    name: str
    rank: int | None
    score: float | None
    ci95: Interval | None
    baseline: float | None
    standing: Standing
    reason: str


class Comparison(Record):
    """A ranking, best first, and what it means.

    `basis` says which scores were compared: those over the folds, those on the
    held-out rows, or (for clustering) those on all rows.
    """

    task_type: TaskType
    metric: str
    basis: Basis
    n_rows: int
    ranking: tuple[RankedModel, ...]
    verdict: str
    best_model_id: str | None


def rows_key(model: TrainedModel) -> tuple[str, ...]:
    """What two models must share to be ranked together.

    The same file read in another way, with a decimal comma for example, has other
    rows. For clustering the features and their preparation count too: a distance
    is only comparable to one in the same space.
    """
    provenance = model.provenance
    dialect = provenance.dialect.model_dump_json(exclude={"reasons", "choices"})
    file = (provenance.dataset_sha256, dialect)
    key = (model.task_type, *file, str(model.target), provenance.split_sha256)
    return (*key, *model.features) if model.task_type == "clustering" else key


@dataclass(frozen=True)
class _Scored:
    """A model with the numbers it is compared by; greater is always better in `folds`."""

    model: TrainedModel
    score: float | None
    ci95: Interval | None
    folds: tuple[float | None, ...]
    baseline: float | None


class ModelComparator:
    """Compares models.

    Parameters
    ----------
    models : sequence of TrainedModel
        At least one. Those that were scored on other rows than most of them are
        set apart, with the reason.
    """

    def __init__(self, models: Sequence[TrainedModel]) -> None:
        if not models:
            raise InvalidValueError(
                "At least one model was expected, but none was given.",
                field="model_ids",
                hint="Choose the models to compare.",
            )
        task_types = {model.task_type for model in models}
        if len(task_types) > 1:
            raise ComparisonError(
                f"Models of one task type were expected, but {', '.join(sorted(task_types))} "
                "were given.",
                field="model_ids",
                hint="Compare classifiers with classifiers, and so on.",
            )
        self._models = models
        self._task_type = models[0].task_type

    def compare(self, *, metric: str | None = None) -> Comparison:
        """Rank the models by one metric, best first."""
        chosen = self._metric(metric)
        key = self._commonest_rows()
        together = [model for model in self._models if rows_key(model) == key]
        apart = [model for model in self._models if rows_key(model) != key]
        basis = _basis(together)
        scored = [_scored(model, chosen, basis) for model in together]
        ranking = _ranked(scored, chosen)
        return Comparison(
            task_type=self._task_type,
            metric=chosen.key,
            basis=basis,
            n_rows=_rows(together[0], basis),
            ranking=(*ranking, *(_other_rows(model, chosen) for model in apart)),
            verdict=_verdict(ranking, chosen),
            best_model_id=ranking[0].model_id if ranking[0].rank == 1 else None,
        )

    def _metric(self, key: str | None) -> Metric:
        known = metrics(self._task_type)
        if key is None:
            return known[0]
        found = next((metric for metric in known if metric.key == key), None)
        if found is None:
            raise InvalidValueError(
                f"{key!r} is not a metric of {self._task_type}.",
                field="metric",
                hint=f"Use one of: {', '.join(metric.key for metric in known)}.",
            )
        return found

    def _commonest_rows(self) -> tuple[str, ...]:
        return Counter(rows_key(model) for model in self._models).most_common(1)[0][0]


def _basis(models: Sequence[TrainedModel]) -> Basis:
    if models[0].task_type == "clustering":
        return "all rows"
    folds = {model.provenance.folds_sha256 for model in models}
    return "cross-validation" if len(folds) == 1 and None not in folds else "hold-out"


def _rows(model: TrainedModel, basis: Basis) -> int:
    return model.provenance.n_test if basis == "hold-out" else model.provenance.n_train


def _scored(model: TrainedModel, metric: Metric, basis: Basis) -> _Scored:
    scores = model.scores
    if basis == "cross-validation":
        cv = scores.cv[metric.key]
        baseline = scores.baseline_cv.get(metric.key)
        return _Scored(model, cv.mean, cv.ci95, cv.folds, baseline)
    interval = scores.test_ci95.get(metric.key)
    baseline = scores.baseline.get(metric.key)
    return _Scored(model, scores.test.get(metric.key), interval, (), baseline)


def _ranked(scored: Sequence[_Scored], metric: Metric) -> list[RankedModel]:
    known = [one for one in scored if one.score is not None]
    ordered = sorted(known, key=lambda one: _good(one.score, metric), reverse=True)
    ranking = [_place(one, ordered[0], rank, metric) for rank, one in enumerate(ordered, start=1)]
    return ranking + [_without_score(one, metric) for one in scored if one.score is None]


def _good(score: float | None, metric: Metric) -> float:
    """The score turned so that greater is better."""
    value = float("-inf") if score is None else score
    return value if metric.greater_is_better else -value


def _place(one: _Scored, best: _Scored, rank: int, metric: Metric) -> RankedModel:
    standing = _standing(one, best, metric)
    return RankedModel(
        model_id=one.model.id,
        name=one.model.name,
        rank=rank,
        score=one.score,
        ci95=one.ci95,
        baseline=one.baseline,
        standing=standing,
        reason=_REASONS[standing],
    )


_REASONS: dict[Standing, str] = {
    "best": "The best score of the models compared.",
    "tied_with_best": "The difference to the best cannot be told from luck.",
    "worse": "Clearly behind the best.",
    "no_better_than_guessing": "Not clearly better than the baseline, which ignores the features.",
    "not_comparable": "It has no score by this metric.",
}


def _standing(one: _Scored, best: _Scored, metric: Metric) -> Standing:
    if _only_guesses(one, metric):
        return "no_better_than_guessing"
    if one is best:
        return "best"
    return "tied_with_best" if _tied(one, best) else "worse"


def _only_guesses(one: _Scored, metric: Metric) -> bool:
    """Whether the interval reaches the baseline; without an interval, the score itself."""
    if one.baseline is None or one.score is None:
        return False
    interval = one.ci95 or (one.score, one.score)
    worst = min(_good(bound, metric) for bound in interval)
    return worst <= _good(one.baseline, metric)


def _tied(one: _Scored, best: _Scored) -> bool:
    if one.folds and best.folds:
        return _folds_tied(one, best)
    if one.ci95 is None or best.score is None:
        return one.score == best.score
    low, high = one.ci95
    return low <= best.score <= high


def _folds_tied(one: _Scored, best: _Scored) -> bool:
    pairs = zip(one.folds, best.folds, strict=True)
    differences = [a - b for a, b in pairs if a is not None and b is not None]
    spec = one.model.provenance.spec
    ratio = usual_test_ratio(spec.cv_folds, in_time=spec.time_column is not None)
    interval = fold_scores(differences, test_ratio=ratio).ci95
    if interval is None:
        return one.score == best.score
    return interval[0] <= 0 <= interval[1]


def _without_score(one: _Scored, metric: Metric) -> RankedModel:
    reason = f"{metric.name} does not apply to this model."
    return _apart(one.model, reason)


def _other_rows(model: TrainedModel, _metric: Metric) -> RankedModel:
    reason = (
        "It was scored on other rows, a file that was read otherwise, another target or, for "
        "clustering, other columns."
    )
    return _apart(model, reason)


def _apart(model: TrainedModel, reason: str) -> RankedModel:
    return RankedModel(
        model_id=model.id,
        name=model.name,
        rank=None,
        score=None,
        ci95=None,
        baseline=None,
        standing="not_comparable",
        reason=reason,
    )


def _verdict(ranking: Sequence[RankedModel], metric: Metric) -> str:
    """One or two whole sentences that say what may be concluded."""
    best = ranking[0]
    if best.rank is None:
        return f"{metric.name} does not apply to these models. Choose another metric."
    score = format_score(metric, best.score)
    if best.standing == "no_better_than_guessing":
        return (
            f"No model is clearly better than guessing. The highest {metric.name} is {score}; "
            f"ignoring the features gives {format_score(metric, best.baseline)}."
        )
    tied = sum(one.standing == "tied_with_best" for one in ranking)
    ranked = sum(one.rank is not None for one in ranking)
    return _winner(best.name, metric.name, score, tied, ranked)


def _winner(name: str, metric: str, score: str, tied: int, ranked: int) -> str:
    if ranked == 1:
        return f"{name} has {metric} {score}. Train others on the same rows to compare it."
    if tied == 0:
        return f"{name} is the best of {ranked}, with {metric} {score}."
    if tied == 1:
        return (
            f"{name} is ahead with {metric} {score}, but one other model is tied with it: "
            "the difference cannot be told from luck."
        )
    return (
        f"{name} is ahead with {metric} {score}, but {tied} other models are tied with it: "
        "the differences cannot be told from luck."
    )
