"""REST: which rows a plan and a run use, without duplicates and by time."""

from __future__ import annotations

import pytest

from tests.api_client import ended, problem, uploaded

# A date for each row, of which the last ten repeat the first ten in all other columns.
VISITS = "\n".join(
    ["day,width,kind"]
    + [
        f"2024-{n // 28 + 1:02}-{n % 28 + 1:02},{n % 50}.5,{('oak', 'elm')[n % 50 % 2]}"
        for n in range(60)
    ]
).encode()
AIM = {"task_type": "classification", "target": "kind", "features": ["width"]}


def planned(client, identity, **changes):
    answer = client.post(f"/api/datasets/{identity}/preprocess", json={**AIM, **changes})
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_plan_leaves_duplicates_out(client):
    identity = uploaded(client, VISITS)
    assert planned(client, identity)["n_duplicates"] == 0
    plan = planned(client, identity, drop_duplicates=True)
    assert (plan["n_duplicates"], plan["n_train"] + plan["n_test"]) == (10, 50)


def test_a_run_holds_the_latest_rows_out(client):
    identity = uploaded(client, VISITS)
    body = {"dataset_id": identity, "algorithm": "decision_tree_classifier", "cv_folds": 3, **AIM}
    body |= {"time_column": "day", "drop_duplicates": True}
    started = client.post("/api/training/start", json=body)
    assert started.status_code == 202, started.text
    status = ended(client, started.json["session_id"])
    assert status["status"] == "completed", status
    provenance = client.get(f"/api/models/{status['model_ids'][0]}").json["provenance"]
    assert (provenance["n_duplicates"], provenance["n_test"]) == (10, 10)
    assert provenance["spec"]["time_column"] == "day"


@pytest.mark.parametrize("time_column", ["nothing", "kind", 7])
def test_a_time_that_cannot_be_is_refused_by_name(client, time_column):
    identity = uploaded(client, VISITS)
    body = AIM | {"time_column": time_column}
    response = client.post(f"/api/datasets/{identity}/preprocess", json=body)
    problem(response, 422, "invalid_value", "time_column")


def test_what_the_dataset_says_holds_unless_something_else_is_asked(client, visit):
    from app.api.schemas import PreparationRequest
    from engine.records import Preparation

    dataset = visit.datasets.get(uploaded(client, VISITS))
    chosen = Preparation(drop_duplicates=True, time_column="day")
    dataset = visit.datasets.change_preparation(dataset.id, chosen)
    kept = PreparationRequest().request(dataset)
    assert (kept.drop_duplicates, kept.time_column) == (True, "day")
    asked = PreparationRequest(drop_duplicates=False, time_column=None).request(dataset)
    assert (asked.drop_duplicates, asked.time_column) == (False, None)
