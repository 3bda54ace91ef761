"""Escapes and runs of spaces are taken out of a text and put back into its cells."""

import pytest

from engine.errors import UnreadableFileError
from engine.reading.csv_body import MOST_BLANK_ROWS
from engine.reading.csv_plain import CHUNK_BYTES, plain_string
from engine.reading.csv_syntax import Syntax
from engine.reading.csv_table import read_text_table
from engine.records import Dialect

ESCAPED = Dialect(encoding="utf-8", delimiter=",", escape_char="\\")
SPACED = Dialect(encoding="utf-8", delimiter=" ", quote_char="", skip_initial_space=True)


def cells_of(tmp_path, text, dialect):
    path = tmp_path / "any.csv"
    path.write_bytes(text.encode())
    table = read_text_table(path, dialect)
    return list(zip(*[column.to_pylist() for column in table.columns], strict=True))


ESCAPES = [
    ("quote", r'"say \"hi\"",1', 'say "hi"'),
    ("quote doubled as well", r'"say ""hi\"",1', 'say "hi"'),
    ("separator without quotes", r"x\,y,1", "x,y"),
    ("line end without quotes", "x\\\ny,1", "x\ny"),
    ("Windows line end", "x\\\r\ny,1", "x\r\ny"),
    ("backslash", r'"C:\\temp",1', r"C:\temp"),
    ("backslash before the end", r'"C:\\",1', "C:\\"),
    ("backslash and quote", r'"x\\\"y",1', r"x\"y"),
    ("any other sign", r'"C:\temp\N",1', r"C:\temp\N"),
    ("a quote at the start of a cell", r"\"x\",1", '"x"'),
]


@pytest.mark.parametrize(("row", "cell"), [c[1:] for c in ESCAPES], ids=[c[0] for c in ESCAPES])
def test_a_backslash_counts_only_before_a_sign_with_a_meaning(tmp_path, row, cell):
    assert cells_of(tmp_path, f"a,b\n{row}\n", ESCAPED) == [(cell, "1")]


def test_escapes_in_the_header_are_put_back(tmp_path):
    path = tmp_path / "any.csv"
    path.write_text('"a \\"A\\"",b\n1,2\n')
    assert read_text_table(path, ESCAPED).names == ('a "A"', "b")


def test_signs_that_stand_in_for_others_are_not_in_the_text(tmp_path):
    taken = "".join(map(chr, [*range(1, 9), *range(14, 32)]))
    assert cells_of(tmp_path, f'a,b\n"{taken}\\"",1\n', ESCAPED) == [(f'{taken}"', "1")]


def test_lines_are_counted_across_escaped_line_ends(tmp_path):
    text = "a,b\nx\\\ny,1\nz\\\ny,2\n3\n"
    with pytest.raises(UnreadableFileError) as caught:
        cells_of(tmp_path, text, ESCAPED)
    assert caught.value.line == 6


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_runs_of_spaces_are_one_separator(tmp_path, line_end):
    text = line_end.join(["  a   b", "1    2  ", " x  y", "", "3 4", ""])
    assert cells_of(tmp_path, text, SPACED) == [("1", "2"), ("x", "y"), ("3", "4")]


def test_runs_are_found_across_pieces_of_a_long_text():
    row = "1    2   \n"
    text = row * (CHUNK_BYTES // len(row) * 2 + 5)
    plain = plain_string(text, Syntax(" ", "", skip_initial_space=True))
    assert set(plain.text.to_pybytes().splitlines()) == {b"1 2"}


def test_many_rows_of_white_space_are_left_out(tmp_path):
    text = "a,b\n" + "1,2\n   \n" * (MOST_BLANK_ROWS + 1)
    cells = cells_of(tmp_path, text, Dialect(encoding="utf-8", delimiter=","))
    assert len(cells) == MOST_BLANK_ROWS + 1
    assert set(cells) == {("1", "2")}
