"""The page of all algorithms says what the registry says, whatever is installed here."""

import re

import pytest

from engine.algorithms import KNOWN, AlgorithmConfig
from engine.hyperparameters import spell
from tests.test_readme import README
from tools import algorithms_page

STALE = (
    "docs/algorithms.md is not what the registry of algorithms says. Run this and commit the "
    "file: .venv/bin/python -m tools.algorithms_page (or: make docs)"
)
PAGE = algorithms_page.page()
every_entry = pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry.key)


def section(entry: AlgorithmConfig) -> str:
    """The part of the page that is about one algorithm."""
    after = PAGE.partition(f'<a id="{entry.key}"></a>')[2]
    return after.partition("<a id=")[0]


def cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line)[1:-1]


def test_the_page_is_what_the_registry_says():
    assert algorithms_page.PATH.read_text(encoding="utf-8") == PAGE, STALE


def test_the_page_does_not_depend_on_what_is_installed(monkeypatch):
    monkeypatch.setattr(AlgorithmConfig, "is_available", property(lambda self: False))
    assert algorithms_page.page() == PAGE


@every_entry
def test_every_algorithm_has_a_link_and_a_section(entry):
    assert PAGE.count(f"](#{entry.key})") == 1
    assert f"#### {entry.name}\n" in section(entry)
    assert f"`{entry.estimator}`" in section(entry)


@every_entry
def test_every_limit_is_told(entry):
    for limit in (entry.max_rows, entry.slow_rows, entry.max_features):
        assert limit is None or f"above {limit:,} " in section(entry)


@every_entry
def test_every_setting_is_a_whole_row_of_the_table(entry):
    rows = [cells(line) for line in section(entry).splitlines() if line.startswith("|")]
    assert {len(row) for row in rows} <= {len(algorithms_page.HEADER)}
    by_name = {row[0].strip(" `"): row for row in rows}
    for one in entry.hyperparameters:
        assert spell(one.default) in by_name[one.name][3]
        assert all(f"`{other}`" in by_name[one.name][4] for other in one.matters | one.needs)


def test_what_markdown_would_understand_is_taken_from_words():
    assert algorithms_page.text("a * b <c>\n`d` [e]") == r"a \* b \<c> \`d\` \[e\]"
    assert cells(algorithms_page.line(["a|b", "`c|d`"])) == [r" a\|b ", r" `c\|d` "]


def test_the_readme_leads_to_it():
    assert "](docs/algorithms.md)" in README
