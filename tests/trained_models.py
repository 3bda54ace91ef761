"""Models that were really trained, in this process, for tests of what uses them."""

from __future__ import annotations

from typing import Any

from engine.records import Dataset, TrainedModel
from engine.store import Owner, Store
from engine.training import ModelTrainer
from engine.training_request import TrainingRequest
from engine.workspace import Workspace


def train(space: Workspace, dataset: Dataset, **request: Any) -> list[TrainedModel]:
    """Train as a training process does; the models in the order of their algorithms."""
    given = {"cv_folds": 2, "target": dataset.target} | request
    session = space.sessions.start(TrainingRequest(dataset_id=dataset.id, **given))
    store: Store = space._store
    running = store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
    trainer = ModelTrainer(
        store, space.name, on_progress=store.sessions.write, should_stop=lambda: False
    )
    done = trainer.train(running)
    store.sessions.finish(session.id, "completed")
    return [space.models.get(model_id) for model_id in done.model_ids]
