"""Which columns give the answer away: one by itself, a few together, or a formula."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.audit.formulas import formula
from engine.audit.lookups import FEWEST_OF_CLASS, Amounts, Answers, amounts, classes
from engine.audit.one_column import Told, told
from engine.audit.samples import Sample, Sampled
from engine.audit.spelling import Spelling, spelling
from engine.records import TaskType

# Fewer rows agree with anything by chance.
FEWEST_ROWS = 20
# Of more classes, a training would refuse the target or most have no rows to be judged by.
MOST_CLASSES = 200
ROWS_PER_CLASS = 4


@dataclass(frozen=True)
class Leaks:
    """What single columns tell of the target, the best first, and sets that give it together."""

    told: tuple[Told, ...]
    spelling: Spelling | None = None
    formula: tuple[str, ...] = ()

    @property
    def near_copies(self) -> tuple[Told, ...]:
        """Single columns that tell more than anything honest does."""
        return tuple(one for one in self.told if one.gives_away)

    @property
    def are_none(self) -> bool:
        """Whether no column gives the answer away, neither alone nor with others."""
        return not self.near_copies and self.spelling is None and not self.formula


def leaks(sample: Sample, task_type: TaskType) -> Leaks | None:
    """Look for columns that tell the target; ``None`` if it does not allow that."""
    answers = None if sample.target is None else _answers(sample.target, task_type)
    if answers is None:
        return None
    ranked = told(sample.features, answers)
    copies = {one.name for one in ranked if one.gives_away}
    others = tuple(column for column in sample.features if column.name not in copies)
    return Leaks(tuple(ranked), spelling(others, answers), _formula(others, answers))


def _formula(columns: tuple[Sampled, ...], answers: Answers) -> tuple[str, ...]:
    return formula(columns, answers) if isinstance(answers, Amounts) else ()


def _answers(target: Sampled, task_type: TaskType) -> Answers | None:
    """The target to be told, if it has enough rows of at least two values."""
    if len(target.values) < FEWEST_ROWS or target.n_levels < 2:
        return None
    if task_type == "regression":
        return amounts(target.numbers) if target.column.type == "numeric" else None
    if target.n_levels > min(MOST_CLASSES, len(target.values) / ROWS_PER_CLASS):
        return None
    common = np.bincount(target.codes) >= FEWEST_OF_CLASS
    return classes(target.codes) if common.sum() >= 2 else None
