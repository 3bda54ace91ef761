"""What a column is taken for, what that makes of its cells, and why."""

import math
from collections import Counter
from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading.column_statistics import COMMONEST, LONGEST_TEXT, count_values
from engine.reading.column_types import infer
from engine.reading.table_reading import describe, read_table
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")
DAY = datetime(2020, 12, 31)  # noqa: DTZ001 - dates in files have no time zone


def cells(*texts, pieces=1):
    """A column of text as it comes from a file, in several pieces."""
    step = max(1, len(texts) // pieces)
    parts = [texts[start : start + step] for start in range(0, len(texts), step)]
    return pa.chunked_array([pa.array(part, pa.string()) for part in parts], pa.string())


def letters(n):
    return [f"{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}{i}" for i in range(n)]


TYPED = [
    ("whole numbers", ["1", "-2", "30"], "numeric", [1, -2, 30]),
    ("missing number", ["1", None, "3"], "numeric", [1, None, 3]),
    ("decimals", ["1.5", ".5", "2.", "1e3"], "numeric", [1.5, 0.5, 2.0, 1000.0]),
    ("plus signs", ["+1", "-2"], "numeric", [1, -2]),
    ("white space around", [" 1", "2 ", " 3.5 "], "numeric", [1.0, 2.0, 3.5]),
    ("blanks", ["1.5", " ", "2.5", ""], "numeric", [1.5, None, 2.5, None]),
    ("words for missing", ["1", "NA", "n/a", "?", "None"], "numeric", [1, None, None, None, None]),
    ("no value of a database", ["1", "\\N", "5"], "numeric", [1, None, 5]),
    ("no text of a database", ["x", "\\N", "y"], "categorical", ["x", None, "y"]),
    ("nan", ["1", "nan", "NaN"], "numeric", [1, None, None]),
    ("one word only late", ["1"] * 3000 + ["x"], "categorical", ["1"] * 3000 + ["x"]),
    ("missing only late", ["1"] * 3000 + ["-"], "numeric", [1] * 3000 + [None]),
    ("decimal only late", ["2"] * 3000 + ["0.5"], "numeric", [2.0] * 3000 + [0.5]),
    ("infinite", ["inf", "-Infinity", "1"], "numeric", [None, None, 1.0]),
    ("too large", ["1e400", "1"], "numeric", [None, 1.0]),
    ("zero", ["0", "-0", "5"], "numeric", [0, 0, 5]),
    ("zero and decimals", ["0", "0.25", "0.5"], "numeric", [0.0, 0.25, 0.5]),
    ("largest integer", ["9223372036854775807", "1"], "numeric", [9223372036854775807, 1]),
    ("leading zero", ["01234", "98765"], "categorical", ["01234", "98765"]),
    ("leading zero late", ["12345"] * 2000 + ["01234"], "categorical", None),
    ("leading zero, decimal", ["01.10", "12.5"], "categorical", ["01.10", "12.5"]),
    ("negative leading zero", ["-07", "3"], "categorical", ["-07", "3"]),
    ("hexadecimal", ["0x1F", "0x20"], "categorical", ["0x1F", "0x20"]),
    ("too many digits", ["12345678901234567890", "1"], "categorical", None),
    ("decimal comma", ["1,5", "2,5"], "numeric", [1.5, 2.5]),
    ("commas only late", ["1"] * 3000 + ["1,5"], "numeric", [1.0] * 3000 + [1.5]),
    ("per cent and blanks", ["12%", " ", "n/a"], "numeric", [12, None, None]),
    ("percent and money", ["12%", "$5"], "categorical", ["12%", "$5"]),
    ("other digits", ["٣", "٤"], "categorical", ["٣", "٤"]),
    ("true and false", ["True", "false", "TRUE"], "boolean", [True, False, True]),
    ("true and missing", ["true", None, "NA", "false"], "boolean", [True, None, None, False]),
    ("yes and no", ["Yes", "No", None], "boolean", ["Yes", "No", None]),
    ("y and n", ["y", "n", "y"], "boolean", ["y", "n", "y"]),
    ("two spellings", ["Yes", "yes", "No"], "categorical", ["Yes", "yes", "No"]),
    ("0 and 1", ["0", "1", "1"], "boolean", [0, 1, 1]),
    ("0.0 and 1.0", ["0.0", "1.0"], "boolean", [0.0, 1.0]),
    ("1 and 2", ["1", "2", "1"], "numeric", [1, 2, 1]),
    ("dates", ["2020-12-31", None], "datetime", [DAY, None]),
    ("dates and blanks", ["2020-12-31", "  ", "-"], "datetime", [DAY, None, None]),
    ("no date in MySQL", ["2020-12-31", "0000-00-00"], "datetime", [DAY, None]),
    ("date and time", ["2020-12-31 00:00", "2020-12-31T00:00:00.0"], "datetime", [DAY, DAY]),
    ("time zone", ["2020-12-31T01:00:00+01:00", "2020-12-31T00:00Z"], "datetime", [DAY, DAY]),
    ("before the year 1", ["0001-01-01T00:00+01:00"], "categorical", ["0001-01-01T00:00+01:00"]),
    ("year 0", ["0000/01/02"], "categorical", ["0000/01/02"]),
    ("nanoseconds", ["2020-12-31 00:00:00.000000001"], "datetime", [DAY]),
    ("day first", ["31.12.2020", "1.2.2020"], "datetime", None),
    ("month first", ["12/31/2020", "1/2/2020"], "datetime", None),
    ("year first", ["2020/12/31"], "datetime", [DAY]),
    ("day first with time", ["31/12/2020 0:00"], "datetime", [DAY]),
    ("same either way", ["01/01/2020", "02/02/2020"], "datetime", None),
    ("either order", ["01/02/2020", "03/04/2020"], "categorical", ["01/02/2020", "03/04/2020"]),
    ("both orders", ["31/12/2020", "12/31/2020"], "categorical", None),
    ("no such day", ["2020-02-30"], "categorical", ["2020-02-30"]),
    ("two signs", ["1/2-2020"], "categorical", None),
    ("two digits of a year", ["31/12/20"], "datetime", [DAY]),
    ("name of the month", ["31 Dec 2020", "NA"], "datetime", [DAY, None]),
    ("times of day", ["12:30", "13:45"], "categorical", ["12:30", "13:45"]),
    ("None is a level", ["None", "Some", "null"], "categorical", ["None", "Some", "null"]),
    ("NA is missing", ["NA", "male", "N/A", " "], "categorical", [None, "male", None, None]),
    ("NA is a code", ["NA", "EU", "AS"], "categorical", ["NA", "EU", "AS"]),
    ("only NA", ["NA", "NA"], "categorical", [None, None]),
    ("only blanks", [" ", "-"], "categorical", [None, "-"]),
    ("nothing", [None, None], "categorical", [None, None]),
    ("levels keep their spaces", [" a", "a"], "categorical", [" a", "a"]),
    ("few levels", letters(20), "categorical", letters(20)),
    ("many texts", letters(21), "text", letters(21)),
    ("many levels of many cells", letters(50) * 20, "categorical", None),
    ("more levels of many cells", letters(51) * 19, "text", None),
]


@pytest.mark.parametrize("pieces", [1, 3])
@pytest.mark.parametrize(("case", "texts", "column_type", "values"), TYPED)
def test_a_column_gets_its_type_and_values(case, texts, column_type, values, pieces):
    column = infer(cells(*texts, pieces=pieces))
    assert column.type == column_type
    if values is not None:
        assert column.values.to_pylist() == values
        assert [type(value) for value in column.values.to_pylist()] == [type(v) for v in values]
    assert len(column.values) == len(texts)
    assert column.counts.total == len(texts) - column.values.null_count
    assert column.reason.endswith(".")


def test_day_and_month_are_told_apart_by_the_whole_column():
    early, late = ["1.2.2020"] * 3000, ["31.12.2020"]
    assert infer(cells(*early, *late)).values[0].as_py() == datetime(2020, 2, 1)  # noqa: DTZ001 - as above
    assert infer(cells(*early)).type == "categorical"


REASONS = [
    (["01234", "9"], "leading zeros"),
    (["12345678901234567890", "1"], "too long"),
    (["01/02/2020", "03/04/2020"], "either order"),
    (["31.12.2020"], "day, month, year"),
    (["2020-12-31T00:00Z"], "UTC"),
    (["31.12.20"], "1969 to 2068"),
    (["12,5"], "comma is their decimal mark"),
]


@pytest.mark.parametrize(("texts", "words"), REASONS)
def test_the_reason_names_what_decided(texts, words):
    assert words in infer(cells(*texts)).reason


def test_cells_read_as_missing_are_counted_by_their_spelling():
    column = infer(cells("1", " ", "NA", " ", "1e999", None))
    assert column.missing_words == {" ": 2, "NA": 1, "1e999": 1}
    assert "' ' in 2 cells" in describe("a", column).reason


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(-(2**63), 2**63 - 1), min_size=1))
def test_whole_numbers_are_exact(numbers):
    column = infer(cells(*(None if number is None else str(number) for number in numbers)))
    assert column.values.to_pylist() == numbers


