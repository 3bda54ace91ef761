"""What cannot work, typed or dropped into the page: said in words, nothing lost, next one works."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

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
    click(page, "Reset to defaults")
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


def test_addresses_of_things_that_are_gone_are_answered_in_words(page):
    gone = "00000000-0000-4000-8000-000000000000"
    home = page.server_url
    for address in (
        f"/data?dataset={gone}",
        f"/prepare?dataset={gone}",
        f"/train?dataset={gone}",
        f"/train?session={gone}",
        f"/results?model={gone}",
        f"/export?model={gone}",
        f"/compare?models={gone}",
        "/no-such-step",
    ):
        page.driver.get(home + address)
        until(lambda: len(text(page, "#shell-page")) > 20)
        assert "Traceback" not in page.driver.page_source
        until(lambda: "no " in text(page, "body").lower() or "not " in text(page, "body").lower())
    page.driver.get(home)
    until(lambda: page.driver.find_element("id", "data-file"))


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
