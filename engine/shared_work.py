"""Several processes on the algorithms of one session: what each asks the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from engine.records import AlgorithmChoice, Contribution


class SharedWork(Protocol):
    """How a process shares a session with others; it knows who they are, the trainer does not.

    Attributes
    ----------
    processes : int
        How many work on a session where that pays.
    alone : bool
        Whether this process has the session for itself.
    """

    processes: int
    alone: bool

    def choices(
        self, choices: Sequence[AlgorithmChoice], waiting: Callable[[], object]
    ) -> Iterator[AlgorithmChoice]:
        """Give those of the algorithms that are this process's to train, one after the other.

        `waiting` is called from time to time while others are still at work.
        """

    def others(self) -> Sequence[Contribution]:
        """What others do, and have done."""

    def gives_back(self, algorithm: str) -> bool:
        """Whether others may try this algorithm, for which there was not enough memory here."""

    def wait(self) -> None:
        """Wait until nobody else is at work any more."""


class Alone:
    """A process that has a session for itself."""

    processes = 1
    alone = True

    def choices(
        self, choices: Sequence[AlgorithmChoice], _waiting: Callable[[], object]
    ) -> Iterator[AlgorithmChoice]:
        """Give all of them."""
        yield from choices

    def others(self) -> Sequence[Contribution]:
        """Nobody does anything."""
        return ()

    def gives_back(self, _algorithm: str) -> bool:
        """There is nobody to give it to."""
        return False

    def wait(self) -> None:
        """There is nobody to wait for."""
