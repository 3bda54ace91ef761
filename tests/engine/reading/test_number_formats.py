"""Numbers as people write them: which are read, as what, and what is said about it."""

import pytest

from engine.reading.file_marks import UNKNOWN, Marks
from engine.reading.number_cells import read_numbers
from engine.reading.number_formats import parse_numbers
from engine.records import ColumnFormat
from tests.engine.reading.cells import cells

FINAL = {sign: Marks(delimiter=sign, are_final=True) for sign in ",;\t"}
READ = [
    ("decimal comma", ["12,5", "-3"], [12.5, -3.0], {"decimal": ","}),
    ("comma in front", [",5", "1,25"], [0.5, 1.25], {"decimal": ","}),
    ("comma behind", ["5,", "1,25"], [5.0, 1.25], {"decimal": ","}),
    ("comma after zero", ["0,500", "1,250"], [0.5, 1.25], {"decimal": ","}),
    ("comma after four digits", ["1234,500"], [1234.5], {"decimal": ","}),
    ("comma thousands", ["1,234,567", "1"], [1234567, 1], {"thousands": ","}),
    ("English", ["1,234.5", "1"], [1234.5, 1.0], {"thousands": ","}),
    ("German", ["1.234,56", "1"], [1234.56, 1.0], {"decimal": ",", "thousands": "."}),
    ("point thousands", ["1.234.567"], [1234567], {"decimal": ",", "thousands": "."}),
    ("French", ["1 234,5", "-12"], [1234.5, -12.0], {"decimal": ",", "thousands": " "}),
    ("no-break spaces", ["1\xa0234,5", "1\u202f234,5", "1\u2009234,5"], [1234.5] * 3, None),
    ("Swiss", ["1'234.50", "1\u2019234.50"], [1234.5, 1234.5], {"thousands": "'"}),
    ("spaces, whole", ["1 234", "56"], [1234, 56], {"thousands": " "}),
    ("per cent", ["12%", "-7 %", "+3%"], [12, -7, 3], {"suffix": "%"}),
    ("per cent, comma", ["12,5 %", "7 %"], [12.5, 7.0], {"decimal": ",", "suffix": "%"}),
    ("dollars", ["$5", "-$5", "$-5", "- $5", "$ 5"], [5, -5, -5, -5, 5], {"prefix": "$"}),
    ("pounds", ["£1,200.50", "£3"], [1200.5, 3.0], {"prefix": "£", "thousands": ","}),
    ("euros behind", ["5 €", "1.200,50 €"], [5.0, 1200.5], None),
    ("euros in letters", ["EUR 5", "EUR 7.5"], [5.0, 7.5], {"prefix": "EUR"}),
    ("two dollars", ["US$5", "US$7"], [5, 7], {"prefix": "US$"}),
    ("accounting", ["(5)", "6", "(1,234.5)"], [-5.0, 6.0, -1234.5], {"thousands": ","}),
    ("accounting money", ["($5)", "$6"], [-5, 6], {"prefix": "$"}),
    ("minus sign", ["\N{MINUS SIGN}5", "6"], [-5, 6], {}),
    ("comma and power", ["1,5E+03", "2,25e-1"], [1500.0, 0.225], {"decimal": ","}),
    ("plain", ["1.5", "2"], [1.5, 2.0], {}),
    ("missing ones", ["12,5", None], [12.5, None], {"decimal": ","}),
]


@pytest.mark.parametrize(("case", "texts", "values", "written"), READ, ids=[c[0] for c in READ])
def test_numbers_are_read(case, texts, values, written):
    parsed = parse_numbers(cells(*texts), UNKNOWN)
    assert parsed.values.to_pylist() == values
    assert [type(v) for v in parsed.values.to_pylist()] == [type(v) for v in values]
    if written is not None:
        assert parsed.format == ColumnFormat(**written)
    assert not parsed.in_doubt


KEPT = [
    ("two signs", ["$5", "€6"]),
    ("a sign at some", ["$5", "6"]),
    ("per cent at some", ["5%", "6"]),
    ("units", ["5 kg", "6 kg"]),
    ("letters that are no money", ["ABC 5", "ABC 6"]),
    ("two decimal marks", ["1,5", "1.5"]),
    ("groups of two", ["12,34,567"]),
    ("addresses", ["192.168.1.20", "10.0.0.1"]),
    ("German dates", ["31.12.2020", "01.01.2021"]),
    ("versions", ["1.2.3", "1.10.0"]),
    ("list of three", ["1,2,3", "1,2"]),
    ("brackets at all", ["(1)", "(2)"]),
    ("two minus signs", ["-$-5", "$6"]),
    ("lonely sign", ["%", "5%"]),
    ("postcodes", ["811 01", "040 22"]),
    ("leading zeros and money", ["$05", "$16"]),
    ("other digits", ["٣", "٤"]),
]


