"""Each part of a file's layout is found out where it is there, and only there, with its reason."""

import pytest

from engine.errors import InvalidValueError, UnreadableFileError
from engine.reading.csv_choices import CHOSEN, ENCODINGS
from engine.reading.csv_dialect import detect
from engine.reading.csv_table import read_head, read_text_table
from engine.records import Dialect, DialectChoices
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")


def written(tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    return path


def rows_of(path, dialect):
    table = read_text_table(path, dialect)
    columns = [column.to_pylist() for column in table.columns]
    return [table.names, *zip(*columns, strict=True)]


# Name, content, field, what it is, a word of the reason.
FOUND = [
    ("CR LF", b"a,b\r\n1,2\r\n", "line_end", "\r\n", "Windows"),
    ("LF", b"a,b\n1,2\n", "line_end", "\n", "Linux"),
    ("CR", b"a,b\r1,2\r", "line_end", "\r", "old Macs"),
    ("LF in cells only", b'a,b\r\n"x\ny",2\r\n3,4\r\n', "line_end", "\r\n", "Windows"),
    ("colon", b"a:b\n1:2\n3:4\n", "delimiter", ":", "colon"),
    ("caret", b"a^b\n1^x\n3^4\n", "delimiter", "^", "caret"),
    ("tilde", b"a~b\n1~x\n3~4\n", "delimiter", "~", "tilde"),
    ("one space", b'"a" "b"\n"x y" 1\n"z w" 2\n', "delimiter", " ", "space"),
    ("runs of spaces", b"  a   b\n  1   2\n 10  20\n", "delimiter", " ", "one or more"),
    ("sep=", b"sep=|\na|b\n1|2\n", "delimiter", "|", "names it"),
    ("decimal commas", b"1,5;2,5\n3,5;4,5\n", "delimiter", ";", "semicolon"),
    ("commas in prose", b"id\ta, b\n1\tx, y\n2\tz, w\n", "delimiter", "\t", "tab"),
    ("double quotes", b'a,b\n"x,y",1\n', "quote_char", '"', "quotes"),
    ("single quotes", b"a,b\n'x,y',1\n'z',2\n", "quote_char", "'", "single"),
    ("single quotes, doubled", b"a,b\n'it''s',1\nz,2\n", "quote_char", "'", "single"),
    ("apostrophes", b"a,b\n'tis,1\nO'Neil,2\n'twas,3\n", "quote_char", '"', "no quotes"),
    ("one title in quotes", b"a,b\n'Heroes',1\nx,2\n", "quote_char", '"', "no quotes"),
    ("escaped quotes", b'a,b\n"x \\"y\\"",1\n', "escape_char", "\\", "backslash"),
    ("escaped separators", b"a,b\nx\\,y,1\nz,2\n", "escape_char", "\\", "backslash"),
    ("a path in quotes", b'a,b\n"C:\\dir\\",1\n"D:\\",2\n', "escape_char", "", "ordinary"),
    ("spaces before quotes", b'a, "b"\n1, "x,y"\n', "skip_initial_space", True, "space"),
    ("spaces everywhere", b"1, x\n2, y\n3, z\n", "skip_initial_space", True, "space"),
    ("some spaces", b"a,b\n1, x\n2,y\n3, z\n", "skip_initial_space", False, "part of"),
    ("nothing before", b"a,b\n1,2\n", "skipped_lines", 0, "first line"),
    ("blank lines", b"\n\na,b\n1,2\n", "skipped_lines", 2, "blank"),
    ("comments", b"# by us, 2024\n#\na,b\n1,2\n", "skipped_lines", 2, "comments"),
    ("a header in a comment", b"# by us\n#a,b\n1,x\n2,y\n", "skipped_lines", 1, "comments"),
    ("a title", b"Sales report\nid,city\n1,Bonn\n2,Ulm\n", "skipped_lines", 1, "titles"),
    ("a title of text", b"All cities\n\nname,city\nBob,Ulm\n", "skipped_lines", 2, "titles"),
    ("an Excel title", b"Sales,,\n,,\nid,city,n\n1,Bonn,3\n", "skipped_lines", 2, "titles"),
    ("notes", b"Place,Bonn\nYear,2020\nday,t,x\n1,3,4\n2,4,4\n", "skipped_lines", 2, "titles"),
    ("a short header", b"a,b\nx,y,z\n1,2,3\n4,5,6\n", "skipped_lines", 0, "first line"),
    ("a short header of one name", b"name\nBob,Ulm\nAnn,Bonn\n", "skipped_lines", 0, "first"),
    ("R's header", b'"mpg","cyl"\n"Fiat",22,4\n"VW",9,3\n', "skipped_lines", 0, "first line"),
    ("names above numbers", b"a,b\n1,x\n2,y\n", "header_rows", 1, "'a'"),
    ("text above yes and no", b"a,b\nyes,x\nno,y\n", "header_rows", 1, "'a'"),
    ("all text", b"name,city\nBob,Ulm\nAnn,Bonn\n", "header_rows", 1, "most files"),
    ("all numbers", b"1,2,3\n4,5,6\n", "header_rows", 0, "'1'"),
    ("numbers and text", b"5.1,x\n4.9,y\n", "header_rows", 0, "'5.1'"),
    ("a missing number first", b"NA,5.1,x\n3.5,4.9,y\n", "header_rows", 0, "'5.1'"),
    ("dates", b"2020-01-01,x\n2020-01-02,y\n", "header_rows", 0, "'2020-01-01'"),
    ("codes", b"AB-0012,Al\nAB-0013,Bo\nAB-0014,Cy\n", "header_rows", 0, "like those"),
    ("addresses", b"a@b.de,x\nc@d.de,y\ne@f.de,z\n", "header_rows", 0, "like those"),
    ("letters that recur", b"p,x\ne,x\ne,y\np,y\np,z\n", "header_rows", 0, "like those"),
    ("a header that recurs", b"a,b\nx,y\na,b\nz,y\n", "header_rows", 1, "most files"),
    ("years", b"land,2019,2020\nDE,15,25\nFR,25,35\n", "header_rows", 1, "years"),
    ("years as data", b"DE,2019,2020\nFR,2018,2021\n", "header_rows", 0, "'2019'"),
    ("numbers of pandas", b"0,1,2\n5.1,3.5,1.4\n4.9,3.0,1.4\n", "header_rows", 1, "step"),
    ("wavelengths", b"400,410,420,430\n1,5,2,9\n4,4,1,2\n", "header_rows", 1, "step"),
    ("blank names filled", b"id,Film,\n,I,II\n1,2,3\n2,3,4\n", "header_rows", 2, "blanks"),
    ("units", b"time,temp\ns,K\n0.1,280\n0.2,281\n", "header_rows", 2, "units"),
    ("kinds", b"age,sex\ncontinuous,discrete\n5,m\n6,f\n", "header_rows", 2, "units"),
    ("a word for missing", b"name,age\nBob,unknown\nAnn,5\nJoe,6\n", "header_rows", 1, "names"),
    ("two words", b"a,b\nabsent,excused\n5,6\n6,7\n", "header_rows", 1, "names"),
    ("descriptions", b"a,b\nAge in years,In EUR\n5,6\n6,7\n", "header_rows", 2, "descriptions"),
    ("one word for all", b"a,b\nunknown,unknown\n5,6\n6,7\n", "header_rows", 1, "names"),
    ("an index without name", b",name,n\nx,Bob,1\ny,Ann,2\n", "header_rows", 1, "names"),
]


@pytest.mark.parametrize(
    ("content", "field", "value", "word"), [case[1:] for case in FOUND], ids=[c[0] for c in FOUND]
)
def test_layout_is_found_out_with_its_reason(tmp_path, content, field, value, word):
    dialect = detect(written(tmp_path, content))
    assert getattr(dialect, field) == value
    assert word in dialect.reasons[field]


@pytest.mark.parametrize(
    "content",
    [
        b"12:30\n13:45\n14:00\n",
        b"time\n12:30\n13:45\n",
        b"2024-01-01 12:00\n2024-01-02 12:00\n2024-01-03 12:00\n",
        b"first second\nthird fourth\nfifth sixth\n",
        b"http://a.b\nhttp://c.d\nhttp://e.f\n",
    ],
)
def test_signs_of_ordinary_text_are_no_separators(tmp_path, content):
    dialect = detect(written(tmp_path, content))
    assert "No separator" in dialect.reasons["delimiter"]


def test_an_escape_far_behind_the_first_rows_is_found(tmp_path):
    path = written(tmp_path, b'a,b\n1,"x"\n' * 5_000 + b'2,"say \\"hi\\""\n')
    dialect = detect(path)
    assert dialect.escape_char == "\\"
    assert "backslash" in dialect.reasons["escape_char"]
    assert rows_of(path, dialect)[-1] == ("2", 'say "hi"')


WORLD_BANK = (
    b'"Data Source","World Development",\r\n\r\n"Last Updated","2024-05-30",\r\n\r\n'
    b'"Country Name","Country Code","1960","1961",\r\n"Aruba","ABW","54","55",\r\n'
    b'"Angola, P.","AGO","5","6",\r\n'
)
BANK_ACCOUNT = (
    '"Konto:";"DE12";\r\n\r\n"Stand:";"1,56 EUR";\r\n\r\n"Tag";"Wer";"Betrag (EUR)";\r\n'
    '"31.01.2024";"Müller; Sohn";"-12,50";\r\n"28.02.2024";"Bäcker";"-3,20";\r\n'
).encode("cp1252")
FILLED_UP = b"Report,,,\nPeriod,2024,,\n,,,\nid,city,price,n\n1,Bonn,3.5,1\n2,Ulm,4.5,2\n"


@pytest.mark.parametrize(
    ("content", "n_lines", "names"),
    [
        (WORLD_BANK, 4, ("Country Name", "Country Code", "1960", "1961")),
        (BANK_ACCOUNT, 4, ("Tag", "Wer", "Betrag (EUR)")),
        (FILLED_UP, 3, ("id", "city", "price", "n")),
    ],
    ids=["World Bank", "bank account", "filled up by Excel"],
)
def test_the_table_is_found_below_notes_as_programs_write_them(tmp_path, content, n_lines, names):
    path = written(tmp_path, content)
    dialect = detect(path)
    table = read_text_table(path, dialect)
    assert (dialect.skipped_lines, dialect.header_rows) == (n_lines, 1)
    assert table.names == names
    assert len(table.columns[0]) == 2


def test_two_header_rows_become_one_name_each(tmp_path):
    content = b"id,Fan?,Films,,Age\n,Response,I,II,Response\n1,Yes,2,3,40\n2,No,3,4,50\n"
    path = written(tmp_path, content)
    table = read_text_table(path, detect(path))
    assert table.names == ("id", "Fan?", "Films / I", "Films / II", "Age")
    assert [finding.code for finding in table.findings] == ["merged_headers"]
    assert "Films / I" in table.findings[0].evidence


ONE_HEADER = ["penguins", "titanic_kaggle_train", "telco_churn", "california_housing",
              "mice_protein", "jewellery"]  # fmt: skip


def test_a_header_below_a_title_may_be_too_long_too(tmp_path):
    path = written(tmp_path, b"note\n\nx,1900,1901,7,8\na,5,6\nb,7,8\nc,9,9\n")
    with pytest.raises(UnreadableFileError, match="Line 4 has 3 cells, but the header has 5"):
        read_text_table(path, detect(path))


@has_data
@pytest.mark.parametrize("name", ONE_HEADER)
def test_real_files_have_one_header_row_and_no_preamble(name):
    dialect = detect(DATA / f"{name}.csv")
    assert (dialect.delimiter, dialect.skipped_lines, dialect.header_rows) == (",", 0, 1)


@has_data
def test_the_star_wars_survey_has_two_header_rows():
    path = DATA / "star_wars_survey.csv"
    dialect = detect(path)
    table = read_text_table(path, dialect)
    assert (dialect.encoding, dialect.header_rows) == ("cp1252", 2)
    assert table.names[0] == "RespondentID"
    assert table.names[1].endswith("Star Wars franchise?")
    assert table.names[3].endswith(" / Star Wars: Episode I  The Phantom Menace")
    assert len(table.columns[0]) == 1186


# Choices


def test_every_choice_is_obeyed_and_kept(tmp_path):
    path = written(tmp_path, "a b\nx, 'ü\\',1\n".encode("latin-1"))
    choices = DialectChoices(
        encoding="latin-1",
        delimiter=",",
        quote_char="",
        escape_char="",
        skipped_lines=1,
        header_rows=0,
    )
    dialect = detect(path, choices)
    assert dialect.choices == choices
    for field in ("encoding", "delimiter", "quote_char", "escape_char", "skipped_lines"):
        assert getattr(dialect, field) == getattr(choices, field)
        assert dialect.reasons[field] == CHOSEN
    assert rows_of(path, dialect)[1:] == [("x", " 'ü\\'", "1")]


@pytest.mark.parametrize("delimiter", ["§", "→", "x", "#", " "])
def test_any_single_sign_can_be_the_separator(tmp_path, delimiter):
    text = '{0}"b{0}c"\n1{0}2\n3{0}4\n'.format(f"a{delimiter}")
    path = written(tmp_path, text.encode())
    dialect = detect(path, DialectChoices(delimiter=delimiter))
    assert dialect.delimiter == delimiter
    assert len(rows_of(path, dialect)) == 3


def test_what_is_not_chosen_suits_what_is(tmp_path):
    path = written(tmp_path, b"a;b,c\n1;2,5\n")
    assert rows_of(path, detect(path)) == [("a", "b,c"), ("1", "2,5")]
    dialect = detect(path, DialectChoices(delimiter=","))
    assert rows_of(path, dialect) == [("a;b", "c"), ("1;2", "5")]


REFUSED_CHOICES = [
    ("encoding", "rot13"),
    ("encoding", "no such thing"),
    ("encoding", "utf-8\0"),
    ("delimiter", ""),
    ("delimiter", ",,"),
    ("delimiter", "\n"),
    ("delimiter", '"'),
    ("delimiter", "\0"),
    ("quote_char", "`"),
    ("quote_char", "''"),
    ("escape_char", "/"),
    ("skipped_lines", -1),
    ("skipped_lines", 10**9),
    ("header_rows", 3),
    ("header_rows", -1),
]


@pytest.mark.parametrize(("field", "value"), REFUSED_CHOICES)
def test_a_choice_that_cannot_be_is_refused_with_what_can(tmp_path, field, value):
    path = written(tmp_path, b"a,b\n1,2\n")
    with pytest.raises(InvalidValueError) as caught:
        detect(path, DialectChoices.model_validate({field: value}))
    assert caught.value.field == field
    assert "Allowed is: " in caught.value.message


def test_an_encoding_that_cannot_read_the_file_is_refused_with_the_line(tmp_path):
    path = written(tmp_path, "a,b\n1,2\nü,4\n".encode("latin-1"))
    with pytest.raises(UnreadableFileError, match="cannot be read as utf-8") as caught:
        detect(path, DialectChoices(encoding="UTF8"))
    assert caught.value.line == 3


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_may_be_chosen_reads_a_file(tmp_path, encoding):
    path = written(tmp_path, "a,b\n1,x\n".encode(encoding))
    dialect = detect(path, DialectChoices(encoding=encoding.upper()))
    assert dialect.encoding == encoding
    assert rows_of(path, dialect) == [("a", "b"), ("1", "x")]


def test_skipping_more_lines_than_there_are_is_refused(tmp_path):
    path = written(tmp_path, b"a,b\n1,2\n")
    with pytest.raises(UnreadableFileError, match="all of its lines are skipped"):
        rows_of(path, detect(path, DialectChoices(skipped_lines=5)))


# The first rows


def test_the_head_is_the_beginning_of_the_whole(tmp_path):
    rows = "".join(f'{place},"text, {place}"\n' for place in range(10_000))
    path = written(tmp_path, f"id,text\n{rows}".encode())
    dialect = detect(path)
    head = read_head(path, dialect, rows=20)
    whole = read_text_table(path, dialect)
    assert head.names == whole.names
    for first, column in zip(head.columns, whole.columns, strict=True):
        assert first.to_pylist() == column.slice(0, 20).to_pylist()


CUT = [
    ("within a row", b"a,b,c\n1,2,3\n4,5,6\n7,8", [("1", "2", "3"), ("4", "5", "6")]),
    ("within quotes", b'a,b\n1,"x"\n2,"y\nz', [("1", "x")]),
    ("within a character", "a,b\n1,x\n2,é".encode()[:-1], [("1", "x"), ("2", "\ufffd")]),
    (
        "within a character of UTF-16",
        "a,b\n1,x\n2,y".encode("utf-16")[:-1],
        [("1", "x"), ("2", "\ufffd")],
    ),
    ("too long a row", b"a,b\n1,2,3\n4,5\n", [("1", "2"), ("4", "5")]),
    ("too short a row", b"a,b\n1\n4,5\n", [("1", None), ("4", "5")]),
    ("text after quotes", b'a,b\n"x"y,1\n2,3\n', [("xy", "1"), ("2", "3")]),
    ("only a header", b"a,b\n", []),
]


@pytest.mark.parametrize(("content", "expected"), [c[1:] for c in CUT], ids=[c[0] for c in CUT])
def test_the_head_of_a_file_that_is_cut_is_read(tmp_path, content, expected):
    path = written(tmp_path, content)
    encoding = "utf-16" if content.startswith(b"\xff\xfe") else "utf-8"
    dialect = Dialect(encoding=encoding, delimiter=",")
    head = read_head(path, dialect, rows=20)
    assert list(zip(*[column.to_pylist() for column in head.columns], strict=True)) == expected
