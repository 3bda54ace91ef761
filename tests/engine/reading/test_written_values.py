"""Whatever way numbers and dates are written, they come back equal or stay text, told why."""

from datetime import datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.reading.cells import typed, values_of

NUMBERS = st.lists(
    st.decimals(-10_000_000, 10_000_000, places=4).map(lambda number: number.normalize()),
    min_size=1,
    max_size=8,
) | st.lists(st.integers(-999_999, 999_999).map(Decimal), min_size=1, max_size=8)
MARKS = st.sampled_from(
    [(".", ""), (".", ","), (".", " "), (".", "'"), (",", ""), (",", "."), (",", " "), (",", "'")]
)
# Three decimals in all cells are what makes 1.234 and 1234 look alike.
PLACES = st.sampled_from([None, 0, 1, 2, 3])
AFFIXES = st.just("{}") | st.sampled_from(
    ["{}", "{}%", "{} %", "${}", "€{}", "{} €", "EUR {}", "{}\xa0€", "£ {}", "US${}"]
)
DAYS = st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=8)  # noqa: DTZ001 - dates in files have no time zone
FORMATS = st.sampled_from(
    [
        *("%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%y"),
        *("%m/%d/%y", "%d %b %Y", "%b %d, %Y", "%d-%b-%y", "%B %d %Y", "%y-%m-%d"),
    ]
)
TIMES = st.sampled_from(["", " %H:%M", " %H:%M:%S", " %I:%M %p", "T%H:%M:%S"])


def written(number, marks, places):
    """A number as people write it."""
    decimal, thousands = marks
    text = f"{number:,.{places}f}" if places is not None else f"{number:,f}"
    return text.translate({ord(","): thousands, ord("."): decimal})


def rounded(number, places):
    return float(number if places is None else Decimal(f"{number:.{places}f}"))


@settings(deadline=None, max_examples=300)
@given(NUMBERS, MARKS, PLACES, AFFIXES, st.sampled_from(",;\t|"))
def test_numbers_come_back_equal_or_stay_text(numbers, marks, places, affix, delimiter):
    texts = [affix.format(written(number, marks, places)) for number in numbers]
    table = typed({"a": texts, "b": ["12,5" if marks[0] == "," else "12.5"] * len(texts)},
                  delimiter=delimiter)  # fmt: skip
    column = table.columns[0]
    if column.type in {"text", "categorical"}:
        assert values_of(table, "a") == texts
        assert column.reason
    else:
        assert [float(value) for value in values_of(table, "a")] == [
            rounded(number, places) for number in numbers
        ]


@settings(deadline=None, max_examples=300)
@given(NUMBERS, MARKS, PLACES, AFFIXES, st.sampled_from(",;\t|"))
def test_without_evidence_the_reason_names_the_other_reading(
    numbers, marks, places, affix, delimiter
):
    texts = [affix.format(written(number, marks, places)) for number in numbers]
    table = typed({"a": texts, "b": ["x"] * len(texts)}, delimiter=delimiter)
    column, found = table.columns[0], values_of(table, "a")
    if column.type in {"numeric", "boolean"}:
        expected = [rounded(number, places) for number in numbers]
        is_point = marks[1] == "." and delimiter != ";"
        assert (
            [float(value) for value in found] == expected
            or "1,234" in column.reason
            or ("1.234" in column.reason or is_point)
        )


@settings(deadline=None, max_examples=300)
@given(NUMBERS, MARKS, PLACES, AFFIXES)
def test_numbers_in_chosen_marks_come_back_equal(numbers, marks, places, affix):
    texts = [affix.format(written(number, marks, places)) for number in numbers]
    table = typed({"a": texts}, decimal=marks[0], thousands=marks[1])
    assert table.columns[0].type in {"numeric", "boolean"}
    expected = [rounded(number, places) for number in numbers]
    assert [float(value) for value in values_of(table, "a")] == expected


@settings(deadline=None, max_examples=300)
@given(DAYS, FORMATS, TIMES)
def test_dates_come_back_equal_or_stay_text(days, day_format, time_format):
    moments = [datetime.strptime(f"{day:%Y%m%d%H%M}", "%Y%m%d%H%M") for day in days]  # noqa: DTZ007 - as above
    texts = [f"{moment:{day_format}{time_format}}" for moment in moments]
    table = typed({"a": texts, "b": ["x"] * len(texts)})
    column, found = table.columns[0], values_of(table, "a")
    if column.type == "datetime":
        expected = moments if time_format else [m.replace(hour=0, minute=0) for m in moments]
        assert found == expected
    else:
        assert found == texts
        assert "order" in column.reason
