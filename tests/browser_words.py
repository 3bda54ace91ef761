"""Short words for what a person does in the browser."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException


def until(look: Callable[[], Any], seconds: float = 20) -> Any:
    """Wait for something to be true of a page that is being redrawn."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := look():
                return found
        except (NoSuchElementException, StaleElementReferenceException):
            pass
        time.sleep(0.05)
    raise AssertionError("it did not come in time")


def click(page: Any, words: str, seconds: float = 20) -> None:
    """Click the button or link that says this."""
    path = f"//*[self::button or self::a][contains(normalize-space(.), '{words}')]"

    def press() -> bool:
        found = page.driver.find_element("xpath", path)
        page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        if not (found.is_displayed() and found.is_enabled()):
            return False
        found.click()
        return True

    until(press, seconds)


def text(page: Any, selector: str) -> str:
    return str(page.driver.find_element("css selector", selector).text)


def ready(page: Any, selector: str) -> Any:
    button = visible(page, selector)
    return button if button is not None and button.is_enabled() else None


def visible(page: Any, selector: str) -> Any:
    field = page.driver.find_element("css selector", selector)
    page.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", field)
    return field if field.is_displayed() else None


def written(pattern: dict[str, Any]) -> str:
    """A pattern-matching id as it stands in the page: sorted JSON."""
    return json.dumps(pattern, sort_keys=True, separators=(",", ":"))
