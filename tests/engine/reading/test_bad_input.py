"""Every kind of bad input in one table: it is read right, or refused with line and cause."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from engine.errors import EngineError, NotACsvError, UnreadableFileError
from engine.reading.table_reading import read_table
from tests.live_server import ROOT

SPECTRUM = ROOT.parent / "shared" / "data" / "csv-spectrum"


@dataclass(frozen=True)
class Read:
    """Read with exactly these values, ``None`` where one is missing.

    `dialect` holds fields of the dialect that must be so, `findings` codes.
    """

    table: dict[str, list[Any]]
    dialect: dict[str, Any] = field(default_factory=dict)
    findings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Refused with words of the message, and the line of the file where there is one."""

    words: str
    line: int | None = None
    error: type[EngineError] = UnreadableFileError


Content = bytes | Callable[[], bytes]
FILM = b"Which films have you seen?"


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


def zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("table.csv", "a,b\n1,2\n")
    return content.getvalue()


def wide(n_columns: int) -> bytes:
    names = ",".join(f"c{place}" for place in range(n_columns))
    return f"{names}\n{','.join('1' * n_columns)}\n".encode()


LONG = "long text, " * 950_000
LONG_NAMES = [f"{place}{'x' * 1_000}" for place in range(3)]

CASES: list[tuple[str, Content, Read | Refused]] = [
    # The twelve files of csv-spectrum, as their JSON has them.
    (
        "spectrum comma_in_quotes",
        b'first,last,address,city,zip\nJohn,Doe,120 any st.,"Anytown, WW",08123',
        Read(
            {
                "first": ["John"],
                "last": ["Doe"],
                "address": ["120 any st."],
                "city": ["Anytown, WW"],
                "zip": ["08123"],
            }
        ),
    ),
    (
        "spectrum empty",
        b'a,b,c\n1,"",""\n2,3,4',
        Read({"a": [1, 2], "b": [None, 3], "c": [None, 4]}),
    ),
    (
        "spectrum empty_crlf",
        b'a,b,c\r\n1,"",""\r\n2,3,4',
        Read({"a": [1, 2], "b": [None, 3], "c": [None, 4]}, {"line_end": "\r\n"}),
    ),
    (
        "spectrum escaped_quotes",
        b'a,b\n1,"ha ""ha"" ha"\n3,4\n',
        Read({"a": [1, 3], "b": ['ha "ha" ha', "4"]}, {"escape_char": ""}),
    ),
    (
        "spectrum json",
        b'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
        Read({"key": [1], "val": ['{"type": "Point", "coordinates": [102.0, 0.5]}']}),
    ),
    (
        "spectrum location_coordinates",
        "Contact Phone Number,Location Coordinates,Cities,Counties\n"
        "2095257564,37\ufffd36'37.8\"N 121\ufffd2'17.9\"W,Modesto,Stanislaus".encode(),
        Read(
            {
                "Contact Phone Number": [2095257564],
                "Location Coordinates": ["37\ufffd36'37.8\"N 121\ufffd2'17.9\"W"],
                "Cities": ["Modesto"],
                "Counties": ["Stanislaus"],
            }
        ),
    ),
    (
        "spectrum newlines",
        b'a,b,c\n1,2,3\n"Once upon \na time",5,6\n7,8,9\n',
        Read({"a": ["1", "Once upon \na time", "7"], "b": [2, 5, 8], "c": [3, 6, 9]}),
    ),
    (
        "spectrum newlines_crlf",
        b'a,b,c\r\n1,2,3\r\n"Once upon \r\na time",5,6\r\n7,8,9\r\n',
        Read({"a": ["1", "Once upon \r\na time", "7"], "b": [2, 5, 8], "c": [3, 6, 9]}),
    ),
    (
        "spectrum quotes_and_newlines",
        b'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
        Read({"a": [1, 3], "b": ['ha \n"ha" \nha', "4"]}),
    ),
    ("spectrum simple", b"a,b,c\n1,2,3\n", Read({"a": [1], "b": [2], "c": [3]})),
    ("spectrum simple_crlf", b"a,b,c\r\n1,2,3\r\n", Read({"a": [1], "b": [2], "c": [3]})),
    (
        "spectrum utf8",
        "a,b,c\n1,2,3\n4,5,ʤ".encode(),
        Read({"a": [1, 4], "b": [2, 5], "c": ["3", "ʤ"]}),
    ),
    # Rows of another length.
    ("rows longer than the header", b"a,b\nx,y,z\nu,v,w\n", Refused("Line 2 has 3 cells", 2)),
    ("R leaves the first name out", b'"mpg","cyl"\n"Fiat",22,4\n', Refused("header has 2", 2)),
    ("one row too long", b"a,b\n1,2\n1,2,3\n4,5\n", Refused("Line 3 has 3 cells", 3)),
    ("one row too short", b"a,b\n1,2\n3\n4,5\n", Refused("Line 3 has 1 cells", 3)),
    ("header too long", b"a,b,c,d\n1,2,3\n4,5,6\n", Refused("the header has 4", 2)),
    (
        "ragged below a title, quotes and blank lines",
        b'Sales report\n\nid,city\n1,"Bonn\nam Rhein"\n\n2\n',
        Refused("Line 7 has 1 cells", 7),
    ),
    ("ragged without header", b"1.5,2\n2.5,3\n3.5\n", Refused("the first row has 2", 3)),
    ("a note below the table", b"a,b,c\n1,2,3\nSource: us\n", Refused("Line 3 has 1 cells", 3)),
    ("some rows end with a separator", b"a,b\n1,2,\n3,4\n", Refused("rows above it have 3", 3)),
    ("a value behind the last name", b"a,b\n1,2,\n3,4,5\n", Refused("Line 3 has 3 cells", 3)),
    (
        "all rows end with a separator",
        b"a,b\n1,2,\n3,4,\n",
        Read({"a": [1, 3], "b": [2, 4]}, findings=("trailing_separators",)),
    ),
    # NUL bytes.
    ("NUL in the middle", b"a,b\n1,2\n" * 99 + b"3,\x00\n", Refused("Line 199 has a NUL", 199)),
    ("NUL padding", b"a,b\n1,2\n" + bytes(500), Refused("From line 3 on the file holds only", 3)),
    ("NUL padding, short", b"a,b\n1,2\n\0\0", Refused("holds only NUL bytes", 3)),
    ("NUL padding within a row", b"a,b\n1," + bytes(9000), Refused("From line 2 on", 2)),
    ("NUL after a byte order mark", b"\xef\xbb\xbfa,b\n1,\x00\n", Refused("Line 2 has a NUL", 2)),
    ("NUL in UTF-16", "a,b\n1,\0\n3,4\n".encode("utf-16"), Refused("Line 2 has a NUL", 2)),
    ("NUL padding in UTF-16", "a,b\n1,2\n\0\0\0".encode("utf-16"), Refused("From line 3 on", 3)),
    ("only NUL bytes", bytes(5000), Refused("binary data", error=NotACsvError)),
    # Quotes.
    ("quote never closed", b'a,b\n1,2\n3,"4\n5,6\n', Refused("line 3 is never closed", 3)),
    ("quote closed too early", b'a,b\n1,"2"3\n', Refused("after its closing quote", 2)),
    (
        "quote never closed below notes",
        b'# by us\n# m, kg\na,b\n1,"2\n',
        Refused("line 4 is never closed", 4),
    ),
    # Large and wide.
    (
        "ten megabytes in a cell",
        f'a,b\n1,"{LONG}"\n2,x\n'.encode(),
        Read({"a": [1, 2], "b": [LONG, "x"]}),
    ),
    ("5,000 columns", lambda: wide(5000), Read({f"c{place}": [1] for place in range(5000)})),
    ("10,001 columns", lambda: wide(10_001), Refused("10,001 columns, and at most 10,000", 1)),
    ("a megabyte of commas", b"," * (1 << 20), Refused("1,048,577 columns", 1)),
    ("a megabyte without line end", b"x" * (1 << 20), Refused("Only one column", 1)),
    (
        "names of 1,000 characters",
        f"{','.join(LONG_NAMES)}\n1,2,3\n".encode(),
        Read({name: [place] for place, name in enumerate(LONG_NAMES, start=1)}),
    ),
    # Names.
    (
        "blank names",
        b"a,,b\n1,2,3\n",
        Read({"a": [1], "column_2": [2], "b": [3]}, findings=("renamed_headers",)),
    ),
    (
        "names used twice",
        b"a,b,a\n1,2,3\n",
        Read({"a": [1], "b": [2], "a_2": [3]}, findings=("renamed_headers",)),
    ),
    (
        "names that differ in blanks",
        b"a, a ,b\n1,2,3\n",
        Read({"a": [1], "a_2": [2], "b": [3]}, findings=("trimmed_headers", "renamed_headers")),
    ),
    (
        "names of JavaScript",
        b"__proto__,constructor,toString\n1,2,3\n",
        Read({"__proto__": [1], "constructor": [2], "toString": [3]}),
    ),
    ("emoji", "😀,👩‍👩‍👧\n1,2\n".encode(), Read({"😀": [1], "👩‍👩‍👧": [2]})),
    (
        "right to left",
        "\u202eabc,\u05e9\u05dd\n1,2\n".encode(),
        Read({"\u202eabc": [1], "\u05e9\u05dd": [2]}),
    ),
    (
        "HTML and script",
        b"<b>x</b>,<script>alert(1)</script>\n1,2\n",
        Read({"<b>x</b>": [1], "<script>alert(1)</script>": [2]}),
    ),
    ("a name with a line end", b'"a\nA",b\n1,2\n', Read({"a\nA": [1], "b": [2]})),
    # Cells that a spreadsheet would run.
    (
        "formulas",
        b"id,note\n1,=1+1\n2,+A1\n3,-cmd|x\n4,@SUM(A1)\n",
        Read({"id": [1, 2, 3, 4], "note": ["=1+1", "+A1", "-cmd|x", "@SUM(A1)"]}),
    ),
    # Other kinds of file under the name .csv.
    ("gzip", gzip.compress(b"a,b\n1,2\n"), Refused("a gzip-compressed", error=NotACsvError)),
    (
        "gzip bomb",
        lambda: gzip.compress(bytes(20 << 20)),
        Refused("a gzip-compressed file", error=NotACsvError),
    ),
    ("zip", zipped, Refused("a ZIP archive", error=NotACsvError)),
    ("xlsx", workbook, Refused("an Excel workbook", error=NotACsvError)),
    ("HTML", b"<!DOCTYPE html><html></html>", Refused("an HTML page", error=NotACsvError)),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refused("a PNG picture", error=NotACsvError)),
    ("random bytes", bytes(range(256)) * 40, Refused("binary data", error=NotACsvError)),
    # Nothing, or nearly.
    ("nothing", b"", Refused("empty")),
    ("only a byte order mark", b"\xef\xbb\xbf", Refused("empty")),
    ("only blank lines", b"\n \r\n\n", Refused("empty")),
    ("only a header", b"a,b\n", Refused("no rows of data", 1)),
    ("only empty cells", b"a,b\n,\n,\n", Refused("no rows of data", 1)),
    ("only a title", b"Sales report 2024\n", Refused("Only one column", 1)),
    ("one column", b"a\n1\n2\n", Refused("Only one column", 1)),
    # Numbers.
    (
        "too large a number",
        b"id,v\na,1e400\nb,2\nc,3\n",
        Read({"id": ["a", "b", "c"], "v": [None, 2.0, 3.0]}, findings=("read_as_missing",)),
    ),
    ("leading zeros", b"zip,v\n01234,1\n05678,2\n", Read({"zip": ["01234", "05678"], "v": [1, 2]})),
    (
        "decimal commas",
        b"id;v\na;1.234,56\nb;2.345,67\nc;3,5\n",
        Read({"id": ["a", "b", "c"], "v": [1234.56, 2345.67, 3.5]}, {"decimal": ","}),
    ),
    ("per cent", b"id,v\na,12%\nb,13.5%\n", Read({"id": ["a", "b"], "v": [12.0, 13.5]})),
    ("dollars", b"id,v\na,$5\nb,$6.50\n", Read({"id": ["a", "b"], "v": [5.0, 6.5]})),
    (
        "words that pandas takes for missing",
        b"level,v\nNone,1\nlow,2\nNone,3\nhigh,4\n",
        Read({"level": ["None", "low", "None", "high"], "v": [1, 2, 3, 4]}),
    ),
    # Dates.
    *(
        (
            f"dates, {order}",
            f"d,v\n{first},1\n{second},2\n".encode(),
            Read(
                {"d": [datetime(2024, 1, 31), datetime(2024, 2, 28)], "v": [1, 2]},  # noqa: DTZ001
                {"date_order": order},
            ),
        )
        for order, first, second in (
            ("year first", "2024-01-31", "2024-02-28"),
            ("day first", "31/01/2024", "28/02/2024"),
            ("month first", "01/31/2024", "02/28/2024"),
        )
    ),
    (
        "dates in an order that cannot be told",
        b"d,v\n01/02/2024,1\n03/04/2024,2\n",
        Read({"d": ["01/02/2024", "03/04/2024"], "v": [1, 2]}),
    ),
    # Other dialects.
    (
        "UTF-16 without byte order mark",
        "a,b\né,ü\n".encode("utf-16-be"),
        Read({"a": ["é"], "b": ["ü"]}, {"encoding": "utf-16-be"}),
    ),
    (
        "two header rows",
        b"id,%s,,age\n,Episode I,Episode II,Response\n1,Yes,No,30\n2,No,Yes,40\n" % FILM,
        Read(
            {
                "id": [1, 2],
                f"{FILM.decode()} / Episode I": ["Yes", "No"],
                f"{FILM.decode()} / Episode II": ["No", "Yes"],
                "age / Response": [30, 40],
            },
            {"header_rows": 2},
            findings=("merged_headers",),
        ),
    ),
    (
        "no header",
        b"5.1,3.5,x\n4.9,3.0,y\n",
        Read(
            {"column_1": [5.1, 4.9], "column_2": [3.5, 3.0], "column_3": ["x", "y"]},
            {"header_rows": 0},
            findings=("numbered_columns",),
        ),
    ),
    (
        "title and notes",
        b"Sales report\nby Ann, Bonn\n\nid,city,price\n1,Bonn,3.5\n2,Ulm,4.5\n",
        Read({"id": [1, 2], "city": ["Bonn", "Ulm"], "price": [3.5, 4.5]}, {"skipped_lines": 3}),
    ),
    (
        "Excel names the separator",
        b"sep=;\r\na;b\r\n1,5;2\r\n",
        Read({"a": [1.5], "b": [2]}, {"delimiter": ";", "skipped_lines": 1}),
    ),
    (
        "MySQL",
        b'id,note\n1,"say \\"hi\\", C:\\\\temp"\n2,"x\\ty"\n',
        Read({"id": [1, 2], "note": ['say "hi", C:\\temp', "x\\ty"]}, {"escape_char": "\\"}),
    ),
    (
        "single quotes",
        b"'id';'note'\n'1';'x; y'\n'2';'it''s'\n",
        Read({"id": [1, 2], "note": ["x; y", "it's"]}, {"quote_char": "'"}),
    ),
    (
        "a space before quotes",
        b'id, "note"\n1, "x, y"\n2, "z"\n',
        Read({"id": [1, 2], "note": ["x, y", "z"]}, {"skip_initial_space": True}),
    ),
    (
        "empty columns and rows at the end",
        b"a,b,,\n1,2,,\n3,4,,\n,,,\n,,,\n",
        Read({"a": [1, 3], "b": [2, 4]}, findings=("dropped_empty_columns", "dropped_empty_rows")),
    ),
    ("blank lines in the middle", b"a,b\n1,2\n\n  \n3,4\n", Read({"a": [1, 3], "b": [2, 4]})),
    (
        "an empty row in the middle",
        b"a,b\n1,2\n,\n3,4\n",
        Read({"a": [1, None, 3], "b": [2, None, 4]}),
    ),
]


