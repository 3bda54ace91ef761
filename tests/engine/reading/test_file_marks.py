"""What the columns of a file tell about each other, and what a person says about all."""

from datetime import datetime

import pytest

from engine.errors import InvalidValueError
from tests.engine.reading.cells import typed, values_of

GERMAN = {"a": ["12,5", "3,75"], "b": ["1.234", "2.500"]}
ENGLISH = {"a": ["12.5", "3.75"], "b": ["1,234", "2,500"]}
FILES = [
    ("thousands of a German file", GERMAN, ";", "b", [1234, 2500]),
    ("thousands of an English file", ENGLISH, "\t", "b", [1234, 2500]),
    ("decimals of an English file", {**ENGLISH, "b": ["1.234", "2.5"]}, ";", "b", [1.234, 2.5]),
    ("money shows it too", {"a": ["5,50 €"], "b": ["1.234"]}, ";", "b", [1234]),
    ("thousands show it too", {"a": ["1.234.567"], "b": ["1,234"]}, "\t", "b", [1.234]),
    ("no evidence", {"a": ["1"], "b": ["1.234"]}, ";", "b", [1.234]),
    ("two minds", {"a": ["1,5"], "c": ["1.5"], "b": ["1.234"]}, ";", "b", [1.234]),
    ("two minds, comma", {"a": ["1,5"], "c": ["1.5"], "b": ["1,234"]}, "\t", "b", ["1,234"]),
    ("odd cells show it too", {"a": ["1,5"] * 99 + ["?!"], "b": ["1.234"] * 100}, ";", "b", None),
]


@pytest.mark.parametrize(
    ("case", "columns", "delimiter", "name", "values"), FILES, ids=[c[0] for c in FILES]
)
def test_columns_in_doubt_follow_the_others(case, columns, delimiter, name, values):
    table = typed(columns, delimiter=delimiter)
    assert values_of(table, name) == (values or [1234] * 100)


def test_the_dialect_tells_the_marks_of_the_file():
    dialect = typed({**GERMAN, "d": ["31.12.2020", "1.1.2020"]}, delimiter=";").dialect
    assert (dialect.decimal, dialect.thousands, dialect.date_order) == (",", ".", "day first")
    assert "12,5" in dialect.reasons["decimal"]
    assert "point between thousands" in dialect.reasons["thousands"]
    assert "day before the month" in dialect.reasons["date_order"]
    assert dialect.missing_words is None


def test_without_any_number_or_date_a_point_is_assumed_and_told():
    dialect = typed({"a": ["x", "y"]}).dialect
    assert (dialect.decimal, dialect.thousands, dialect.date_order) == (".", "", None)
    assert "assumed" in dialect.reasons["decimal"]


def test_two_minds_are_told():
    dialect = typed({"a": ["1,5"], "b": ["1.5"]}, delimiter=";").dialect
    assert "each is read its way" in dialect.reasons["decimal"]
    dialect = typed({"a": ["31.12.2020"], "b": ["12/31/2020"]}).dialect
    assert "different orders" in dialect.reasons["date_order"]


CHOICES = [
    ({"decimal": ","}, {"a": ["1.234"]}, [1234]),
    ({"decimal": "."}, {"a": ["1,234"]}, [1234]),
    ({"decimal": "."}, {"a": ["1,5"]}, ["1,5"]),
    ({"decimal": ","}, {"a": ["1.5"]}, ["1.5"]),
    ({"thousands": "."}, {"a": ["1.234"]}, [1234]),
    ({"thousands": ""}, {"a": ["1,234"]}, [1.234]),
    ({"thousands": " "}, {"a": ["1 234"]}, [1234]),
    ({"date_order": "month first"}, {"a": ["03/04/2020"]}, [datetime(2020, 3, 4)]),  # noqa: DTZ001 - dates in files have no zone
    ({"missing_words": ("-999", "?")}, {"a": ["-999", "5", "?"]}, [None, 5, None]),
    ({"missing_words": ("x",)}, {"a": ["NA", "x", "n"]}, ["NA", None, "n"]),
    ({"missing_words": ()}, {"a": ["NA", " ", "-"]}, ["NA", None, "-"]),
    ({"missing_words": ("NA",)}, {"a": ["1", "2", "n/a"]}, ["1", "2", "n/a"]),
]


@pytest.mark.parametrize(("choices", "columns", "values"), CHOICES)
def test_choices_override_what_the_file_shows(choices, columns, values):
    table = typed(columns, delimiter=";", **choices)
    assert values_of(table, "a") == values
    ((field, value),) = choices.items()
    assert getattr(table.dialect, field) == value
    assert table.dialect.reasons[field] == "You chose it."


def test_chosen_words_are_found_as_missing_in_every_column():
    table = typed({"a": ["-999", "5"], "b": ["-999", "x"]}, missing_words=("-999",))
    (finding,) = table.findings
    assert (finding.code, finding.columns) == ("read_as_missing", ("a", "b"))
    assert [column.format.missing_words for column in table.columns] == [("-999",)] * 2


def test_one_sign_cannot_be_both_marks():
    with pytest.raises(InvalidValueError, match="cannot both be ','") as caught:
        typed({"a": ["1"]}, decimal=",", thousands=",")
    assert caught.value.field == "thousands"


def test_dates_in_doubt_follow_the_dates_beyond_doubt():
    columns = {"a": ["03/04/2020", "01/02/2020"], "b": ["31/12/2020", "1/1/2020"]}
    table = typed(columns)
    assert values_of(table, "a")[0] == datetime(2020, 4, 3)  # noqa: DTZ001 - as above
    assert table.columns[0].format.date_order == "day first"
    del columns["b"]
    assert "can be" not in typed(columns).columns[0].type
    assert "Choose the order of dates" in typed(columns).columns[0].reason


COMPACT = [
    ("date", ["20201231", "19990101"], "datetime"),
    ("orderDate", ["20201231", None], "datetime"),
    ("n", ["20201231", "19990101"], "numeric"),
    ("date", ["20201231", "20201301"], "numeric"),
    ("date", ["1", "2"], "numeric"),
    ("update_count", ["20201231", "19990101"], "numeric"),
]


@pytest.mark.parametrize(("name", "texts", "column_type"), COMPACT)
def test_whole_numbers_are_dates_only_if_the_name_says_so(name, texts, column_type):
    assert typed({name: texts, "other": ["x"] * 2}).columns[0].type == column_type
