"""One entry of the registry of metrics."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.metrics.bootstrap import Interval, Statistic
from engine.metrics.outcome import Outcome
from engine.metrics.requirements import Requirement
from engine.records import TaskType

Unit = Literal["share", "target", "target squared", "none"]


@dataclass(frozen=True)
class Metric:
    """A way to judge predictions.

    Parameters
    ----------
    key : str
        The name in records and over REST.
    name : str
        The name for people.
    task_types : tuple of TaskType
    greater_is_better : bool
    range : tuple of float
        Smallest and largest value there can be; infinite where there is no limit.
    unit : Unit
        What the value is counted in; "target" is the unit of the target column.
    help : str
        What it means, for somebody who never heard of it.
    misleads : str
        When it should not be trusted.
    compute : callable
        The score of an outcome for which `requires` holds.
    requires : callable
        What an outcome lacks for it, as a sentence; see `engine.metrics.requirements`.
    resample : callable, optional
        The scores of bootstrap resamples; ``None`` where there is no interval.
    fallback : callable, optional
        The interval where resamples do not differ, if there is an exact one.
    """

    key: str
    name: str
    task_types: tuple[TaskType, ...]
    greater_is_better: bool
    range: tuple[float, float]
    unit: Unit
    help: str
    misleads: str
    compute: Callable[[Outcome], float]
    requires: Requirement
    resample: Statistic | None = None
    fallback: Callable[[Outcome], Interval | None] | None = None

    def applies(self, outcome: Outcome) -> bool:
        """Whether there is such a score for this outcome at all."""
        return outcome.task_type in self.task_types and self._lack(outcome) is None

    def reason(self, outcome: Outcome) -> str:
        """Why there is no such score for an outcome, in a sentence for people."""
        lack = self._lack(outcome) or "{name} is too large here to be written as a number."
        return lack.replace("{name}", self.name)

    def score(self, outcome: Outcome) -> float | None:
        """The score, ``None`` if it does not apply or is no finite number."""
        if not self.applies(outcome):
            return None
        value = float(self.compute(outcome))
        return value if math.isfinite(value) else None

    def _lack(self, outcome: Outcome) -> str | None:
        if outcome.n_rows == 0:
            return "{name} needs rows to be computed on, and there are none."
        return self.requires(outcome)
