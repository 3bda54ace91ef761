"""How columns of each type become numbers: one module per type.

A recipe is a chain of parts, each a transformer with sentences that say what it
does, so that what is shown is what is done. The module that makes a recipe also
names the numbers that come out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from engine.recipes import dates, levels, numbers, texts
from engine.recipes.features import Feature
from engine.recipes.parts import Group
from engine.recipes.wishes import Wishes, wishes_of
from engine.records import Column

__all__ = ["Feature", "Group", "Wishes", "features", "groups", "wishes_of"]


def groups(columns: Sequence[Column], wishes: Wishes) -> list[Group]:
    """Sort columns into groups and give each its recipe.

    Categories come first, because HistGradientBoosting is told which of its
    features are categories by their positions, and how many numbers a text or
    a date becomes is known only after fitting.
    """
    return [
        *levels.groups("categorical", columns, wishes),
        *levels.groups("boolean", columns, wishes),
        *numbers.groups(columns, wishes),
        *dates.groups(columns, wishes),
        *texts.groups(columns, wishes),
    ]


def features(group: str, fitted: Any, columns: list[str] | str) -> Iterator[Feature]:  # noqa: ANN401 - scikit-learn's pipelines
    """Name the numbers that a group's fitted transformer makes of its columns."""
    yield from _FEATURES[group.partition("_")[0]](fitted, columns)


_FEATURES: dict[str, Callable[[Any, Any], Iterator[Feature]]] = {
    "categorical": levels.features,
    "boolean": levels.features,
    "numeric": numbers.features,
    "datetime": dates.features,
    "text": texts.features,
}
