"""What an algorithm cannot use of what was chosen, or should not: always said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.algorithms import AlgorithmConfig
from engine.recipes.wishes import selection_of
from engine.records import ColumnType, Preprocessing
from engine.target_transforms import transforms_target


@dataclass(frozen=True)
class Caution:
    """A sentence, the columns it is about, and when it has to be said.

    Without `types` it is about the algorithm as a whole.
    """

    types: tuple[ColumnType, ...]
    sentence: str
    applies: Callable[[AlgorithmConfig, Preprocessing], bool]


def cautions(algorithm: AlgorithmConfig, chosen: Preprocessing) -> list[Caution]:
    """All that has to be said about an algorithm and what was chosen."""
    if algorithm.baseline:
        return []
    return [caution for caution in CAUTIONS if caution.applies(algorithm, chosen)]


def _clusters(algorithm: AlgorithmConfig) -> bool:
    return algorithm.task_type == "clustering"


CAUTIONS: tuple[Caution, ...] = (
    Caution(
        ("categorical",),
        "The mean of the target was chosen, but groups are sought without a target: levels are "
        "encoded as this algorithm wants them.",
        lambda algorithm, chosen: chosen.categories == "target" and _clusters(algorithm),
    ),
    Caution(
        ("categorical", "boolean"),
        "This algorithm could take categories as they are, but feature selection needs numbers.",
        lambda algorithm, chosen: (
            algorithm.encoding == "native"
            and chosen.categories == "auto"
            and selection_of(algorithm, chosen) != "none"
        ),
    ),
    Caution(
        ("categorical",),
        "This algorithm takes the order of these numbers and the distances between them for "
        "real: a column for each level suits it better.",
        lambda algorithm, chosen: chosen.categories == "ordinal" and algorithm.scale,
    ),
    Caution(
        ("text",),
        "Counting single words was chosen, but this algorithm cannot use thousands of columns: "
        "it gets topics.",
        lambda algorithm, chosen: chosen.text == "tfidf" and not algorithm.sparse,
    ),
    Caution(
        ("numeric", "datetime"),
        "This algorithm wants all columns on one scale, but scaling is switched off: columns "
        "with large numbers will count most.",
        lambda algorithm, chosen: chosen.scaling == "none" and algorithm.scale,
    ),
    Caution(
        (),
        "The features that tell most about the target were to be kept, but groups are sought "
        "without a target: all features are kept.",
        lambda algorithm, chosen: chosen.feature_selection == "best" and _clusters(algorithm),
    ),
    Caution(
        (),
        "This algorithm has no weights for classes, so a rare class counts by its rows.",
        lambda algorithm, chosen: (
            chosen.class_weight == "balanced"
            and algorithm.task_type == "classification"
            and "class_weight" not in algorithm.defaults
        ),
    ),
    Caution(
        (),
        "This algorithm needs targets that are not negative, which the transformed target would "
        "be: it learns the target as it is.",
        lambda algorithm, chosen: (
            algorithm.task_type == "regression"
            and chosen.target_transform != "none"
            and not transforms_target(algorithm, chosen)
        ),
    ),
)
