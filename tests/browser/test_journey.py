"""The whole way in a real browser: a sample, an own file, two algorithms, compare, download."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from engine.exports import EXPORTS
from tests.browser_words import click, ready, text, until, visible, written

pytestmark = pytest.mark.browser


def an_own_file(folder: Path) -> Path:
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(3000, 6)), columns=list("abcdef"))
    table["colour"] = random.choice(["red", "green", "blue"], 3000)
    noisy = table["a"] + (table["colour"] == "red") + random.normal(size=3000)
    table["bought"] = np.where(noisy > 0, "yes", "no")
    path = folder / "own <b>file.csv"
    table.to_csv(path, index=False, sep=";")
    return path


def test_four_clicks_from_a_fresh_start_to_a_trained_model(page):
    click(page, "Iris flowers")
    click(page, "Continue to Prepare")
    click(page, "Continue to Train")
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: text(page, "#progress-body"))
    click(page, "See results", seconds=90)
    until(lambda: "rows it has never seen" in text(page, "#results-content"))
    assert page.get_logs() == []


def test_an_own_file_becomes_a_model_through_reload_and_second_tab(page, tmp_path):
    page.driver.find_element("id", "data-file").send_keys(str(an_own_file(tmp_path)))
    until(lambda: "3,000 rows, 8 columns" in text(page, "#data-header"))
    assert "own <b>file.csv" in text(page, "#data-header")
    assert "semicolon" in text(page, "#data-header")
    click(page, "Continue to Prepare")
    until(lambda: "2,400" in text(page, "#prepare-plan"))
    click(page, "Continue to Train")
    choose_forest_of(page, trees=400)
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: "Running" in text(page, "#progress-title"), 30)
    address = page.driver.current_url
    assert "session=" in address

    page.driver.refresh()
    until(lambda: "Running" in text(page, "#progress-title"), 30)
    assert page.driver.current_url == address
    page.driver.execute_script("window.open(arguments[0])", address)
    first, second = page.driver.window_handles
    page.driver.switch_to.window(second)
    until(lambda: "Running" in text(page, "#progress-title"), 30)
    assert until(lambda: "fits" in text(page, "#progress-title"))
    page.driver.close()
    page.driver.switch_to.window(first)

    until(lambda: "Finished: 3 models" in text(page, "#progress-title"), 120)
    compare_and_take(page)
    assert page.get_logs() == []


def choose_forest_of(page: Any, trees: int) -> None:
    """Choose a random forest besides what is chosen, with so many trees."""
    label = until(lambda: visible(page, label_of("random_forest_classifier")))
    label.click()
    selector = setting_of("random_forest_classifier", "n_estimators")
    field = until(lambda: visible(page, selector))
    field.clear()
    field.send_keys(str(trees))


def label_of(key: str) -> str:
    return "label[for='" + written({"key": key, "type": "algorithm"}) + "']"


def setting_of(key: str, name: str) -> str:
    return "[id='" + written({"algorithm": key, "name": name, "type": "setting"}) + "']"


def compare_and_take(page: Any) -> None:
    click(page, "Compare them")
    until(lambda: "models" in text(page, "#compare-content"))
    until(lambda: "best" in text(page, "#compare-grid"))
    click(page, "with you")
    until(lambda: page.driver.find_element("id", "export-content").text)
    links = page.driver.find_elements("css selector", "#export-content a[download]")
    assert len(links) == len(EXPORTS)
    for link in links:
        link.click()
    folder = Path(page.download_path)
    files = until(lambda: whole(folder, len(EXPORTS)), 30)
    by_ending = {path.suffix: path for path in files}
    with by_ending[".pkl"].open("rb") as file:
        assert set(pickle.load(file).classes_) == {"no", "yes"}
    assert "What it means" in by_ending[".html"].read_text()
    for path in files:
        if path.suffix == ".json":
            assert json.loads(path.read_text())


def whole(folder: Path, number: int) -> list[Path] | None:
    """The downloads, once there are so many and the browser has written something into each."""
    files = [path for path in folder.iterdir() if path.suffix in {".pkl", ".json", ".html"}]
    return files if len([path for path in files if path.stat().st_size]) == number else None
