"""Which of two algorithms is the simpler one, where their scores cannot tell them apart."""

from __future__ import annotations

from typing import Final

from engine.algorithms import KNOWN
from engine.algorithms.config import Family

# From what a person can follow on paper to what nobody can, by family.
SIMPLEST_FIRST: Final[tuple[Family, ...]] = (
    "Baseline",
    "Linear models",
    "Bayes",
    "Discriminant analysis",
    "Trees",
    "Nearest neighbours",
    "Support vectors",
    "Ensembles of trees",
    "Gaussian processes",
    "Neural networks",
    "Centres",
    "Mixtures",
    "Hierarchies",
    "Densities",
    "Similarities",
)


def family_of(key: str) -> Family | None:
    """The family of an algorithm, installed or not; ``None`` if there is none of this key."""
    return next((entry.family for entry in KNOWN if entry.key == key), None)


def simplicity(key: str) -> int:
    """Place of an algorithm's family among all, the simplest first and unknown ones last."""
    family = family_of(key)
    return len(SIMPLEST_FIRST) if family is None else SIMPLEST_FIRST.index(family)
