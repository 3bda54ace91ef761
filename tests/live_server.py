"""Runs the real server as a process of its own, with its own data."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import requests

ROOT = Path(__file__).parents[1]
LOCAL = (sys.executable, "-m", "app")

_START_SECONDS = 60
_STOP_SECONDS = 20
# Settings of the surrounding shell must not reach a server under test.
_SETTINGS = {
    "HOST",
    "PORT",
    "DATA_DIR",
    "MAX_UPLOAD_MB",
    "MAX_RUNNING",
    "MAX_QUEUED",
    "RUN_MEMORY_MB",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "STORAGE_URL",
    "WEB_CONCURRENCY",
}


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    return kept | settings


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LiveServer:
    """A server that can be started, asked, stopped, killed and started again.

    Parameters
    ----------
    data_dir : Path
        Where it keeps everything; a second start finds it again.
    command : sequence of str
        What starts it.
    settings : mapping of str to str
        Environment variables.
    """

    data_dir: Path
    command: Sequence[str] = LOCAL
    settings: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """Everything it has printed."""
        return self._log_file.read_text(errors="replace")

    @property
    def _log_file(self) -> Path:
        return self.data_dir.with_suffix(".log")

    def start(self, *, wait: bool = True) -> LiveServer:
        """Start it, and wait until it answers."""
        environment = clean_environment(
            PORT=str(self.port), DATA_DIR=str(self.data_dir), **self.settings
        )
        with self._log_file.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if wait:
            self._wait_until_ready()
        return self

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            assert self.process is not None
            assert self.process.poll() is None, f"the server ended:\n{self.log}"
            with contextlib.suppress(requests.ConnectionError):
                requests.get(f"{self.url}/api/algorithms/clustering", timeout=_START_SECONDS)
                return
            time.sleep(0.05)
        raise AssertionError(f"the server did not answer:\n{self.log}")

    def get(self, path: str, **options: object) -> requests.Response:
        """Send a GET."""
        return self.request("GET", path, **options)

    def post(self, path: str, **options: object) -> requests.Response:
        """Send a POST."""
        return self.request("POST", path, **options)

    def request(self, method: str, path: str, **options: object) -> requests.Response:
        """Send a request on a connection of its own."""
        return requests.request(method, self.url + path, timeout=120, **options)

    def upload(self, name: str, content: bytes) -> requests.Response:
        """Upload a file."""
        return self.post("/api/datasets/upload", files={"file": (name, content)})

    def stop(self) -> int:
        """Ask it to end, as a platform or Ctrl+C would; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOP_SECONDS)

    def kill(self) -> None:
        """End it and everything it started, at once."""
        if self.process is None:
            return
        family = _family(self.process.pid)
        for process in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=_STOP_SECONDS)
        self.process.wait(_STOP_SECONDS)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []
