"""Files are read in a child: whatever happens to it, the server answers and keeps nothing of it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
import pytest

from app.runs import calls, reading
from app.runs.reading import read_in_child
from engine.errors import InvalidValueError, NotACsvError, UnreadableFileError
from engine.reading.file_reading import read_file
from engine.records import DialectChoices
from tests.api_client import PLANTS
from tests.live_server import LiveServer

MB = 1024**2
# It takes a second or more to read, which is time enough to find the process that does.
LONG = b"a,b,c,d\n" + b"".join(
    b"%d,%d.25,word %d,2024-01-%02d\n" % (n, n % 977, n % 5003, 1 + n % 28) for n in range(200_000)
)


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "plants.csv"
    path.write_bytes(PLANTS)
    return path


class TestChild:
    """The fork server is there because the program is; see `app.runs.prepare`."""

    @pytest.fixture(autouse=True)
    def _prepared(self, server: Any) -> None:
        """Let the program start it."""

    def test_it_gives_and_writes_what_reading_here_does(self, csv_file, tmp_path):
        here, there = tmp_path / "here.arrow", tmp_path / "there.arrow"
        choices = DialectChoices(header_rows=0)
        for one in (DialectChoices(), choices):
            assert read_in_child(csv_file, there, one) == read_file(csv_file, here, one)
            assert there.read_bytes() == here.read_bytes()

    @pytest.mark.parametrize(
        ("content", "choices", "error", "field"),
        [
            (b"a,b\n1,2\n3\n", {}, UnreadableFileError, "file"),
            (b"PK\x03\x04" + bytes(99), {}, NotACsvError, "file"),
            (PLANTS, {"delimiter": "ab"}, InvalidValueError, "delimiter"),
        ],
        ids=["ragged", "zip", "delimiter"],
    )
    def test_errors_come_as_they_are(self, tmp_path, content, choices, error, field):
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        outcomes = []
        for read in (read_file, read_in_child):
            with pytest.raises(error) as caught:
                read(path, tmp_path / "x.arrow", DialectChoices(**choices))
            outcomes.append((caught.value.problem(), getattr(caught.value, "line", None)))
        assert outcomes[0] == outcomes[1]
        assert outcomes[1][0].field == field

    def test_what_was_not_foreseen_is_a_refusal_too(self, csv_file, tmp_path):
        missing = tmp_path / "no folder" / "x.arrow"
        with pytest.raises(OSError, match="No such file"):
            read_in_child(csv_file, missing, DialectChoices())
        with pytest.raises(UnreadableFileError, match="not foreseen"):
            read_in_child(csv_file, missing, None)  # type: ignore[arg-type]  # to make it fail

    def test_it_is_broken_off_when_it_takes_too_long(self, csv_file, tmp_path, monkeypatch):
        monkeypatch.setattr(reading, "_seconds", lambda size: 0)
        with pytest.raises(UnreadableFileError, match="took longer"):
            read_in_child(csv_file, tmp_path / "x.arrow", DialectChoices())
        assert readers(os.getpid()) == []

    def test_it_is_broken_off_when_it_takes_too_much_memory(self, tmp_path, monkeypatch):
        path = tmp_path / "wide.csv"
        path.write_bytes(LONG)
        # What a process has before it reads is not counted.
        monkeypatch.setattr(reading, "_memory", lambda size: 1)
        with pytest.raises(UnreadableFileError, match="memory"):
            read_in_child(path, tmp_path / "x.arrow", DialectChoices())

    def test_only_so_many_read_at_once(self, csv_file, tmp_path, monkeypatch):
        monkeypatch.setattr(calls, "_PLACES", threading.BoundedSemaphore(1))
        most = 0

        def watch() -> None:
            nonlocal most
            while not done.wait(0.002):
                most = max(most, len(readers(os.getpid())))

        done = threading.Event()
        watcher = threading.Thread(target=watch)
        watcher.start()
        with ThreadPoolExecutor(6) as pool:
            paths = [tmp_path / f"{n}.arrow" for n in range(6)]
            reads = pool.map(lambda path: read_in_child(csv_file, path, DialectChoices()), paths)
            assert [read.n_rows for read in reads] == [60] * 6
        done.set()
        watcher.join()
        assert most == 1


def readers(pid: int) -> list[psutil.Process]:
    """Processes that the fork server of this process has started and that still run."""
    helpers = psutil.Process(pid).children()
    children = [child for helper in helpers for child in helper.children()]
    return [child for child in children if still_runs(child)]


def still_runs(process: psutil.Process) -> bool:
    """Whether a process runs; it may end while it is looked at."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def worker(server: LiveServer) -> psutil.Process:
    """The process that serves."""
    assert server.process is not None
    return psutil.Process(server.process.pid).children()[0]


