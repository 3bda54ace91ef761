"""REST: what a model says of new rows."""

from __future__ import annotations

import io
import uuid

import pytest

from tests.api_client import PLANTS, problem, trained, uploaded

ROW = {"width": 1.2, "height": 5.1, "colour": "red", "mass": 12}
HEAD, *LINES = PLANTS.decode().splitlines()


@pytest.fixture
def path(client):
    """Where a classifier of plants is asked."""
    return f"/api/models/{trained(client)['model_ids'][0]}/predict"


def test_rows_are_answered_with_probabilities_and_flags(client, path):
    rows = [ROW, ROW | {"width": 4.2, "colour": "mauve"}]
    answer = client.post(path, json={"rows": rows})
    assert answer.status_code == 200, answer.text
    assert [one["prediction"] for one in answer.json["predictions"]] == ["oak", "elm"]
    assert answer.json["counts"] == {"oak": 1, "elm": 1}
    first, second = answer.json["predictions"]
    assert first["probabilities"] == {"elm": 0.0, "oak": 1.0}
    assert first["flags"] == []
    assert second["flags"] == ["colour: 'mauve' was not among the training rows."]


def test_another_dataset_is_answered_and_downloaded(client, path):
    dataset_id = uploaded(client, "\n".join([HEAD, *LINES[:10]]).encode())
    answer = client.post(path, json={"dataset_id": dataset_id}).json
    assert answer["n_rows"] == 10
    assert answer["ignored"] == ["kind", "mass"]
    made = client.get(path.removesuffix("predict") + f"predictions/{dataset_id}.csv")
    assert made.mimetype == "text/csv"
    assert "attachment" in made.headers["Content-Disposition"]
    told = [line.split(",")[5] for line in made.text.splitlines()]
    assert told == ["predicted", *(one["prediction"] for one in answer["predictions"])]


def test_a_csv_is_answered(client, path):
    content = "\n".join([HEAD, *LINES[:3]]).encode()
    answer = client.post(path, data={"file": (io.BytesIO(content), "new.csv")})
    assert answer.status_code == 200, answer.text
    assert answer.json["n_rows"] == 3
    assert len(client.get("/api/datasets").json["datasets"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "rows"),
        ({"rows": [ROW], "dataset_id": "x"}, "rows"),
        ({"rows": []}, "rows"),
        ({"rows": [{"width": 1}]}, "rows"),
        ({"rows": [ROW | {"width": [1]}]}, None),
        ({"rows": [3]}, "rows.0"),
        ({"rows": {"width": 1}}, "rows"),
        ({"row": [ROW]}, "row"),
        ({"rows": [{}] * 50_001}, "rows"),
    ],
)
def test_what_cannot_be_answered_is_refused(client, path, body, field):
    answer = client.post(path, json=body)
    problem(answer, 422, "invalid_value", field or answer.json["field"])
    assert client.post(path, json={"rows": [ROW]}).status_code == 200


def test_a_file_that_is_none_is_refused(client, path):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(100)
    answer = client.post(path, data={"file": (io.BytesIO(picture), "new.csv")})
    problem(answer, 415, "not_a_csv", "file")
    lacking = client.post(path, data={"file": (io.BytesIO(b"a,b\n1,2\n"), "new.csv")})
    assert "'width'" in problem(lacking, 422, "invalid_value", "file")
    form = {"other": (io.BytesIO(PLANTS), "new.csv")}
    problem(client.post(path, data=form), 422, "invalid_value", "file")
    problem(client.post(path, data="x"), 415, "unsupported_media_type", "Content-Type")


def test_neither_an_unknown_model_nor_an_unknown_dataset(client, path):
    unknown = str(uuid.uuid4())
    answer = client.post(f"/api/models/{unknown}/predict", json={"rows": [ROW]})
    problem(answer, 404, "not_found", "model_id")
    file = {"file": (io.BytesIO(PLANTS), "new.csv")}
    answer = client.post(f"/api/models/{unknown}/predict", data=file)
    problem(answer, 404, "not_found", "model_id")
    problem(client.post(path, json={"dataset_id": unknown}), 404, "not_found", "dataset_id")


def test_clusters_come_with_the_rule(client):
    clusters = trained(
        client,
        task_type="clustering",
        target=None,
        features=["width", "height"],
        algorithm="agglomerative_clustering",
    )["model_ids"][0]
    answer = client.post(f"/api/models/{clusters}/predict", json={"rows": [ROW]}).json
    assert answer["predictions"][0]["name"].startswith("Cluster ")
    assert "most similar row" in answer["words"][0]


def test_it_is_described(client):
    found = client.get("/api/openapi.json").json
    route = found["paths"]["/api/models/{model_id}/predict"]["post"]
    assert "NewRows" in str(route["requestBody"])
    assert {"Predictions", "NewRows"} <= set(found["components"]["schemas"])
