"""Training a session: every algorithm on the same rows, each score without a leak.

The trainer knows nothing of who runs it. It tells how far it is, asks whether
it should stop, and stores each model as soon as it is whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from engine.algorithms import AlgorithmConfig, algorithm, baseline
from engine.archive import Archive
from engine.datasets import load_table
from engine.errors import EngineError, TrainingError
from engine.evaluation import Judge, Judged
from engine.fitting import kept_warnings
from engine.progress import ProgressMeter, Task
from engine.records import (
    AlgorithmChoice,
    Dataset,
    Problem,
    Progress,
    TrainingSession,
    TrainingSpec,
)
from engine.splits import split
from engine.store import Store
from engine.training_request import table_columns

WRITE_EVERY_SECONDS = 0.25

OnProgress = Callable[[TrainingSession], None]


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """Raised inside a fit when the session should end."""


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

    def train(self, session: TrainingSession) -> TrainingSession:
        """Train every algorithm of a session.

        Returns
        -------
        TrainingSession
            With the ids of the models it gave and the reason for each it did not
            give. When stopped, with the models that were whole by then.

        Raises
        ------
        TrainingError
            If no algorithm gave a model.
        """
        dataset = self._store.datasets.get(self._workspace, session.dataset_id)
        session = self._tell(session, Progress(stage="reading the data"))
        judge = _judge(self._store, dataset, session.spec)
        archive = Archive(self._store, self._workspace, session, dataset, judge)
        meter = ProgressMeter(_tasks(session.spec))
        try:
            session = self._tell(session, meter.begin())
            for choice in session.spec.algorithms:
                session = self._train_one(session, choice, archive, meter)
        except Stopped:
            return session
        return _with_a_model(session)

    def _train_one(
        self,
        session: TrainingSession,
        choice: AlgorithmChoice,
        archive: Archive,
        meter: ProgressMeter,
    ) -> TrainingSession:
        try:
            with kept_warnings() as warnings:
                judged = self._judged(session, choice, archive.judge, meter)
        except Stopped:
            raise
        except Exception as error:
            return self._failed(session, choice, meter, error)
        model = archive.keep(choice, judged, warnings)
        session = session.model_copy(update={"model_ids": (*session.model_ids, model.id)})
        return self._tell(session, meter.progress())

    def _judged(
        self,
        session: TrainingSession,
        choice: AlgorithmChoice,
        judge: Judge,
        meter: ProgressMeter,
    ) -> Judged:
        def on_step(within: float) -> None:
            self._check_stop()
            if time.monotonic() - self._told > WRITE_EVERY_SECONDS:
                self._tell(session, meter.step(within))

        entry = algorithm(choice.key)
        fold_scores = []
        for fold in judge.split.folds:
            self._check_stop()
            scores = judge.fold(entry, choice, fold, on_step=on_step)
            fold_scores.append(scores)
            self._tell(session, meter.end(scores[judge.primary.key]))
        self._check_stop()
        judged = judge.final(entry, choice, fold_scores, on_step=on_step)
        self._tell(session, meter.end(judged.scores.test[judge.primary.key]))
        return judged

    def _failed(
        self,
        session: TrainingSession,
        choice: AlgorithmChoice,
        meter: ProgressMeter,
        error: Exception,
    ) -> TrainingSession:
        problem = _problem(algorithm(choice.key), error)
        failures = {**session.failures, choice.key: problem}
        session = session.model_copy(update={"failures": failures})
        return self._tell(session, meter.skip(choice.key))

    def _check_stop(self) -> None:
        if self._should_stop():
            raise Stopped

    def _tell(self, session: TrainingSession, progress: Progress) -> TrainingSession:
        session = session.model_copy(update={"progress": progress})
        self._on_progress(session)
        self._told = time.monotonic()
        return session


def _judge(store: Store, dataset: Dataset, spec: TrainingSpec) -> Judge:
    """Read the columns a spec needs, and split the rows once for all algorithms."""
    table = load_table(store, dataset, table_columns(spec))
    columns = tuple(column for column in dataset.columns if column.name in spec.features)
    parts = split(spec, table)
    return Judge(
        spec=spec,
        columns=columns,
        features=table[list(spec.features)],
        target=_target(spec, table),
        split=parts,
        baseline=baseline(spec.task_type),
    )


def _target(spec: TrainingSpec, table: pd.DataFrame) -> np.ndarray | None:
    if spec.target is None:
        return None
    kind = np.float64 if spec.task_type == "regression" else object
    return table[spec.target].to_numpy(dtype=kind)


def _tasks(spec: TrainingSpec) -> list[Task]:
    folds = spec.cv_folds if spec.task_type != "clustering" else 0
    parts = [f"fold {number} of {folds}" for number in range(1, folds + 1)]
    units = list(zip([*parts, "all training rows"], _weights(spec, folds), strict=True))
    return [Task(choice.key, part, weight) for choice in spec.algorithms for part, weight in units]


def _weights(spec: TrainingSpec, folds: int) -> list[float]:
    """Sizes of the fits on each fold and on all training rows, against that on the first fold."""
    if spec.time_column is not None:
        # Each fold learns from all rows before it.
        return [float(size) for size in range(1, folds + 2)]
    return [1.0] * folds + [folds / (folds - 1) if folds > 1 else 1.0]


def _problem(entry: AlgorithmConfig, error: Exception) -> Problem:
    if isinstance(error, EngineError):
        return error.problem()
    if isinstance(error, MemoryError):
        return TrainingError(
            f"{entry.name} ran out of memory.",
            hint="Use fewer rows or columns, or an algorithm that needs less memory.",
        ).problem()
    return TrainingError(
        f"{entry.name} could not be fitted: {error}",
        hint="Change its settings or leave columns out, then train again.",
    ).problem()


def _with_a_model(session: TrainingSession) -> TrainingSession:
    if session.model_ids:
        return session
    first = next(iter(session.failures.values()))
    raise TrainingError(first.message, hint=first.hint)