def reader(server: LiveServer) -> psutil.Process:
    """Wait for the process that reads a file."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if found := readers(worker(server).pid):
            return found[0]
        time.sleep(0.005)
    raise AssertionError("no process reads")


def kept(server: LiveServer) -> list[Path]:
    return [path for path in (server.data_dir / "blobs").rglob("*") if path.is_file()]


def uploading(server: LiveServer, answers: list[Any]) -> threading.Thread:
    """Upload the long file beside what a test does."""

    def upload() -> None:
        try:
            answers.append(server.upload("long.csv", LONG))
        except OSError as error:
            answers.append(error)

    thread = threading.Thread(target=upload)
    thread.start()
    return thread


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server for the tests that leave it as it was."""
    server = LiveServer(tmp_path_factory.mktemp("reading") / "data").start()
    yield server
    server.kill()


@pytest.mark.server
def test_twenty_uploads_at_once_are_all_right_and_the_page_still_answers(shared):
    files = [
        b"n,word,file\n" + b"".join(b"%d,w%d,%d\n" % (n, n % 9, number) for n in range(20_000))
        for number in range(20)
    ]
    with ThreadPoolExecutor(20) as pool:
        answers = pool.map(lambda n: shared.upload(f"{n}.csv", files[n]), range(20))
        started = time.monotonic()
        assert shared.get("/").status_code == 200
        assert time.monotonic() - started < 15
    bodies = [answer.json() for answer in answers]
    assert [body["name"] for body in bodies] == [f"{n}.csv" for n in range(20)]
    assert {body["n_rows"] for body in bodies} == {20_000}
    for number, body in enumerate(bodies):
        preview = shared.get(f"/api/datasets/{body['id']}/preview?rows=1").json()
        assert preview["rows"] == [[0, "w0", number]]
        shared.request("DELETE", f"/api/datasets/{body['id']}")
    assert kept(shared) == []


@pytest.mark.server
def test_a_reader_that_is_killed_is_a_refusal_in_words(shared):
    answers: list[Any] = []
    thread = uploading(shared, answers)
    reader(shared).send_signal(signal.SIGKILL)
    thread.join(60)
    assert answers[0].status_code == 400, answers[0].text
    body = answers[0].json()
    assert (body["code"], body["field"]) == ("unreadable_file", "file")
    assert "ended before it had finished" in body["message"]
    assert body["hint"]
    assert kept(shared) == []
    again = shared.upload("plants.csv", PLANTS)
    assert again.status_code == 201
    shared.request("DELETE", f"/api/datasets/{again.json()['id']}")


@pytest.mark.server
@pytest.mark.parametrize("how", ["stopped", "killed"])
def test_a_server_that_ends_leaves_no_reader_and_the_next_one_no_halves(live_server, how):
    server = live_server()
    first = server.upload("plants.csv", PLANTS).json()
    answers: list[Any] = []
    thread = uploading(server, answers)
    child = reader(server)
    # So that it cannot be done before the server is.
    child.suspend()
    if how == "stopped":
        server.stop()
    else:
        for process in (psutil.Process(server.process.pid), worker(server)):
            process.kill()
        server.process.wait(10)
    child.resume()
    child.wait(10)
    thread.join(30)
    server.start()
    assert [one["id"] for one in server.get("/api/datasets").json()["datasets"]] == [first["id"]]
    assert {path.name.partition(".")[0] for path in kept(server)} == {first["id"]}
    assert not [path for path in kept(server) if path.suffix == ".part"]


@pytest.mark.server
def test_a_full_disk_answers_507_and_loses_nothing(live_server):
    """No file of the server may be larger than 3 MB: its writes fail as on a full disk."""
    limited = ("sh", "-c", f"ulimit -f {3 * MB // 512}; exec {sys.executable} -m app")
    server = live_server(command=limited)
    first = server.upload("plants.csv", PLANTS).json()
    for content in (LONG, b"number,other\n" + b"1,2\n" * 700_000):
        answer = server.upload("large.csv", content)
        assert answer.status_code == 507, answer.text
        assert answer.json()["code"] == "storage_full"
        assert len(kept(server)) == 2
    assert server.get(f"/api/datasets/{first['id']}/preview").json()["n_rows"] == 60
    assert server.upload("plants.csv", PLANTS).status_code == 201
    assert "Traceback" not in server.log
