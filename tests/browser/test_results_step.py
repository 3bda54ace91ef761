"""Finding out more about a model in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser_words import text, until, visible, written
from tests.trained_models import train

pytestmark = pytest.mark.browser


def card(key: str) -> str:
    return "[id='" + written({"key": key, "type": "analysis"}) + "']"


def test_costs_move_the_threshold_and_an_analysis_comes_by_itself(page: Any, visits: Any) -> None:
    space = visits(page)
    dataset = space.datasets.add_sample("breast_cancer")
    (model,) = train(
        space, dataset, task_type="classification", algorithms=("logistic_regression",)
    )
    page.driver.get(f"{page.server_url}/results?model={model.id}")
    until(lambda: "mistakes cost least" in text(page, "#thresholds-content"))
    before = text(page, "#thresholds-content table")
    field = until(lambda: visible(page, "#thresholds-false-negative"))
    field.clear()
    field.send_keys("50", Keys.TAB)
    until(lambda: text(page, "#thresholds-content table") != before)
    field.clear()
    field.send_keys("dear", Keys.TAB)
    until(lambda: "dear" in text(page, "#thresholds-error"))

    field.clear()
    field.send_keys("50", Keys.TAB)
    until(lambda: text(page, "#thresholds-error") == "")
    until(lambda: visible(page, "#thresholds-tune")).click()
    made = card("tuned_threshold") + " .message-words"
    until(lambda: "for costs 1 and 50" in text(page, made), 60)

    start = "[id='" + written({"key": "subgroups", "type": "analysis-start"}) + "']"
    until(lambda: visible(page, start)).click()
    until(lambda: "groups" in text(page, card("subgroups") + " .message-words"), 60)
    # What else is on the page was there all the time.
    assert "Each class" in text(page, "#results-content")
    assert page.get_logs() == []
