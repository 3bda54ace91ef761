"""The program in a browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.live_server import free_port

LONGEST_REQUEST_SECONDS = 10.0


@pytest.fixture
def page(dash_duo) -> Iterator[Any]:
    """The program in a fresh browser, which is a fresh visitor."""
    from app.factory import dash_app

    dash_duo.start_server(dash_app(), port=free_port())
    dash_duo.wait_for_element("#data-drop-zone", timeout=20)
    yield dash_duo
    # Its server is ended by an exception in each of its threads, also in one that is
    # just answering what the page asks again and again.
    dash_duo.driver.get("about:blank")
    wait_for_answers()


def wait_for_answers() -> None:
    """Wait until no request is being answered any more."""
    deadline = time.monotonic() + LONGEST_REQUEST_SECONDS
    while time.monotonic() < deadline:
        if not any("process_request_thread" in thread.name for thread in threading.enumerate()):
            return
        time.sleep(0.02)


@pytest.fixture
def visits(server: Any) -> Callable[[Any], Any]:
    """Give the workspace that a page's visitor sees, to look behind the page."""
    from app.context import workspace

    def look(page: Any) -> Any:
        cookie = page.driver.get_cookie("workspace")["value"]
        with server.test_request_context(headers={"Cookie": f"workspace={cookie}"}):
            server.preprocess_request()
            return workspace()

    return look
