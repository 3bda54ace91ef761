"""REST: models."""

from __future__ import annotations

import hashlib
import html
import json
import pickle
import uuid

import pandas as pd
import pytest

from engine.exports import EXPORTS
from tests.api_client import problem, trained, uploaded

UNKNOWN = str(uuid.uuid4())


@pytest.fixture
def models(client):
    """Ids of two models that were judged on the same rows."""
    status = trained(
        client, algorithm=None, algorithms=["decision_tree_classifier", "gaussian_nb"], cv_folds=5
    )
    assert len(status["model_ids"]) >= 2, status
    return status["model_ids"]


def test_they_are_listed_and_shown(client, models):
    listed = client.get("/api/models").json["models"]
    assert {entry["id"] for entry in listed} == set(models)
    assert listed == sorted(listed, key=lambda entry: entry["created_at"], reverse=True)
    assert {"name", "algorithm", "task_type", "test", "dataset_name"} <= set(listed[0])
    shown = client.get(f"/api/models/{models[0]}").json
    assert shown["provenance"]["versions"]["scikit-learn"]
    entry = next(entry for entry in listed if entry["id"] == models[0])
    means = {key: folds["mean"] for key, folds in shown["scores"]["cv"].items()}
    assert (entry["cv"], entry["test"]) == (means, None)
    again = {entry["id"]: entry["test"] for entry in client.get("/api/models").json["models"]}
    assert again == {models[0]: shown["scores"]["test"], models[1]: None}


def test_the_metrics_stand_beside_the_baseline(client, models):
    body = client.get(f"/api/models/{models[0]}/metrics").json
    assert body["task_type"] == "classification"
    assert body["test"]["accuracy"] is not None
    assert body["baseline"]["accuracy"] is not None
    assert {"mean", "std", "folds", "ci95"} <= set(body["cv"]["accuracy"])
    assert len(body["cv"]["accuracy"]["folds"]) == 5


def test_what_the_scores_mean_is_the_same_everywhere(client, models):
    shown = client.get(f"/api/models/{models[0]}").json["words"]
    assert set(shown["score"]) == {"meaning", "judgement", "try_next", "tone"}
    assert shown["score"]["try_next"]
    assert client.get(f"/api/models/{models[0]}/metrics").json["words"] == shown
    given = json.loads(client.get(f"/api/models/{models[0]}/export/metadata").data)
    assert given["words"] == shown
    report = html.unescape(client.get(f"/api/models/{models[0]}/export/report").text)
    diagnosed = client.get(f"/api/models/{models[0]}/diagnosis").json["classification"]["words"]
    threshold = client.get(f"/api/models/{models[0]}/thresholds").json["words"]
    for told in (*shown.values(), *diagnosed.values(), threshold):
        assert told["meaning"] in report
        assert told["judgement"] in report
        assert told["try_next"] in report


def test_the_words_of_a_clustering_count_its_clusters(client):
    status = trained(client, task_type="clustering", target=None, algorithm="k_means")
    words = client.get(f"/api/models/{status['model_ids'][0]}").json["words"]
    assert "into 3 clusters" in words["score"]["meaning"]


def test_what_does_not_apply_has_its_reason(client, models):
    body = client.get(f"/api/models/{models[0]}/metrics").json
    assert set(body["reasons"]) == {key for key, value in body["test"].items() if value is None}
    assert body["reasons"]["top_3_accuracy"] == (
        "Top-3 accuracy says something with 5 classes or more; here are 2."
    )


def test_clusters_are_held_against_a_column_that_was_named(client):
    status = trained(
        client,
        task_type="clustering",
        target=None,
        features=["width", "height"],
        labels="kind",
        algorithm="k_means",
        hyperparameters={"n_clusters": 2},
    )
    model = client.get(f"/api/models/{status['model_ids'][0]}").json
    assert model["provenance"]["spec"]["labels"] == "kind"
    body = client.get(f"/api/models/{model['id']}/metrics").json
    assert body["test"]["adjusted_rand"] == 1
    assert abs(body["baseline"]["adjusted_rand"]) < 0.2


def test_the_download_is_the_model(client, models):
    response = client.get(f"/api/models/{models[0]}/download")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["X-Checksum-SHA256"] == hashlib.sha256(response.data).hexdigest()
    model = pickle.loads(response.data)
    plants = pd.DataFrame(
        {"width": [1.2, 4.2], "height": [5.1, 5.2], "colour": ["red", "blue"], "mass": [12, 14]}
    )
    assert list(model.predict(plants)) == ["oak", "elm"]