@settings(deadline=None)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1))
def test_decimals_are_exact(numbers):
    found = infer(cells(*(repr(number) for number in numbers))).values.to_pylist()
    assert [math.copysign(1, f) * f for f in found] == [math.copysign(1, n) * n for n in numbers]


@settings(deadline=None)
@given(st.lists(st.decimals(-100_000, 100_000, places=2).map(float), min_size=1))
def test_counts_of_prices_are_those_of_plain_python(prices):
    counts = count_values(pa.chunked_array([pa.array(prices, pa.float64())]))
    assert dict(zip(counts.values.to_pylist(), counts.counts.tolist(), strict=True)) == {
        price: prices.count(price) for price in prices
    }
    assert counts.values.to_pylist() == sorted(set(prices))


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(-5, 5) | st.integers(-(10**9), 10**9), min_size=1))
def test_counts_are_those_of_plain_python(numbers):
    counts = count_values(pa.chunked_array([pa.array(numbers, pa.int64())]))
    present = [number for number in numbers if number is not None]
    assert dict(zip(counts.values.to_pylist(), counts.counts.tolist(), strict=True)) == {
        number: present.count(number) for number in present
    }
    shown = counts.commonest()
    assert [count for _, count in shown] == sorted((n for _, n in shown), reverse=True)
    assert all(present.count(value) == count for value, count in shown)


