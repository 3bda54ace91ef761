"""When the watch has another process join the owner of a run."""

from __future__ import annotations

import pytest

from app.runs.processes import own_process
from app.runs.watch import Watch
from engine.progress import SHARED_FROM_SECONDS
from engine.records import AlgorithmChoice, Progress, TrainingSession
from engine.store import Owner, Store
from tests.made_models import made_spec

LONG, SHORT = SHARED_FROM_SECONDS + 1, SHARED_FROM_SECONDS - 1


def running(store: Store, shareable_seconds: float, owner: Owner) -> TrainingSession:
    algorithms = tuple(AlgorithmChoice(key=key) for key in ("svc", "gaussian_nb"))
    spec = made_spec(algorithms=algorithms)
    session = TrainingSession(dataset_id="1", dataset_name="a.csv", spec=spec)
    store.sessions.add("mine", session, max_queued=1)
    claimed = store.sessions.claim(session.id, owner, max_running=1)
    assert claimed is not None
    progress = Progress(total=2, shareable_seconds=shareable_seconds)
    store.sessions.write(claimed.model_copy(update={"progress": progress}))
    return claimed


def asked_for(store: Store, *, processes: int = 2, looks: int = 1) -> list[str]:
    """The sessions that another process was started for."""
    asked: list[str] = []
    watch = Watch(
        store,
        launch=lambda _session_id: None,
        launch_beside=asked.append,
        max_running=1,
        processes=processes,
    )
    for _ in range(looks):
        watch.look()
    return asked


def test_a_long_run_is_joined_once_for_each_place(store):
    session = running(store, LONG, own_process())
    assert asked_for(store, looks=3) == [session.id]
    assert asked_for(store, processes=3, looks=5) == [session.id] * 2


@pytest.mark.parametrize(("shareable_seconds", "processes"), [(SHORT, 2), (LONG, 1)])
def test_a_quick_run_and_one_without_a_place_are_left_alone(store, shareable_seconds, processes):
    running(store, shareable_seconds, own_process())
    assert asked_for(store, processes=processes) == []


def test_a_run_that_is_to_stop_is_not_joined(store):
    session = running(store, LONG, own_process())
    store.sessions.request_stop("mine", session.id)
    assert asked_for(store) == []


def test_a_run_of_another_machine_is_left_to_that(store):
    running(store, LONG, Owner("elsewhere", 1, 1.0))
    assert asked_for(store) == []
