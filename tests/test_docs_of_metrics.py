"""The page of all metrics says what the registry and the comparison say."""

import pytest

from engine.algorithms.simplicity import SIMPLEST_FIRST
from engine.metrics import METRICS
from tests.test_docs import cells
from tests.test_readme import README
from tools import metrics_page

STALE = (
    "docs/metrics.md is not what the registry of metrics says. Run this and commit the file: "
    ".venv/bin/python -m tools.metrics_page (or: make docs)"
)
PAGE = metrics_page.page()


def test_the_page_is_what_the_registry_says():
    assert metrics_page.PATH.read_text(encoding="utf-8") == PAGE, STALE


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.key)
def test_every_metric_is_a_whole_row_of_a_table(entry):
    (row,) = [cells(line) for line in PAGE.splitlines() if f"| `{entry.key}` |" in line]
    assert len(row) == len(metrics_page.HEADER)
    assert row[0].strip() == entry.name


def test_the_order_of_simplicity_is_told():
    assert ", ".join(SIMPLEST_FIRST) in PAGE


def test_the_readme_leads_to_it():
    assert "](docs/metrics.md)" in README