ENDINGS = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@settings(deadline=None, max_examples=20)
@given(st.lists(ENDINGS, min_size=1, max_size=20))
def test_counts_of_many_short_texts_are_those_of_plain_python(endings):
    texts = [*(f"{i % 7000:x}" for i in range(10_000)), *endings, *endings]
    counts = count_values(cells(*texts, pieces=3))
    found = dict(zip(counts.values.to_pylist(), counts.counts.tolist(), strict=True))
    assert found == Counter(texts)


def test_of_many_values_the_commonest_are_listed():
    column = describe("a", infer(cells(*letters(200), *["zz"] * 9, *["yy"] * 5)))
    assert column.top[:2] == (("zz", 9), ("yy", 5))
    assert len(column.top) == COMMONEST
    assert column.examples == tuple(letters(5))


def test_statistics_of_a_column():
    numbers = describe("a", infer(cells("3", "1", None, "1")))
    assert (numbers.missing, numbers.distinct, numbers.mean) == (1, 2, 5 / 3)
    assert (numbers.minimum, numbers.maximum) == (1.0, 3.0)
    assert numbers.top == (("1", 2), ("3", 1))
    dates = describe("d", infer(cells("2020-12-31", "1999-01-02")))
    assert (dates.minimum, dates.maximum) == ("1999-01-02T00:00:00", "2020-12-31T00:00:00")
    truth = describe("t", infer(cells("0", "1")))
    assert (truth.minimum, truth.maximum, truth.mean) == (None, None, None)
    texts = describe("x", infer(cells("y" * 5000, "z")))
    assert all(len(example) <= LONGEST_TEXT for example in texts.examples)


def test_the_mean_of_large_numbers_does_not_overflow():
    assert describe("a", infer(cells(str(2**62), str(2**62), str(2**62)))).mean == 2.0**62


EXPECTED = {
    "penguins": {
        "species": "categorical target",
        "sex": "categorical feature",
        "year": "numeric feature",
    },
    "titanic_kaggle_train": {
        "PassengerId": "numeric id",
        "Survived": "boolean target",
        "Name": "text ignore",
        "Ticket": "text ignore",
        "Age": "numeric feature",
        "Embarked": "categorical feature",
    },
    "california_housing": {
        "median_house_value": "numeric target",
        "ocean_proximity": "categorical feature",
    },
    "telco_churn": {
        "customerID": "text id",
        "SeniorCitizen": "boolean feature",
        "Partner": "boolean feature",
        "TotalCharges": "numeric feature",
        "Churn": "boolean target",
        "Contract": "categorical feature",
    },
    "mice_protein": {
        "MouseID": "text id",
        "DYRK1A_N": "numeric feature",
        "class": "categorical target",
    },
    "star_wars_survey": {"RespondentID": "numeric id", "Gender": "categorical feature"},
    "jewellery": {"Age": "numeric feature", "SpendingScore": "numeric feature"},
}


@has_data
@pytest.mark.parametrize("name", EXPECTED)
def test_real_files_are_understood(name):
    columns = {column.name: column for column in read_table(DATA / f"{name}.csv").columns}
    found = {key: f"{columns[key].type} {columns[key].role}" for key in EXPECTED[name]}
    assert found == EXPECTED[name]
    targets = [column.name for column in columns.values() if column.role == "target"]
    assert len(targets) == (0 if name == "jewellery" else 1)


@has_data
def test_total_charges_of_telco_churn_is_numeric_and_says_so():
    read = read_table(DATA / "telco_churn.csv")
    (finding,) = read.findings
    assert (finding.code, finding.columns) == ("read_as_missing", ("TotalCharges",))
    assert "' ' in 11 cells" in finding.evidence
    assert read.table["TotalCharges"].null_count == 11