@pytest.mark.parametrize("entry", EXPORTS, ids=lambda entry: entry.key)
def test_every_format_can_be_downloaded(client, models, entry):
    response = client.get(f"/api/models/{models[0]}/export/{entry.key}")
    assert response.status_code == 200
    assert response.mimetype == entry.media_type
    assert response.headers["X-Checksum-SHA256"] == hashlib.sha256(response.data).hexdigest()
    assert "attachment" in response.headers["Content-Disposition"]


def test_the_configuration_trains_the_same_model_again(client, models):
    configuration = json.loads(client.get(f"/api/models/{models[0]}/export/config").data)
    again = trained(client, **{"algorithm": None, **configuration})
    first = client.get(f"/api/models/{models[0]}").json["provenance"]
    second = client.get(f"/api/models/{again['model_ids'][0]}").json["provenance"]
    assert first["predictions_sha256"] == second["predictions_sha256"]


def test_an_unknown_format_is_told_with_those_there_are(client, models):
    response = client.get(f"/api/models/{models[0]}/export/docx")
    problem(response, 404, "not_found", "format")
    assert "pickle" in response.json["hint"]


def test_models_of_the_same_rows_are_ranked(client, models):
    response = client.post("/api/models/compare", json={"model_ids": models, "metric": "accuracy"})
    assert response.status_code == 200
    body = response.json
    assert {"metric", "ranking", "verdict", "best_model_id"} <= set(body)
    assert {"quick_model_id", "recommendation"} <= set(body)
    first, second = (one["difference"] for one in body["ranking"])
    assert (first is None) != (second is None)
    known = first or second
    assert known["better"] + known["equal"] + known["worse"] == pytest.approx(1)
    assert {"mean", "ci95", "rope"} <= set(known)
    assert body["metric"] == "accuracy"
    assert {entry["model_id"] for entry in body["ranking"]} == set(models)
    assert {"model_id", "rank", "score", "ci95", "standing"} <= set(body["ranking"][0])
    by_default = client.post("/api/models/compare", json={"model_ids": models}).json
    assert by_default["ranking"]


def test_an_unknown_metric_is_refused(client, models):
    response = client.post("/api/models/compare", json={"model_ids": models, "metric": "r2"})
    problem(response, 422, "invalid_value", "metric")


def test_models_of_two_task_types_cannot_be_compared(client, models):
    dataset_id = uploaded(client)
    other = trained(
        client,
        dataset_id=dataset_id,
        task_type="regression",
        target="mass",
        algorithm="linear_regression",
    )
    body = {"model_ids": [models[0], other["model_ids"][0]]}
    response = client.post("/api/models/compare", json=body)
    problem(response, 409, "not_comparable", "model_ids")


def test_a_deleted_model_is_gone_and_the_others_stay(client, models):
    assert client.delete(f"/api/models/{models[0]}").status_code == 204
    problem(client.get(f"/api/models/{models[0]}"), 404, "not_found", "model_id")
    left = [entry["id"] for entry in client.get("/api/models").json["models"]]
    assert set(left) == set(models[1:])
    response = client.post("/api/models/compare", json={"model_ids": models})
    problem(response, 404, "not_found", "model_id")


def test_models_stay_when_their_dataset_goes(client, models):
    dataset_id = client.get(f"/api/models/{models[0]}").json["dataset_id"]
    assert client.delete(f"/api/datasets/{dataset_id}").status_code == 204
    assert client.get(f"/api/models/{models[0]}/download").status_code == 200


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/metrics"),
        ("GET", "/clusters"),
        ("GET", "/download"),
        ("GET", "/export/pickle"),
    ],
)
def test_an_unknown_model_is_not_found(client, method, rest):
    response = client.open(f"/api/models/{UNKNOWN}{rest}", method=method)
    problem(response, 404, "not_found", "model_id")


def test_the_clusters_are_told_in_numbers_and_words(client):
    status = trained(client, task_type="clustering", target=None, algorithm="k_means")
    body = client.get(f"/api/models/{status['model_ids'][0]}/clusters").json
    assert body["profile"]["n_clusters"] == len(body["clusters"]) == 3
    assert sum(one["n_rows"] for one in body["profile"]["clusters"]) == body["profile"]["n_rows"]
    assert {"meaning", "judgement", "try_next", "tone"} == set(body["reading"])
    assert all(one["words"] and one["differences"] for one in body["clusters"])
    assert {step["type"] for step in body["preparation"]} >= {"numeric", "categorical"}
    assert "different types" in body["mixed"][0]


def test_a_classifier_has_no_clusters(client, models):
    problem(client.get(f"/api/models/{models[0]}/clusters"), 409, "does_not_apply", "model_id")
