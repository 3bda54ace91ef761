"""How the processes of one session share its algorithms: by claims in the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from app.runs.processes import is_alive, is_here
from engine.records import AlgorithmChoice, Contribution, TrainingSession
from engine.store import Claim, Store
from engine.store.sharing import OWNERS_PLACE

LOOK_EVERY_SECONDS = 0.2


class OwnersShare:
    """What the owner of a session trains, and what becomes of that which others do not finish.

    Parameters
    ----------
    store : Store
    session_id : str
    processes : int
        How many work on a session where that pays.
    """

    alone = False

    def __init__(self, store: Store, session_id: str, *, processes: int) -> None:
        self.processes = processes
        self._store = store
        self._session_id = session_id
        self._mine: set[str] = set()
        self._seen: tuple[float, list[Claim]] = (0.0, [])

    def choices(
        self, choices: Sequence[AlgorithmChoice], waiting: Callable[[], object]
    ) -> Iterator[AlgorithmChoice]:
        """Give what nobody else has, and in the end what others have given back or left undone."""
        while True:
            yield from (choice for choice in choices if self._takes(choice.key))
            if self._is_over(choices):
                return
            waiting()
            time.sleep(LOOK_EVERY_SECONDS)

    def others(self) -> Sequence[Contribution]:
        """What others do, and have done, as of a moment ago."""
        if time.monotonic() - self._seen[0] > LOOK_EVERY_SECONDS:
            self._claims()
        return [claim.contribution for claim in self._seen[1]]

    def gives_back(self, _algorithm: str) -> bool:
        """What is too large for the owner is so for all: others have less memory."""
        return False

    def wait(self) -> None:
        """Wait until each of the others has ended what it does."""
        while any(_is_at_work(claim) for claim in self._claims()):
            time.sleep(LOOK_EVERY_SECONDS)

    def _takes(self, algorithm: str) -> bool:
        """Claim what is free, or what was left undone by a process that is gone."""
        if algorithm in self._mine:
            return False
        claims = {claim.contribution.algorithm: claim for claim in self._claims()}
        taken = claims.get(algorithm)
        if taken is None:
            is_mine = self._store.sharing.claim(self._session_id, OWNERS_PLACE, algorithm)
        else:
            is_gone = not taken.contribution.is_done and not _is_at_work(taken)
            is_mine = is_gone and self._store.sharing.take_over(self._session_id, taken)
        if is_mine:
            self._mine.add(algorithm)
        return is_mine

    def _is_over(self, choices: Sequence[AlgorithmChoice]) -> bool:
        claims = self._claims()
        done = {one.contribution.algorithm for one in claims if one.contribution.is_done}
        if {choice.key for choice in choices} <= self._mine | done:
            return True
        # Nobody is given anything once a stop is asked for, or the session is ended.
        stopped = self._store.sessions.stop_requested(self._session_id)
        return stopped and not any(_is_at_work(claim) for claim in claims)

    def _claims(self) -> list[Claim]:
        claims = self._store.sharing.others(self._session_id)
        self._seen = (time.monotonic(), claims)
        return claims


class JoinedShare:
    """What a process trains that has joined the owner of a session.

    Parameters
    ----------
    store : Store
    session_id : str
    place : int
        Its own.
    """

    processes = 1
    alone = False

    def __init__(self, store: Store, session_id: str, place: int) -> None:
        self._store = store
        self._session_id = session_id
        self._place = place
        self._algorithm: str | None = None
        self._n_models = 0

    def choices(
        self, choices: Sequence[AlgorithmChoice], waiting: Callable[[], object]
    ) -> Iterator[AlgorithmChoice]:
        """Give what nobody else has."""
        for choice in choices:
            waiting()
            if self._store.sharing.claim(self._session_id, self._place, choice.key):
                self._algorithm = choice.key
                yield choice

    def others(self) -> Sequence[Contribution]:
        """The owner puts everything together."""
        return ()

    def gives_back(self, _algorithm: str) -> bool:
        """The owner has more memory, and more still when this process has ended."""
        return True

    def wait(self) -> None:
        """Nobody is waited for: the owner does that."""

    def contribute(self, session: TrainingSession) -> None:
        """Write what came of the algorithm this process is at, from its view of the session."""
        if self._algorithm is None:
            return
        new = session.model_ids[self._n_models :]
        self._n_models = len(session.model_ids)
        contribution = Contribution(
            algorithm=self._algorithm,
            units=tuple(
                unit for unit in session.progress.finished if unit.algorithm == self._algorithm
            ),
            model_id=new[-1] if new else None,
            problem=session.failures.get(self._algorithm),
        )
        is_known = self._store.sharing.tell(self._session_id, self._place, contribution)
        if new and not is_known:
            # The session has ended without it, and would not lead to this model.
            self._store.models.delete(self._store.sessions.workspace_of(session.id), new[-1])


def _is_at_work(claim: Claim) -> bool:
    """Whether somebody is at an undone algorithm; one of another machine is believed to be."""
    if claim.contribution.is_done or claim.owner is None:
        return False
    return not is_here(claim.owner) or is_alive(claim.owner)
