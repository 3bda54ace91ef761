"""Choosing and setting algorithms in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

from tests.browser_words import click, ready, text, until, visible, written

pytestmark = pytest.mark.browser


def open_sample(page: Any, visits: Any, key: str, **preparation: Any) -> None:
    """Look at a sample on the Train step, prepared in this way."""
    space = visits(page)
    dataset = space.datasets.add_sample(key)
    changed = dataset.preparation.model_copy(update=preparation)
    space.datasets.change_preparation(dataset.id, changed)
    page.driver.get(f"{page.server_url}/train?dataset={dataset.id}")
    until(lambda: ready(page, "#train-start"))


def part(kind: str, algorithm: str, **names: str) -> str:
    return f"[id='{written({'algorithm': algorithm, 'type': kind, **names})}']"


def tile(key: str) -> str:
    return "label[for='" + written({"key": key, "type": "algorithm"}) + "']"


def value(page: Any, selector: str) -> Any:
    return page.driver.find_element("css selector", selector).get_attribute("value")


def shown(page: Any, selector: str) -> bool:
    return bool(page.driver.find_element("css selector", selector).is_displayed())


def test_all_that_suit_are_compared_with_two_clicks(page, visits):
    open_sample(page, visits, "breast_cancer", task_type="classification", cv_folds=0)
    button = until(lambda: visible(page, "#tiles-choose-suitable"))
    n_suited = int(button.text.partition("(")[2].rstrip(")"))
    button.click()
    until(lambda: f"{n_suited} algorithms" in text(page, "#train-summary"))
    until(lambda: "Takes" in text(page, "#estimate-words"))
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: "Finished" in text(page, "#progress-title"), 120)
    (session,) = visits(page).sessions.list()
    assert len(session.model_ids) == n_suited
    assert session.failures == {}
    assert page.get_logs() == []


def test_settings_appear_when_they_matter_and_are_reset_one_by_one(page, visits):
    open_sample(page, visits, "diabetes", task_type="regression", cv_folds=0)
    click(page, "Choose none")
    until(lambda: "Choose at least one" in text(page, "#train-summary"))
    until(lambda: visible(page, tile("svr"))).click()
    kernel, gamma = (part("setting", "svr", name=name) for name in ("kernel", "gamma"))
    until(lambda: shown(page, gamma))
    Select(until(lambda: visible(page, kernel))).select_by_value("linear")
    until(lambda: not shown(page, gamma))
    until(lambda: visible(page, part("setting-restart", "svr", name="kernel"))).click()
    until(lambda: shown(page, gamma))
    assert value(page, kernel) == "rbf"

    cost = part("setting", "svr", name="C")
    field = until(lambda: visible(page, cost))
    field.clear()
    field.send_keys("x")
    until(lambda: "x" in text(page, part("setting-error", "svr", name="C")))
    until(lambda: visible(page, part("settings-search", "svr"))).click()
    until(lambda: not page.driver.find_element("css selector", cost).is_enabled())
    assert until(lambda: "Searched from" in text(page, part("setting-row", "svr", name="C")))
    assert until(lambda: shown(page, "#run-options-search"))
    until(lambda: visible(page, part("settings-search", "svr"))).click()
    until(lambda: page.driver.find_element("css selector", cost).is_enabled())
    for is_on in (True, False):
        until(lambda: visible(page, "#run-options-search-all")).click()
        until(
            lambda: page.driver.find_element("css selector", cost).is_enabled() is not is_on  # noqa: B023
        )
    # Panels of algorithms that were chosen before have such a button too, unseen.
    until(lambda: visible(page, part("settings-reset", "svr"))).click()
    until(lambda: value(page, cost) == "1")
    assert page.get_logs() == []
