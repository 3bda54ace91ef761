"""Every cell of a CSV file as it stands there, or the line on which it is wrong."""

import csv
import io
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UnreadableFileError
from engine.reading.csv_dialect import detect
from engine.reading.csv_names import unique_names
from engine.reading.csv_quotes import CHUNK_BYTES, check_quotes
from engine.reading.csv_syntax import Syntax
from engine.reading.csv_table import read_text_table


def table_of(path):
    """All cells as text by column name, None where empty."""
    table = read_text_table(path, detect(path))
    return {
        name: column.to_pylist() for name, column in zip(table.names, table.columns, strict=True)
    }


def written(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    return path


def test_a_refusal_travels_between_processes(tmp_path):
    with pytest.raises(UnreadableFileError) as caught:
        table_of(written(tmp_path, b'a,b\n1,"2\n'))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.problem(), copy.line) == (caught.value.problem(), 2)


UNREADABLE = [
    ("nothing", b"", None, "empty"),
    ("only white space", b" \n\r\n\t", None, "empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", None, "empty"),
    ("header only", b"a,b\n", 1, "no rows"),
    ("header and blank lines", b"a,b\n\n   \n", 1, "no rows"),
    ("one column", b"a\n1\n2\n", 1, "Only one column"),
    ("unknown separator", "a§b\n1§2\n".encode(), 1, "Only one column"),
    ("row too long", b"a,b\n1,2\n1,2,3\n4,5\n", 3, "Line 3 has 3 cells, but the header has 2"),
    ("row too short", b"a,b\n1,2\n3\n", 3, "Line 3 has 1 cells, but the header has 2"),
    ("all rows too long", b"a,b\n1,2,5\n3,4,6\n", 2, "Line 2 has 3 cells"),
    ("after quoted line ends", b'a,b\n"x\ny\nz",2\n"p\nq",4\n5\n', 7, "Line 7 has 1 cells"),
    ("after blank lines", b"a,b\n1,2\n\n\n3\n", 5, "Line 5 has 1 cells"),
    ("after old line ends", b"a,b\r1,2\r3\r", 3, "Line 3 has 1 cells"),
    ("open quote, last cell", b'a,b\n1,2\n3,"4\n5,6\n', 3, "never closed"),
    ("open quote, first cell", b'a,b\n1,2\n"3,4\n5,6\n', 3, "never closed"),
    ("open quote in the header", b'a,"b\n1,2\n', 1, "never closed"),
    ("text after a quote", b'a,b\n1,"2"3\n', 2, "goes on after its closing quote"),
    ("backslash and a fault", b'a,b\n1,"x \\"y\\" z"\n2,"x"y\n', 3, "after its closing quote"),
    ("separators only", b"a\tb\tc\n1\t2\t3\n\t\n", 3, "Line 3 has 2 cells"),
    ("NUL byte", b"a,b\n1,2\n" * 99 + b"3,\x00\n", 199, "NUL byte"),
    ("broken UTF-8", "a,b\né,ü\nö,ä\nx,".encode() + b"\xff\n", 4, "UTF-8, but line 4"),
    ("UTF-8 cut short", "a,b\nñ,ü\nö,é".encode()[:-1], 3, "UTF-8, but line 3"),
    ("broken after mark", b"\xef\xbb\xbfa,b\n1,\xff\n", 2, "UTF-8, but line 2"),
    ("UTF-16 cut short", "a,b\n1,2\n".encode("utf-16")[:-1], 2, "UTF-16, but line 2"),
    ("UTF-16 without mark, cut", "a,b\n1,2\n".encode("utf-16-le")[:-1], 2, "UTF-16, but line 2"),
]


@pytest.mark.parametrize(("case", "content", "line", "words"), UNREADABLE)
def test_unreadable_files_are_refused_with_line_and_cause(tmp_path, case, content, line, words):
    with pytest.raises(UnreadableFileError) as caught:
        table_of(written(tmp_path, content))
    assert words in caught.value.message
    assert caught.value.line == line
    assert caught.value.field == "file"
    assert caught.value.hint


