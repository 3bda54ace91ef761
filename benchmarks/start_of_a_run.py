"""How long it takes from asking for a run to its first progress, against a cold start.

The alternative to a fork server that has imported everything is a new Python
that imports it: that is the unit here. Both are done in turn on one machine, so
the ratio holds whatever the machine is doing.

    python -m benchmarks.start_of_a_run
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.live_server import LiveServer

ROUNDS = 7
GOAL_SECONDS = 0.3
COLD = "import pandas, sklearn.ensemble, sklearn.linear_model, sqlalchemy, pydantic"


def first_progress(server: LiveServer, dataset_id: str, seed: int) -> float:
    """Seconds from the request to the first fit that is told of."""
    body = {
        "dataset_id": dataset_id,
        "task_type": "clustering",
        "algorithm": "k_means",
        "random_seed": seed,
    }
    started = time.perf_counter()
    session_id = server.post("/api/training/start", json=body).json()["session_id"]
    while server.get(f"/api/training/{session_id}/progress").json()["total"] == 0:
        time.sleep(0.005)
    seconds = time.perf_counter() - started
    while server.get(f"/api/training/{session_id}/status").json()["status"] != "completed":
        time.sleep(0.02)
    return seconds


def cold_start() -> float:
    """Seconds in which a new Python imports what a run needs."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", COLD], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        server = LiveServer(Path(folder) / "server").start()
        try:
            dataset_id = server.post("/api/datasets/sample/blobs").json()["id"]
            first_progress(server, dataset_id, 0)
            rounds = [
                (first_progress(server, dataset_id, seed), cold_start())
                for seed in range(1, ROUNDS + 1)
            ]
        finally:
            server.kill()
    warm, cold = (statistics.median(values) for values in zip(*rounds, strict=True))
    ratio = statistics.median(one / other for one, other in rounds)
    print(f"request to first progress: {warm:.3f} s, a cold start alone: {cold:.3f} s")
    print(f"ratio, median of {ROUNDS} pairs: {ratio:.2f}")
    print(f"goal {GOAL_SECONDS} s to first progress: {'met' if warm <= GOAL_SECONDS else 'missed'}")


if __name__ == "__main__":
    main()
