"""REST: runs, from the start to the end, and every start that cannot work."""

from __future__ import annotations

import uuid

import pytest

from engine import estimates
from tests.api_client import ended, problem, trained, uploaded

UNKNOWN = str(uuid.uuid4())


@pytest.fixture
def start(client):
    """Start a run on a fresh dataset, with a good request that can be changed."""
    dataset_id = uploaded(client)

    def start(**changes):
        body = {
            "dataset_id": dataset_id,
            "task_type": "classification",
            "target": "kind",
            "algorithm": "decision_tree_classifier",
            "cv_folds": 0,
        }
        body |= changes
        given = {name: value for name, value in body.items() if value is not ...}
        return client.post("/api/training/start", json=given)

    return start


def test_a_run_from_start_to_end(client, start):
    response = start(hyperparameters={"max_depth": 3})
    assert response.status_code == 202
    assert set(response.json) == {"session_id", "status"}
    session_id = response.json["session_id"]
    status = ended(client, session_id)
    assert status["status"] == "completed", status
    assert status["progress"] == 1
    assert status["error"] is None
    assert {"session_id", "stage", "eta_seconds", "model_ids"} <= set(status)
    model = client.get(f"/api/models/{status['model_ids'][0]}").json
    assert model["hyperparameters"]["max_depth"] == 3
    progress = client.get(f"/api/training/{session_id}/progress").json
    assert progress["done"] == progress["total"] == len(progress["finished"])
    assert all(unit["seconds"] >= 0 for unit in progress["finished"])
    listed = client.get("/api/training").json["sessions"]
    assert [session["id"] for session in listed] == [session_id]


def test_several_algorithms_take_their_hyperparameters_by_key(client, start):
    response = start(
        algorithm=...,
        algorithms=["decision_tree_classifier", "gaussian_nb"],
        hyperparameters={"decision_tree_classifier": {"max_depth": 2}},
    )
    status = ended(client, response.json["session_id"])
    models = [client.get(f"/api/models/{model_id}").json for model_id in status["model_ids"]]
    found = {model["algorithm"]: model["hyperparameters"] for model in models}
    assert found["decision_tree_classifier"]["max_depth"] == 2
    assert "gaussian_nb" in found


def test_a_double_start_is_one_run(client, start):
    first, second = start(), start()
    assert first.json["session_id"] == second.json["session_id"]
    ended(client, first.json["session_id"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"dataset_id": ...}, "dataset_id"),
        ({"task_type": ...}, "task_type"),
        ({"task_type": "guessing"}, "task_type"),
        ({"target": ...}, "target"),
        ({"target": "nothing"}, "target"),
        ({"target": 5}, "target"),
        ({"algorithm": ...}, "algorithm"),
        ({"algorithms": ["gaussian_nb"]}, "algorithm"),
        ({"algorithm": ..., "algorithms": []}, "algorithms"),
        ({"algorithm": "magic"}, "algorithms"),
        ({"algorithm": "k_means"}, "algorithms"),
        ({"features": []}, "features"),
        ({"features": ["nothing"]}, "features"),
        ({"features": ["kind"]}, "features"),
        ({"test_size": 0.9}, "test_size"),
        ({"test_size": "half"}, "test_size"),
        ({"cv_folds": 1}, "cv_folds"),
        ({"cv_folds": 2.5}, "cv_folds"),
        ({"random_seed": -1}, "random_seed"),
        ({"stratify": "perhaps"}, "stratify"),
        ({"speed": "fast"}, "speed"),
        ({"hyperparameters": []}, "hyperparameters"),
        ({"hyperparameters": {"max_depth": 0}}, "max_depth"),
        ({"hyperparameters": {"max_depth": "deep"}}, "max_depth"),
        (
            {"algorithm": "k_neighbors_classifier", "hyperparameters": {"n_neighbors": 60}},
            "n_neighbors",
        ),
        (
            {
                "algorithm": ...,
                "algorithms": ["gaussian_nb"],
                "hyperparameters": {"gaussian_nb": 1},
            },
            "hyperparameters.gaussian_nb",
        ),
    ],
)
def test_what_cannot_work_is_refused_by_name(client, start, changes, field):
    problem(start(**changes), 422, "invalid_value", field)
    assert client.get("/api/training").json["sessions"] == []


def test_an_unknown_hyperparameter_is_refused_with_those_there_are(start):
    response = start(hyperparameters={"depth": 3})
    assert response.status_code == 422
    assert "depth" in response.json["message"]
    assert "max_depth" in response.json["message"] + response.json["hint"]


