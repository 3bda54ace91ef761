"""Units of work, and how long the rest will take.

A session is a list of units: one fit of one algorithm on one part of the rows.
How long a unit takes is known from the finished units of the same algorithm.
Before that it is expected from two small fits or from the registry, and those
expectations are corrected by how wrong they were for other algorithms. The
estimate is always a range.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.fitting import Step
from engine.records import Progress, Unit

Range = tuple[float, float]

# How far a fit of the same algorithm was seen to stray from the mean of its folds,
# and how far fits of different algorithms on the same rows lie apart.
KNOWN_SPREAD = (0.8, 1.3)
GUESSED_SPREAD = (0.3, 3.0)
# One finished algorithm may correct the expectations of the others by this much.
MOST_CORRECTION = 5.0


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
    expected : mapping of str to range
        Seconds that a unit of weight 1 is expected to take, by algorithm.
    """

    def __init__(self, tasks: Sequence[Task], expected: Mapping[str, Range] | None = None) -> None:
        self._tasks = list(tasks)
        self._guesses = dict(expected or {})
        self._finished: list[Unit] = []
        self._started = time.monotonic()
        self._step = Step()
        self._position = 0

    def begin(self) -> Progress:
        """Start the clock of the next unit."""
        self._started = time.monotonic()
        self._step = Step()
        return self.progress()

    def step(self, step: Step) -> Progress:
        """Note how far the running unit is."""
        self._step = step
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
            within=self._step.share or 0.0,
            stage=task.part if task else "saving the results",
            detail=self._step.detail,
            algorithm=task.algorithm if task else None,
            eta_seconds=self._eta(),
            finished=tuple(self._finished),
        )

    def expected(self, algorithm: str) -> Range | None:
        """Seconds that all units of an algorithm that are not begun may take."""
        rest = self._tasks[self._position :]
        return self._range([task for task in rest if task.algorithm == algorithm])

    def _eta(self) -> Range | None:
        found = self._range(self._tasks[self._position :])
        if found is None:
            return None
        elapsed = time.monotonic() - self._started
        return max(0.0, found[0] - elapsed), max(0.0, found[1] - elapsed)

    def _range(self, tasks: Sequence[Task]) -> Range | None:
        speeds = self._seconds_per_weight()
        correction = self._correction(speeds)
        ranges = [self._expected(task, speeds, correction) for task in tasks]
        known = [one for one in ranges if one is not None]
        if not known or len(known) < len(ranges):
            return None
        return sum(low for low, _ in known), sum(high for _, high in known)

    def _expected(self, task: Task, speeds: Mapping[str, float], correction: float) -> Range | None:
        if task.algorithm in speeds:
            return _spread(speeds[task.algorithm] * task.weight, KNOWN_SPREAD)
        if task.algorithm in self._guesses:
            low, high = self._guesses[task.algorithm]
            return low * task.weight * correction, high * task.weight * correction
        if speeds:
            return _spread(statistics.median(speeds.values()) * task.weight, GUESSED_SPREAD)
        return None

    def _correction(self, speeds: Mapping[str, float]) -> float:
        """How much longer than expected the algorithms took that are known by now."""
        ratios = [
            speed / middle(self._guesses[key])
            for key, speed in speeds.items()
            if key in self._guesses and middle(self._guesses[key]) > 0
        ]
        if not ratios:
            return 1.0
        return min(MOST_CORRECTION, max(1 / MOST_CORRECTION, statistics.median(ratios)))

    def _seconds_per_weight(self) -> dict[str, float]:
        seconds: dict[str, list[float]] = {}
        for task, unit in zip(self._tasks, self._finished, strict=False):
            seconds.setdefault(task.algorithm, []).append(unit.seconds / task.weight)
        if self._step.share:
            elapsed = time.monotonic() - self._started
            task = self._tasks[self._position]
            running = elapsed / self._step.share / task.weight
            seconds.setdefault(task.algorithm, []).append(running)
        return {algorithm: statistics.mean(values) for algorithm, values in seconds.items()}


def middle(expected: Range) -> float:
    """The middle of a range of which both ends are factors of one value."""
    return float((expected[0] * expected[1]) ** 0.5)


def _spread(seconds: float, spread: Range) -> Range:
    return seconds * spread[0], seconds * spread[1]
