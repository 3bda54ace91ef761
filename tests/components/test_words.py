from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from components import words


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12345, "12,345 rows")]
)
def test_count_takes_the_form_that_fits(n, expected):
    assert words.count(n, "{n} row", "{n} rows") == expected


@pytest.mark.parametrize(
    ("n_bytes", "expected"),
    [
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1 kB"),
        (1.44 * 1024**2, "1.4 MB"),
        (100 * 1024**2, "100 MB"),
    ],
)
def test_size(n_bytes, expected):
    assert words.size(n_bytes) == expected


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (0, "0 %"),
        (0.0001, "under 1 %"),
        (0.385, "38 %"),
        (0.999, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_share_is_never_rounded_to_nothing_or_all(part, expected):
    assert words.share(part) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (512.0, "512"),
        (0.42, "0.42"),
        (29.69912, "29.7"),
        (1234567.8, "1,234,568"),
        (1.2e-7, "1.2e-07"),
        (-3.0, "-3"),
        (float("inf"), "inf"),
        (1e300, "1e+300"),
    ],
)
def test_number(value, expected):
    assert words.number(value) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (59.4, "59 s"), (185, "3 min 5 s"), (7800, "2 h 10 min")],
)
def test_duration(seconds, expected):
    assert words.duration(seconds) == expected


@pytest.mark.parametrize(
    ("eta", "expected"),
    [
        (None, "time left not known yet"),
        ((0.1, 0.6), "almost done"),
        ((3.2, 8.1), "3 to 8 s left"),
        ((16, 26.2), "15 to 25 s left"),
        ((24, 26), "about 25 s left"),
        ((40, 200), "1 to 3 min left"),
        ((110, 130), "about 2 min left"),
    ],
)
def test_time_left_is_a_range_that_looks_like_a_guess(eta, expected):
    assert words.time_left(eta) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ((0.1, 0.9), "under 1 s"),
        ((0.6, 1.4), "1 s"),
        ((5.1, 21.0), "5 to 20 s"),
        ((9.0, 89.0), "9 to 90 s"),
        ((70, 100), "1 to 2 min"),
        ((20, 5_000), "1 to 83 min"),
        ((4_000, 20_000), "1 to 6 h"),
    ],
)
def test_a_range_of_times_is_told_in_the_unit_of_its_end(seconds, expected):
    assert words.between(seconds) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (5, "just now"),
        (90, "a minute ago"),
        (600, "10 minutes ago"),
        (7300, "2 h ago"),
        (200_000, "2024-12-29 16:26 UTC"),
    ],
)
def test_ago(seconds, expected):
    now = datetime(2025, 1, 1, tzinfo=UTC)
    assert words.ago(now - timedelta(seconds=seconds), since=now) == expected


def test_a_long_text_is_cut_and_says_so():
    assert words.short("abcdef", 6) == "abcdef"
    assert words.short("abcdefg", 6) == "abcde…"


def test_names_that_begin_alike_stay_apart_when_cut():
    question = "Which of the following Star Wars films have you seen? / Episode "
    first, second = (words.middle_cut(question + number) for number in ("I", "II"))
    assert first != second
    assert len(first) <= 60
    assert first == "Which of the following Star … have you seen? / Episode I"
    assert words.middle_cut("short") == "short"
    assert len(words.middle_cut("x" * 100)) == 59


def test_midnight_is_left_away():
    assert words.moment("2020-01-31T00:00:00") == "2020-01-31"
    assert words.moment("2020-01-31T10:30:00") == "2020-01-31 10:30:00"