READABLE = [
    ("no line end at the end", b"a,b\n1,2", {"a": ["1"], "b": ["2"]}),
    ("blank lines", b"\na,b\n\n1,2\n  \n3,4\n\n", {"a": ["1", "3"], "b": ["2", "4"]}),
    ("inch sign", b'a,b\n5",1\n6"x",2\n', {"a": ['5"', '6"x"'], "b": ["1", "2"]}),
    ("doubled quotes", b'a,b\n"say ""hi""",""""\n', {"a": ['say "hi"'], "b": ['"']}),
    ("words stay words", b"a,b\nNA,null\nNaN,None\n", {"a": ["NA", "NaN"], "b": ["null", "None"]}),
    ("white space stays", b"a, b\n 1 ,  \n", {"a": [" 1 "], "b": ["  "]}),
    ("header over two lines", b'"a\nA",b\n1,2\n', {"a\nA": ["1"], "b": ["2"]}),
    ("empty cells", b'a,b\n,1\n"",2\n', {"a": [None, None], "b": ["1", "2"]}),
    ("strange headers", "__proto__,😀\n1,=2\n".encode(), {"__proto__": ["1"], "😀": ["=2"]}),
]


@pytest.mark.parametrize(("case", "content", "expected"), READABLE)
def test_odd_but_right_files_are_read(tmp_path, case, content, expected):
    assert table_of(written(tmp_path, content)) == expected


def test_a_cell_of_ten_megabytes_is_read(tmp_path):
    long = "long text, " * 950_000
    path = written(tmp_path, f'a,b\n1,"{long}"\n2,short\n'.encode())
    assert table_of(path) == {"a": ["1", "2"], "b": [long, "short"]}


def test_a_fault_beyond_the_first_blocks_has_its_line(tmp_path):
    rows = 400_000
    path = written(tmp_path, b"a,b\n" + b"1,2\n" * rows + b"3\n")
    with pytest.raises(UnreadableFileError) as caught:
        table_of(path)
    assert caught.value.line == rows + 2


def test_renamed_headers_are_told(tmp_path):
    path = written(tmp_path, b"a,,a, ,a_2\n1,2,3,4,5\n")
    table = read_text_table(path, detect(path))
    assert table.names == ("a", "column_2", "a_3", "column_4", "a_2")
    (finding,) = table.findings
    assert (finding.code, finding.severity) == ("renamed_headers", "info")
    assert finding.columns == ("column_2", "a_3", "column_4")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "a_2", "", " ", "column_2", "b"]), min_size=1))
def test_names_become_unique_and_plain_ones_stay(header):
    names = unique_names(tuple(header))
    assert len(set(names)) == len(header)
    for place, name in enumerate(header):
        if name.strip() and header.index(name) == place:
            assert names[place] == name


@settings(deadline=None)
@given(st.lists(st.sampled_from(['"', ",", "\n", "x", '""', '"x"']), max_size=30).map("".join))
def test_paired_quotes_are_never_a_fault(text):
    """The quick check may ask for the slow one in vain, but never misses a fault."""
    quotes = check_quotes(text.encode(), Syntax(","))
    if quotes.are_paired:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        cells = [cell for row in rows for cell in row]
        assert quotes.hold_newlines == any("\n" in cell for cell in cells)


@pytest.mark.parametrize("shift", [-2, -1, 0, 1])
def test_quotes_are_checked_across_pieces(shift):
    before = "x" * (CHUNK_BYTES + shift)
    assert check_quotes(f'{before},"a""b\n",1\n'.encode(), Syntax(",")).hold_newlines
    assert not check_quotes(f'{before},"a"b",1\n'.encode(), Syntax(",")).are_paired
    assert not check_quotes(f'{before},"ab,1\n'.encode(), Syntax(",")).are_paired
