from __future__ import annotations

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import dialect
from components.dialect_fields import FOUND, NO_WORDS, THESE_WORDS
from engine.errors import InvalidValueError
from engine.records import DialectChoices


def chosen(**values):
    """What the controls say: everything found out, but for these."""
    return [
        values.get(field, "" if field == "skipped_lines" else FOUND) for field in dialect.FIELDS
    ]


@pytest.fixture
def address(flowers):
    return f"?dataset={flowers.id}"


def test_nothing_chosen_is_nothing_said():
    assert dialect.choices_of(chosen(), "") == DialectChoices()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("delimiter", "=;", ";"),
        ("delimiter", "=\t", "\t"),
        ("quote_char", "=", ""),
        ("header_rows", "=0", 0),
        ("skipped_lines", " 3 ", 3),
        ("decimal", "=,", ","),
        ("thousands", "=", ""),
        ("date_order", "=day first", "day first"),
        ("missing_words", NO_WORDS, ()),
        ("missing_words", THESE_WORDS, ("NA", "not known")),
    ],
)
def test_each_control_says_its_choice(field, value, expected):
    said = dialect.choices_of(chosen(**{field: value}), "NA, not known,")
    assert said == DialectChoices.model_validate({field: expected})


def test_words_that_were_not_typed_are_no_choice():
    assert dialect.choices_of(chosen(missing_words=THESE_WORDS), " , ") == DialectChoices()


@pytest.mark.parametrize("typed", ["x", "-1", "1.5"])
def test_lines_that_are_no_number_are_refused_by_name(typed):
    with pytest.raises(InvalidValueError) as caught:
        dialect.choices_of(chosen(skipped_lines=typed), "")
    assert caught.value.field == "skipped_lines"


def test_the_panel_opens_and_closes(address, texts, space):
    panel, expanded = dialect.open_panel(1, "false", address)
    assert "Between two cells" in texts(panel)
    assert expanded == "true"
    assert dialect.open_panel(2, "true", address) == ([], "false")
    with pytest.raises(PreventUpdate):
        dialect.open_panel(None, "false", address)


def test_another_choice_is_tried_and_nothing_is_kept(space, flowers, address, texts):
    preview, refusal, whys, problems = dialect.preview(1.0, chosen(delimiter="=;"), "", address)
    assert "petal,weight,place,kind" in texts(preview)
    assert "Semicolon" in texts(whys)
    assert refusal is None
    assert problems == [None] * len(dialect.FIELDS)
    assert space.datasets.get(flowers.id) == flowers


def test_a_choice_that_cannot_be_is_told_beside_it(space, address):
    drawn, refusal, _, problems = dialect.preview(1.0, chosen(skipped_lines="x"), "", address)
    assert drawn is no_update
    assert refusal is None
    told = dict(zip(dialect.FIELDS, problems, strict=True))
    assert "whole number" in told.pop("skipped_lines")
    assert set(told.values()) == {None}


def test_what_is_about_no_choice_is_told_above_the_preview(space, texts):
    _, refusal, _, problems = dialect.preview(1.0, chosen(), "", "?dataset=nothing")
    assert "There is no dataset" in texts(refusal)
    assert set(problems) == {None}


def test_the_file_is_read_again_as_it_was_chosen(space, flowers, address):
    reading, *_ = dialect.read(1, chosen(header_rows="=0"), "", address)
    now = space.datasets.get(flowers.id)
    assert reading == now.reading != flowers.reading
    assert now.n_rows == flowers.n_rows + 1
    assert now.dialect.choices == DialectChoices(header_rows=0)
    dialect.read(1, chosen(), "", address)
    assert space.datasets.get(flowers.id).n_rows == flowers.n_rows


def test_a_reading_that_fails_changes_nothing_and_says_why(space, flowers, address, texts):
    reading, refusal, problems = dialect.read(1, chosen(skipped_lines="5000"), "", address)
    assert reading is no_update
    assert texts(refusal) or any(problems)
    assert space.datasets.get(flowers.id) == flowers


def test_a_reading_nobody_asked_for_is_none(address):
    with pytest.raises(PreventUpdate):
        dialect.read(None, chosen(), "", address)


def test_back_to_what_was_found():
    values, typed = dialect.reset(1)
    assert dialect.choices_of(values, typed) == DialectChoices()
    with pytest.raises(PreventUpdate):
        dialect.reset(None)
