"""Dates as people write them: which are read, as which day, and what is said about it."""

from datetime import datetime

import pytest

from engine.reading.date_formats import parse_dates
from engine.reading.file_marks import UNKNOWN, Marks
from tests.engine.reading.cells import cells


def day(*parts):
    return datetime(*parts)  # noqa: DTZ001 - dates in files have no time zone


DAY = day(2020, 12, 31)
READ = [
    ("ISO", ["2020-12-31"], DAY, "year first"),
    ("ISO with time", ["2020-12-31T23:59:01.5"], day(2020, 12, 31, 23, 59, 1, 500000), None),
    ("zone", ["2020-12-31T01:00:00+01:00"], DAY, None),
    ("points", ["31.12.2020"], DAY, "day first"),
    ("points, two digits", ["31.12.20"], DAY, "day first"),
    ("slashes, American", ["12/31/2020"], DAY, "month first"),
    ("slashes, two digits", ["12/31/20"], DAY, "month first"),
    ("dashes", ["31-12-2020"], DAY, "day first"),
    ("year in front", ["2020/12/31"], DAY, "year first"),
    ("short year in front", ["99-12-31"], day(1999, 12, 31), "year first"),
    ("one digit", ["1.2.2020", "31.1.2020"], day(2020, 2, 1), "day first"),
    ("old century", ["31.12.69"], day(1969, 12, 31), "day first"),
    ("new century", ["31.12.68"], day(2068, 12, 31), "day first"),
    ("with time", ["31.12.2020 23:59"], day(2020, 12, 31, 23, 59), "day first"),
    ("comma before time", ["31.12.2020, 23:59:30"], day(2020, 12, 31, 23, 59, 30), "day first"),
    ("afternoon", ["12/31/2020 3:15 PM"], day(2020, 12, 31, 15, 15), "month first"),
    ("noon", ["12/31/2020 12:00pm"], day(2020, 12, 31, 12), "month first"),
    ("midnight", ["12/31/2020 12:30 a.m."], day(2020, 12, 31, 0, 30), "month first"),
    ("month behind", ["31 Dec 2020"], DAY, None),
    ("month in front", ["Dec 31, 2020"], DAY, None),
    ("whole month", ["31 December 2020"], DAY, None),
    ("dashes and name", ["31-Dec-20"], DAY, None),
    ("upper case", ["31-DEC-2020"], DAY, None),
    ("ordinal", ["December 31st 2020"], DAY, None),
    ("weekday", ["Thu, 31 Dec 2020"], DAY, None),
    ("name and time", ["31 Dec 2020 3:15 PM"], day(2020, 12, 31, 15, 15), None),
    ("year, name, day", ["2020-Dec-31"], DAY, None),
    ("month only", ["January 2020"], day(2020, 1, 1), None),
    ("short month only", ["Sep-2020"], day(2020, 9, 1), None),
]


@pytest.mark.parametrize(("case", "texts", "first", "order"), READ, ids=[c[0] for c in READ])
def test_dates_are_read(case, texts, first, order):
    parsed = parse_dates(cells(*texts, None), UNKNOWN)
    assert parsed.values.to_pylist()[0] == first
    assert parsed.values.to_pylist()[-1] is None
    assert order in {None, parsed.format.date_order}
    assert parsed.reason


KEPT = [
    ("no such day", ["30.02.2020"]),
    ("no such month", ["32.13.2020"]),
    ("two marks", ["1.2/2020"]),
    ("no such hour", ["31.12.2020 25:00"]),
    ("thirteen in the afternoon", ["31.12.2020 13:00 PM"]),
    ("hour zero in the morning", ["31.12.2020 0:00 AM"]),
    ("short and long years", ["31.12.2020", "31.12.20"]),
    ("names of something else", ["31 Foo 2020"]),
    ("May is a word", ["May", "June"]),
    ("versions", ["1.2.3", "1.10.0"]),
    ("addresses", ["10.0.0.1"]),
    ("no such named day", ["31 Feb 2020"]),
    ("numbers", ["20201231"]),
    ("five digits", ["31.12.20201"]),
    ("day, month", ["31.12."]),
]


@pytest.mark.parametrize(("case", "texts"), KEPT, ids=[c[0] for c in KEPT])
def test_what_is_no_date_stays_text(case, texts):
    assert parse_dates(cells(*texts), UNKNOWN).values is None


DOUBTFUL = [
    ("either order", ["03/04/2020"], {}, None, "3rd of April or the 4th of March"),
    ("day first known", ["03/04/2020"], {"date_order": "day first"}, day(2020, 4, 3), ""),
    ("month first known", ["03/04/2020"], {"date_order": "month first"}, day(2020, 3, 4), ""),
    ("short year at either end", ["20-12-31"], {}, None, "the first number or the last"),
    ("short year chosen", ["20-12-31"], {"date_order": "year first"}, DAY, "1969 to 2068"),
    ("no year in front", ["03/04/2020"], {"date_order": "year first"}, None, "order chosen"),
    ("other order", ["31/12/2020"], {"date_order": "month first"}, None, "order chosen"),
    ("ISO needs no order", ["2020-12-31"], {"date_order": "month first"}, DAY, ""),
    ("year in front neither", ["2020/12/31"], {"date_order": "month first"}, DAY, ""),
    ("the same either way", ["05/05/2020"], {}, day(2020, 5, 5), ""),
]


@pytest.mark.parametrize(
    ("case", "texts", "known", "first", "words"), DOUBTFUL, ids=[c[0] for c in DOUBTFUL]
)
def test_a_doubt_is_decided_by_the_file_and_told(case, texts, known, first, words):
    parsed = parse_dates(cells(*texts), Marks(**known))
    assert (parsed.values[0].as_py() if parsed.values is not None else None) == first
    assert words in parsed.reason
    assert parsed.in_doubt == (not known and first is None)


def test_a_column_of_days_does_not_decide_where_a_short_year_stands():
    marks = Marks(date_order="day first", are_final=True)
    assert parse_dates(cells("20-12-31"), marks).values is None
    assert parse_dates(cells("03/04/20"), marks).values[0].as_py() == day(2020, 4, 3)
