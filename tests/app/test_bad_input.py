"""No file whatever makes the server fail: over REST each is taken in, or refused in words."""

from __future__ import annotations

import random
import time

import pytest

from tests.api_client import FORM, HEAD, PLANTS, TAIL, upload, uploaded
from tests.engine.reading.test_bad_input import CASES

KEYS = {"code", "message", "field", "hint"}
# For each 10 MB. Ten are promised; a machine that runs other tests meanwhile gets more.
SECONDS = 30


def is_answered(response, success):
    """Whether an answer is a success, or a refusal that says why."""
    if response.status_code == success:
        return True
    body = response.json
    refused = 400 <= response.status_code < 500 and set(body) == KEYS
    return refused and body["message"].endswith((".", "?"))


def content_of(case):
    content = case[1]
    return content if isinstance(content, bytes) else content()


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_every_bad_file_gets_an_answer_in_time(client, case):
    content = content_of(case)
    head = {"data": content[: 256 * 1024], "content_type": "text/csv"}
    look = client.post("/api/datasets/first-look", **head)
    assert is_answered(look, 200), look.text
    started = time.monotonic()
    # Written out, because the test client leaves large files open.
    form = {"data": HEAD + content + TAIL, "content_type": FORM}
    response = client.post("/api/datasets/upload", **form)
    assert is_answered(response, 201), response.text
    assert time.monotonic() - started < SECONDS * (1 + len(content) // 10**7)
    if response.status_code == 201:
        shown(client, response.json["id"])


def shown(client, dataset_id):
    """All that a page asks of a dataset."""
    address = f"/api/datasets/{dataset_id}"
    preview = client.get(f"{address}/preview").json
    first = preview["columns"][0]
    for path in ("/columns", "/dialect", "/audit"):
        assert client.get(address + path).status_code == 200
    query = {"sort": first, "descending": "true"}
    assert client.get(f"{address}/preview", query_string=query).status_code == 200
    if len(preview["columns"]) < 1_000:
        again = client.patch(f"{address}/dialect", json={"header_rows": 0})
        assert is_answered(again, 200), again.text


def mutants():
    """Files that were right before something happened to them."""
    generator = random.Random(3)  # noqa: S311 - no secret
    pieces = [b"\0", b'"', b"\r", b"\n", b",", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\\", b"'"]
    for _ in range(60):
        content = PLANTS
        for _ in range(generator.randrange(1, 4)):
            place = generator.randrange(len(content))
            end = generator.choice([place, place, place + 1, place + 50])
            content = content[:place] + generator.choice(pieces) + content[end:]
        yield content


def test_files_that_something_happened_to_get_an_answer_too(client):
    for content in mutants():
        response = upload(client, content)
        assert is_answered(response, 201), (content, response.text)
        assert "not foreseen" not in response.text, content
    assert client.get(f"/api/datasets/{uploaded(client)}").status_code == 200


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a/b.csv", "b.csv"),
        ("nul\x00byte.csv", "nulbyte.csv"),
        ("..", "data.csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ("=cmd|'calc'!A0.csv", "=cmd|'calc'!A0.csv"),
    ],
    ids=range(6),
)
def test_a_name_is_only_a_name(client, name, kept):
    response = upload(client, PLANTS, name)
    assert is_answered(response, 201), response.text
    if response.status_code == 201:
        assert response.json["name"] == kept


def test_a_name_of_9000_characters_is_cut(client):
    response = upload(client, PLANTS, "n" * 9000 + ".csv")
    assert response.status_code == 201, response.text
    assert len(response.json["name"]) == 255
