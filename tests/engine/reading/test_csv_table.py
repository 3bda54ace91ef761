"""Every cell of a CSV file as it stands there, or the line on which it is wrong."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import UnreadableFileError
from engine.reading.csv_dialect import detect
from engine.reading.csv_faults import raise_first_fault
from engine.reading.csv_quotes import CHUNK_BYTES, check_quotes
from engine.reading.csv_table import read_text_table, unique_names
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
SPECTRUM = DATA / "csv-spectrum"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")


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


UNREADABLE = [
    ("nothing", b"", None, "empty"),
    ("only white space", b" \n\r\n\t", None, "empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", None, "empty"),
    ("header only", b"a,b\n", 1, "no rows"),
    ("header and blank lines", b"a,b\n\n   \n", 1, "no rows"),
    ("one column", b"a\n1\n2\n", 1, "Only one column"),
    ("unknown separator", b"a:b\n1:2\n", 1, "Only one column"),
    ("row too long", b"a,b\n1,2\n1,2,3\n4,5\n", 3, "Line 3 has 3 cells, but the header has 2"),
    ("row too short", b"a,b\n1,2\n3\n", 3, "Line 3 has 1 cells, but the header has 2"),
    ("all rows too long", b"a,b\n1,2,\n3,4,\n", 2, "Line 2 has 3 cells"),
    ("after quoted line ends", b'a,b\n"x\ny\nz",2\n"p\nq",4\n5\n', 7, "Line 7 has 1 cells"),
    ("after blank lines", b"a,b\n1,2\n\n\n3\n", 5, "Line 5 has 1 cells"),
    ("after old line ends", b"a,b\r1,2\r3\r", 3, "Line 3 has 1 cells"),
    ("open quote, last cell", b'a,b\n1,2\n3,"4\n5,6\n', 3, "never closed"),
    ("open quote, first cell", b'a,b\n1,2\n"3,4\n5,6\n', 3, "never closed"),
    ("open quote in the header", b'a,"b\n1,2\n', 1, "never closed"),
    ("text after a quote", b'a,b\n1,"2"3\n', 2, "goes on after its closing quote"),
    ("backslash before a quote", b'a,b\n1,"x \\"y\\" z"\n', 2, "goes on after its closing quote"),
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
    ("white space stays", b"a, b\n 1 ,  \n", {"a": [" 1 "], " b": ["  "]}),
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


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("csvs/*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum_equals_its_json(tmp_path, path):
    expected = json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
    content = path.read_bytes()
    if path.stem.endswith("crlf"):
        # The collection has carriage returns here, which git took from these copies.
        content = content.replace(b"\n", b"\r\n")
    if path.stem == "location_coordinates":
        # The collection itself has another telephone number in the JSON, and no list.
        expected = [expected | {"Contact Phone Number": "2095257564"}]
    columns = table_of(written(tmp_path, content))
    rows = zip(*columns.values(), strict=True)
    found = [dict(zip(columns, (cell or "" for cell in row), strict=True)) for row in rows]
    assert found == expected


@has_data
def test_the_collection_is_complete():
    assert len(list(SPECTRUM.glob("csvs/*.csv"))) == 12


def rows_of(cell):
    """Tables of text with a header of plain names, which no other delimiter splits."""
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width, max_size=width).filter(
                lambda row: any(text.strip() for text in row)
            ),
            min_size=1,
            max_size=8,
        )
    )


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from(',;\t|"\n\r'),
    max_size=12,
)


@settings(deadline=None, max_examples=150)
@given(
    rows=rows_of(CELLS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
)
def test_a_table_in_any_dialect_is_read_back(
    *, tmp_path_factory, rows, encoding, delimiter, line_end, quoting
):
    header = [f"column{place}" for place in range(len(rows[0]))]
    if any("\r" in cell or "\n" in cell for row in rows for cell in row):
        # Python's writer leaves a line end unquoted if it is not the file's own.
        quoting = csv.QUOTE_ALL
    path = tmp_path_factory.mktemp("dialect") / "any.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
        writer.writerows([header, *rows])
    assert detect(path).delimiter == delimiter
    columns = table_of(path)
    assert list(columns) == header
    found = [[cell or "" for cell in row] for row in zip(*columns.values(), strict=True)]
    assert found == rows


@settings(deadline=None)
@given(st.lists(st.sampled_from(['"', ",", "\n", "x", '""', '"x"']), max_size=30).map("".join))
def test_paired_quotes_are_never_a_fault(text):
    """The quick check may ask for the slow one in vain, but never misses a fault."""
    quotes = check_quotes(text.encode(), ",")
    if quotes.are_paired:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        cells = [cell for row in rows for cell in row]
        assert quotes.hold_newlines == any("\n" in cell for cell in cells)


@pytest.mark.parametrize("shift", [-2, -1, 0, 1])
def test_quotes_are_checked_across_pieces(shift):
    before = "x" * (CHUNK_BYTES + shift)
    assert check_quotes(f'{before},"a""b\n",1\n'.encode(), ",").hold_newlines
    assert not check_quotes(f'{before},"a"b",1\n'.encode(), ",").are_paired
    assert not check_quotes(f'{before},"ab,1\n'.encode(), ",").are_paired


def test_no_fault_is_raised_for_a_text_without_one():
    raise_first_fault(iter(["a,b\n", "\n", '1,"2\n', '3"\n']), ",", 2)
