"""REST: how a file is read, looked at before and changed after."""

from __future__ import annotations

import json

import pytest

from app.api.uploads import HEAD_LIMIT
from tests.api_client import PLANTS, problem, trained, uploaded

HEAD = "/api/datasets/first-look"
LOOK_KEYS = {"dialect", "columns", "types", "rows", "lines"}


class TestHead:
    def test_the_beginning_of_a_file_is_enough(self, client):
        response = client.post(HEAD, data=PLANTS[:500], content_type="text/csv")
        assert response.status_code == 200, response.text
        assert set(response.json) == LOOK_KEYS
        assert response.json["columns"] == ["width", "height", "colour", "kind", "mass"]
        assert response.json["rows"][0][2] == "red"
        assert response.json["lines"][0] == "width,height,colour,kind,mass"
        assert response.json["dialect"]["reasons"]["delimiter"]
        assert client.get("/api/datasets").json == {"datasets": []}

    def test_choices_come_as_json_in_the_address(self, client):
        choices = {"choices": json.dumps({"header_rows": 0, "delimiter": ","})}
        response = client.post(
            HEAD, data=b"1,a\n2,b\n", query_string=choices, content_type="application/octet-stream"
        )
        assert response.status_code == 200, response.text
        assert response.json["columns"] == ["column_1", "column_2"]
        assert response.json["dialect"]["choices"]["delimiter"] == ","

    @pytest.mark.parametrize(
        ("choices", "field"),
        [
            ("no json", "choices"),
            ("[]", "choices"),
            ('{"skipped_lines": "many"}', "choices.skipped_lines"),
            ('{"decimal": ";"}', "choices.decimal"),
            ('{"marker": 1}', "choices.marker"),
            ('{"encoding": "klingon"}', "encoding"),
            ('{"delimiter": ""}', "delimiter"),
            ('{"skipped_lines": -1}', "skipped_lines"),
        ],
    )
    def test_choices_that_cannot_be_are_refused_by_name(self, client, choices, field):
        query = {"choices": choices}
        response = client.post(HEAD, data=PLANTS, query_string=query, content_type="text/csv")
        problem(response, 422, "invalid_value", field)

    @pytest.mark.parametrize("content_type", [None, "application/json", "multipart/form-data"])
    def test_another_type_of_body_is_refused(self, client, content_type):
        response = client.post(HEAD, data=PLANTS, content_type=content_type)
        problem(response, 415, "unsupported_media_type", "Content-Type")

    @pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 413)])
    def test_more_than_a_beginning_is_refused(self, client, over, status):
        row = b"1.5,2.5,red,oak,10\n"
        content = PLANTS + b"\n" + row * (HEAD_LIMIT // len(row))
        response = client.post(HEAD, data=content[: HEAD_LIMIT + over], content_type="text/csv")
        assert response.status_code == status, response.text

    @pytest.mark.parametrize(
        ("content", "status", "code"),
        [(b"", 400, "unreadable_file"), (b"PK\x03\x04" + bytes(99), 415, "not_a_csv")],
        ids=["empty", "zip"],
    )
    def test_what_is_no_csv_is_told_before_it_is_uploaded(self, client, content, status, code):
        response = client.post(HEAD, data=content, content_type="text/csv")
        problem(response, status, code, "file")


class TestDataset:
    @pytest.fixture
    def address(self, client):
        return f"/api/datasets/{uploaded(client)}"

    def test_the_dialect_tells_its_reasons(self, client, address):
        dialect = client.get(f"{address}/dialect").json
        assert (dialect["delimiter"], dialect["header_rows"]) == (",", 1)
        assert dialect["reasons"]["encoding"].endswith(".")
        assert dialect == client.get(address).json["dialect"]

    def test_a_look_with_other_choices_changes_nothing(self, client, address):
        before = client.get(address).json
        response = client.post(f"{address}/first-look", json={"choices": {"header_rows": 0}})
        assert response.status_code == 200, response.text
        assert set(response.json) == LOOK_KEYS
        assert response.json["rows"][0][:2] == ["width", "height"]
        assert client.post(f"{address}/first-look", json={}).json["columns"][0] == "width"
        assert client.get(address).json == before

    def test_it_is_read_again_as_chosen_and_back(self, client, address):
        before = client.get(address).json
        response = client.patch(f"{address}/dialect", json={"header_rows": 0})
        assert response.status_code == 200, response.text
        assert response.json["n_rows"] == before["n_rows"] + 1
        assert response.json["dialect"]["choices"]["header_rows"] == 0
        assert client.get(address).json == response.json
        assert client.get(f"{address}/preview").json["rows"][0][0] == "width"
        back = client.patch(f"{address}/dialect", json={}).json
        assert back["columns"] == before["columns"]

    @pytest.mark.parametrize(
        ("choices", "expected"),
        [
            ({"delimiter": "ab"}, (422, "invalid_value", "delimiter")),
            ({"header_rows": 9}, (422, "invalid_value", "header_rows")),
            ({"skipped_lines": 1000}, (400, "unreadable_file", "file")),
            ({"separator": ","}, (422, "invalid_value", "separator")),
        ],
        ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
    )
    def test_a_choice_that_cannot_work_changes_nothing(self, client, address, choices, expected):
        before = client.get(address).json
        response = client.patch(f"{address}/dialect", json=choices)
        problem(response, *expected)
        assert client.get(address).json == before
        assert client.get(f"{address}/preview").status_code == 200

    def test_models_stay_when_their_data_are_read_again(self, client):
        dataset_id = uploaded(client)
        (model,) = trained(client, dataset_id=dataset_id)["model_ids"]
        response = client.patch(f"/api/datasets/{dataset_id}/dialect", json={"header_rows": 0})
        assert response.status_code == 200
        assert client.get(f"/api/models/{model}/metrics").status_code == 200

    def test_the_preview_starts_anywhere_and_in_any_order(self, client, address):
        query = {"rows": 2, "start": 58, "sort": "mass", "descending": "true"}
        rows = client.get(f"{address}/preview", query_string=query).json["rows"]
        assert [row[4] for row in rows] == [10, 10]
        assert client.get(f"{address}/preview?start=1000").json["rows"] == []

    @pytest.mark.parametrize(
        ("query", "field"),
        [("start=-1", "start"), ("sort=nothing", "sort"), ("descending=perhaps", "descending")],
    )
    def test_a_preview_that_cannot_be_is_refused(self, client, address, query, field):
        problem(client.get(f"{address}/preview?{query}"), 422, "invalid_value", field)


def test_the_document_shows_these_routes(client):
    paths = client.get("/api/openapi.json").json["paths"]
    assert "text/csv" in paths[HEAD]["post"]["requestBody"]["content"]
    assert set(paths["/api/datasets/{dataset_id}/dialect"]) >= {"get", "patch"}
    assert "post" in paths["/api/datasets/{dataset_id}/first-look"]
    parameters = paths["/api/datasets/{dataset_id}/preview"]["get"]["parameters"]
    assert {"rows", "start", "sort", "descending"} <= {one["name"] for one in parameters}
