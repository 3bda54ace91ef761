"""The first look: from the beginning of a file, wherever it was cut, and as it is read later."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from engine.errors import InvalidValueError, NotACsvError, UnreadableFileError
from engine.reading.first_look import HEAD_BYTES, SHOWN_CHARACTERS, first_look, look_at_bytes
from engine.reading.table_reading import read_table
from engine.records import DialectChoices

ROWS = "".join(f"{n};Straße {n};{n % 7},5;2024-01-0{1 + n % 9};ä{n % 3}\n" for n in range(20_000))
LARGE = "nr;straße;größe;tag;art\n" + ROWS


def look(content, rows=20, **choices):
    return look_at_bytes(content, DialectChoices(**choices), rows=rows)


def test_it_shows_values_as_they_are_read_and_lines_as_they_stand_there():
    seen = look(LARGE.encode()[: HEAD_BYTES + 5])
    assert seen.columns == ("nr", "straße", "größe", "tag", "art")
    assert seen.types == ("numeric", "text", "numeric", "datetime", "categorical")
    assert seen.rows[0] == ("0", "Straße 0", "0.5", "2024-01-01", "ä0")
    assert seen.lines[:2] == ("nr;straße;größe;tag;art", "0;Straße 0;0,5;2024-01-01;ä0")
    assert (len(seen.rows), seen.dialect.delimiter, seen.dialect.decimal) == (20, ";", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("n_cut", range(4))
def test_it_agrees_with_reading_the_whole_file_wherever_the_beginning_ends(
    tmp_path, encoding, n_cut
):
    path = tmp_path / "x.csv"
    path.write_bytes(LARGE.encode(encoding))
    whole = read_table(path)
    for seen in (
        first_look(path, DialectChoices()),
        look(path.read_bytes()[: HEAD_BYTES + n_cut]),
    ):
        assert seen.columns == tuple(whole.table.column_names)
        assert seen.types == tuple(column.type for column in whole.columns)
        assert seen.dialect.encoding == whole.dialect.encoding


def test_missing_cells_are_none_and_long_ones_are_cut():
    seen = look(b"a,b\n1,%s\n,y\n" % (b"x" * 1000))
    assert seen.rows == (("1", "x" * SHOWN_CHARACTERS), (None, "y"))
    assert seen.lines[1] == "1," + "x" * (SHOWN_CHARACTERS - 2)


def test_choices_are_taken_as_they_are():
    seen = look(b"a;b,c\n1;2,3\n4;5,6\n", delimiter=",")
    assert seen.columns == ("a;b", "c")
    assert seen.dialect.choices.delimiter == ","
    assert look(b"a,b\n1,2\n", header_rows=0).rows == (("a", "b"), ("1", "2"))


def test_all_lines_before_the_header_are_shown():
    preamble = "".join(f"# line {n} of a long introduction\n" for n in range(40))
    seen = look((preamble + "a,b\n1,2\n3,4\n").encode(), skipped_lines=40)
    assert seen.columns == ("a", "b")
    assert seen.lines[40] == "a,b"


def test_of_very_many_columns_only_the_first_are_typed():
    names = tuple(f"c{n}" for n in range(3_000))
    seen = look("\n".join([",".join(names), ",".join("1" * 3_000)]).encode())
    assert seen.columns == names
    assert (seen.types, seen.rows) == (("numeric",) * 100, (("1",) * 100,))


def test_one_line_that_never_ends_is_no_reason_to_fail():
    content = b"name,text\nx," + "ö".encode() * HEAD_BYTES
    for shift in (0, 1):
        assert look(content[shift:]).columns[1] == "text"


@pytest.mark.parametrize(
    ("content", "choices", "error"),
    [
        (b"", {}, UnreadableFileError),
        (b"PK\x03\x04" + bytes(100), {}, NotACsvError),
        (b"%PDF-1.4\n", {}, NotACsvError),
        (b"a,b\n1,2\n", {"encoding": "no such"}, InvalidValueError),
        (b"a,b\n1,2\n", {"delimiter": "ab"}, InvalidValueError),
    ],
    ids=["empty", "zip", "pdf", "encoding", "delimiter"],
)
def test_what_cannot_be_looked_at_says_why(content, choices, error):
    with pytest.raises(error) as caught:
        look(content, **choices)
    assert caught.value.message


def test_nothing_it_is_given_makes_it_fail_in_another_way():
    generator = random.Random(0)  # noqa: S311 - no secret
    pieces = [b"a", b"1", b",", b";", b'"', b"\n", b"\r", b"\0", b"\xff", b"\xc3", b"\xfe", b"\\"]
    for _ in range(150):
        content = b"".join(generator.choices(pieces, k=generator.randrange(200)))
        with suppress(UnreadableFileError, NotACsvError):
            look(content)