def test_a_target_with_one_class_is_refused(client):
    rows = "\n".join(f"{n % 7},same" for n in range(30))
    dataset_id = uploaded(client, f"number,kind\n{rows}\n".encode())
    body = {
        "dataset_id": dataset_id,
        "task_type": "classification",
        "target": "kind",
        "algorithm": "gaussian_nb",
    }
    response = client.post("/api/training/start", json=body)
    message = problem(response, 422, "invalid_value", "target")
    assert "kind" in message


def test_an_unknown_dataset_is_not_found(start):
    problem(start(dataset_id=UNKNOWN), 404, "not_found", "dataset_id")


@pytest.mark.parametrize(
    ("method", "rest"), [("GET", "status"), ("GET", "progress"), ("POST", "stop")]
)
def test_an_unknown_run_is_not_found(client, method, rest):
    response = client.open(f"/api/training/{UNKNOWN}/{rest}", method=method)
    problem(response, 404, "not_found", "session_id")


def test_a_finished_run_cannot_be_stopped(client):
    session_id = trained(client)["session_id"]
    problem(client.post(f"/api/training/{session_id}/stop"), 409, "wrong_state", "session_id")


def test_a_run_can_be_stopped(client, start):
    response = start(
        algorithm="random_forest_classifier",
        hyperparameters={"n_estimators": 1000},
        cv_folds=20,
    )
    session_id = response.json["session_id"]
    stopped = client.post(f"/api/training/{session_id}/stop")
    assert stopped.status_code == 202
    assert set(stopped.json) == {"session_id", "status"}
    assert ended(client, session_id)["status"] == "stopped"


def test_a_dataset_in_use_cannot_be_deleted(client, start):
    response = start(
        algorithm="random_forest_classifier", hyperparameters={"n_estimators": 1000}, cv_folds=20
    )
    session = client.get("/api/training").json["sessions"][0]
    refused = client.delete(f"/api/datasets/{session['dataset_id']}")
    problem(refused, 409, "wrong_state", "dataset_id")
    client.post(f"/api/training/{response.json['session_id']}/stop")
    ended(client, response.json["session_id"])
    assert client.delete(f"/api/datasets/{session['dataset_id']}").status_code == 204


@pytest.fixture
def estimate(client):
    """Ask what a run on a fresh dataset would take."""
    dataset_id = uploaded(client)

    def estimate(**changes):
        body = {"dataset_id": dataset_id, "task_type": "classification", "target": "kind"}
        return client.post("/api/training/estimate", json=body | changes)

    return estimate


def test_an_estimate_says_what_a_run_would_take_and_starts_none(client, estimate):
    response = estimate(algorithms=["gaussian_nb", "random_forest_classifier"])
    assert response.status_code == 200
    told = response.json
    assert set(told) == {"seconds", "memory_bytes", "memory_limit", "algorithms", "refusals"}
    low, high = told["seconds"]
    assert 0 < low < high
    assert 0 < told["memory_bytes"] < told["memory_limit"]
    forest = told["algorithms"]["random_forest_classifier"]
    assert set(forest) == {"seconds", "memory_bytes", "caution"}
    assert forest["seconds"][1] < high
    assert client.get("/api/training").json["sessions"] == []


def test_an_estimate_of_all_that_suit_has_those_left_out(estimate):
    told = estimate(algorithms="suitable", cv_folds=0).json
    assert "decision_tree_classifier" in told["algorithms"]
    assert not set(told["algorithms"]) & set(told["refusals"])
    assert all(problem["hint"] for problem in told["refusals"].values())


def test_an_estimate_refuses_what_the_start_refuses(estimate):
    problem(estimate(algorithm="magic"), 422, "invalid_value", "algorithms")
    problem(estimate(), 422, "invalid_value", "algorithm")
    problem(estimate(algorithm="svc", dataset_id=UNKNOWN), 404, "not_found", "dataset_id")


def test_who_starts_a_long_run_is_told_so(monkeypatch, client, start):
    monkeypatch.setattr(estimates, "CAUTION_SECONDS", 1.0)
    response = start(
        algorithm="random_forest_classifier",
        hyperparameters={"n_estimators": 2000},
        cv_folds=20,
        cv_repeats=20,
    )
    assert response.status_code == 202
    assert "may take from" in response.json["cautions"]["random_forest_classifier"]
    client.post(f"/api/training/{response.json['session_id']}/stop")
    ended(client, response.json["session_id"])
