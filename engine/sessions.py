"""The training sessions of a workspace: asked for, looked at, stopped.

Nothing here runs anything. A session that was started is a record in the queue;
`app.runs` takes it from there.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.algorithm_choice import checked_request
from engine.analyses.analyst import check_applies, check_costs
from engine.errors import WrongStateError
from engine.records import AnalysisChoice, Costs, TrainingSession
from engine.store import Store
from engine.training_request import TrainingRequest


class SessionManager:
    """The training sessions of one workspace.

    Parameters
    ----------
    store : Store
    workspace : str
    max_queued : int
        How many sessions may wait at the same time.
    memory_limit : int, optional
        Bytes that a run may use.
    """

    def __init__(
        self, store: Store, workspace: str, *, max_queued: int, memory_limit: int | None = None
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._max_queued = max_queued
        self._memory_limit = memory_limit

    def start(self, request: TrainingRequest) -> TrainingSession:
        """Check a request and queue it; an equal one that is not finished is returned instead.

        Raises
        ------
        InvalidValueError
            If a value cannot work.
        NotFoundError
            If there is no such dataset.
        QueueFullError
            If too many sessions are waiting.
        """
        dataset = self._store.datasets.get(self._workspace, request.dataset_id)
        checked = checked_request(self._store, dataset, request, memory_limit=self._memory_limit)
        session = TrainingSession(
            dataset_id=dataset.id,
            dataset_name=dataset.name,
            spec=checked.spec,
            failures=checked.left_out,
        )
        return self._store.sessions.add(self._workspace, session, max_queued=self._max_queued)

    def analyse(self, model_id: str, key: str, *, costs: Costs | None = None) -> TrainingSession:
        """Queue an analysis of a model; one that is not finished is returned instead.

        `costs` are what mistakes cost, for a threshold that is tuned to them.

        Raises
        ------
        InvalidValueError
            If costs are given that it cannot use.
        NotFoundError
            If there is no such model or analysis, or the model's dataset is gone.
        DoesNotApplyError
            If it cannot be asked about this model.
        QueueFullError
            If too many sessions are waiting.
        """
        model = self._store.models.get(self._workspace, model_id)
        check_applies(key, model)
        check_costs(key, costs)
        dataset = self._store.datasets.get(self._workspace, model.dataset_id)
        session = TrainingSession(
            dataset_id=dataset.id,
            dataset_name=dataset.name,
            spec=model.provenance.spec,
            analysis=AnalysisChoice(key=key, model_id=model_id, costs=costs),
        )
        return self._store.sessions.add(self._workspace, session, max_queued=self._max_queued)

    def get(self, session_id: str) -> TrainingSession:
        """One session; `NotFoundError` if there is none of this id."""
        return self._store.sessions.get(self._workspace, session_id)

    def list(
        self, *, unfinished: bool = False, limit: int | None = None
    ) -> Sequence[TrainingSession]:
        """All sessions, or those that are not finished, newest first; at most `limit`."""
        return self._store.sessions.all(self._workspace, unfinished=unfinished, limit=limit)

    def place(self, session_id: str) -> int:
        """Place of a session in the queue, counted from 1; 0 if it does not wait."""
        self.get(session_id)
        return self._store.sessions.place(session_id)

    def stop(self, session_id: str) -> TrainingSession:
        """Ask a session to stop; models that are finished are kept.

        Raises
        ------
        WrongStateError
            If it is finished already.
        """
        session = self.get(session_id)
        if session.is_finished:
            raise WrongStateError(
                f"This run cannot be stopped: it is {session.status} already.",
                field="session_id",
                hint="Its models, if there are any, are among the results.",
            )
        return self._store.sessions.request_stop(self._workspace, session_id)