@pytest.mark.parametrize(("case", "texts"), KEPT, ids=[c[0] for c in KEPT])
def test_what_is_no_number_stays_text(case, texts):
    assert parse_numbers(cells(*texts), UNKNOWN).values is None


EITHER = ["1,234", "2,500", "750"]
POINTS = ["1.234", "2.500", "750"]
DOUBTFUL = [
    ("comma, in a comma file", EITHER, FINAL[","], [1234, 2500, 750], "mostly separates thousands"),
    ("comma, in a semicolon file", EITHER, FINAL[";"], [1.234, 2.5, 750.0], "mostly the decimal"),
    ("comma, in a tab file", EITHER, FINAL["\t"], None, "could mean 1234 or 1.234"),
    ("comma, point known", EITHER, Marks(decimal="."), [1234, 2500, 750], "commas"),
    ("comma, comma known", EITHER, Marks(decimal=","), [1.234, 2.5, 750.0], "decimal mark"),
    ("point, in a comma file", POINTS, FINAL[","], [1.234, 2.5, 750.0], ""),
    ("point, in a semicolon file", POINTS, FINAL[";"], [1.234, 2.5, 750.0], "if 1.234 means 1234"),
    ("point, comma known", POINTS, Marks(decimal=","), [1234, 2500, 750], "1.234 is read as 1234"),
    ("point, point known", POINTS, Marks(decimal="."), [1.234, 2.5, 750.0], ""),
    ("no point, comma known", ["1.5", "2"], Marks(decimal=","), None, "chosen for the file"),
    ("no comma, point known", ["1,5", "2"], Marks(decimal="."), None, "chosen for the file"),
    ("other thousands", ["1,234,567"], Marks(thousands=" "), None, "chosen for the file"),
    ("no thousands", ["1,234"], Marks(thousands=""), [1.234], "decimal mark"),
    ("whole ones are sure", ["1", "2"], Marks(decimal=","), [1, 2], ""),
]


@pytest.mark.parametrize(
    ("case", "texts", "marks", "values", "words"), DOUBTFUL, ids=[c[0] for c in DOUBTFUL]
)
def test_a_doubt_is_decided_by_the_file_and_told(case, texts, marks, values, words):
    parsed = parse_numbers(cells(*texts), marks)
    assert (parsed.values.to_pylist() if parsed.values is not None else None) == values
    assert words in parsed.reason
    assert not parsed.in_doubt


@pytest.mark.parametrize("texts", [EITHER, POINTS])
def test_before_the_file_is_known_the_doubt_is_told(texts):
    assert parse_numbers(cells(*texts), UNKNOWN).in_doubt


REASONS = [
    (["12%", "13%"], "12% is read as 12"),
    (["$5", "$6"], "The sign $"),
    (["5 EUR", "6 EUR"], "The sign EUR"),
    (["1 234", "5"], "spaces"),
    (["1'234", "5"], "apostrophes"),
    (["(5)", "5"], "(5) is read as -5"),
]


@pytest.mark.parametrize(("texts", "words"), REASONS)
def test_the_reason_says_how_they_are_written(texts, words):
    assert words in parse_numbers(cells(*texts), UNKNOWN).reason


IN_FORMAT = [
    ("plain", {}, ["1.5", "01", "x", "1,5", "$5", None], [1.5, 1.0, None, None, None, None]),
    ("German", {"decimal": ",", "thousands": "."}, ["1.234,5", "1.5", "7"], [1234.5, None, 7.0]),
    ("money may be left out", {"prefix": "$"}, ["$5", "5", "($5)", "€5"], [5, 5, -5, None]),
    ("a share is no per cent", {"suffix": "%"}, ["5%", "0.05", "(5 %)"], [5, None, -5]),
    ("too large", {}, ["1e400", "5"], [float("inf"), 5.0]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "written", "texts", "values"), IN_FORMAT, ids=[c[0] for c in IN_FORMAT]
)
def test_cells_of_a_known_format_are_read_one_by_one(case, written, texts, values):
    assert read_numbers(cells(*texts), ColumnFormat(**written)).to_pylist() == values


def test_a_doubt_that_begins_late_is_one():
    assert parse_numbers(cells(*["$5"] * 3000, "$1.234"), UNKNOWN).in_doubt
    assert parse_numbers(cells(*["5"] * 3000, "1.234"), UNKNOWN).in_doubt


def test_a_cell_of_ten_million_characters_is_no_number_and_takes_no_time():
    assert parse_numbers(cells("1,5", "1" + ",234" * 2_500_000), UNKNOWN).values is None
