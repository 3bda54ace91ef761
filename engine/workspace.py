"""All of one person's things: what callbacks and routes call."""

from __future__ import annotations

from dataclasses import dataclass

from engine.datasets import DatasetManager
from engine.models import ModelManager
from engine.planning import PreparationPlan, plan
from engine.sessions import SessionManager
from engine.store import Store
from engine.training_request import TrainingRequest


@dataclass(frozen=True)
class Limits:
    """How much one workspace may use."""

    upload_bytes: int = 100 * 1024**2
    max_queued: int = 10


class Workspace:
    """The datasets, sessions and models that belong together.

    Parameters
    ----------
    store : Store
    name : str
        Nothing of another name is ever seen.
    limits : Limits
    """

    def __init__(self, store: Store, name: str, *, limits: Limits) -> None:
        self._store = store
        self.name = name
        self.datasets = DatasetManager(store, name, limit_bytes=limits.upload_bytes)
        self.sessions = SessionManager(store, name, max_queued=limits.max_queued)
        self.models = ModelManager(store, name)

    def plan(self, request: TrainingRequest) -> PreparationPlan:
        """What training would do with the data: rows of each part, preparation, features."""
        return plan(self._store, self.datasets.get(request.dataset_id), request)
