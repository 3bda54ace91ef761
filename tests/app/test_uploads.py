"""Uploads stream; a refused or broken one leaves nothing and the next request works."""

from __future__ import annotations

import http.client
import io
import json
import socket
import struct
import time
from contextlib import closing

import psutil
import pytest

from tests.api_client import FORM, HEAD, PLANTS, TAIL, problem, upload
from tests.live_server import LiveServer

MB = 1024 * 1024


def listed(client):
    return client.get("/api/datasets").json["datasets"]


class TestForm:
    def test_the_file_keeps_its_name_but_not_its_folders(self, client):
        assert upload(client, PLANTS, "Pflänzchen 🌱.csv").json["name"] == "Pflänzchen 🌱.csv"
        assert upload(client, PLANTS, "/etc/passwd/../plants.csv").json["name"] == "plants.csv"

    def test_other_fields_do_no_harm(self, client):
        data = {"note": "x" * 1000, "file": (io.BytesIO(PLANTS), "a.csv"), "later": "y"}
        response = client.post("/api/datasets/upload", data=data)
        assert response.status_code == 201
        assert response.json["size_bytes"] == len(PLANTS)

    @pytest.mark.parametrize(
        "data",
        [
            {"other": (io.BytesIO(PLANTS), "a.csv")},
            {"file": "a,b\n1,2\n"},
            {"file": (io.BytesIO(b""), "")},
        ],
    )
    def test_a_form_without_the_file_is_refused_by_the_fields_name(self, client, data):
        response = client.post(
            "/api/datasets/upload", data=data, content_type="multipart/form-data"
        )
        message = problem(response, 422, "invalid_value", "file")
        assert "'file'" in message
        assert listed(client) == []

    def test_two_files_are_refused_and_none_is_stored(self, client):
        files = [(io.BytesIO(PLANTS), "a.csv"), (io.BytesIO(PLANTS), "b.csv")]
        response = client.post("/api/datasets/upload", data={"file": files})
        problem(response, 422, "invalid_value", "file")
        assert listed(client) == []

    @pytest.mark.parametrize(
        "content_type", [None, "text/csv", "application/json", "multipart/form-data"]
    )
    def test_a_body_that_is_no_form_is_refused(self, client, content_type):
        response = client.post("/api/datasets/upload", data=PLANTS, content_type=content_type)
        problem(response, 415, "unsupported_media_type", "Content-Type")

    @pytest.mark.parametrize("body", [HEAD, HEAD + PLANTS, HEAD + PLANTS + b"\r\n--XX"])
    def test_a_form_without_its_end_is_refused_and_nothing_is_stored(self, client, body):
        response = client.post("/api/datasets/upload", data=body, content_type=FORM)
        problem(response, 400, "unreadable_file", "file")
        assert listed(client) == []

    def test_an_endless_part_header_is_refused(self, client):
        body = HEAD.replace(b"\r\n\r\n", b"\r\nX-Long: " + b"a" * 5 * MB + b"\r\n\r\n")
        response = client.post("/api/datasets/upload", data=body + PLANTS + TAIL, content_type=FORM)
        problem(response, 413, "too_large")

    @pytest.mark.parametrize("part", [b"\r", b"\n", b"\r\n", b"\r\n--X", b"--XX"])
    def test_bytes_that_look_like_a_boundary_stay_in_the_file(self, client, part):
        rows = b"text,number\n" + b"".join(b'"%s",%d\n' % (part, n) for n in range(30))
        response = upload(client, rows)
        assert response.status_code == 201, response.text
        assert response.json["size_bytes"] == len(rows)


