"""Finding out more about a model in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys

from components import figures, shell
from components.themes import PALETTES
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


def test_a_figure_is_saved_as_png_and_svg_in_light_colours_from_a_dark_page(
    page: Any, visits: Any
) -> None:
    space = visits(page)
    dataset = space.datasets.add_sample("iris")
    (model,) = train(space, dataset, task_type="classification", algorithms=("gaussian_nb",))
    page.driver.get(f"{page.server_url}/results?model={model.id}")
    until(lambda: visible(page, f"#{shell.ids.theme_button}")).click()
    until(lambda: theme_of(page) == "dark")
    until(lambda: all_drawn(page))
    saved = {name: saved_image(page, name) for name in figures.IMAGE_FORMATS}
    assert saved["png"].startswith(b"\x89PNG")
    drawn = saved["svg"].decode()
    assert drawn.startswith("<svg")
    assert rgb(PALETTES["light"].muted) in drawn
    assert rgb(PALETTES["dark"].muted) not in drawn
    assert page.get_logs() == []


def all_drawn(page: Any) -> bool:
    """Whether no figure is still to come, which would move those below it."""
    places, drawn = (
        len(page.driver.find_elements("css selector", selector))
        for selector in (".figure-graph", ".figure-graph .js-plotly-plot")
    )
    return 0 < places == drawn


def theme_of(page: Any) -> Any:
    return page.driver.execute_script("return document.documentElement.dataset.bsTheme")


def saved_image(page: Any, image_format: str) -> bytes:
    button = "[id='" + written(figures.ids.image("confusion-matrix", image_format)) + "']"
    until(lambda: visible(page, button)).click()
    file = Path(page.download_path) / f"confusion-matrix.{image_format}"
    return until(lambda: file.exists() and file.read_bytes())


def rgb(colour: str) -> str:
    """A colour as browsers write it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour.removeprefix("#")))
