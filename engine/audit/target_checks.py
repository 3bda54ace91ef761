"""Checks of the target: whether it can be learned, and what its scores will rest on."""

from __future__ import annotations

import math

from engine.audit.check import Found
from engine.audit.column_checks import (
    distinct_evidence,
    missing_evidence,
    n_present,
    range_evidence,
)
from engine.audit.look import Look
from engine.records import Column, Dataset, Preparation, Repair

# A split into a part to learn from and a part to be judged on needs two of each class.
FEWEST_OF_CLASS = 2
# Fewer folds than this say too little about how much a score varies.
FEWEST_FOLDS = 3
# With so many rows of one class, always answering it seems good.
IMBALANCED = 0.9


def missing(look: Look, target: Column) -> Found | None:
    """How many rows have no target, if some have one."""
    if not target.missing or not target.distinct:
        return None
    return Found(missing_evidence(look.dataset, target), (target.name,))


def one_value(look: Look, target: Column) -> Found | None:
    """The target's number of values if it is below two."""
    if target.distinct >= 2:
        return None
    return Found(distinct_evidence(look.dataset, target), (target.name,))


def date(_: Look, target: Column) -> Found | None:
    """The target's range if it is a date."""
    if target.type != "datetime":
        return None
    return Found(range_evidence(target), (target.name,))


def small_class(look: Look, target: Column) -> Found | None:
    """The target's smallest class if it cannot be in all folds and among the held-out rows."""
    if look.task_type != "classification" or target.distinct < 2:
        return None
    preparation = look.dataset.preparation
    smallest = _smallest_class(look.dataset, target)
    learned = 1 - preparation.test_size
    needed = max(FEWEST_OF_CLASS, math.ceil(preparation.cv_folds / learned))
    if smallest >= needed:
        return None
    evidence = (
        f"Rows of the smallest class of {target.name}: {smallest}. At least {needed} are needed."
    )
    return Found(evidence, (target.name,), _fewer_folds(preparation, smallest))


def _fewer_folds(preparation: Preparation, smallest: int) -> Repair | None:
    """As many folds as the class has rows to learn from, if those are enough to judge by."""
    folds = int(smallest * (1 - preparation.test_size))
    if folds >= FEWEST_FOLDS:
        return Repair(label=f"Use {folds} folds", preparation={"cv_folds": folds})
    if smallest < FEWEST_OF_CLASS and preparation.stratify:
        label = "Do not keep the shares of the classes"
        return Repair(label=label, preparation={"stratify": False})
    return None


def imbalance(look: Look, target: Column) -> Found | None:
    """The target's commonest class if nearly all rows are of it."""
    if look.task_type != "classification" or target.distinct < 2 or not target.top:
        return None
    label, count = target.top[0]
    present = n_present(look.dataset, target)
    if count < IMBALANCED * present:
        return None
    evidence = f"{count:,} of {present:,} rows are of the class {label!r} of {target.name}."
    return Found(evidence, (target.name,))


def _smallest_class(dataset: Dataset, target: Column) -> int:
    """Rows of the smallest class; where only the commonest are listed, at most so many."""
    listed = [count for _, count in target.top]
    n_unlisted = target.distinct - len(listed)
    if n_unlisted == 0:
        return min(listed)
    return (n_present(dataset, target) - sum(listed)) // n_unlisted
