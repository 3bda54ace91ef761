"""Runs against the real server: killed, stopped, restarted, queued, and never hanging."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest

from engine.store import Store
from tests.live_server import LiveServer

pytestmark = pytest.mark.server

LONG = {
    "algorithm": "random_forest_classifier",
    "hyperparameters": {"n_estimators": 2000},
    "cv_folds": 20,
}
QUICK = {"algorithm": "logistic_regression", "cv_folds": 0}


def sample(server: LiveServer, name: str = "breast_cancer") -> dict[str, Any]:
    response = server.post(f"/api/datasets/sample/{name}")
    assert response.status_code == 201, response.text
    return dict(response.json())


def start(server: LiveServer, dataset: dict[str, Any], **changes: Any) -> Any:
    target = next(one["name"] for one in dataset["columns"] if one["role"] == "target")
    body = {"dataset_id": dataset["id"], "task_type": "classification", "target": target}
    return server.post("/api/training/start", json=body | changes)


def started(server: LiveServer, dataset: dict[str, Any], **changes: Any) -> str:
    response = start(server, dataset, **changes)
    assert response.status_code == 202, response.text
    return str(response.json()["session_id"])


def state(server: LiveServer, session_id: str) -> dict[str, Any]:
    return dict(server.get(f"/api/training/{session_id}/status").json())


def until(condition: Callable[[], Any], *, seconds: float) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def when(server: LiveServer, session_id: str, *statuses: str, seconds: float = 60) -> Any:
    def reached() -> dict[str, Any] | None:
        now = state(server, session_id)
        return now if now["status"] in statuses else None

    return until(reached, seconds=seconds)


def training_pid(server: LiveServer, session_id: str) -> int:
    store = Store(server.data_dir)
    owners = [one.owner for one in store.sessions.active() if one.id == session_id]
    store.close()
    assert owners
    assert owners[0] is not None
    return owners[0].pid


def test_a_killed_process_becomes_failed_in_plain_words_within_ten_seconds(live_server):
    server = live_server()
    dataset = sample(server)
    session_id = started(server, dataset, **LONG)
    when(server, session_id, "running")
    os.kill(training_pid(server, session_id), signal.SIGKILL)
    now = when(server, session_id, "failed", seconds=10)
    assert "ended from outside" in now["error"]["message"]
    assert now["error"]["hint"]
    assert when(server, started(server, dataset, **QUICK), "completed")


def test_a_stop_is_soft_and_keeps_the_models_that_are_finished(live_server):
    server = live_server()
    algorithms = ["logistic_regression", "random_forest_classifier"]
    settings = {"random_forest_classifier": {"n_estimators": 2000}}
    session_id = started(server, sample(server), algorithms=algorithms, hyperparameters=settings)
    until(lambda: state(server, session_id)["model_ids"], seconds=60)
    asked = server.post(f"/api/training/{session_id}/stop")
    assert asked.status_code == 202
    now = when(server, session_id, "stopped", seconds=15)
    assert len(now["model_ids"]) == 1
    assert server.get(f"/api/models/{now['model_ids'][0]}/download").status_code == 200
    assert server.post(f"/api/training/{session_id}/stop").status_code == 409


def test_a_stop_that_is_not_honoured_becomes_a_kill(live_server):
    server = live_server()
    session_id = started(server, sample(server), **LONG)
    when(server, session_id, "running")
    pid = training_pid(server, session_id)
    freeze(server, pid)
    server.post(f"/api/training/{session_id}/stop")
    assert when(server, session_id, "stopped", seconds=15)
    until(lambda: not psutil.pid_exists(pid) or _is_zombie(pid), seconds=5)


def freeze(server: LiveServer, pid: int) -> None:
    """Leave a process unable to honour anything, like a fit that never returns to Python.

    Such a fit does not sit in the middle of writing to the database either, where a
    frozen process would keep everybody else from writing.
    """
    store = Store(server.data_dir)
    with store._database.write():
        os.kill(pid, signal.SIGSTOP)
        until(lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED, seconds=5)
    store.close()


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("gently", [True, False], ids=["stopped", "killed"])
def test_a_restart_leaves_nothing_running(live_server, gently):
    server = live_server()
    dataset = sample(server)
    session_id = started(server, dataset, **LONG)
    when(server, session_id, "running")
    pid = training_pid(server, session_id)
    if gently:
        server.stop()
    else:
        kill_without_children(server)
    until(lambda: not psutil.pid_exists(pid) or _is_zombie(pid), seconds=10)
    server.start()
    now = state(server, session_id)
    assert now["status"] == "interrupted"
    assert "server was stopped" in now["error"]["message"]
    assert when(server, started(server, dataset, **QUICK), "completed")


def kill_without_children(server: LiveServer) -> None:
    """Kill the web server alone, as a crash would; what trains is left to itself."""
    assert server.process is not None
    main = psutil.Process(server.process.pid)
    workers = main.children()
    for process in (main, *workers):
        process.kill()
    server.process.wait(10)


def test_a_double_click_is_one_run(live_server):
    server = live_server()
    dataset = sample(server)
    ids = {started(server, dataset, **LONG) for _ in range(3)}
    assert len(ids) == 1


def test_runs_wait_for_their_turn_and_the_queue_has_an_end(live_server):
    server = live_server(MAX_RUNNING="1", MAX_QUEUED="2")
    dataset = sample(server)
    first = started(server, dataset, **LONG)
    when(server, first, "running")
    waiting = [started(server, dataset, **QUICK, random_seed=seed) for seed in (1, 2)]
    refused = start(server, dataset, **QUICK, random_seed=3)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["code"] == "queue_full"
    assert [state(server, one)["status"] for one in waiting] == ["queued", "queued"]
    server.post(f"/api/training/{first}/stop")
    ends = [when(server, one, "completed") for one in waiting]
    assert all(len(end["model_ids"]) == 1 for end in ends)
    sessions = {one["id"]: one for one in server.get("/api/training").json()["sessions"]}
    assert sessions[waiting[0]]["finished_at"] <= sessions[waiting[1]]["started_at"]


def test_training_does_not_hang_after_the_server_process_has_used_openmp(server, client):
    """A process forked from one that has used OpenMP hangs in its first parallel region."""
    from sklearn.cluster import KMeans
    from sklearn.datasets import make_classification
    from sklearn.ensemble import HistGradientBoostingClassifier

    features, target = make_classification(n_samples=2000, random_state=0)
    HistGradientBoostingClassifier(max_iter=5).fit(features, target).predict(features[:5])
    KMeans(3).fit(features).predict(features[:5])
    for task_type, algorithm, name in (
        ("classification", "hist_gradient_boosting_classifier", "breast_cancer"),
        ("clustering", "k_means", "blobs"),
    ):
        dataset = client.post(f"/api/datasets/sample/{name}").json
        target_name = next((c["name"] for c in dataset["columns"] if c["role"] == "target"), None)
        body = {"dataset_id": dataset["id"], "task_type": task_type, "algorithm": algorithm}
        if task_type == "classification":
            body["target"] = target_name
        session_id = client.post("/api/training/start", json=body).json["session_id"]
        ended = until(lambda one=session_id: finished(client, one), seconds=60)
        assert ended["status"] == "completed", ended


def finished(client: Any, session_id: str) -> Any:
    now = client.get(f"/api/training/{session_id}/status").json
    return now if now["status"] not in {"queued", "running"} else None
