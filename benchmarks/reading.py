"""A file of 100 MB: how long reading takes, what it costs the server, how fast its rows come.

The unit is `pandas.read_csv` on the same file, done in turn with reading, so
that the ratios hold whatever the machine is doing. pandas alone gives neither
dates nor leading zeros; the second ratio is against pandas told which columns
these are.

    python -m benchmarks.reading
"""

from __future__ import annotations

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import multiprocess
import numpy as np
import pandas as pd
import psutil

from app import runs
from engine.datasets import DatasetManager
from engine.reading.first_look import HEAD_BYTES
from engine.records import DialectChoices
from engine.row_pages import Condition, Filter, RowsRequest, Sort
from engine.store import Store
from tests.live_server import LiveServer

N_ROWS = 570_000
ROUNDS = 5
MB = 1024**2
BACK_SECONDS = 30
CODES = {"postcode": str, "article": str}
DATES = ["ordered", "changed"]
WORDS = ("red", "green", "north", "south", "order", "paid", "late", "open", "closed", "again")
HEAD = b'--XX\r\nContent-Disposition: form-data; name="file"; filename="large.csv"\r\n\r\n'
TAIL = b"\r\n--XX--\r\n"


def write_file(path: Path) -> None:
    """Write 570,000 rows of 20 mixed columns, 100 MB."""
    random = np.random.default_rng(0)

    def of(values: Sequence[str], *more: int) -> np.ndarray:
        return np.array(values)[random.integers(0, len(values), (N_ROWS, *more))]

    def padded(digits: int) -> np.ndarray:
        return np.char.zfill(random.integers(0, 10**digits, N_ROWS).astype(str), digits)

    columns = {
        "order_id": np.arange(100_000, 100_000 + N_ROWS),
        "postcode": padded(5),
        "price": random.normal(100, 30, N_ROWS).round(2),
        "weight": random.gamma(2, 3, N_ROWS).round(4),
        "temperature": random.normal(0, 12, N_ROWS).round(1),
        "quantity": random.integers(1, 200, N_ROWS),
        "visits": random.poisson(5, N_ROWS),
        "year": random.integers(1990, 2025, N_ROWS),
        "colour": of(["red", "green", "blue", "amber"]),
        "region": of(["north", "south", "east", "west", "centre"]),
        "state": of(["open", "paid", "late", "closed"]),
        "city": of([f"City {number}" for number in range(400)]),
        "active": of(["True", "False"]),
        "member": of(["yes", "no"]),
        "ordered": (np.datetime64("2015-01-01") + random.integers(0, 3650, N_ROWS)).astype(str),
        "changed": (
            np.datetime64("2020-01-01T00:00:00") + random.integers(0, 10**8, N_ROWS)
        ).astype(str),
        "score": random.random(N_ROWS).round(6),
        "level": random.integers(0, 10, N_ROWS),
        "article": np.char.add("A", padded(7)),
        "comment": [" ".join(words) for words in of(WORDS, 9)],
    }
    table = pd.DataFrame(columns)
    for name in ("price", "weight", "temperature", "city", "ordered", "score", "comment"):
        table.loc[random.random(N_ROWS) < 0.03, name] = None
    table.to_csv(path, index=False)


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def compare_with_pandas(path: Path, table_path: Path) -> None:
    """Print how long reading takes, and its ratios to pandas."""

    def round_of_three() -> tuple[float, float, float]:
        return (
            seconds(lambda: runs.read_in_child(path, table_path, DialectChoices())),
            seconds(lambda: pd.read_csv(path)),
            seconds(lambda: pd.read_csv(path, dtype=CODES, parse_dates=DATES)),
        )

    round_of_three()
    rounds = [round_of_three() for _ in range(ROUNDS)]
    ours, plain, told = (statistics.median(each) for each in zip(*rounds, strict=True))
    to_plain = statistics.median(one / other for one, other, _ in rounds)
    to_told = statistics.median(one / other for one, _, other in rounds)
    print(f"typed, profiled and stored, in a process of its own: {ours:.2f} s")
    print(f"pandas.read_csv: {plain:.2f} s; told codes and dates: {told:.2f} s")
    print(f"ratios, medians of {ROUNDS} rounds: {to_plain:.2f} and {to_told:.2f}")


