"""REST: datasets, with every bad file of an analyst's day."""

from __future__ import annotations

import gzip
import io
import uuid
import zipfile

import pytest

from tests.api_client import PLANTS, problem, upload, uploaded

UNKNOWN = "0b6a7c2e-5f0d-4f5e-9d7e-3f1f6b8f2a10"


def spreadsheet():
    """The beginning of what Excel writes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def test_an_upload_is_read_and_kept(client):
    response = upload(client, PLANTS)
    assert response.status_code == 201
    body = response.json
    assert {
        "id",
        "name",
        "size_bytes",
        "sha256",
        "n_rows",
        "n_columns",
        "columns",
        "dialect",
        "findings",
    } <= set(body)
    assert (body["name"], body["n_rows"], body["n_columns"]) == ("plants.csv", 60, 5)
    assert uuid.UUID(body["id"]).version == 4
    assert {column["name"]: column["type"] for column in body["columns"]} == {
        "width": "numeric",
        "height": "numeric",
        "colour": "categorical",
        "kind": "categorical",
        "mass": "numeric",
    }
    assert client.get(f"/api/datasets/{body['id']}").json == body


def test_the_list_is_newest_first(client):
    first, second = uploaded(client), uploaded(client)
    listed = [entry["id"] for entry in client.get("/api/datasets").json["datasets"]]
    assert listed == [second, first]


def test_a_sample_is_a_dataset_like_any_other(client):
    response = client.post("/api/datasets/sample/iris")
    assert response.status_code == 201
    assert response.json["n_rows"] == 150
    assert client.get("/api/datasets").json["datasets"] == [response.json]


def test_an_unknown_sample_is_told_with_those_there_are(client):
    response = client.post("/api/datasets/sample/titanik")
    assert response.status_code == 404
    assert "iris" in response.json["message"] + response.json["hint"]


def test_a_deleted_dataset_is_gone(client):
    identity = uploaded(client)
    assert client.delete(f"/api/datasets/{identity}").status_code == 204
    assert client.get("/api/datasets").json["datasets"] == []
    problem(client.get(f"/api/datasets/{identity}"), 404, "not_found", "dataset_id")


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/preview"),
        ("GET", "/columns"),
        ("PATCH", "/columns"),
        ("GET", "/audit"),
        ("POST", "/preprocess"),
    ],
)
@pytest.mark.parametrize("identity", [UNKNOWN, "1", "x" * 500, "%00", "..%2f..%2fplatform.sqlite"])
def test_an_unknown_id_is_not_found(client, method, rest, identity):
    body = {"columns": [{"name": "a", "role": "target"}]} if method == "PATCH" else {}
    options = {} if method == "GET" else {"json": body}
    response = client.open(f"/api/datasets/{identity}{rest}", method=method, **options)
    assert response.status_code == 404
    assert set(response.json) == {"code", "message", "field", "hint"}


BAD_FILES = [
    (b"", 400, "unreadable_file", "empty"),
    (b"   \n\n", 400, "unreadable_file", "empty"),
    (b"a,b,c\n", 400, "unreadable_file", "rows"),
    (b"a,b\n1,2\n3,4,5\n6,7\n", 400, "unreadable_file", "line 3"),
    (b"a,b\n1,2\n3\n6,7\n", 400, "unreadable_file", "line 3"),
    (b'a,b\n1,2\n"3,4\n', 400, "unreadable_file", "line 3"),
    (spreadsheet(), 415, "not_a_csv", "Excel"),
    (gzip.compress(PLANTS), 415, "not_a_csv", "gzip"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), 415, "not_a_csv", "PNG"),
    (b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", 415, "not_a_csv", "PDF"),
]


@pytest.mark.parametrize(("content", "status", "code", "cause"), BAD_FILES)
def test_a_bad_file_is_refused_with_its_cause(client, content, status, code, cause):
    response = upload(client, content)
    message = problem(response, status, code, "file")
    assert cause.lower() in message.lower()
    assert response.json["hint"]
    assert client.get("/api/datasets").json["datasets"] == []
    assert upload(client, PLANTS).status_code == 201


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_other_encodings_are_read_right(client, encoding):
    text = "Straße,größe,ort\n" + "Öhringer Straße,1,Köln\nÄußere Gasse,2,Düren\n" * 20
    response = upload(client, text.encode(encoding))
    assert response.status_code == 201
    assert [column["name"] for column in response.json["columns"]] == ["Straße", "größe", "ort"]


def test_one_column_is_read_and_told_about(client):
    response = upload(client, b"number\n" + b"\n".join(b"%d" % n for n in range(30)))
    if response.status_code == 201:
        assert response.json["n_columns"] == 1
        assert response.json["findings"]
    else:
        problem(response, 400, "unreadable_file", "file")


class TestPreview:
    def test_it_shows_as_many_rows_as_asked(self, client):
        identity = uploaded(client)
        body = client.get(f"/api/datasets/{identity}/preview?rows=3").json
        assert body["columns"] == ["width", "height", "colour", "kind", "mass"]
        assert body["rows"][0] == [1.0, 5.0, "red", "oak", 10]
        assert (len(body["rows"]), body["n_rows"]) == (3, 60)
        assert len(client.get(f"/api/datasets/{identity}/preview").json["rows"]) == 50

    def test_missing_values_are_null(self, client):
        identity = uploaded(client, b"a,b\n1,x\n,y\n3,\n")
        rows = client.get(f"/api/datasets/{identity}/preview").json["rows"]
        assert rows == [[1, "x"], [None, "y"], [3, None]]

    @pytest.mark.parametrize("rows", ["0", "-1", "1001", "many", "1.5", ""])
    def test_a_wrong_number_of_rows_is_refused(self, client, rows):
        identity = uploaded(client)
        response = client.get(f"/api/datasets/{identity}/preview?rows={rows}")
        problem(response, 422, "invalid_value", "rows")


class TestColumns:
    @pytest.fixture
    def columns(self, client):
        return f"/api/datasets/{uploaded(client)}/columns"

    def test_they_are_listed_with_what_is_known(self, client, columns):
        width = client.get(columns).json["columns"][0]
        assert (width["name"], width["type"], width["role"]) == ("width", "numeric", "feature")
        assert (width["missing"], width["minimum"]) == (0, 1.0)
        assert width["examples"]

    def test_type_and_role_can_be_changed(self, client, columns):
        changes = [{"name": "kind", "role": "target"}, {"name": "mass", "type": "categorical"}]
        response = client.patch(columns, json={"columns": changes})
        assert response.status_code == 200
        changed = {column["name"]: column for column in response.json["columns"]}
        assert changed["kind"]["role"] == "target"
        assert changed["mass"]["type"] == "categorical"
        assert client.get(columns).json == response.json

    @pytest.mark.parametrize(
        "change",
        [
            {"name": "colour", "type": "numeric"},
            {"name": "colour", "type": "number"},
            {"name": "colour", "role": "goal"},
            {"name": "nothing", "role": "target"},
            {"role": "target"},
            {"name": "colour", "use": "target"},
        ],
    )
    def test_a_change_that_cannot_work_changes_nothing(self, client, columns, change):
        before = client.get(columns).json
        response = client.patch(columns, json={"columns": [change]})
        assert response.status_code == 422, response.text
        assert set(response.json) == {"code", "message", "field", "hint"}
        assert response.json["field"]
        assert client.get(columns).json == before

    def test_no_change_at_all_is_refused(self, client, columns):
        problem(client.patch(columns, json={"columns": []}), 422, "invalid_value", "columns")


def test_the_audit_finds_what_is_wrong(client):
    rows = "\n".join(f"{n},{n % 7},{'rare' if n == 0 else 'common'}" for n in range(40))
    identity = uploaded(client, f"number,other,kind\n{rows}".encode())
    findings = client.get(f"/api/datasets/{identity}/audit?target=kind").json["findings"]
    rare = [finding for finding in findings if finding["columns"] == ["kind"]]
    assert rare
    assert set(rare[0]) == {"code", "severity", "columns", "message", "evidence", "repair"}


def test_the_audit_of_an_unknown_target_is_refused(client):
    response = client.get(f"/api/datasets/{uploaded(client)}/audit?target=nothing")
    assert response.status_code == 422
    assert "nothing" in response.json["message"]


class TestPreprocess:
    def test_it_tells_the_preparation(self, client):
        identity = uploaded(client)
        body = {"task_type": "classification", "target": "kind", "test_size": 0.25}
        plan = client.post(f"/api/datasets/{identity}/preprocess", json=body)
        assert plan.status_code == 200, plan.text
        assert (plan.json["n_train"], plan.json["n_test"]) == (45, 15)
        assert plan.json["class_counts"] == {"oak": 30, "elm": 30}
        assert plan.json["steps"]
        assert plan.json["feature_names"]

    def test_without_a_word_it_takes_what_the_dataset_says(self, client):
        identity = client.post("/api/datasets/sample/iris").json["id"]
        plan = client.post(f"/api/datasets/{identity}/preprocess", json={})
        assert plan.status_code == 200, plan.text
        assert plan.json["n_train"] + plan.json["n_test"] == 150
        assert len(plan.json["class_counts"]) == 3

    def test_it_stores_nothing(self, client):
        identity = uploaded(client)
        before = client.get(f"/api/datasets/{identity}").json
        body = {"task_type": "clustering", "random_seed": 7}
        assert client.post(f"/api/datasets/{identity}/preprocess", json=body).status_code == 200
        assert client.get(f"/api/datasets/{identity}").json == before

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({"task_type": "guessing"}, "task_type"),
            ({"task_type": "classification", "target": "nothing"}, "target"),
            ({"task_type": "regression", "target": "kind"}, "target"),
            ({"task_type": "clustering", "features": []}, "features"),
            ({"task_type": "clustering", "features": ["nothing"]}, "features"),
            ({"task_type": "regression", "target": "mass", "test_size": 0.9}, "test_size"),
            ({"task_type": "regression", "target": "mass", "cv_folds": 1}, "cv_folds"),
        ],
    )
    def test_what_cannot_work_is_refused_by_name(self, client, body, field):
        identity = uploaded(client)
        response = client.post(f"/api/datasets/{identity}/preprocess", json=body)
        problem(response, 422, "invalid_value", field)

    def test_choices_about_the_preparation_are_followed(self, client):
        identity = uploaded(client)
        body = {
            "task_type": "classification",
            "target": "kind",
            "algorithm": "hist_gradient_boosting_classifier",
            "cv_repeats": 3,
            "preprocessing": {"feature_selection": "best", "selected_percent": 50},
        }
        plan = client.post(f"/api/datasets/{identity}/preprocess", json=body).json
        assert plan["algorithm"] == "hist_gradient_boosting_classifier"
        assert "% are kept that tell most" in plan["selection"]
        assert plan["target_transform"] is None
        assert {one["origin"] for one in plan["features"]} >= {"value", "level number"}
        kept = [one["name"] for one in plan["features"] if one["kept"]]
        assert kept == plan["feature_names"]

    @pytest.mark.parametrize(
        ("preprocessing", "field", "words"),
        [
            ({"scaling": "huge"}, "scaling", "'robust'"),
            ({"categories": None}, "categories", "'one_hot'"),
            ({"max_levels": 1}, "max_levels", "2 or more"),
            ({"selected_percent": 101}, "selected_percent", "100 or less"),
            ({"numeric_fill": "much"}, "numeric_fill", "a number"),
            ({"colour": "red"}, "colour", "not known"),
        ],
    )
    def test_unknown_choices_name_what_there_is(self, client, preprocessing, field, words):
        body = {"task_type": "clustering", "preprocessing": preprocessing}
        response = client.post(f"/api/datasets/{uploaded(client)}/preprocess", json=body)
        problem(response, 422, "invalid_value", f"preprocessing.{field}")
        assert words in response.json["message"]

    def test_a_target_without_a_logarithm_is_refused(self, client):
        identity = uploaded(client, b"x,y\n" + b"".join(b"%d,%d\n" % (n, n - 9) for n in range(40)))
        body = {"task_type": "regression", "target": "y"}
        body["preprocessing"] = {"target_transform": "log"}
        response = client.post(f"/api/datasets/{identity}/preprocess", json=body)
        problem(response, 422, "invalid_value", "preprocessing.target_transform")
        assert "-9" in response.json["message"]
