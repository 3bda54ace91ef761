"""Opening the results of a model of 100,000 x 20 with five folds, in a browser.

From the click on a model of the comparison until its scores stand there, and until
its last plot is drawn. Beside it: how long one bare fit of the same algorithm takes
on the same rows. It needs Chromium and ChromeDriver, as the tests do.

    python -m benchmarks.results_page
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from sklearn.datasets import make_classification, make_regression

from benchmarks.program import SEED, SMALL, seconds
from benchmarks.served import run_on_server
from engine.algorithms import algorithm
from tests.live_server import LiveServer

N_ROWS = 5_000 if SMALL else 100_000
N_COLUMNS = 20
ROUNDS = 2 if SMALL else 7
GOAL_SECONDS = 1.0
LONGEST_SECONDS = 30.0
KEYS = ("hist_gradient_boosting_classifier", "hist_gradient_boosting_regressor")
CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"


def table(key: str) -> pd.DataFrame:
    """Generate numbers, and classes or a number that they explain in part."""
    if algorithm(key).task_type == "regression":
        features, target = make_regression(N_ROWS, N_COLUMNS, noise=20.0, random_state=SEED)
    else:
        features, codes = make_classification(N_ROWS, N_COLUMNS, flip_y=0.1, random_state=SEED)
        target = [f"c{code}" for code in codes]
    return pd.DataFrame(features.round(4)).add_prefix("x").assign(target=target)


def trained(server: LiveServer, key: str, content: pd.DataFrame) -> str:
    """Upload a table and train on it; the id of the model."""
    sent = content.to_csv(index=False).encode()
    dataset_id = server.upload(f"{key}.csv", sent).json()["id"]
    task_type = algorithm(key).task_type
    run_on_server(
        server,
        dataset_id=dataset_id,
        task_type=task_type,
        target="target",
        algorithm=key,
        cv_folds=5,
    )
    return str(server.get("/api/models").json()["models"][0]["id"])


@contextmanager
def browser() -> Iterator[Chrome]:
    """Open a browser without a screen."""
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless", "--no-sandbox", "--window-size=1280,900"):
        options.add_argument(argument)
    driver = Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


def opened(driver: Chrome, server: LiveServer, model_id: str) -> tuple[float, float]:
    """Seconds from the click to the scores, and to the last plot."""
    driver.get(f"{server.url}/compare?models={model_id}")
    wait(lambda: driver.find_elements("css selector", ".leaderboard a.name"))
    driver.find_element("css selector", ".leaderboard a.name").click()
    begun = time.perf_counter()
    wait(lambda: "rows it has never seen" in text(driver, "results-content"))
    scores = time.perf_counter() - begun
    wait(lambda: "To be found out" in text(driver, "results-questions"))
    wait(lambda: is_drawn(driver))
    return scores, time.perf_counter() - begun


def text(driver: Chrome, element_id: str) -> str:
    """The text of an element, empty if it is not there."""
    script = "return (document.getElementById(arguments[0]) || {}).textContent || ''"
    return str(driver.execute_script(script, element_id))


def is_drawn(driver: Chrome) -> bool:
    """Whether every plot of the page is drawn."""
    script = (
        "const all = [...document.querySelectorAll('.js-plotly-plot')];"
        "return all.length > 0 && all.every((plot) => plot.querySelector('.main-svg'))"
    )
    return bool(driver.execute_script(script))


def wait(condition: Callable[[], object]) -> None:
    """Look again and again."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"not within {LONGEST_SECONDS:.0f} s")
        time.sleep(0.01)


def compare(server: LiveServer, driver: Chrome, key: str) -> None:
    """Print the medians of one algorithm."""
    content = table(key)
    features, target = content.drop(columns="target"), content["target"]
    model_id = trained(server, key, content)
    bare = seconds(lambda: algorithm(key).build({}, random_seed=SEED).fit(features, target))
    rounds = [opened(driver, server, model_id) for _ in range(ROUNDS + 1)][1:]
    scores, plots = (statistics.median(each) for each in zip(*rounds, strict=True))
    judged = "met" if scores <= GOAL_SECONDS else "missed"
    print(
        f"{key:36}{scores:6.2f} s to the scores{plots:6.2f} s to the last plot"
        f"{bare:6.2f} s one bare fit   goal {GOAL_SECONDS:.0f} s: {judged}",
        flush=True,
    )


def main() -> None:
    """Print both."""
    with tempfile.TemporaryDirectory() as folder, browser() as driver:
        server = LiveServer(Path(folder)).start()
        try:
            print(f"Opening the results of {N_ROWS:,} x {N_COLUMNS}, five folds")
            for key in KEYS:
                compare(server, driver, key)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