@contextmanager
def watched(process: psutil.Process) -> Iterator[list[int]]:
    """Collect the memory of a process while the block runs."""
    sizes: list[int] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            sizes.append(process.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield sizes
    finally:
        done.set()
        thread.join()


def upload(server: LiveServer, content: bytes) -> tuple[float, float]:
    """Seconds from the last byte to the answer, and to the first rows, asked for on the way."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.putrequest("POST", "/api/datasets/upload")
    connection.putheader("Content-Type", "multipart/form-data; boundary=XX")
    connection.putheader("Content-Length", str(len(HEAD) + len(content) + len(TAIL)))
    connection.endheaders()
    connection.send(HEAD)
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(first_rows, server, content[:HEAD_BYTES])
        for start in range(0, len(content), MB):
            connection.send(content[start : start + MB])
        connection.send(TAIL)
        sent = time.perf_counter()
        connection.getresponse().read()
        answered = time.perf_counter()
        shown = looking.result()
    connection.close()
    return answered - sent, shown - sent


def first_rows(server: LiveServer, head: bytes) -> float:
    """Ask for the first rows of a file by its beginning; the moment at which they are there."""
    headers = {"Content-Type": "text/csv"}
    server.post("/api/datasets/first-look", data=head, headers=headers).raise_for_status()
    return time.perf_counter()


def try_server(server: LiveServer, path: Path) -> None:
    """Print what an upload costs the server, in time and memory."""
    worker = psutil.Process(server.process.pid).children()[0]
    content = path.read_bytes()
    upload(server, content[:HEAD_BYTES].rpartition(b"\n")[0])
    for _ in range(2):
        before = worker.memory_info().rss
        with watched(worker) as sizes:
            answered, shown = upload(server, content)
        print(
            f"from the last byte to the answer: {answered:.2f} s; to the first rows: {shown:+.2f} s"
        )
        print(f"the server grew by at most {(max(sizes) - before) / MB:.0f} MB")
    time.sleep(BACK_SECONDS)
    print(f"{BACK_SECONDS} s later by {(worker.memory_info().rss - before) / MB:+.0f} MB")


def time_pages(data_dir: Path) -> None:
    """Print how long pages of 100 rows take, first asked and asked again further down."""
    store = Store(data_dir)
    manager = DatasetManager(store, "local")
    dataset = manager.list()[0]
    paid = {"comment": Filter(conditions=(Condition(kind="contains", value="paid late"),))}
    by_text, by_number = (Sort(column="comment"),), (Sort(column="price", descending=True),)
    cases = {
        "first": {},
        "sorted by a number": {"sort": by_number},
        "sorted by a text": {"sort": by_text},
        "sorted by two columns": {"sort": (Sort(column="city"), *by_text)},
        "filtered": {"filters": paid},
        "filtered and sorted by a text": {"filters": paid, "sort": by_text},
    }
    for name, fields in cases.items():
        times = []
        for start in (0, 2_000):
            request = RowsRequest(start=start, end=start + 100, **fields)
            times.append(seconds(partial(manager.rows, dataset.id, request)))
        print(f"rows, {name}: {times[0]:.3f} s, further down {times[1]:.3f} s")
    store.close()


def main() -> None:
    """Print everything."""
    # As in the server: what a reading process imports is there before it starts.
    multiprocess.set_forkserver_preload([*runs.PRELOAD, "engine.datasets", "tests.live_server"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write_file(path)
        print(f"{path.stat().st_size / 1e6:.0f} MB, {N_ROWS:,} rows, 20 columns")
        compare_with_pandas(path, Path(folder) / "large.arrow")
        server = LiveServer(Path(folder) / "server").start()
        try:
            try_server(server, path)
        finally:
            server.kill()
        time_pages(Path(folder) / "server")


if __name__ == "__main__":
    main()
