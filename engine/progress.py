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
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from engine.fitting import Step
from engine.records import Contribution, Progress, Unit

Range = tuple[float, float]

# How far a fit of the same algorithm was seen to stray from the mean of its folds,
# and how far fits of different algorithms on the same rows lie apart.
KNOWN_SPREAD = (0.8, 1.3)
GUESSED_SPREAD = (0.3, 3.0)
# One finished algorithm may correct the expectations of the others by this much.
MOST_CORRECTION = 5.0
# When so much is left that nobody has begun, another process is worth its start: it
# reads the table and prepares the rows once more.
SHARED_FROM_SECONDS = 4.0


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
    others : callable
        What other processes do of the session, and have done.
    processes : int
        How many of them, this one included, work where that pays.
    shareable : collection of str, optional
        The algorithms that other processes may take; all unless given.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        expected: Mapping[str, Range] | None = None,
        *,
        others: Callable[[], Sequence[Contribution]] = tuple,
        processes: int = 1,
        shareable: Collection[str] | None = None,
    ) -> None:
        self._rest = list(tasks)
        self._guesses = dict(expected or {})
        self._finished: list[tuple[Task, Unit]] = []
        self._begun = {tasks[0].algorithm} if tasks else set()
        self._others = others
        self._processes = processes
        known = [one.algorithm for one in tasks] if shareable is None else shareable
        self._may_be_shared = set(known)
        self._beside: tuple[str, ...] = ()
        self._started = time.monotonic()
        self._step = Step()

    def take(self, algorithm: str) -> Progress:
        """Begin with an algorithm, whatever the order was."""
        self._begun.add(algorithm)
        self._rest.sort(key=lambda task: task.algorithm != algorithm)
        return self.begin()

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
        task = self._rest.pop(0)
        seconds = time.monotonic() - self._started
        unit = Unit(algorithm=task.algorithm, part=task.part, seconds=seconds, score=score)
        self._finished.append((task, unit))
        return self.begin()

    def skip(self, algorithm: str) -> Progress:
        """Leave out the remaining units of an algorithm that failed."""
        self._leave_out(algorithm)
        return self.begin()

    def progress(self) -> Progress:
        """How far the session is now."""
        self._look_at_others()
        task = self._rest[0] if self._rest else None
        return Progress(
            done=len(self._finished),
            total=len(self._finished) + len(self._rest),
            within=self._step.share or 0.0,
            stage=task.part if task else "saving the results",
            detail=self._step.detail,
            algorithm=task.algorithm if task else None,
            eta_seconds=self._eta(),
            finished=tuple(unit for _, unit in self._finished),
            beside=self._beside,
            shareable_seconds=self._shareable(),
        )

    def _look_at_others(self) -> None:
        contributions = self._others()
        self._beside = tuple(one.algorithm for one in contributions if not one.is_done)
        for one in contributions:
            for unit in one.units:
                self._note(unit)
            if one.problem is not None:
                self._leave_out(one.algorithm)

    def _note(self, unit: Unit) -> None:
        """Count a unit that another process has finished, once."""
        for task in self._rest:
            if (task.algorithm, task.part) == (unit.algorithm, unit.part):
                self._rest.remove(task)
                self._finished.append((task, unit))
                return

    def _leave_out(self, algorithm: str) -> None:
        self._rest = [task for task in self._rest if task.algorithm != algorithm]

    def _eta(self) -> Range | None:
        """All that is left, shared by those who work, but not less than the longest part of it."""
        known = self._ranges(self._rest)
        if not known:
            return None
        shared, elapsed = self._at_work(), time.monotonic() - self._started
        lows, highs = zip(*known.values(), strict=True)
        low, high = max(sum(lows) / shared, *lows), max(sum(highs) / shared, *highs)
        return max(0.0, low - elapsed), max(0.0, high - elapsed)

    def _at_work(self) -> int:
        """How many processes work, or will soon."""
        if self._shareable() >= SHARED_FROM_SECONDS:
            return max(self._processes, 1 + len(self._beside))
        return 1 + len(self._beside)

    def _shareable(self) -> float:
        """Seconds that algorithms are expected to take which others may begin."""
        free = self._may_be_shared - self._begun - set(self._beside)
        ranges = self._ranges([task for task in self._rest if task.algorithm in free])
        return sum(middle(one) for one in ranges.values())

    def _ranges(self, tasks: Sequence[Task]) -> dict[str, Range]:
        """What is left of each algorithm; nothing as long as one of them is not known."""
        speeds = self._seconds_per_weight()
        correction = self._correction(speeds)
        found: dict[str, Range] = {}
        for task in tasks:
            one = self._expected(task, speeds, correction)
            if one is None:
                return {}
            low, high = found.get(task.algorithm, (0.0, 0.0))
            found[task.algorithm] = (low + one[0], high + one[1])
        return found

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
        for task, unit in self._finished:
            seconds.setdefault(task.algorithm, []).append(unit.seconds / task.weight)
        if self._step.share and self._rest:
            elapsed = time.monotonic() - self._started
            task = self._rest[0]
            running = elapsed / self._step.share / task.weight
            seconds.setdefault(task.algorithm, []).append(running)
        return {algorithm: statistics.mean(values) for algorithm, values in seconds.items()}


def middle(expected: Range) -> float:
    """The middle of a range of which both ends are factors of one value."""
    return float((expected[0] * expected[1]) ** 0.5)


def _spread(seconds: float, spread: Range) -> Range:
    return seconds * spread[0], seconds * spread[1]
