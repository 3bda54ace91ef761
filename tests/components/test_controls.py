from __future__ import annotations

import json

import pytest
from dash import html

from components import controls
from engine.records import Problem

MARKUP = "<img src=x onerror=alert(1)>"


def test_a_field_ties_its_label_to_its_input_and_leaves_room_for_an_error(drawn):
    field = controls.field(
        "Seed", html.Div(id="seed"), help_text="A number.", error_id="seed-error"
    )
    found = drawn(field)
    label = next(part for part in found.parts if getattr(part, "html_for", None))
    assert label.html_for == "seed"
    assert found.by_id("seed-error").role == "alert"
    assert "A number." in found


def test_a_label_points_at_the_id_that_the_browser_sees(drawn):
    identifier = {"type": "setting", "algorithm": "forest"}
    found = drawn(controls.field("Trees", html.Div(id=identifier)))
    label = next(part for part in found.parts if getattr(part, "html_for", None))
    assert label.html_for == '{"algorithm":"forest","type":"setting"}'


def test_a_notice_says_what_is_wrong_and_what_to_do(drawn):
    problem = Problem(code="x", message="It is empty.", hint="Choose another.")
    found = drawn(controls.notice(problem))
    assert "It is empty." in found
    assert "Choose another." in found
    assert found.parts[0].role == "alert"


def test_a_notice_without_a_hint_has_no_empty_line(drawn):
    found = drawn(controls.notice(Problem(code="x", message="It is empty.")))
    assert not [part for part in found.parts if getattr(part, "className", "") == "message-hint"]


@pytest.mark.parametrize("tone", ["plain", "accent", "good", "warn", "bad"])
def test_a_message_has_a_sign_beside_its_colour(drawn, tone):
    found = drawn(controls.message("Words", tone=tone))
    sign = next(part for part in found.parts if part.className == "message-sign")
    assert sign.children


@pytest.mark.parametrize(("share", "width"), [(-1, "0.0%"), (0.5, "50.0%"), (3, "100.0%")])
def test_a_bar_is_never_wider_than_its_place(drawn, share, width):
    bar = controls.bar(share, name="Progress")
    assert bar.children.style == {"width": width}
    assert getattr(bar, "aria-label") == "Progress"


def test_a_term_can_be_reached_by_keyboard(drawn):
    term = controls.term("seed", "Where chance starts.")
    assert term.tabIndex == 0
    assert "Where chance starts." in drawn(term)


def test_the_id_in_the_browser_is_the_one_dash_writes():
    identifier = {"type": "setting", "name": "n_estimators", "algorithm": "forest"}
    assert json.loads(controls.dom_id(identifier)) == identifier
    assert controls.dom_id(identifier).startswith('{"algorithm":"forest","name"')
    assert controls.dom_id("plain") == "plain"


def test_text_stays_text(drawn):
    found = drawn([controls.badge(MARKUP), controls.message(MARKUP), controls.term("x", MARKUP)])
    assert found.text.count(MARKUP) == 3
    assert not [part for part in found.parts if type(part).__name__ == "Markdown"]


def test_facts_and_tables_keep_their_order(drawn):
    assert drawn(controls.facts({"Rows": 3, "Columns": 2})).text == "Rows 3 Columns 2"
    table = controls.table(["A", "B"], [["1", "2"], ["3", "4"]], name="Numbers")
    assert drawn(table).text == "A B 1 2 3 4"
    assert getattr(table, "aria-label") == "Numbers"
