"""What may be concluded from a ranking, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from engine.comparison.records import RankedModel, Standing
from engine.comparison.scored import Scored
from engine.metrics import Metric, format_score

_REASONS: dict[Standing, str] = {
    "best": "The best score of the models compared.",
    "tied_with_best": "The difference to the best cannot be told from luck.",
    "worse": "Clearly behind the best.",
    "no_better_than_guessing": "Not clearly better than the baseline, which ignores the features.",
    "not_comparable": "It has no score by this metric.",
}


def reason(standing: Standing, one: Scored) -> str:
    """Why a model has this standing; without an interval nothing is called clear."""
    if standing == "worse" and one.ci95 is None:
        return "Its score is behind the best one."
    if one.is_one_of_many:
        return (
            f"Its own interval leaves the baseline out, but of {one.n_compared} models that only "
            "guess, one may do so by luck."
        )
    return _REASONS[standing]


def conclusion(ranking: Sequence[RankedModel], metric: Metric) -> str:
    """One or two sentences about who is best."""
    first = ranking[0]
    if first.rank is None:
        return f"{metric.name} does not apply to these models. Choose another metric."
    best = next((one for one in ranking if one.standing == "best"), None)
    if best is None:
        return _all_guess(first, metric)
    if best is not first:
        return _leader_guesses(first, best, metric)
    tied = sum(one.standing == "tied_with_best" for one in ranking)
    ranked = sum(one.rank is not None for one in ranking)
    return _winner(best.name, metric.name, format_score(metric, best.score), tied, ranked)


def _all_guess(first: RankedModel, metric: Metric) -> str:
    score, baseline = (format_score(metric, value) for value in (first.score, first.baseline))
    if metric.greater_is_better:
        return (
            f"No model is clearly better than guessing. The highest {metric.name} is {score}; "
            f"ignoring the features gives {baseline}."
        )
    return (
        f"No model is clearly better than guessing. The lowest {metric.name} is {score}; "
        f"ignoring the features gives {baseline}."
    )


def _leader_guesses(first: RankedModel, best: RankedModel, metric: Metric) -> str:
    return (
        f"{best.name} is the best of those that are clearly better than guessing, with "
        f"{metric.name} {format_score(metric, best.score)}. {first.name} stands before it with "
        f"{format_score(metric, first.score)}, but varies so much that this may be guessing."
    )


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
