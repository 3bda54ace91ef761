"""REST: asking for a held-out score opens it, and listing and comparing do not."""

from __future__ import annotations

import json
import uuid

import pytest

from app.security import sign
from engine.exports import EXPORTS
from tests.api_client import ended, trained

TWO = ["decision_tree_classifier", "logistic_regression"]


@pytest.fixture
def models(client):
    """Ids of two models with folds that nobody has looked at."""
    return trained(client, algorithm=None, algorithms=TWO, cv_folds=3)["model_ids"]


def opened(client):
    """Ids of the models whose held-out scores a list shows."""
    listed = client.get("/api/models").json["models"]
    return {entry["id"] for entry in listed if entry["test"] is not None}


@pytest.mark.parametrize(
    "path", ["", "/metrics", "/diagnosis", "/thresholds", "/export/metadata", "/export/report"]
)
def test_asking_is_opening(client, models, path):
    asked = models[1]
    assert client.get(f"/api/models/{asked}{path}").status_code == 200
    assert opened(client) == {asked}


def test_an_answer_of_an_analysis_opens(client, models):
    path = f"/api/models/{models[0]}/analyses"
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/importance").json["answer"] is None
    assert opened(client) == set()
    ended(client, client.post(f"{path}/importance").json["session_id"])
    assert opened(client) == set()
    assert client.get(f"{path}/importance").json["answer"]
    assert opened(client) == {models[0]}


def test_the_metrics_say_when_and_for_how_many(client, models):
    first = client.get(f"/api/models/{models[0]}/metrics").json
    assert set(first["holdout"]) == {"opened_at", "n_opened", "words"}
    assert first["holdout"]["n_opened"] == 1
    assert first["test"]["accuracy"] is not None
    second = client.get(f"/api/models/{models[1]}/metrics").json["holdout"]
    assert second["n_opened"] == 2
    again = client.get(f"/api/models/{models[0]}/metrics").json["holdout"]
    assert again["opened_at"] == first["holdout"]["opened_at"]
    assert "2 models of this split" in again["words"]


def test_neither_lists_nor_comparisons_nor_files_open(client, models):
    compared = client.post("/api/models/compare", json={"model_ids": models}).json
    assert compared["basis"] == "cross-validation"
    assert [one["held_out"] for one in compared["ranking"]] == [None, None]
    assert client.get(f"/api/models/{models[0]}/download").status_code == 200
    for entry in EXPORTS:
        if entry.key not in ("metadata", "report"):
            assert client.get(f"/api/models/{models[0]}/export/{entry.key}").status_code == 200
    assert opened(client) == set()


def test_a_comparison_shows_what_is_opened(client, models):
    test = client.get(f"/api/models/{models[0]}/metrics").json["test"]["accuracy"]
    compared = client.post("/api/models/compare", json={"model_ids": models}).json
    assert {one["model_id"]: one["held_out"] for one in compared["ranking"]} == {
        models[0]: test,
        models[1]: None,
    }


def test_no_session_tells_held_out_scores(client, models):
    session = client.get(f"/api/models/{models[0]}").json["session_id"]
    units = client.get(f"/api/training/{session}/progress").json["finished"]
    assert [unit["score"] for unit in units if unit["part"] == "all training rows"] == [None, None]


def test_without_folds_the_comparison_says_so(client):
    models = trained(client, algorithm=None, algorithms=TWO)["model_ids"]
    assert opened(client) == set(models)
    compared = client.post("/api/models/compare", json={"model_ids": models}).json
    assert compared["basis"] == "hold-out"
    assert "2 were judged on these very rows" in compared["caution"]
    found = client.get(f"/api/models/{models[0]}/metrics").json["holdout"]
    assert found["words"].startswith("There are no folds")


def test_another_workspace_opens_nothing(server, client, models):
    stranger = server.test_client()
    stranger.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {sign(str(uuid.uuid4()))}"
    for path in ("", "/metrics", "/diagnosis", "/thresholds", "/export/metadata", "/export/report"):
        assert stranger.get(f"/api/models/{models[0]}{path}").status_code == 404
    assert opened(client) == set()


def test_a_clustering_has_no_held_out_rows(client):
    clusters = trained(client, task_type="clustering", target=None, algorithm="k_means")
    path = f"/api/models/{clusters['model_ids'][0]}"
    assert client.get(f"{path}/metrics").json["holdout"] is None
    assert json.loads(client.get(f"{path}/export/metadata").data)["id"] in opened(client)
