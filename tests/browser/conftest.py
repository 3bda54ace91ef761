"""The program in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.live_server import free_port


@pytest.fixture
def page(dash_duo) -> Any:
    """The program in a fresh browser, which is a fresh visitor."""
    from app.factory import dash_app

    dash_duo.start_server(dash_app(), port=free_port())
    dash_duo.wait_for_element("#data-drop-zone", timeout=20)
    return dash_duo


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
