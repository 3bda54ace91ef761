"""Runs of several long algorithms against the real server, which two processes share."""

from __future__ import annotations

import os
import signal
from typing import Any

import psutil
import pytest

from engine.store import Owner, Store
from tests.app.test_runs import sample, started, training_pid, until, when
from tests.live_server import LiveServer

pytestmark = [pytest.mark.server, pytest.mark.long]

FORESTS = ("random_forest_classifier", "extra_trees_classifier", "bagging_classifier")
LONG = {
    "algorithms": ["logistic_regression", *FORESTS],
    "hyperparameters": {
        "random_forest_classifier": {"n_estimators": 500},
        "extra_trees_classifier": {"n_estimators": 600},
        "bagging_classifier": {"n_estimators": 100},
    },
    "cv_folds": 2,
}


@pytest.fixture
def server(live_server) -> LiveServer:
    made: LiveServer = live_server(MAX_RUNNING="1", PROCESSES_PER_RUN="2")
    return made


def progress(server: LiveServer, session_id: str) -> dict[str, Any]:
    return dict(server.get(f"/api/training/{session_id}/progress").json())


def joined(server: LiveServer, session_id: str) -> Owner | None:
    store = Store(server.data_dir)
    found = [one.joined for one in store.sessions.active() if one.id == session_id]
    store.close()
    return found[0][0] if found and found[0] else None


def shared(server: LiveServer, session_id: str) -> Owner:
    """Wait until another process is at work; give it."""
    until(lambda: progress(server, session_id)["beside"], seconds=60)
    found = joined(server, session_id)
    assert found is not None
    return found


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def digests(server: LiveServer, session_id: str) -> dict[str, str]:
    now = when(server, session_id, "completed", seconds=120)
    models = [server.get(f"/api/models/{one}").json() for one in now["model_ids"]]
    return {one["algorithm"]: one["provenance"]["predictions_sha256"] for one in models}


def test_two_processes_give_the_models_of_one(live_server, server):
    session_id = started(server, sample(server), **LONG)
    shared(server, session_id)
    together = digests(server, session_id)
    now = progress(server, session_id)
    assert now["done"] == now["total"] == 12
    assert len(now["finished"]) == 12
    assert server.get(f"/api/training/{session_id}/status").json()["failures"] == {}

    alone = live_server(MAX_RUNNING="1", PROCESSES_PER_RUN="1")
    assert together == digests(alone, started(alone, sample(alone), **LONG))
    assert set(together) == set(LONG["algorithms"])


def test_what_a_killed_process_leaves_undone_is_done_by_the_owner(server):
    session_id = started(server, sample(server), **LONG)
    os.kill(shared(server, session_id).pid, signal.SIGKILL)
    now = when(server, session_id, "completed", seconds=120)
    assert now["failures"] == {}
    assert len(now["model_ids"]) == len(LONG["algorithms"])


def test_nobody_works_on_after_the_owner_was_killed(server):
    session_id = started(server, sample(server), **LONG)
    beside = shared(server, session_id)
    os.kill(training_pid(server, session_id), signal.SIGKILL)
    now = when(server, session_id, "failed", seconds=10)
    until(lambda: is_gone(beside.pid), seconds=5)
    listed = server.get("/api/models").json()["models"]
    assert {one["id"] for one in listed} == set(now["model_ids"])


def test_a_stop_ends_both_and_keeps_what_is_finished(server):
    session_id = started(server, sample(server), **LONG)
    beside = shared(server, session_id)
    server.post(f"/api/training/{session_id}/stop")
    now = when(server, session_id, "stopped", seconds=20)
    until(lambda: is_gone(beside.pid), seconds=5)
    for model_id in now["model_ids"]:
        assert server.get(f"/api/models/{model_id}/download").status_code == 200
    listed = server.get("/api/models").json()["models"]
    assert {one["id"] for one in listed} == set(now["model_ids"])


def test_a_process_that_hangs_is_killed_with_a_stop(server):
    session_id = started(server, sample(server), **LONG)
    beside = shared(server, session_id)
    store = Store(server.data_dir)
    with store._database.write():
        # Not in the middle of writing, where it would keep everybody else from it.
        os.kill(beside.pid, signal.SIGSTOP)
    store.close()
    server.post(f"/api/training/{session_id}/stop")
    when(server, session_id, "stopped", seconds=20)
    until(lambda: is_gone(beside.pid), seconds=5)
