"""Units of work, and how long the rest will take.

A session is a list of units: one fit of one algorithm on one part of the rows.
How long a unit takes is known from the finished units of the same algorithm,
and only guessed from those of the others, so the estimate is a range.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from engine.records import Progress, Unit

# How far a fit of the same algorithm was seen to stray from the mean of its folds,
# and how far fits of different algorithms on the same rows lie apart.
KNOWN_SPREAD = (0.8, 1.3)
GUESSED_SPREAD = (0.3, 3.0)


@dataclass(frozen=True)
class Task:
    """A unit that is to be done. `weight` is its size against a fit on the first fold."""

    algorithm: str
    part: str
    weight: float = 1.0


class ProgressMeter:
    """Counts units as they finish and says how long the rest may take.

    Parameters
    ----------
    tasks : sequence of Task
        All units of the session, in the order in which they will be done.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._tasks = list(tasks)
        self._finished: list[Unit] = []
        self._started = time.monotonic()
        self._within = 0.0
        self._position = 0

    def begin(self) -> Progress:
        """Start the clock of the next unit."""
        self._started = time.monotonic()
        self._within = 0.0
        return self.progress()

    def step(self, within: float) -> Progress:
        """Note that the share `within` (0 to 1) of the running unit is done."""
        self._within = within
        return self.progress()

    def end(self, score: float | None) -> Progress:
        """Note that the running unit is finished, with its score on rows it did not learn from."""
        task = self._tasks[self._position]
        seconds = time.monotonic() - self._started
        self._finished.append(
            Unit(algorithm=task.algorithm, part=task.part, seconds=seconds, score=score)
        )
        self._position += 1
        return self.begin()

    def skip(self, algorithm: str) -> Progress:
        """Leave out the remaining units of an algorithm that failed."""
        done = list(self._tasks[: self._position])
        rest = [task for task in self._tasks[self._position :] if task.algorithm != algorithm]
        self._tasks = [*done, *rest]
        return self.begin()

    def progress(self) -> Progress:
        """How far the session is now."""
        task = self._tasks[self._position] if self._position < len(self._tasks) else None
        return Progress(
            done=self._position,
            total=len(self._tasks),
            within=self._within,
            stage=task.part if task else "saving the results",
            algorithm=task.algorithm if task else None,
            eta_seconds=self._eta(),
            finished=tuple(self._finished),
        )

    def _eta(self) -> tuple[float, float] | None:
        speeds = self._seconds_per_weight()
        rest = self._tasks[self._position :]
        if not speeds or not rest:
            return None
        ranges = [_expected(task, speeds) for task in rest]
        elapsed = time.monotonic() - self._started
        low, high = sum(low for low, _ in ranges), sum(high for _, high in ranges)
        return max(0.0, low - elapsed), max(0.0, high - elapsed)

    def _seconds_per_weight(self) -> dict[str, float]:
        seconds: dict[str, list[float]] = {}
        for task, unit in zip(self._tasks, self._finished, strict=False):
            seconds.setdefault(task.algorithm, []).append(unit.seconds / task.weight)
        if self._within > 0:
            elapsed = time.monotonic() - self._started
            task = self._tasks[self._position]
            running = elapsed / self._within / task.weight
            seconds.setdefault(task.algorithm, []).append(running)
        return {algorithm: statistics.mean(values) for algorithm, values in seconds.items()}


def _expected(task: Task, speeds: dict[str, float]) -> tuple[float, float]:
    known = task.algorithm in speeds
    speed = speeds[task.algorithm] if known else statistics.median(speeds.values())
    low, high = KNOWN_SPREAD if known else GUESSED_SPREAD
    return speed * task.weight * low, speed * task.weight * high
