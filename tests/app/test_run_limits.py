"""Runs against the real server: what takes too much memory or time ends in words."""

from __future__ import annotations

import numpy as np
import pytest

from tests.app.test_runs import QUICK, started, when
from tests.live_server import LiveServer

pytestmark = pytest.mark.server


def numbers(server: LiveServer, n_rows: int, n_columns: int = 4) -> dict:
    """A table of numbers whose class follows from the first one."""
    table = np.random.default_rng(0).normal(size=(n_rows, n_columns)).round(3)
    head = ",".join([*(f"x{position}" for position in range(n_columns)), "kind"])
    lines = (f"{','.join(map(str, row))},{'ab'[int(row[0] > 0)]}" for row in table)
    response = server.upload("numbers.csv", "\n".join([head, *lines]).encode())
    assert response.status_code == 201, response.text
    return dict(response.json())


def with_target(dataset: dict) -> dict:
    """The same with the last column as its target."""
    columns = [
        column | {"role": "target" if column["name"] == "kind" else "feature"}
        for column in dataset["columns"]
    ]
    return dataset | {"columns": columns}


def test_what_cannot_fit_is_refused_with_the_numbers_before_it_starts(live_server):
    server = live_server(RUN_MEMORY_MB="64")
    rows = "\n".join(f"c{n % 4_000},{n % 7},{'ab'[n % 2]}" for n in range(20_000))
    dataset = server.upload("codes.csv", f"code,x,kind\n{rows}\n".encode()).json()
    codes = {"columns": [{"name": "code", "type": "categorical"}]}
    server.request("PATCH", f"/api/datasets/{dataset['id']}/columns", json=codes)
    forest = "random_forest_classifier"
    asked = {
        "dataset_id": dataset["id"],
        "task_type": "classification",
        "target": "kind",
        "features": ["code", "x"],
        "algorithm": forest,
        "preprocessing": {"categories": "one_hot", "max_levels": 10_000},
    }
    refused = server.post("/api/training/start", json=asked)
    assert refused.status_code == 422, refused.text
    assert "a run may use 64 MB: 16,000 rows would become 4,00" in refused.json()["message"]
    assert "max_levels" in refused.json()["hint"]
    told = server.post("/api/training/estimate", json=asked).json()
    assert told["memory_limit"] == 64 * 1024**2
    assert told["refusals"][forest]["message"] == refused.json()["message"]
    compact = server.post("/api/training/estimate", json=asked | {"preprocessing": {}}).json()
    assert (compact["refusals"], list(compact["algorithms"])) == ({}, [forest])
    assert server.get("/api/training").json()["sessions"] == []


def test_memory_that_runs_out_ends_one_algorithm_in_words_and_the_others_go_on(live_server):
    """DBSCAN keeps all neighbours: with a wide reach 16,000 rows take 2 GB."""
    server = live_server(RUN_MEMORY_MB="1500")
    dataset = numbers(server, 16_000)
    body = {
        "dataset_id": dataset["id"],
        "task_type": "clustering",
        "algorithms": ["dbscan", "k_means"],
        "hyperparameters": {"dbscan": {"eps": 100.0}},
    }
    response = server.post("/api/training/start", json=body)
    assert response.status_code == 202, response.text
    now = when(server, response.json()["session_id"], "completed", "failed", seconds=60)
    assert now["status"] == "completed", now
    assert len(now["model_ids"]) == 1
    assert "ran out of memory" in now["failures"]["dbscan"]["message"]
    assert now["failures"]["dbscan"]["hint"]
    assert server.get("/api/training").status_code == 200


def test_a_fit_that_honours_nothing_is_ended_when_its_time_is_over(live_server):
    server = live_server()
    dataset = with_target(numbers(server, 19_000))
    # Classes that nothing tells apart, and hardly a slip allowed: minutes within one call.
    settings = {"svc": {"C": 1000.0, "kernel": "rbf"}}
    session_id = started(
        server,
        dataset,
        algorithms=["logistic_regression", "svc"],
        hyperparameters=settings,
        features=["x1", "x2", "x3"],
        cv_folds=0,
        time_budget=3.0,
    )
    now = when(server, session_id, "completed", "failed", seconds=30)
    assert now["status"] == "completed", now
    assert len(now["model_ids"]) == 1
    assert now["failures"]["svc"]["code"] == "time_budget"
    assert server.get(f"/api/models/{now['model_ids'][0]}/download").status_code == 200
    assert when(server, started(server, dataset, **QUICK), "completed")
