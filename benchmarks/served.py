"""Runs through a real server, as somebody asks for them over REST."""

from __future__ import annotations

import time
from typing import Any

from tests.live_server import LiveServer

ASK_EVERY_SECONDS = 0.05


def run_on_server(server: LiveServer, **body: Any) -> None:  # noqa: ANN401 - fields of a request
    """Ask for a run, and wait for its end.

    Raises
    ------
    RuntimeError
        If the run did not complete, or an algorithm gave no model: failing is quick.
    """
    session_id = server.post("/api/training/start", json=body).json()["session_id"]
    while True:
        status = server.get(f"/api/training/{session_id}/status").json()
        if status["status"] not in {"queued", "running"}:
            break
        time.sleep(ASK_EVERY_SECONDS)
    if status["status"] != "completed" or status["failures"]:
        raise RuntimeError(str(status))
