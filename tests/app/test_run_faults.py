"""Runs against the real server: killed and stopped at any moment, and many at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from tests.app.test_runs import LONG, QUICK, sample, started, state, training_pid, until, when
from tests.live_server import LiveServer

pytestmark = pytest.mark.server

# One quick model, then one that takes long.
BOTH = {
    "algorithms": ["logistic_regression", "random_forest_classifier"],
    "hyperparameters": {"random_forest_classifier": {"n_estimators": 800}},
    "cv_folds": 2,
}


def progress(server: LiveServer, session_id: str) -> dict[str, Any]:
    return dict(server.get(f"/api/training/{session_id}/progress").json())


def at_first_unit(now: dict[str, Any]) -> bool:
    return now["status"] == "running" and now["total"] > 0


def at_second_algorithm(now: dict[str, Any]) -> bool:
    return now["done"] > 3


def at_last_unit(now: dict[str, Any]) -> bool:
    return now["total"] > 0 and now["done"] == now["total"] - 1


MOMENTS = [at_first_unit, at_second_algorithm, at_last_unit]


@pytest.fixture
def server(live_server) -> LiveServer:
    made: LiveServer = live_server()
    return made


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_run_killed_at_any_moment_fails_in_words_and_keeps_what_is_finished(
    server, moment: Callable[[dict[str, Any]], bool]
):
    dataset = sample(server)
    session_id = started(server, dataset, **BOTH)
    until(lambda: moment(progress(server, session_id)), seconds=120)
    os.kill(training_pid(server, session_id), signal.SIGKILL)
    now = when(server, session_id, "failed", "completed", seconds=10)
    if now["status"] == "failed":
        assert "ended from outside" in now["error"]["message"]
    for model_id in now["model_ids"]:
        assert server.get(f"/api/models/{model_id}/download").status_code == 200
    listed = server.get("/api/models").json()["models"]
    assert {one["id"] for one in listed} == set(now["model_ids"])
    assert when(server, started(server, dataset, **QUICK), "completed")


@pytest.mark.parametrize("moment", [at_first_unit, at_last_unit])
def test_a_stop_at_any_moment_keeps_what_is_finished(
    server, moment: Callable[[dict[str, Any]], bool]
):
    session_id = started(server, sample(server), **BOTH)
    until(lambda: moment(progress(server, session_id)), seconds=120)
    server.post(f"/api/training/{session_id}/stop")
    now = when(server, session_id, "stopped", "completed", seconds=20)
    models = [server.get(f"/api/models/{one}").json() for one in now["model_ids"]]
    if moment is at_last_unit:
        assert models[0]["algorithm"] == "logistic_regression"
        # The forest was in its last fit: what had grown by then is a model, and says so.
        grown = [one["grown"] for one in models if one["grown"] is not None]
        assert all(0 < done < total for done, total in grown)
        assert now["status"] == "completed" or len(models) == 2


def test_a_run_that_waits_is_stopped_at_once(live_server):
    server = live_server(MAX_RUNNING="1")
    dataset = sample(server)
    first = started(server, dataset, **LONG)
    when(server, first, "running")
    waiting = started(server, dataset, **QUICK)
    assert state(server, waiting)["status"] == "queued"
    server.post(f"/api/training/{waiting}/stop")
    assert state(server, waiting)["status"] == "stopped"
    assert state(server, first)["status"] == "running"


def test_ten_runs_at_once_are_never_more_than_two_and_all_finish_in_order(live_server):
    server = live_server(MAX_RUNNING="2")
    dataset = sample(server)
    ids = [started(server, dataset, **QUICK, random_seed=seed) for seed in range(10)]
    assert len(set(ids)) == 10
    at_work: list[int] = []

    def all_ended() -> bool:
        statuses = [state(server, one)["status"] for one in ids]
        at_work.append(statuses.count("running"))
        return all(status == "completed" for status in statuses)

    until(all_ended, seconds=120)
    sessions = {one["id"]: one for one in server.get("/api/training").json()["sessions"]}
    begun = [sessions[one]["started_at"] for one in ids]
    assert begun == sorted(begun)
    assert most_at_once([sessions[one] for one in ids]) <= 2
    assert max(at_work) <= 2


def most_at_once(sessions: list[dict[str, Any]]) -> int:
    """Most sessions that were at work at any moment, by their own times."""
    begins = [one["started_at"] for one in sessions]
    return max(
        sum(one["started_at"] <= moment < one["finished_at"] for one in sessions)
        for moment in begins
    )
