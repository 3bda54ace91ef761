"""Training a session: every algorithm on the same rows, each score without a leak.

The trainer knows nothing of who runs it. It tells how far it is, asks whether
it should stop, and stores each model as soon as it is whole. Quick algorithms
come first. When it is stopped, or its time budget is over, what is finished
stays, and so does an ensemble that has grown in part.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from engine.algorithms import algorithm
from engine.archive import Archive
from engine.candidates import searched
from engine.datasets import load_table
from engine.errors import TrainingError
from engine.evaluation import Judge, Judged, JudgedFold
from engine.fit_reports import kept_warnings, problem
from engine.fitting import OnStep, Step, Stopped
from engine.forecast import forecast, in_order
from engine.judging import judge_of
from engine.progress import ProgressMeter
from engine.records import (
    AlgorithmChoice,
    Dataset,
    Problem,
    Progress,
    SearchResult,
    Setting,
    TrainingSession,
    TrainingSpec,
)
from engine.search import Search
from engine.splits import Fold, folds
from engine.store import Store
from engine.time_budget import unfinished
from engine.training_request import table_columns
from engine.trials import Trials
from engine.units import tasks
from engine.used_rows import Positions

WRITE_EVERY_SECONDS = 0.25
ASK_EVERY_SECONDS = 0.1
# Of a unit with a search, the share that is the search.
SEARCH_SHARE = 0.9

OnProgress = Callable[[TrainingSession], None]
FoldRows = Callable[[Positions], tuple[Fold, ...]]


@dataclass
class _Work:
    """What one session is worked on with."""

    judge: Judge
    archive: Archive
    meter: ProgressMeter
    fold_rows: FoldRows


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
    """

    def __init__(
        self,
        store: Store,
        workspace: str,
        *,
        on_progress: OnProgress,
        should_stop: Callable[[], bool],
    ) -> None:
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
        budget = session.spec.time_budget
        self._deadline = None if budget is None else time.monotonic() + budget
        dataset = self._store.datasets.get(self._workspace, session.dataset_id)
        session = self._tell(session, Progress(stage="reading the data"))
        try:
            work, session = self._set_up(session, dataset)
            started = time.monotonic()
            for choice in in_order(session.spec.algorithms, work.judge):
                session = self._train_one(session, choice, work)
        except Stopped:
            return session
        return self._ended(_with_a_model(session), time.monotonic() - started)

    def _set_up(self, session: TrainingSession, dataset: Dataset) -> tuple[_Work, TrainingSession]:
        """Read the columns a spec needs, and split the rows once for all algorithms."""
        spec = session.spec
        table = load_table(self._store, dataset, table_columns(spec))
        judge = judge_of(spec, dataset, table)
        archive = Archive(self._store, self._workspace, session, dataset, judge)
        choices = in_order(spec.algorithms, judge)
        expected = forecast(choices, judge, on_step=lambda _step: self._goes_on())
        meter = ProgressMeter(tasks(choices, spec), expected)
        work = _Work(judge, archive, meter, partial(folds, _inner(spec), table))
        begun = meter.begin()
        session = session.model_copy(update={"expected_seconds": begun.eta_seconds})
        return work, self._tell(session, begun)

    def _train_one(
        self, session: TrainingSession, choice: AlgorithmChoice, work: _Work
    ) -> TrainingSession:
        entry = algorithm(choice.key)
        try:
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
            return self._failed(session, choice, work, problem(entry, error))
        model = work.archive.keep(choice, judged, warnings, search)
        session = session.model_copy(update={"model_ids": (*session.model_ids, model.id)})
        return self._tell(session, work.meter.progress())

    def _judged(
        self, session: TrainingSession, choice: AlgorithmChoice, work: _Work
    ) -> tuple[Judged, SearchResult | None]:
        entry, judge = algorithm(choice.key), work.judge
        on_step = partial(self._on_step, session, work.meter)
        judged_folds: list[JudgedFold] = []
        for fold in judge.split.folds:
            self._check_goes_on()
            settings, _, within = self._settled(choice, work, fold.train, on_step)
            judged_fold = judge.fold(entry, settings, fold, on_step=within)
            judged_folds.append(judged_fold)
            self._tell_soon(session, work.meter.end(judged_fold.scores[judge.primary.key]))
        self._check_goes_on()
        settings, search, within = self._settled(choice, work, judge.split.train, on_step)
        judged = judge.final(entry, settings, judged_folds, on_step=within)
        # With folds, the held-out score is for whoever chooses this model.
        score = None if judged_folds else judged.scores.test[judge.primary.key]
        self._tell_soon(session, work.meter.end(score))
        return judged, search

    def _settled(
        self, choice: AlgorithmChoice, work: _Work, rows: Positions, on_step: OnStep
    ) -> tuple[dict[str, Setting], SearchResult | None, OnStep]:
        """Give the settings to fit with on these rows, and who is told of that fit."""
        entry, spec = algorithm(choice.key), work.judge.spec
        plan = spec.search
        if plan is None or not spec.searches(choice.key) or not searched(entry):
            return choice.hyperparameters, None, on_step
        to_search = partial(_part_of, on_step, 0.0, SEARCH_SHARE)
        trials = Trials(work.judge, entry, rows, work.fold_rows, to_search)
        each = None if plan.seconds is None else plan.seconds / (spec.n_folds + 1)
        search = Search(entry, plan, work.judge.primary, trials, trials.n_rows, each, to_search)
        result = search.run(choice.hyperparameters, random_seed=spec.random_seed)
        to_fit = partial(_part_of, on_step, SEARCH_SHARE, 1.0)
        return {**choice.hyperparameters, **result.hyperparameters}, result, to_fit

    def _failed(
        self,
        session: TrainingSession,
        choice: AlgorithmChoice,
        work: _Work,
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
        now = time.monotonic()
        if self._deadline is not None and now > self._deadline:
            return False
        # Who is asked looks into the database, and iterations may be very quick.
        if now - self._asked < ASK_EVERY_SECONDS:
            return True
        self._asked = now
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


def _inner(spec: TrainingSpec) -> TrainingSpec:
    """How a search cuts its rows: as the session does, in folds of its own number."""
    n_folds = spec.search.cv_folds if spec.search else spec.cv_folds
    return spec.model_copy(update={"cv_folds": n_folds, "cv_repeats": 1})


def _part_of(on_step: OnStep, begin: float, end: float, step: Step) -> bool:
    """Tell of a step within a part of a unit."""
    share = None if step.share is None else begin + (end - begin) * step.share
    return on_step(Step(share, step.detail))


def _with_a_model(session: TrainingSession) -> TrainingSession:
    if session.model_ids:
        return session
    first = next(iter(session.failures.values()))
    raise TrainingError(first.message, hint=first.hint)
