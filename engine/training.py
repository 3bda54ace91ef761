"""Training a session: every algorithm on the same rows, each score without a leak.

The trainer knows nothing of who runs it. It tells how far it is, asks whether
it should stop, and stores each model as soon as it is whole. Quick algorithms
come first. When it is stopped, or its time budget is over, what is finished
stays, and so does an ensemble that has grown in part.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from engine.algorithms import algorithm
from engine.contributions import with_contributions
from engine.errors import TrainingError
from engine.evaluation import Judged, JudgedFold
from engine.fit_reports import kept_warnings, problem
from engine.fitting import Step, Stopped
from engine.forecast import forecast
from engine.progress import ProgressMeter
from engine.records import (
    AlgorithmChoice,
    Problem,
    Progress,
    SearchResult,
    TrainingSession,
    now,
)
from engine.session_work import SessionWork, read_work
from engine.shared_work import Alone, SharedWork
from engine.store import Store
from engine.time_budget import unfinished

WRITE_EVERY_SECONDS = 0.25
ASK_EVERY_SECONDS = 0.1

OnProgress = Callable[[TrainingSession], None]


class ModelTrainer:
    """Trains sessions of one workspace.

    Parameters
    ----------
    store : Store
        Where the table is read from and the models go.
    workspace : str
        Whose session it is.
    on_progress : callable
        Gets the session each time something of it has changed.
    should_stop : callable
        Asked between units of work and inside long ones.
    share : SharedWork, optional
        How other processes work on the same session; nobody else does unless given.
    """

    def __init__(
        self,
        store: Store,
        workspace: str,
        *,
        on_progress: OnProgress,
        should_stop: Callable[[], bool],
        share: SharedWork | None = None,
    ) -> None:
        self._share = share or Alone()
        self._store = store
        self._workspace = workspace
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._told = 0.0
        self._asked = 0.0
        self._deadline: float | None = None

    def train(self, session: TrainingSession) -> TrainingSession:
        """Train every algorithm of a session.

        Returns
        -------
        TrainingSession
            With the ids of the models it gave and the reason for each it did not
            give. When stopped, with the models that were whole by then, and an
            ensemble as far as it had grown.

        Raises
        ------
        TrainingError
            If no algorithm gave a model.
        """

        def waiting() -> None:
            self._tell(session, work.meter.progress())

        session = self._tell(session, Progress(stage="reading the data"))
        try:
            work, session = self._begun(session)
            started = time.monotonic()
            for choice in self._share.choices(work.choices, waiting):
                session = self._train_one(session, choice, work)
        except Stopped:
            self._share.wait()
            return session
        session = with_contributions(session, self._share.others())
        return self._ended(_with_a_model(session), time.monotonic() - started)

    def join(self, session: TrainingSession) -> None:
        """Train algorithms of a session that another process trains, as long as some are left.

        Long ones come first: the quick ones, which are to be seen first, are with
        the other process, and nobody has to wait long at the end.
        """
        session = session.model_copy(
            update={"model_ids": (), "failures": {}, "progress": Progress()}
        )
        with suppress(Stopped):
            work = self._read(session)
            for choice in self._share.choices(work.shareable[::-1], self._check_goes_on):
                session = self._train_one(session, choice, work)

    def _begun(self, session: TrainingSession) -> tuple[SessionWork, TrainingSession]:
        """Read what is needed, and expect how long it will take."""
        work = self._read(session)
        expected = forecast(work.choices, work.judge, on_step=lambda _step: self._goes_on())
        begun = work.expect(expected, self._share)
        session = session.model_copy(update={"expected_seconds": begun.eta_seconds})
        return work, self._tell(session, begun)

    def _read(self, session: TrainingSession) -> SessionWork:
        self._deadline = _deadline(session)
        return read_work(self._store, self._workspace, session, alone=self._share.alone)

    def _train_one(
        self, session: TrainingSession, choice: AlgorithmChoice, work: SessionWork
    ) -> TrainingSession:
        entry = algorithm(choice.key)
        try:
            work.meter.take(choice.key)
            self._check_goes_on()
            with kept_warnings() as warnings:
                judged, search = self._judged(session, choice, work)
        except Stopped:
            if self._should_stop():
                raise
            return self._failed(session, choice, work, unfinished(choice.key, session.spec))
        except Exception as error:
            if isinstance(error, MemoryError):
                work.judge.fitter.clear()
                if self._share.gives_back(choice.key):
                    raise Stopped from error
            return self._failed(session, choice, work, problem(entry, error))
        model = work.archive.keep(choice, judged, warnings, search)
        session = session.model_copy(update={"model_ids": (*session.model_ids, model.id)})
        return self._tell(session, work.meter.progress())

    def _judged(
        self, session: TrainingSession, choice: AlgorithmChoice, work: SessionWork
    ) -> tuple[Judged, SearchResult | None]:
        entry, judge = algorithm(choice.key), work.judge
        on_step = partial(self._on_step, session, work.meter)
        judged_folds: list[JudgedFold] = []
        for fold in judge.split.folds:
            self._check_goes_on()
            settings, _, within = work.settled(choice, fold.train, on_step)
            judged_fold = judge.fold(entry, settings, fold, on_step=within)
            judged_folds.append(judged_fold)
            self._tell_soon(session, work.meter.end(judged_fold.scores[judge.primary.key]))
        self._check_goes_on()
        settings, search, within = work.settled(choice, judge.split.train, on_step)
        judged = judge.final(entry, settings, judged_folds, on_step=within)
        # With folds, the held-out score is for whoever chooses this model.
        score = None if judged_folds else judged.scores.test[judge.primary.key]
        self._tell_soon(session, work.meter.end(score))
        return judged, search

    def _failed(
        self,
        session: TrainingSession,
        choice: AlgorithmChoice,
        work: SessionWork,
        reason: Problem,
    ) -> TrainingSession:
        failures = {**session.failures, choice.key: reason}
        session = session.model_copy(update={"failures": failures})
        return self._tell(session, work.meter.skip(choice.key))

    def _on_step(self, session: TrainingSession, meter: ProgressMeter, step: Step) -> bool:
        """Tell how far a unit is, and answer whether it should go on."""
        if time.monotonic() - self._told > WRITE_EVERY_SECONDS:
            self._tell(session, meter.step(step))
        return self._goes_on()

    def _goes_on(self) -> bool:
        moment = time.monotonic()
        if self._deadline is not None and moment > self._deadline:
            return False
        # Who is asked looks into the database, and iterations may be very quick.
        if moment - self._asked < ASK_EVERY_SECONDS:
            return True
        self._asked = moment
        return not self._should_stop()

    def _check_goes_on(self) -> None:
        self._asked = 0.0
        if not self._goes_on():
            raise Stopped

    def _tell_soon(self, session: TrainingSession, progress: Progress) -> None:
        """Tell, unless something was told just now: the next time tells all."""
        if time.monotonic() - self._told > ASK_EVERY_SECONDS:
            self._tell(session, progress)

    def _tell(self, session: TrainingSession, progress: Progress) -> TrainingSession:
        session = session.model_copy(update={"progress": progress})
        self._on_progress(session)
        self._told = time.monotonic()
        return session

    def _ended(self, session: TrainingSession, seconds: float) -> TrainingSession:
        """Note by how much the expectation was wrong."""
        if session.expected_seconds is None or session.spec.time_budget is not None:
            return session
        low, high = session.expected_seconds
        error = seconds / max((low * high) ** 0.5, 1e-3) - 1
        session = session.model_copy(update={"expected_error": error})
        return self._tell(session, session.progress)


def _deadline(session: TrainingSession) -> float | None:
    """When the time of a session is over, on the clock of this process."""
    budget = session.spec.time_budget
    if budget is None:
        return None
    gone = 0.0 if session.started_at is None else (now() - session.started_at).total_seconds()
    return time.monotonic() + budget - gone


def _with_a_model(session: TrainingSession) -> TrainingSession:
    if session.model_ids:
        return session
    first = next(iter(session.failures.values()))
    raise TrainingError(first.message, hint=first.hint)
