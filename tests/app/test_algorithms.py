"""REST: the registry."""

import pytest

from engine.algorithms import ALGORITHMS
from tests.api_client import problem


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
def test_all_algorithms_of_a_task_are_listed(client, task_type):
    listed = client.get(f"/api/algorithms/{task_type}").json["algorithms"]
    offered = [entry.key for entry in ALGORITHMS if entry.task_type == task_type]
    assert [entry["key"] for entry in listed] == offered
    assert len(listed) >= 6
    assert all(entry["name"] and entry["description"] for entry in listed)


@pytest.mark.parametrize("key", [entry.key for entry in ALGORITHMS])
def test_the_defaults_are_those_of_the_definitions(client, key):
    listed = client.get(f"/api/algorithms/{key}/hyperparameters").json["hyperparameters"]
    defaults = client.get(f"/api/algorithms/{key}/defaults").json
    assert defaults == {entry["name"]: entry["default"] for entry in listed}
    assert all(
        {"name", "kind", "default", "minimum", "maximum", "choices", "help"} <= set(entry)
        for entry in listed
    )


def test_an_unknown_task_type_is_refused_with_those_there_are(client):
    message = problem(client.get("/api/algorithms/guessing"), 422, "invalid_value", "task_type")
    assert "guessing" in message


@pytest.mark.parametrize("rest", ["hyperparameters", "defaults"])
def test_an_unknown_algorithm_is_not_found(client, rest):
    response = client.get(f"/api/algorithms/magic/{rest}")
    assert response.status_code == 404
    assert "magic" in response.json["message"]
