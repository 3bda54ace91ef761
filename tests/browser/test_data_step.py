"""The Data step in a real browser: another way of reading, any row, several files, a first look."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.support.ui import Select

from tests.browser_words import click, text, until, visible, written

pytestmark = pytest.mark.browser

GOOD = b"size,kind\n" + b"".join(b"%d,%s\n" % (n, b"ab"[n % 2 :][:1]) for n in range(40))
SLOW = {"offline": False, "latency": 5, "throughput": 400 * 1024}
LONG = b"a,b\n" + b"1,2\n" * 2_000_000


def offer(page: Any, *paths: Path) -> None:
    field = until(lambda: page.driver.find_element("id", "data-file"))
    field.send_keys("\n".join(map(str, paths)))


def made(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def looked_at(page: Any, folder: Path, content: bytes, words: str) -> None:
    """Bring a file, and wait until it is looked at."""
    offer(page, made(folder, "mine.csv", content))
    until(lambda: words in text(page, "#data-header"))


def choice(page: Any, field: str) -> Any:
    pattern = {"field": field, "type": "dialect-choice"}
    return until(lambda: visible(page, f"[id='{written(pattern)}']"))


def test_another_way_of_reading_is_tried_and_then_kept(page, tmp_path):
    rows = b"".join(b"p%d;%d,5\n" % (n % 9, n) for n in range(60))
    looked_at(page, tmp_path, b"name;price\n" + rows, "semicolon, decimal comma")
    click(page, "Why, and change it")
    until(lambda: "numeric" in text(page, "#dialect-preview"))
    Select(choice(page, "decimal")).select_by_visible_text("point, as in 1.5")
    until(lambda: "numeric" not in text(page, "#dialect-preview"))
    assert "decimal comma" in text(page, "#data-header")

    choice(page, "skipped_lines").send_keys("x")
    pattern = {"field": "skipped_lines", "type": "dialect-problem"}
    until(lambda: "whole number" in text(page, f"[id='{written(pattern)}']"))
    click(page, "Back to what was found")
    until(lambda: "numeric" in text(page, "#dialect-preview"))

    Select(choice(page, "delimiter")).select_by_visible_text("comma")
    click(page, "Read the file this way")
    until(lambda: "Line 2 has 2 cells" in text(page, "#dialect-read-refusal"))
    assert "semicolon" in text(page, "#data-header")
    click(page, "Back to what was found")
    until(lambda: not text(page, "#dialect-read-refusal"))

    Select(choice(page, "decimal")).select_by_visible_text("point, as in 1.5")
    click(page, "Read the file this way")
    until(lambda: "semicolon, decimal point" in text(page, "#data-header"))
    until(lambda: "0,5" in text(page, ".rows-grid"))
    page.driver.refresh()
    until(lambda: "decimal point" in text(page, "#data-header"))
    click(page, "Why, and change it")
    assert Select(choice(page, "decimal")).first_selected_option.text == "point, as in 1.5"
    assert page.get_logs() == []


def test_every_row_can_be_reached_sorted_and_filtered(page, tmp_path):
    rows = b"".join(b"%d,%s\n" % (n, [b"red", b"blue"][n % 2]) for n in range(30_000))
    looked_at(page, tmp_path, b"place,colour\n" + rows, "30,000 rows")
    until(lambda: "red" in text(page, ".rows-grid"))
    scroll(page, 20_000)
    until(lambda: "20,001" in text(page, ".rows-grid"))
    scroll(page, 0)
    heading = ".ag-header-cell[col-id='c0']"
    click_on(page, f"{heading} .ag-header-cell-label")
    click_on(page, f"{heading} .ag-header-cell-label")
    until(lambda: "29999" in text(page, ".rows-grid"))
    click_on(page, ".ag-header-cell[col-id='c1'] .ag-header-cell-filter-button")
    until(lambda: visible(page, ".ag-filter input")).send_keys("red")
    until(lambda: "15,000 of 30,000 rows fit the filter." in text(page, "#data-rows"))
    until(lambda: "29998" in text(page, ".rows-grid"))
    assert "29999" not in text(page, ".rows-grid")
    assert page.get_logs() == []


def scroll(page: Any, row: int) -> None:
    code = "document.querySelector('.rows-grid .ag-body-viewport').scrollTop = arguments[0]"
    page.driver.execute_script(code, 34 * row)


def click_on(page: Any, selector: str) -> None:
    until(lambda: visible(page, selector)).click()


def test_a_finding_is_cured_and_the_column_shows_its_new_use(page, tmp_path):
    rows = b"".join(b"%d,%d,%s\n" % (n % 7, n % 2, [b"no", b"yes"][n % 2]) for n in range(80))
    looked_at(page, tmp_path, b"size,answer_code,answer\n" + rows, "80 rows")
    until(lambda: "A column gives the answer away" in text(page, "#findings-list"))
    click(page, "Leave out")
    until(lambda: "A column gives the answer away" not in text(page, "#findings-list"))
    pattern = {"column": 1, "type": "column-role"}
    role = until(lambda: visible(page, f"[id='{written(pattern)}']"))
    assert Select(role).first_selected_option.text == "ignore"
    until(lambda: "No column gives the answer away" in text(page, "#findings-list"))
    assert page.get_logs() == []


def test_several_files_arrive_one_after_the_other_and_each_refusal_is_told(page, tmp_path):
    files = {"one.csv": GOOD, "empty.csv": b"", "two.csv": GOOD, "zip.csv": b"PK\3\4" + bytes(99)}
    offer(page, *(made(tmp_path, name, content) for name, content in files.items()))
    until(lambda: "2 files have arrived" in text(page, "#data-upload-summary"))
    told = text(page, "#data-upload-summary")
    for words in ("one.csv", "two.csv", "empty.csv", "The file is empty", "zip.csv", "ZIP"):
        assert words in told
    assert "two.csv" in text(page, "#data-start")
    assert "dataset=" not in page.driver.current_url
    click(page, "two.csv")
    until(lambda: "40 rows, 2 columns" in text(page, "#data-header"))


def test_all_files_on_their_way_can_be_cancelled(page, visits, tmp_path):
    page.driver.set_network_conditions(**SLOW)
    offer(page, *(made(tmp_path, f"{n}.csv", LONG) for n in range(3)))
    until(lambda: "1 of 3: 0.csv" in text(page, "#data-upload-status"))
    click_on(page, "#data-upload-cancel")
    until(lambda: "1.csv" in text(page, "#data-upload-status"))
    click_on(page, "#data-upload-cancel-all")
    until(lambda: not text(page, "#data-upload-status"))
    page.driver.delete_network_conditions()
    assert visits(page).datasets.list() == []


def test_a_large_file_shows_how_it_begins_while_it_is_on_its_way(page, tmp_path):
    page.driver.set_network_conditions(**SLOW)
    offer(page, made(tmp_path, "long.csv", LONG))
    until(lambda: "This is how long.csv begins" in text(page, "#data-upload-beginning"))
    assert "numeric" in text(page, "#data-upload-beginning")
    assert "%" in text(page, "#data-upload-status")
    click_on(page, "#data-upload-cancel")
    until(lambda: not text(page, "#data-upload-beginning"))
    page.driver.delete_network_conditions()


def test_what_is_no_table_is_refused_before_the_whole_of_it_was_sent(page, visits, tmp_path):
    page.driver.set_network_conditions(**SLOW)
    started = time.monotonic()
    offer(page, made(tmp_path, "book.csv", b"PK\3\4" + bytes(16 * 1024**2)))
    until(lambda: "ZIP archive" in text(page, "#data-upload-problem"))
    # At this speed the whole of it would take 40 seconds.
    assert time.monotonic() - started < 20
    page.driver.delete_network_conditions()
    assert visits(page).datasets.list() == []