@pytest.fixture
def path(tmp_path, request):
    content = request.param
    path = tmp_path / "any.csv"
    path.write_bytes(content() if callable(content) else content)
    return path


@pytest.mark.parametrize(
    ("path", "expected"),
    [pytest.param(content, expected, id=name) for name, content, expected in CASES],
    indirect=["path"],
)
def test_bad_input_is_read_right_or_refused(path, expected):
    if isinstance(expected, Refused):
        with pytest.raises(expected.error) as caught:
            read_table(path)
        assert expected.words in caught.value.message
        assert getattr(caught.value, "line", None) == expected.line
        assert caught.value.hint
        return
    found = read_table(path)
    assert found.table.to_pydict() == expected.table
    assert found.dialect.model_dump() | expected.dialect == found.dialect.model_dump()
    assert set(expected.findings) <= {finding.code for finding in found.findings}


def test_no_case_stands_twice():
    names = [name for name, _, _ in CASES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("csvs/*.csv")), ids=lambda path: path.stem)
def test_the_files_of_csv_spectrum_stand_in_the_table(path):
    """Those that are inlined are the collection's, which git has taken some signs from."""
    inlined = {name: content for name, content, _ in CASES}[f"spectrum {path.stem}"]
    assert inlined.replace(b"\r\n", b"\n") == path.read_bytes().replace(b"\r\n", b"\n")
    assert json.loads((SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
