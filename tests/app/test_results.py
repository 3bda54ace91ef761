"""REST: what can be found out about one model."""

from __future__ import annotations

import uuid

import pytest

from engine.analyses import analyses
from tests.api_client import PLANTS, ended, problem, trained, uploaded

UNKNOWN = str(uuid.uuid4())
# Of a decision tree.
KEYS = [one.key for one in analyses("classification")]


def model_of(client, **changes):
    return trained(client, **changes)["model_ids"][0]


def worked_out(client, model_id, key):
    started = client.post(f"/api/models/{model_id}/analyses/{key}")
    assert started.status_code == 202, started.text
    status = ended(client, started.json["session_id"])
    assert status["status"] == "completed", status
    assert status["progress"] == 1.0
    return client.get(f"/api/models/{model_id}/analyses/{key}").json


def test_a_classifier_has_its_classes_curves_and_calibration(client):
    model_id = model_of(client, algorithm="logistic_regression", cv_folds=3)
    found = client.get(f"/api/models/{model_id}/diagnosis").json
    assert found["regression"] is None
    told = found["classification"]
    assert {one["label"] for one in told["classes"]} == {"oak", "elm"}
    assert len(told["roc"]) == len(told["precision_recall"]) == 1
    assert len(told["roc"][0]["low"]) == len(told["roc"][0]["grid"]) == 101
    assert told["calibration"]["n_rows"] == sum(one["n_actual"] for one in told["classes"])
    assert told["words"]["classes"]["meaning"]


def test_a_regressor_has_its_residuals_and_intervals(client):
    model_id = model_of(
        client, task_type="regression", target="mass", algorithm="ridge", cv_folds=3
    )
    told = client.get(f"/api/models/{model_id}/diagnosis").json["regression"]
    assert sum(told["residuals"]["counts"]) == 12
    assert [one["level"] for one in told["intervals"]] == [0.8, 0.9, 0.95]
    assert told["intervals"][0]["basis"] == "folds"


def test_what_a_threshold_costs_depends_on_the_mistakes(client):
    model_id = model_of(client, algorithm="logistic_regression", cv_folds=3)
    path = f"/api/models/{model_id}/thresholds"
    found = client.get(path, query_string={"cost_false_negative": 5}).json
    assert found["thresholds"]["cost_false_negative"] == 5
    assert len(found["thresholds"]["points"]) == 101
    assert found["words"]["judgement"]
    refused = client.get(path, query_string={"cost_false_positive": -1})
    problem(refused, 422, "invalid_value", "cost_false_positive")


@pytest.mark.parametrize("key", KEYS)
def test_an_analysis_runs_and_is_kept(client, key):
    model_id = model_of(client, algorithm="decision_tree_classifier", cv_folds=2)
    path = f"/api/models/{model_id}/analyses"
    assert client.get(f"{path}/{key}").json["answer"] is None
    found = worked_out(client, model_id, key)
    assert found["answer"]
    assert found["words"]["judgement"]
    listed = client.get(path).json["analyses"]
    assert [one["key"] for one in listed] == KEYS
    assert {one["key"] for one in listed if one["answer"] is not None} == {key}


def test_a_threshold_is_tuned_to_costs_that_are_given(client):
    model_id = model_of(client, algorithm="gaussian_nb", cv_folds=2)
    path = f"/api/models/{model_id}/analyses"
    asked = {"cost_false_negative": 50}
    started = client.post(f"{path}/tuned_threshold", query_string=asked)
    assert started.status_code == 202, started.text
    assert ended(client, started.json["session_id"])["status"] == "completed"
    found = client.get(f"{path}/tuned_threshold").json
    costs = {"cost_false_positive": 1, "cost_false_negative": 50}
    assert found["answer"]["tuned_to"]["costs"] == costs
    made = client.get(f"/api/models/{found['answer']['model_id']}").json
    assert made["costs"] == costs
    assert made["name"].endswith("tuned threshold for costs 1 and 50")
    refused = client.post(f"{path}/importance", query_string=asked)
    problem(refused, 422, "invalid_value", "cost_false_negative")
    refused = client.post(f"{path}/tuned_threshold", query_string={"cost_false_positive": -1})
    problem(refused, 422, "invalid_value", "cost_false_positive")


def test_what_does_not_apply_is_refused_and_nothing_is_queued(client):
    clusters = model_of(client, task_type="clustering", target=None, algorithm="k_means")
    for method, path in (
        ("get", "diagnosis"),
        ("get", "thresholds"),
        ("get", "analyses/importance"),
        ("post", "analyses/importance"),
    ):
        refused = getattr(client, method)(f"/api/models/{clusters}/{path}")
        assert refused.status_code == 409, refused.text
        assert refused.json["code"] == "does_not_apply"
    assert len(client.get("/api/training").json["sessions"]) == 1


def test_a_regressor_has_no_threshold(client):
    model_id = model_of(client, task_type="regression", target="mass", algorithm="ridge")
    refused = client.get(f"/api/models/{model_id}/thresholds")
    problem(refused, 409, "does_not_apply", "model_id")


@pytest.mark.parametrize("path", ["diagnosis", "thresholds", "analyses", "analyses/importance"])
def test_an_unknown_model_is_not_found(client, path):
    answer = client.get(f"/api/models/{UNKNOWN}/{path}")
    problem(answer, 404, "not_found", answer.json["field"])


def test_an_unknown_analysis_names_those_there_are(client):
    model_id = model_of(client, algorithm="gaussian_nb")
    answer = client.post(f"/api/models/{model_id}/analyses/horoscope")
    problem(answer, 404, "not_found", "analysis")
    assert "importance" in answer.json["hint"]


def test_an_analysis_of_a_model_whose_dataset_is_gone_says_so(client):
    dataset_id = uploaded(client, PLANTS)
    model_id = model_of(client, dataset_id=dataset_id, algorithm="gaussian_nb")
    assert client.delete(f"/api/datasets/{dataset_id}").status_code == 204
    answer = client.post(f"/api/models/{model_id}/analyses/importance")
    assert answer.status_code == 404
    # What was kept with the model is still there.
    assert client.get(f"/api/models/{model_id}/diagnosis").status_code == 200
