"""Ranks models that were scored on the same rows, and sets the others apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from types import MappingProxyType

from engine.comparison.advice import (
    beats_quick,
    nothing_beats,
    quick_model,
    recommendation,
    remark,
)
from engine.comparison.differences import difference, tied
from engine.comparison.records import Basis, Comparison, RankedModel, Standing
from engine.comparison.scored import (
    FoldsKey,
    Scored,
    allowed_for_luck,
    basis_of,
    folds_key,
    n_rows,
    rows_key,
    scored,
)
from engine.comparison.verdict import conclusion, reason
from engine.errors import ComparisonError, InvalidValueError
from engine.holdout import Openings, has_folds, is_open, n_opened, of_comparison
from engine.metrics import Metric, Outcome, metrics, why_missing
from engine.records import TrainedModel

OTHER_FOLDS = (
    "It was judged over other folds, or has none: its scores and those of the others are not of "
    "the same fits."
)
OTHER_ROWS = (
    "It was scored on other rows, a file that was read otherwise, another target or, for "
    "clustering, other columns."
)


def _not_kept(_model: TrainedModel) -> Outcome | None:
    return None


class ModelComparator:
    """Compares models.

    Parameters
    ----------
    models : sequence of TrainedModel
        At least one. Those that were scored on other rows than most of them are
        set apart, with the reason; so are those with other folds.
    openings : mapping of str to Opening
        The models of the workspace whose held-out scores were looked at.
    held_out : callable
        What a model said of its held-out rows, which is asked for where there is
        nothing else to compare; ``None`` if that was not kept.
    """

    def __init__(
        self,
        models: Sequence[TrainedModel],
        openings: Openings = MappingProxyType({}),
        *,
        held_out: Callable[[TrainedModel], Outcome | None] = _not_kept,
    ) -> None:
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
        self._openings = openings
        self._held_out = held_out
        self._task_type = models[0].task_type

    def compare(self, *, metric: str | None = None) -> Comparison:
        """Rank the models by one metric, best first."""
        chosen = self._metric(metric)
        key = self._commonest_rows()
        together = [model for model in self._models if folds_key(model) == key]
        apart = [model for model in self._models if folds_key(model) != key]
        basis = basis_of(together)
        known = [self._scored(model, chosen, basis) for model in together]
        ranking = _Ranking(allowed_for_luck(known))
        places = [self._with_held_out(one, chosen) for one in ranking.places]
        return Comparison(
            task_type=self._task_type,
            metric=chosen.key,
            basis=basis,
            n_rows=n_rows(together[0], basis),
            ranking=(*places, *(_apart(model, _why_apart(model, key)) for model in apart)),
            verdict=ranking.verdict(chosen),
            best_model_id=_id(ranking.best),
            quick_model_id=_id(ranking.quick),
            recommendation=ranking.recommendation,
            caution=self._caution(together) if basis == "hold-out" else None,
        )

    def _scored(self, model: TrainedModel, metric: Metric, basis: Basis) -> Scored:
        outcome = self._held_out(model) if basis == "hold-out" else None
        return scored(model, metric, basis, outcome)

    def _with_held_out(self, one: RankedModel, metric: Metric) -> RankedModel:
        """Add the held-out score of a model with folds, if it was opened."""
        model = next(model for model in self._models if model.id == one.model_id)
        if not has_folds(model) or not is_open(model, self._openings):
            return one
        return one.model_copy(update={"held_out": model.scores.test.get(metric.key)})

    def _caution(self, together: Sequence[TrainedModel]) -> str:
        known = n_opened(together[0], self._openings)
        return of_comparison(max(known, len(together)))

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

    def _commonest_rows(self) -> FoldsKey:
        """Rows and folds that most models share; of equally many, such as have folds."""
        counts = Counter(folds_key(model) for model in self._models)
        return max(counts, key=lambda key: (counts[key], key[1] is not None))


class _Ranking:
    """Models that were scored on the same rows, best first."""

    def __init__(self, everything: Sequence[Scored]) -> None:
        known = [one for one in everything if one.score is not None]
        self._ordered = sorted(known, key=lambda one: one.good, reverse=True)
        better = [one for one in self._ordered if not one.only_guesses]
        self.best = next(iter([*better, *self._ordered]), None)
        self.quick = quick_model(self._ordered)
        missing = [one for one in everything if one.score is None]
        self.places = [
            *(self._place(one, rank) for rank, one in enumerate(self._ordered, start=1)),
            *(_apart(one.model, _no_score(one)) for one in missing),
        ]
        self.recommendation = (
            None if self.best is None else recommendation(self._ordered, self.best)
        )

    def verdict(self, metric: Metric) -> str:
        """Who is best, which one to take, and whether a quick one would do."""
        sentences, advised = [conclusion(self.places, metric)], self.recommendation
        if advised is not None and len(self._tied) > 1:
            sentences.append(advised.reason)
        # Where the quick one is recommended, that has been said.
        is_news = advised is None or advised.model_id != _id(self.quick)
        if self.best and self.quick and is_news and not beats_quick(self.best, self.quick):
            sentences.append(nothing_beats(self.quick, rank=self._rank(self.quick)))
        return " ".join(sentences)

    @property
    def _tied(self) -> list[RankedModel]:
        return [one for one in self.places if one.standing in {"best", "tied_with_best"}]

    def _rank(self, one: Scored) -> int:
        return 1 + self._ordered.index(one)

    def _place(self, one: Scored, rank: int) -> RankedModel:
        best, quick = self.best or one, self.quick
        standing = _standing(one, best)
        return RankedModel(
            model_id=one.model.id,
            name=one.model.name,
            rank=rank,
            score=one.score,
            ci95=one.ci95,
            baseline=one.baseline,
            standing=standing,
            reason=reason(standing, one),
            difference=None if one is best else difference(one, best),
            remark=None if quick is None else remark(one, quick, rank=self._rank(quick)),
        )


def _why_apart(model: TrainedModel, key: FoldsKey) -> str:
    return OTHER_FOLDS if rows_key(model) == key[0] else OTHER_ROWS


def _standing(one: Scored, best: Scored) -> Standing:
    if one.only_guesses:
        return "no_better_than_guessing"
    if one is best:
        return "best"
    return "tied_with_best" if tied(one, best) else "worse"


def _no_score(one: Scored) -> str:
    """Why a model has no score: on its held-out rows it may have one, and none in its folds."""
    if one.model.scores.test.get(one.metric.key) is not None:
        return f"{one.metric.name} does not apply in any of its folds."
    return why_missing(one.metric, one.model)


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


def _id(one: Scored | None) -> str | None:
    return None if one is None else one.model.id
