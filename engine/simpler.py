"""Which settings would make a model simpler, by what its entry in the registry says."""

from __future__ import annotations

from engine.algorithms import entry_of
from engine.hyperparameters import Hyperparameter, Way
from engine.records import Setting, TrainedModel

# More than two settings at once, and nobody knows which of them helped.
MOST_TOLD = 2


def is_a_baseline(model: TrainedModel) -> bool:
    """Whether it ignores the features on purpose."""
    entry = entry_of(model)
    return entry is not None and entry.baseline


def simpler_words(model: TrainedModel) -> str:
    """Say which settings to turn which way, so that a model follows its rows less closely."""
    lower, higher = ("”, “".join(_names(model, way)) for way in ("down", "up"))
    if lower and higher:
        return (
            f"Turn down “{lower}” or turn up “{higher}”, which makes it simpler, or bring more "
            "rows: both bring the two scores together."
        )
    if lower:
        return (
            f"Turn down “{lower}”, which makes it simpler, or bring more rows: both bring the two "
            "scores together."
        )
    if higher:
        return (
            f"Turn up “{higher}”, which makes it simpler, or bring more rows: both bring the two "
            "scores together."
        )
    return "A simpler algorithm, fewer columns or more rows bring the two scores together."


def _names(model: TrainedModel, way: Way) -> list[str]:
    entry = entry_of(model)
    known = () if entry is None else entry.hyperparameters
    values = dict(entry.defaults if entry else {}) | dict(model.hyperparameters)
    useful = [one for one in known if one.important and _can_turn(one, values)]
    return [one.label for one in useful[:MOST_TOLD] if one.simpler == way]


def _can_turn(one: Hyperparameter, values: dict[str, Setting]) -> bool:
    """Whether a setting has an effect and is not at its end already."""
    value = values.get(one.name)
    end = one.minimum if one.simpler == "down" else one.maximum
    return one.simpler is not None and one.is_shown(values) and value != end
