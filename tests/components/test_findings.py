from __future__ import annotations

import pytest

from components import findings
from engine.records import Finding, Repair

GOOD = "no_column_gives_answer_away"


def finding(code="odd", severity="warning", **more):
    return Finding.model_validate(
        {"code": code, "severity": severity, "message": code, "evidence": "n = 1", **more}
    )


@pytest.fixture
def shown(drawn):
    """Title and findings as they stand in the card."""

    def show(*found):
        title, boxes = findings.drawn(found)
        return title, drawn(boxes)

    return show


def test_a_finding_shows_its_evidence_and_its_repair(shown):
    cure = Repair(label="Leave out", role="ignore", columns=("Id",))
    found = finding(columns=("Id",), repair=cure)
    title, boxes = shown(found)
    assert title == "Before you train: 1 finding"
    assert "n = 1" in boxes
    assert boxes.by_id(findings.ids.repair(findings.key(found))).children == "Leave out"


def test_blockers_come_first_and_good_news_last(shown):
    title, boxes = shown(
        finding(GOOD, "info"), finding("note", "info"), finding("warn"),
        finding("stop", "blocker"),
    )  # fmt: skip
    order = [boxes.text.index(code) for code in ("stop", "warn", "note", GOOD)]
    assert order == sorted(order)
    assert title == "Before you train: 3 findings"


def test_good_news_is_drawn_as_such_and_is_no_care(shown):
    title, boxes = shown(finding(GOOD, "info"))
    assert title == "Before you train"
    assert "tone-good" in {name for part in boxes.parts for name in classes(part)}


def classes(part):
    return (getattr(part, "className", None) or "").split()


def test_no_findings_is_said(shown):
    assert "Nothing stands in the way" in shown()[1]


def test_nothing_is_said_before_everything_was_looked_at():
    assert findings.drawn([], whole=False) == ("Before you train", [])


def test_findings_of_one_check_about_other_columns_are_told_apart():
    keys = {findings.key(finding(columns=columns)) for columns in [("a", "b"), ("a",), ("b",)]}
    assert len(keys) == 3