def send(server, size, *, then=None):
    """Upload `size` bytes of a CSV; status and body, and the status of a GET right after it."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.putrequest("POST", "/api/datasets/upload")
        connection.putheader("Content-Type", FORM)
        connection.putheader("Content-Length", str(len(HEAD) + size + len(TAIL)))
        connection.endheaders()
        for piece in (HEAD, *rows(size), TAIL):
            connection.send(piece)
        response = connection.getresponse()
        status, body = response.status, json.loads(response.read())
        if then is None:
            return status, body
        connection.request("GET", then)
        return status, body, connection.getresponse().status


ROW = b"1234567,0.25," + b"x" * 86 + b"\n"


def rows(size):
    """A CSV of exactly this many bytes, in pieces."""
    header = b"a,b,c\n"
    yield header
    left = size - len(header)
    block = ROW * 4096
    while left > len(block):
        yield block
        left -= len(block)
    whole, rest = divmod(left, len(ROW))
    yield ROW * (whole - 1) + b"1" * rest + ROW


def test_rows_are_exact():
    for size in (1000, 1001, MB, MB + 1):
        text = b"".join(rows(size))
        assert len(text) == size
        assert {line.count(b",") for line in text.splitlines()} == {2}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A server with a limit of 1 MB."""
    directory = tmp_path_factory.mktemp("small")
    server = LiveServer(directory / "data", settings={"MAX_UPLOAD_MB": "1"}).start()
    yield server
    server.kill()


@pytest.fixture
def ids(small):
    """Give the ids of everything the small server has."""
    return lambda: [entry["id"] for entry in small.get("/api/datasets").json()["datasets"]]


@pytest.mark.server
class TestLimit:
    def leftovers(self, server):
        return list(server.data_dir.rglob("*.part"))

    def test_exactly_the_limit_passes(self, small):
        status, body = send(small, MB)
        assert status == 201, body
        assert body["size_bytes"] == MB

    @pytest.mark.parametrize("over", [1, 4096, 512 * 1024, 3 * MB])
    def test_one_byte_more_is_refused_with_words(self, small, ids, over):
        before = ids()
        # The rest of the file must not be taken for the next request.
        status, body, next_status = send(small, MB + over, then="/api/models")
        assert (status, next_status) == (413, 200)
        assert body["code"] == "too_large"
        assert body["field"] == "file"
        assert "1 MB" in body["message"]
        assert ids() == before
        assert self.leftovers(small) == []

    def test_a_length_far_over_the_limit_is_refused_at_once(self, small):
        with socket.create_connection(("127.0.0.1", small.port), timeout=20) as connection:
            started = time.monotonic()
            connection.sendall(request_head(10_000 * MB) + HEAD)
            answer = connection.recv(4096)
            assert answer.startswith(b"HTTP/1.1 413")
            assert time.monotonic() - started < 10

    def test_a_length_that_is_not_told_is_limited_too(self, small, ids):
        before = ids()
        with socket.create_connection(("127.0.0.1", small.port), timeout=20) as connection:
            connection.sendall(request_head(None))
            for piece in (HEAD, *rows(MB + 1), TAIL):
                connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
            connection.sendall(b"0\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 413")
        assert ids() == before

    @pytest.mark.parametrize("how", ["closed", "reset"])
    def test_a_cut_upload_leaves_nothing(self, small, ids, how):
        before = ids()
        connection = socket.create_connection(("127.0.0.1", small.port))
        connection.sendall(request_head(MB) + HEAD + b"".join(rows(MB // 2)))
        if how == "reset":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        time.sleep(0.2)
        connection.close()
        deadline = time.monotonic() + 10
        while self.leftovers(small) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert self.leftovers(small) == []
        assert ids() == before
        assert small.upload("plants.csv", PLANTS).status_code == 201
        assert "Traceback" not in small.log


def request_head(length):
    framing = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    lines = ["POST /api/datasets/upload HTTP/1.1", "Host: localhost", f"Content-Type: {FORM}"]
    return "\r\n".join([*lines, framing, "", ""]).encode()


@pytest.mark.server
def test_100_mb_pass_and_one_byte_more_costs_no_memory(live_server):
    server = live_server()
    worker = psutil.Process(server.process.pid).children()[0]
    before = worker.memory_info().rss
    status, body = send(server, 100 * MB + 1)
    assert (status, body["code"]) == (413, "too_large")
    assert worker.memory_info().rss - before < 30 * MB
    status, body = send(server, 100 * MB)
    assert status == 201, body
    assert body["size_bytes"] == 100 * MB
