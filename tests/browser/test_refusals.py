"""What cannot work, typed or dropped into the page: said in words, nothing lost, next one works."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.api_client import trained, uploaded
from tests.browser_words import click, ready, text, until, visible, written

pytestmark = pytest.mark.browser

LIMIT = 100 * 1024**2
GOOD = b"size,kind\n" + b"".join(b"%d,%s\n" % (n, b"ab"[n % 2 :][:1]) for n in range(40))

FILES = {
    "empty": (b"", "The file is empty"),
    "header_only": (b"a,b,c\n", "no rows"),
    "one_column": (b"a\n1\n2\n3\n", "Only one column"),
    "zipped": (gzip.compress(GOOD), "gzip-compressed"),
    "archive": (b"PK\x03\x04" + bytes(200), "ZIP archive"),
    "binary": (bytes(range(256)) * 40, "binary data"),
    "broken encoding": (b"\xef\xbb\xbfa,b\n1,\xff\xfe\n", "line 2 breaks its rules"),
    "ragged": (b"a,b\n1,2\n3,4,5\n6,7\n", "Line 3 has 3 cells"),
}


def offer(page: Any, folder: Path, name: str, content: bytes) -> None:
    path = folder / f"{name}.csv"
    path.write_bytes(content)
    until(lambda: page.driver.find_element("id", "data-file")).send_keys(str(path))


def test_unreadable_files_are_refused_in_words_and_the_next_one_works(page, visits, tmp_path):
    for name, (content, words) in FILES.items():
        offer(page, tmp_path, name, content)
        until(lambda words=words: words in text(page, "#data-upload-problem"))
        until(lambda: text(page, "#data-upload-problem-hint"))
        assert "dataset=" not in page.driver.current_url
    assert visits(page).datasets.list() == []
    offer(page, tmp_path, "good", GOOD)
    until(lambda: "40 rows, 2 columns" in text(page, "#data-header"))


def test_a_file_one_byte_over_the_limit_is_refused_before_it_is_sent(page, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    page.driver.find_element("id", "data-file").send_keys(str(path))
    until(lambda: "At most 100 MB" in text(page, "#data-upload-problem"))
    offer(page, tmp_path, "good", GOOD)
    until(lambda: "40 rows, 2 columns" in text(page, "#data-header"))


def train_page(page: Any) -> None:
    click(page, "Iris flowers")
    click(page, "Continue to Prepare")
    click(page, "Continue to Train")
    until(lambda: ready(page, "#train-start"))


def setting(page: Any, algorithm: str, name: str, *, error: bool = False) -> Any:
    kind = "setting-error" if error else "setting"
    pattern = {"algorithm": algorithm, "name": name, "type": kind}
    return until(lambda: visible(page, f"[id='{written(pattern)}']"))


def test_a_setting_out_of_range_is_said_while_typing_and_refused_at_the_start(page):
    train_page(page)
    field = setting(page, "logistic_regression", "C")
    field.clear()
    field.send_keys("-1")
    pattern = {"algorithm": "logistic_regression", "name": "C", "type": "setting-error"}
    until(lambda: "-1" in text(page, f"[id='{written(pattern)}']"))
    until(lambda: ready(page, "#train-start")).click()
    assert "-1" in until(lambda: text(page, "#train-refusal"))
    assert "session=" not in page.driver.current_url
    click(page, "Reset all")
    until(lambda: setting(page, "logistic_regression", "C").get_attribute("value") == "1")
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: "session=" in page.driver.current_url)


def test_a_double_click_on_train_is_one_run(page, visits):
    train_page(page)
    button = until(lambda: ready(page, "#train-start"))
    page.driver.execute_script("arguments[0].click(); arguments[0].click()", button)
    until(lambda: "session=" in page.driver.current_url)
    until(lambda: "Finished" in text(page, "#progress-title"), 90)
    assert len(visits(page).sessions.list()) == 1


def addresses(dataset: str, session: str, model: str) -> dict[str, str]:
    """Every address that names a thing, and what is said when the thing is not there."""
    return {
        f"/data?dataset={dataset}": f"There is no dataset '{dataset}'",
        f"/prepare?dataset={dataset}": f"There is no dataset '{dataset}'",
        f"/train?dataset={dataset}": f"There is no dataset '{dataset}'",
        f"/train?session={session}": f"There is no training session '{session}'",
        f"/results?model={model}": f"There is no model '{model}'",
        f"/export?model={model}": f"There is no model '{model}'",
        f"/compare?models={model}": "No model yet",
    }


def test_addresses_of_things_that_are_gone_are_answered_in_words(page):
    gone = "00000000-0000-4000-8000-000000000000"
    for address, words in addresses(gone, gone, gone).items():
        page.driver.get(page.server_url + address)
        until(lambda words=words: words in text(page, "#shell-page"))
    page.driver.get(page.server_url + "/no-such-step")
    until(lambda: "There is no page at this address" in text(page, "#shell-page"))
    click(page, "Go to your data")
    until(lambda: page.driver.find_element("id", "data-file"))


def test_somebody_elses_things_look_like_things_that_are_gone(page, client):
    table = b"hush,kind\n" + b"".join(b"%d,%s\n" % (n, b"ab"[n % 2 :][:1]) for n in range(60))
    dataset_id = uploaded(client, table)
    run = trained(client, dataset_id=dataset_id)
    known = addresses(dataset_id, run["session_id"], run["model_ids"][0])
    for address, words in known.items():
        page.driver.get(page.server_url + address)
        until(lambda words=words: words in text(page, "#shell-page"))
        assert "hush" not in page.driver.page_source


SLOW = {"offline": False, "latency": 5, "throughput": 400 * 1024}
LONG = b"a,b\n" + b"1,2\n" * 2_000_000


def test_an_upload_that_is_cancelled_stores_nothing(page, visits, tmp_path):
    page.driver.set_network_conditions(**SLOW)
    offer(page, tmp_path, "long", LONG)
    until(lambda: "%" in text(page, "#data-upload-status"))
    until(lambda: visible(page, "#data-upload-cancel")).click()
    until(lambda: not text(page, "#data-upload-status"))
    page.driver.delete_network_conditions()
    assert visits(page).datasets.list() == []
    offer(page, tmp_path, "good", GOOD)
    until(lambda: "40 rows, 2 columns" in text(page, "#data-header"))


@pytest.mark.server
def test_an_upload_that_is_cut_is_said_and_stores_nothing(dash_br, live_server, tmp_path):
    server = live_server()
    dash_br.driver.get(server.url)
    until(lambda: dash_br.driver.find_element("id", "data-file"))
    dash_br.driver.set_network_conditions(**SLOW)
    offer(dash_br, tmp_path, "long", LONG)
    until(lambda: "%" in text(dash_br, "#data-upload-status"))
    server.kill()
    until(lambda: "connection was lost" in text(dash_br, "#data-upload-problem"))
    server.start()
    dash_br.driver.delete_network_conditions()
    dash_br.driver.get(server.url)
    assert server.get("/api/datasets").json() == {"datasets": []}
    offer(dash_br, tmp_path, "good", GOOD)
    until(lambda: "40 rows, 2 columns" in text(dash_br, "#data-header"))


def test_a_target_with_one_class_is_refused_in_words(page, visits, tmp_path):
    offer(page, tmp_path, "same", b"size,kind\n" + b"".join(b"%d,a\n" % n for n in range(40)))
    until(lambda: "40 rows" in text(page, "#data-header"))

    def aimed() -> bool:
        # The page may be drawn once more while it is chosen, quicker than any hand.
        choose(page, "#data-target", "kind")
        (dataset,) = visits(page).datasets.list()
        return dataset.target == "kind"

    until(aimed)
    click(page, "Continue to Prepare")
    until(lambda: "at least two classes" in text(page, "#shell-page"))


def test_more_clusters_than_rows_are_refused_in_words(page):
    click(page, "Customers")
    click(page, "Continue to Prepare")
    click(page, "Continue to Train")
    field = setting(page, "k_means", "n_clusters")
    field.clear()
    field.send_keys("401")
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: "400" in text(page, "#train-refusal"))


def test_what_was_typed_last_counts_however_quick_the_click(page, visits):
    click(page, "Iris flowers")
    click(page, "Continue to Prepare")
    field = until(lambda: visible(page, "#prepare-folds"))
    field.clear()
    field.send_keys("3")
    click(page, "Continue to Train")
    mine = visits(page)
    until(lambda: mine.datasets.list()[0].preparation.cv_folds == 3)
    field = setting(page, "logistic_regression", "C")
    field.clear()
    field.send_keys("7")
    until(lambda: ready(page, "#train-start")).click()
    until(mine.sessions.list)
    spec = mine.sessions.list()[0].spec
    assert spec.cv_folds == 3
    assert spec.algorithms[0].hyperparameters["C"] == 7


def choose(page: Any, selector: str, label: str) -> None:
    def pick() -> bool:
        for option in page.driver.find_elements("css selector", f"{selector} option"):
            if option.text == label:
                option.click()
                return True
        return False

    until(pick)


def test_a_model_deleted_elsewhere_is_said_and_the_list_goes_on(page, visits):
    train_page(page)
    until(lambda: ready(page, "#train-start")).click()
    until(lambda: "Finished" in text(page, "#progress-title"), 90)
    click(page, "Compare them")
    until(lambda: "best" in text(page, "#compare-grid"))
    mine = visits(page)
    address = page.driver.current_url
    for model in mine.models.list()[1:]:
        mine.models.delete(model.id)
    click(page, "Delete the ticked models")
    until(lambda: visible(page, "#compare-delete-confirm")).click()
    until(lambda: mine.models.list() == [])
    page.driver.get(address)
    until(lambda: len(text(page, "#shell-page")) > 20)
    until(lambda: "no model" in text(page, "#shell-page").lower())
