"""Whatever goes wrong under /api leaves as {code, message, field, hint}."""

import errno
import logging

import pytest

from app.api import errors
from engine import errors as engine_errors
from tests.api_client import problem


def all_kinds(kind=engine_errors.EngineError):
    return [one for child in kind.__subclasses__() for one in (child, *all_kinds(child))]


def test_every_error_of_the_engine_has_a_status():
    in_the_tree = {kind for kind in all_kinds() if kind.__module__ == engine_errors.__name__}
    assert in_the_tree == set(errors.STATUSES)
    # A special kind that a module has for itself is answered as the kind it is one of.
    for kind in all_kinds():
        assert set(kind.__mro__) & in_the_tree


@pytest.fixture
def failing(server, client, monkeypatch):
    """Make GET /api/models raise something."""

    def fail(error):
        def view(**_kwargs):
            raise error

        monkeypatch.setitem(server.view_functions, "models.list_models", view)
        return client.get("/api/models")

    return fail


def test_an_error_of_the_engine_keeps_its_words(failing):
    error = engine_errors.InvalidValueError("It must be 1.", field="rows", hint="Choose 1.")
    response = failing(error)
    assert problem(response, 422, "invalid_value", "rows") == "It must be 1."
    assert response.json["hint"] == "Choose 1."


def test_a_full_queue_says_when_to_come_back(failing):
    response = failing(engine_errors.QueueFullError("Full.", retry_after=7))
    problem(response, 429, "queue_full")
    assert response.headers["Retry-After"] == "7"


def test_a_full_disk_is_told_as_such(failing):
    problem(failing(OSError(errno.ENOSPC, "No space left")), 507, "storage_full")


def test_the_unexpected_goes_to_the_log_and_not_to_the_caller(failing, caplog):
    with caplog.at_level(logging.ERROR):
        message = problem(failing(ZeroDivisionError("secret detail")), 500, "internal_error")
    assert "secret detail" not in message
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nowhere", "/api/datasets/a/b/c"])
def test_an_unknown_address_is_a_json_404(client, method, path):
    message = problem(client.open(path, method=method), 404, "not_found")
    assert path in message


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/datasets", "GET"),
        ("GET", "/api/training/start", "POST"),
        ("POST", "/api/models/x/metrics", "GET"),
        ("DELETE", "/api/datasets/x/columns", "PATCH"),
        ("TRACE", "/api/datasets", "GET"),
    ],
)
def test_a_wrong_method_is_a_json_405(client, method, path, allowed):
    response = client.open(path, method=method)
    problem(response, 405, "method_not_allowed")
    assert allowed in response.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"", 400, "malformed_json", "body"),
        (b"{", 400, "malformed_json", "body"),
        (b'{"model_ids": ["a",]}', 400, "malformed_json", "body"),
        (b"\xff\xfe", 400, "malformed_json", "body"),
        (b"[" * 100_000, 400, "malformed_json", "body"),
        (b"[]", 422, "invalid_value", "body"),
        (b"null", 422, "invalid_value", "model_ids"),
        (b"{}", 422, "invalid_value", "model_ids"),
        (b'{"model_ids": []}', 422, "invalid_value", "model_ids"),
        (b'{"model_ids": "a"}', 422, "invalid_value", "model_ids"),
        (b'{"model_ids": [1]}', 422, "invalid_value", "model_ids.0"),
        (b'{"model_ids": ["a"], "metrik": "f1"}', 422, "invalid_value", "metrik"),
    ],
)
def test_a_wrong_body_is_refused_by_name(client, body, status, code, field):
    response = client.post("/api/models/compare", data=body, content_type="application/json")
    problem(response, status, code, field)


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_that_does_not_call_itself_json_is_refused(client, content_type):
    response = client.post("/api/models/compare", data=b"{}", content_type=content_type)
    problem(response, 415, "unsupported_media_type", "Content-Type")


def test_an_endless_body_is_refused(client):
    body = b'{"model_ids": ["' + b"a" * 17 * 1024**2 + b'"]}'
    response = client.post("/api/models/compare", data=body, content_type="application/json")
    problem(response, 413, "too_large")


def test_an_answer_without_a_body_has_no_type(client):
    identity = client.post("/api/datasets/sample/iris").json["id"]
    response = client.delete(f"/api/datasets/{identity}")
    assert response.status_code == 204
    assert "Content-Type" not in response.headers


def test_problems_of_the_page_are_plain_text(client):
    response = client.get("/assets/nothing.css")
    assert response.status_code == 404
    assert response.mimetype == "text/plain"
