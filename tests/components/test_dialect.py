from __future__ import annotations

import pytest

from components import dialect
from components.dialect_fields import FOUND, NO_WORDS, PROPERTIES, THESE_WORDS
from engine.reading.first_look import FirstLook
from engine.records import Dialect, DialectChoices

SPOKEN = {
    "encoding": ("cp1252", "Windows, Western (cp1252)"),
    "delimiter": ("\t", "Tab"),
    "quote_char": ("", "None: quotes are ordinary signs"),
    "escape_char": ("\\", "After a backslash"),
    "skipped_lines": (3, "3"),
    "header_rows": (0, "Nowhere: the columns are numbered"),
    "decimal": (",", "Comma, as in 1,5"),
    "thousands": ("", "None, as in 1000"),
    "date_order": (None, "Not told by the file"),
    "missing_words": (("NA", "-"), "“NA”, “-”"),
}


def of(field):
    return next(entry for entry in PROPERTIES if entry.field == field)


def made(**values):
    return Dialect.model_validate({"encoding": "utf-8", "delimiter": ",", **values})


def test_everything_that_can_be_chosen_is_offered():
    assert [entry.field for entry in PROPERTIES] == list(DialectChoices.model_fields)


@pytest.mark.parametrize("field", SPOKEN)
def test_each_value_is_told_in_words(field):
    value, words = SPOKEN[field]
    assert of(field).told(made(**{field: value})) == words


def test_words_for_missing_values_are_found_none_or_given():
    told = of("missing_words").told
    assert told(made()) == "Decided column by column"
    assert told(made(missing_words=())) == "Only empty cells are missing"


def test_the_panel_has_a_control_and_a_reason_for_each_property(drawn, dataset):
    found = drawn(dialect.panel(dataset))
    for entry in PROPERTIES:
        control = found.by_id(dialect.ids.choice(entry.field))
        assert control.value == ("" if entry.kind == "number" else FOUND)
        assert found.by_id(dialect.ids.why(entry.field))
    assert "Semicolon. Every line has five semicolons." in found.text.replace("  ", " ")


@pytest.mark.parametrize(
    ("choices", "field", "value"),
    [
        ({"delimiter": ";"}, "delimiter", "=;"),
        ({"quote_char": ""}, "quote_char", "="),
        ({"header_rows": 0}, "header_rows", "=0"),
        ({"skipped_lines": 2}, "skipped_lines", "2"),
        ({"missing_words": ("NA",)}, "missing_words", THESE_WORDS),
        ({"missing_words": ()}, "missing_words", NO_WORDS),
    ],
    ids=str,
)
def test_what_was_chosen_before_is_shown_again(drawn, dataset, choices, field, value):
    chosen = dataset.dialect.model_copy(update={"choices": DialectChoices(**choices)})
    found = drawn(dialect.panel(dataset.model_copy(update={"dialect": chosen})))
    assert found.by_id(dialect.ids.choice(field)).value == value


def test_a_sign_that_was_chosen_over_rest_is_among_the_options(drawn, dataset):
    chosen = dataset.dialect.model_copy(update={"choices": DialectChoices(delimiter="#")})
    found = drawn(dialect.panel(dataset.model_copy(update={"dialect": chosen})))
    select = found.by_id(dialect.ids.choice("delimiter"))
    assert select.value in [option["value"] for option in select.options]


def test_skipped_lines_and_the_header_are_marked_in_the_preview(drawn):
    look = FirstLook(
        dialect=made(skipped_lines=2),
        columns=("a", "b"),
        types=("numeric", "numeric"),
        rows=(("1", "2"),),
        lines=("from the office", "", "a,b", "1,2"),
    )
    lines = [part for part in drawn(dialect.preview(look)).parts if type(part).__name__ == "Li"]
    assert [line.className for line in lines] == ["is-skipped", "is-skipped", "is-header", ""]


def test_a_very_wide_preview_is_cut_and_says_so(drawn):
    names = tuple(f"x{n}" for n in range(500))
    look = FirstLook(
        dialect=made(), columns=names, types=("numeric",) * 500, rows=(("1",) * 500,), lines=("x",)
    )
    found = drawn(dialect.preview(look))
    assert "The first 30 of 500 columns." in found
    assert "x30" not in found
