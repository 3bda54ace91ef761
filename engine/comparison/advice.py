"""What to take: the simplest model that may be the best, and what a quick one gives."""

from __future__ import annotations

from collections.abc import Sequence

from engine.algorithms.simplicity import family_of, simplicity
from engine.amounts import fit_words
from engine.comparison.differences import clearly_better, tied
from engine.comparison.records import Recommendation
from engine.comparison.scored import Scored

# A fit of so many seconds costs nothing: whatever takes longer should be better.
QUICK_SECONDS = 2.0


def quick_model(ordered: Sequence[Scored]) -> Scored | None:
    """The simplest model that is better than guessing and took two seconds at most to fit."""
    quick = [
        one for one in ordered if one.model.fit_seconds <= QUICK_SECONDS and not one.only_guesses
    ]
    return min(quick, key=_simplest_first, default=None)


def remark(one: Scored, quick: Scored | None, *, rank: int) -> str | None:
    """Say that a model is not clearly better than the quick one, which has this rank."""
    if quick is None or one is quick or one.only_guesses or clearly_better(one, quick):
        return None
    return (
        f"It is not clearly better than {quick.model.name} (rank {rank}), the simplest of the "
        f"quick models: its fit took {fit_words(quick.model.fit_seconds)}."
    )


def recommendation(ordered: Sequence[Scored], best: Scored) -> Recommendation | None:
    """Give the simplest of the models tied with the best, of equal ones the quickest to fit."""
    if best.only_guesses:
        return None
    group = [one for one in ordered if not one.only_guesses and (one is best or tied(one, best))]
    chosen = min(group, key=_simplest_first)
    return Recommendation(
        model_id=chosen.model.id, name=chosen.model.name, reason=_why(chosen, group, ordered)
    )


def _simplest_first(one: Scored) -> tuple[int, float]:
    return simplicity(one.model.algorithm), one.model.fit_seconds


def _why(chosen: Scored, group: Sequence[Scored], ordered: Sequence[Scored]) -> str:
    name = chosen.model.name
    if len(ordered) == 1:
        return f"{name} is the only model here, and it is better than guessing."
    if len(group) == 1:
        return _why_best(chosen, ordered)
    family = family_of(chosen.model.algorithm) or "of a family of its own"
    alike = [one for one in group if simplicity(one.model.algorithm) == _simplest_first(chosen)[0]]
    if len(alike) == 1:
        return (
            f"Of the {len(group)} models that cannot be told apart, {name} is the simplest "
            f"({family}), so it is the one to take."
        )
    return (
        f"Of the {len(group)} models that cannot be told apart, {len(alike)} are equally simple "
        f"({family}); {name} is the quickest of them to fit "
        f"({fit_words(chosen.model.fit_seconds)}), so it is the one to take."
    )


def _why_best(best: Scored, ordered: Sequence[Scored]) -> str:
    if best is not ordered[0]:
        return f"{best.model.name} is the best of those that are clearly better than guessing."
    if best.ci95 is None:
        return (
            f"{best.model.name} has the best score, but no interval: how much of its lead is luck "
            "cannot be said."
        )
    return f"{best.model.name} is better than all others by more than luck."


def beats_quick(best: Scored, quick: Scored | None) -> bool:
    """Whether the best model is clearly better than the quick one, or there is none to beat."""
    return quick is None or best is quick or clearly_better(best, quick)


def nothing_beats(quick: Scored, *, rank: int) -> str:
    """Say that no model is clearly better than the quick one, which has this rank."""
    return (
        f"None is clearly better than {quick.model.name} (rank {rank}), whose fit took "
        f"{fit_words(quick.model.fit_seconds)}."
    )
