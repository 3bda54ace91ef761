"""The local run: ``python -m app``."""

from __future__ import annotations

import errno
import socket
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from gunicorn.app.base import Application
from gunicorn.workers.base import Worker

from app.settings import Settings, settings
from engine.errors import EngineError, InvalidValueError, WrongStateError

CONFIG: Final = Path(__file__).parents[1] / "gunicorn.conf.py"

_EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound


class LocalServer(Application):  # type: ignore[misc]  # gunicorn has no types
    """The web server with one process, quiet, and with a word when it is ready."""

    def load_config(self) -> None:
        """Take what the Procfile takes too, then what is special about a local run."""
        current = settings()
        self.load_config_from_file(str(CONFIG))
        self.cfg.set("bind", f"{_bracketed(current.host)}:{current.port}")
        self.cfg.set("workers", 1)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("post_worker_init", _tell_ready)

    def load(self) -> object:
        """Build the server, in the process that serves."""
        # Imported here, so that a wrong setting is told before the long import.
        from app import server  # noqa: PLC0415

        return server


def main() -> int:
    """Check what can be checked, then serve until Ctrl+C.

    Returns
    -------
    int
        Exit code: 1 if the program could not start.
    """
    try:
        current = settings()
        _check_data_dir(current)
        _check_address(current)
    except EngineError as error:
        print(error.message, error.hint or "", sep="\n", file=sys.stderr)
        return 1
    print("Starting …", flush=True)
    LocalServer().run()
    return 0


def _tell_ready(worker: Worker) -> None:
    # A worker that replaces a dead one has a higher age, and nothing new to tell.
    if worker.age == 1:
        print(f"ML Training Platform is ready: {_address(settings())}", flush=True)
        print("Stop it with Ctrl+C.", flush=True)


def _address(current: Settings) -> str:
    host = "127.0.0.1" if current.host in _EVERY_ADDRESS else _bracketed(current.host)
    return f"http://{host}:{current.port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _check_data_dir(current: Settings) -> None:
    try:
        current.data_dir.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=current.data_dir):
            pass
    except OSError as error:
        raise InvalidValueError(
            f"Nothing can be written to the directory {current.data_dir}: {error.strerror}.",
            field="DATA_DIR",
            hint="Set DATA_DIR to a directory that you may write to.",
        ) from error


def _check_address(current: Settings) -> None:
    family = socket.AF_INET6 if ":" in current.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((current.host, current.port))
        except OSError as error:
            raise _address_error(current, error) from error


def _address_error(current: Settings, error: OSError) -> EngineError:
    if error.errno == errno.EADDRINUSE:
        return WrongStateError(
            f"Port {current.port} is taken by another program, or this one is running already.",
            field="PORT",
            hint=f"Stop the other program, or choose another port: PORT={current.port + 1}",
        )
    if error.errno == errno.EACCES:
        return InvalidValueError(
            f"Port {current.port} may only be used by the administrator.",
            field="PORT",
            hint="Choose a port above 1023: PORT=8050",
        )
    return InvalidValueError(
        f"This computer cannot listen on HOST {current.host!r}: {error.strerror or error}.",
        field="HOST",
        hint="Use HOST=127.0.0.1 for this computer alone, or HOST=0.0.0.0 for the network.",
    )


if __name__ == "__main__":
    sys.exit(main())
