"""What all tests share. The environment is set before anything of the program is imported."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live_server import LiveServer, clean_environment

_DATA_DIR = Path(tempfile.mkdtemp(prefix="ml-training-platform-"))
# First registered, last called: what ends the runs of this process still needs it.
atexit.register(shutil.rmtree, _DATA_DIR, ignore_errors=True)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Deployed: every test gets a workspace of its own, as every visitor does.
_environment = clean_environment(
    DATA_DIR=str(_DATA_DIR / "server"), SECRET_KEY="only-for-the-tests-of-this-program"
)
os.environ.clear()
os.environ.update(_environment)
os.environ.setdefault(
    "DASH_TEST_CHROMEPATH", next(filter(None, map(shutil.which, _BROWSERS)), "chromium")
)


def pytest_setup_options() -> Any:
    """Options of the browser that dash.testing starts."""
    from selenium.webdriver.chrome.options import Options

    options = Options()
    for argument in (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1400,1000",
    ):
        options.add_argument(argument)
    return options


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """An empty store of its own."""
    from engine.store import Store

    store = Store(tmp_path / "data")
    yield store
    store.close()


@pytest.fixture
def workspace(store: Any) -> Any:
    """A workspace in a store of its own."""
    from engine.workspace import Limits, Workspace

    return Workspace(store, "test", limits=Limits())


@pytest.fixture(scope="session")
def server() -> Any:
    """The real WSGI application; there is one in a process."""
    from flask.testing import FlaskClient

    import app

    class BufferedClient(FlaskClient):
        """Reads answers whole, so that files which are sent are closed."""

        def open(self, *arguments: Any, buffered: bool = True, **options: Any) -> Any:
            return super().open(*arguments, buffered=buffered, **options)

    app.server.test_client_class = BufferedClient
    return app.server


@pytest.fixture
def token(server: Any) -> str:
    """Token of a fresh workspace of the server."""
    from app.security import sign

    return sign(str(uuid.uuid4()))


@pytest.fixture
def client(server: Any, token: str) -> Any:
    """A client of the server, in a fresh workspace."""
    client = server.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


@pytest.fixture
def visit(server: Any, token: str) -> Iterator[Any]:
    """Be inside a request of a fresh workspace, to call callbacks as functions; gives it."""
    from app.context import workspace

    with server.test_request_context(headers={"Authorization": f"Bearer {token}"}):
        server.preprocess_request()
        yield workspace()


@pytest.fixture
def local_run(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Behave as without SECRET_KEY: one workspace, and own host names only."""
    from app.settings import settings

    monkeypatch.delenv("SECRET_KEY")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[Callable[..., LiveServer]]:
    """Make a server process; all of them are killed when the test ends."""
    servers: list[LiveServer] = []

    def make(*, command: Any = None, wait: bool = True, **settings: str) -> LiveServer:
        given = {} if command is None else {"command": command}
        server = LiveServer(tmp_path / f"server-{len(servers)}", settings=settings, **given)
        servers.append(server)
        return server.start(wait=wait)

    yield make
    for server in servers:
        server.kill()
