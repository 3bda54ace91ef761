"""What came of a variant, as a record and in words: whether it is better for what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from engine.amounts import number_words, share_words
from engine.records import Costs, Record, VariantKind
from engine.words import Words

# A saving below this share of the cost is not worth a model of its own.
WORTHWHILE = 0.02


class TunedTo(Record):
    """The costs that a threshold was tuned to, and what a held-out row costs on average.

    `label` is the class that is said from the threshold on, `of` what the threshold is of.
    """

    costs: Costs
    label: str
    of: Literal["probability", "decision value"]
    before: float
    after: float


class Variant(Record):
    """A model that was made of another, and the scores of both on the same held-out rows."""

    kind: VariantKind
    model_id: str
    name: str
    before: dict[str, float | None]
    after: dict[str, float | None]
    threshold: float | None = None
    tuned_to: TunedTo | None = None


def words_of(found: Variant) -> Words:
    """What the variant is worth."""
    if found.tuned_to is not None:
        return _of_costs(found, found.tuned_to)
    key, name, better_low = _BY_KIND[found.kind]
    before, after = found.before.get(key), found.after.get(key)
    if after is None:
        return Words(
            meaning=f"“{found.name}” is a model of its own now.",
            judgement=f"{name} cannot be computed on the held-out rows.",
        )
    had = "it had none" if before is None else f"before it was {before:.3f}"
    better = before is None or (after < before if better_low else after > before)
    return Words(
        meaning=f"“{found.name}” is a model of its own now. On the held-out rows its {name} is "
        f"{after:.3f}; {had}.",
        judgement="It is better for what it was made for."
        if better
        else "It is no better than the model it was made of: keep that one.",
        try_next="Compare the two: their folds are the same.",
        tone="good" if better else "plain",
    )


_BY_KIND: Mapping[VariantKind, tuple[str, str, bool]] = {
    "calibrated": ("brier", "Brier score (lower is better)", True),
    "tuned_threshold": ("balanced_accuracy", "balanced accuracy", False),
}


def _of_costs(found: Variant, tuned: TunedTo) -> Words:
    saved = 0.0 if tuned.before == 0 else (tuned.before - tuned.after) / tuned.before
    before, after = number_words(tuned.before), number_words(tuned.after)
    return Words(
        meaning=f"“{found.name}” is a model of its own now. It says “{tuned.label}” from a "
        f"{tuned.of} of {found.threshold or 0.0:.2f} on.",
        judgement=f"There mistakes cost least within the rows it learned from; a held-out row "
        f"costs {after} on average, and before it was {before}. {_saving(saved)}",
        try_next="Compare the two, and tune it again when the costs change: the threshold is fixed "
        "in the model, a FixedThresholdClassifier of scikit-learn."
        if saved > WORTHWHILE
        else "Give it other costs, or look for a model that tells the classes apart better.",
        tone="good" if saved > WORTHWHILE else "plain",
    )


def _saving(saved: float) -> str:
    if saved > WORTHWHILE:
        return f"It is better for what it was made for: mistakes cost {share_words(saved)} less."
    if saved < -WORTHWHILE:
        return (
            "On held-out rows it costs more than the model it was made of, which may be luck: keep "
            "that one."
        )
    return "It costs about as much as the model it was made of: keep that one."
