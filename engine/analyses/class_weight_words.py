"""What class weights do to a model, in words: pure functions of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from engine.amounts import share_words
from engine.analyses.class_weights import BothWays, ClassEffect, ClassWeights
from engine.words import Words

MOST_NAMED = 3
# Scores in which lower is better tell whether probabilities can be taken at their word.
OF_PROBABILITIES = frozenset({"log_loss", "brier"})


def of_class_weights(found: ClassWeights) -> Words:
    """Which classes are found more often, what it costs, and whether it is worth it."""
    more = [one for one in found.classes if _moved(one.recall) > 0]
    if not more:
        return Words(
            meaning=f"With balanced class weights no class is clearly found more often, over "
            f"{found.n_folds:,} folds.",
            judgement="They make no difference for the better that can be told from luck."
            if not _probabilities_suffer(found)
            else "They only make the probabilities worse.",
            try_next="Train it again without class weights."
            if found.has_weights
            else "Leave the class weights as they are.",
            tone="warn" if found.has_weights else "plain",
        )
    return Words(
        meaning=_meaning(more, found),
        judgement=_judgement(more, found),
        try_next=_try_next(found),
        tone="good" if "balanced_accuracy" in _higher(found) else "plain",
    )


def _meaning(more: Sequence[ClassEffect], found: ClassWeights) -> str:
    most = max(more, key=lambda one: one.recall.difference or 0.0)
    before, after = (share_words(one or 0.0) for one in (most.recall.without, most.recall.balanced))
    if len(more) == 1:
        return (
            f"With balanced class weights {after} of “{most.label}” are found instead of {before}, "
            f"on average over {found.n_folds:,} folds."
        )
    names = "”, “".join(one.label for one in more[:MOST_NAMED])
    return (
        f"With balanced class weights {len(more)} classes are clearly found more often, among "
        f"them “{names}”; most of all “{most.label}”, of which {after} are found instead of "
        f"{before}, on average over {found.n_folds:,} folds."
    )


def _judgement(more: Sequence[ClassEffect], found: ClassWeights) -> str:
    return " ".join(filter(None, (_price(more, found), _probability_price(found))))


def _price(more: Sequence[ClassEffect], found: ClassWeights) -> str:
    """What it costs in false alarms, or in rows of other classes."""
    dearer = [one for one in more if _moved(one.precision) < 0]
    if dearer:
        worst = min(dearer, key=lambda one: one.precision.difference or 0.0)
        before, after = (
            share_words(one or 0.0) for one in (worst.precision.without, worst.precision.balanced)
        )
        return (
            f"It costs false alarms: where “{worst.label}” is said it is right in {after} instead "
            f"of {before}."
        )
    fewer = [one for one in found.classes if _moved(one.recall) < 0]
    if fewer:
        worst = min(fewer, key=lambda one: one.recall.difference or 0.0)
        before, after = (
            share_words(one or 0.0) for one in (worst.recall.without, worst.recall.balanced)
        )
        return f"It costs rows of “{worst.label}”: {after} are found instead of {before}."
    return "What it costs in other classes cannot be told from luck."


def _probability_price(found: ClassWeights) -> str:
    if not _probabilities_suffer(found):
        return ""
    rarest = found.classes[0]
    if rarest.probability is None or rarest.probability.balanced is None:
        return "Its probabilities are clearly worse."
    return (
        f"Its probabilities do not mean what they say any more: for “{rarest.label}” it says "
        f"{share_words(rarest.probability.balanced)} on average, but {share_words(rarest.share)} "
        "of the rows are."
    )


def _try_next(found: ClassWeights) -> str:
    if found.has_weights:
        return (
            "Keep the weights if a missed row of a rare class is worse than a false alarm; if you "
            "need probabilities, make a calibrated variant."
            if _probabilities_suffer(found)
            else "Keep the weights if a missed row of a rare class is worse than a false alarm."
        )
    if len(found.classes) == 2:
        return (
            "If a missed row of the rare class is worse than a false alarm, train it again with "
            "balanced class weights; or tune the threshold, which leaves the probabilities as they "
            "are."
        )
    return (
        "If a missed row of a rare class is worse than a false alarm, train it again with balanced "
        "class weights."
    )


def _probabilities_suffer(found: ClassWeights) -> bool:
    return bool(_higher(found) & OF_PROBABILITIES)


def _higher(found: ClassWeights) -> set[str]:
    return {key for key, one in found.scores.items() if _moved(one) > 0}


def _moved(one: BothWays) -> float:
    """The difference where it is more than luck, else 0."""
    return (one.difference or 0.0) if one.clear else 0.0
