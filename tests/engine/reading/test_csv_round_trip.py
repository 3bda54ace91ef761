"""Tables written in random dialects are read back equal; nothing else than a refusal is raised."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.reading.csv_dialect import detect
from engine.reading.csv_syntax import Syntax, rows_with_lines
from engine.reading.csv_table import read_head, read_text_table
from engine.records import Dialect, DialectChoices

# The same examples in every run.
steady = settings(deadline=None, derandomize=True, max_examples=100)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
LINE_ENDS = ["\n", "\r\n", "\r"]
QUOTING = [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]
TEXTS = [
    "Smith, John", "a; b", 'say "hi"', "it's", "two\nlines", "tab\there", "x|y", "C:\\temp", "",
    '5" pipe', "Łódź", "plain", "-", "12,5", "#1", "=1+1", "😀",
]  # fmt: skip


def rows_of(table):
    """Rows of a table of text, with empty text for null."""
    columns = [column.to_pylist() for column in table.columns]
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]


def write(path, rows, *, encoding, line_end, **options):
    if any("\r" in cell or "\n" in cell for row in rows for cell in row):
        # Python's writer leaves a line end unquoted if it is not the file's own.
        options["quoting"] = csv.QUOTE_ALL
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator=line_end, **options).writerows(rows)


@steady
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 99_999), st.floats(0, 9, width=32), st.sampled_from(TEXTS)),
        min_size=3,
        max_size=12,
    ),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(LINE_ENDS),
    quoting=st.sampled_from(QUOTING),
    escape=st.sampled_from(["", "\\"]),
)
def test_an_ordinary_table_is_found_out_and_read_back(
    *, tmp_path_factory, rows, encoding, delimiter, line_end, quoting, escape
):
    # Without any quote in the text nobody could tell what a backslash means.
    texts = [[str(number), str(value), text] for number, value, text in rows]
    texts.insert(1, ["7", "0.5", 'all of "it", really'])
    path = tmp_path_factory.mktemp("ordinary") / "any.csv"
    options = {"escapechar": escape, "doublequote": False} if escape else {}
    write(
        path,
        [["count", "share", "remark"], *texts],
        encoding=encoding,
        line_end=line_end,
        delimiter=delimiter,
        quoting=quoting,
        **options,
    )
    dialect = detect(path)
    assert (dialect.delimiter, dialect.escape_char) == (delimiter, escape)
    table = read_text_table(path, dialect)
    assert table.names == ("count", "share", "remark")
    assert rows_of(table) == texts


def tables_of(cell):
    return st.integers(2, 5).flatmap(
        lambda width: st.lists(
            # An empty row at the end is left out, and a blank line is none.
            st.lists(cell, min_size=width, max_size=width).filter(
                lambda row: any(map(str.strip, row))
            ),
            min_size=1,
            max_size=8,
        )
    )


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
    | st.sampled_from(",;\t|^ \"'\\\n\r"),
    max_size=12,
)


@steady
@given(
    rows=tables_of(CELLS),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(",;\t|^§ "),
    quote=st.sampled_from("\"'"),
    line_end=st.sampled_from(LINE_ENDS),
    quoting=st.sampled_from(QUOTING),
    n_notes=st.integers(0, 2),
)
def test_any_text_is_read_back_where_the_dialect_is_known(
    *, tmp_path_factory, rows, encoding, delimiter, quote, line_end, quoting, n_notes
):
    header = [f"column{place}" for place in range(len(rows[0]))]
    path = tmp_path_factory.mktemp("known") / "any.csv"
    notes = [["note"]] * n_notes
    write(
        path,
        [*notes, header, *rows],
        encoding=encoding,
        line_end=line_end,
        delimiter=delimiter,
        quotechar=quote,
        quoting=quoting,
    )
    dialect = Dialect(
        encoding=encoding, delimiter=delimiter, quote_char=quote, skipped_lines=n_notes
    )
    table = read_text_table(path, dialect)
    assert list(table.names) == header
    assert rows_of(table) == rows
    assert rows_of(read_head(path, dialect, rows=3)) == rows[:3]


PIECES = st.sampled_from(
    ["x", "", " ", '"x"', '"a""b"', '"x,y"', '"x\ny"', ' "x"', '5"', '"x"y', '""', '\\"', '"\r\n"',
     '"', "'", "''x"]
)  # fmt: skip


@settings(steady, max_examples=300)
@given(
    rows=st.lists(st.lists(PIECES, min_size=2, max_size=3), min_size=1, max_size=4),
    line_end=st.sampled_from(LINE_ENDS),
    quote=st.sampled_from(['"', "'", ""]),
    skip=st.booleans(),
)
def test_the_fast_reader_reads_as_the_exact_one(*, tmp_path_factory, rows, line_end, quote, skip):
    text = line_end.join(["a,b", *(",".join(row) for row in rows)])
    path = tmp_path_factory.mktemp("either") / "any.csv"
    path.write_text(text, newline="")
    syntax = Syntax(",", quote, skip_initial_space=skip)
    dialect = Dialect(encoding="utf-8", delimiter=",", quote_char=quote, skip_initial_space=skip)
    assert outcome(lambda: rows_of(read_text_table(path, dialect))) == outcome(
        lambda: exact_rows(text, syntax)
    )


def outcome(read):
    try:
        return read()
    except EngineError:
        return "refused"


def exact_rows(text, syntax):
    lines = io.StringIO(text, newline="")
    rows = [row for _, row in rows_with_lines(lines, syntax, strict=True)][1:]
    if rows and all(len(row) == 3 and not row[-1] for row in rows):
        rows = [row[:-1] for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    return rows if rows and all(len(row) == 2 for row in rows) else "refused"


ANYTHING = st.binary(max_size=80) | st.lists(
    st.sampled_from([bytes([code]) for code in b"ab1,;:|\t \"'\\\n\r#=.-\x00\xe9\xff"]), max_size=60
).map(b"".join)


@settings(steady, max_examples=300)
@given(
    content=ANYTHING,
    choices=st.builds(
        DialectChoices,
        delimiter=st.none() | st.sampled_from(",§ "),
        quote_char=st.none() | st.sampled_from(['"', "'", ""]),
        escape_char=st.none() | st.sampled_from(["", "\\"]),
        skipped_lines=st.none() | st.integers(0, 3),
        header_rows=st.none() | st.integers(0, 2),
    ),
)
def test_no_bytes_whatever_raise_anything_but_a_refusal(*, tmp_path_factory, content, choices):
    path = tmp_path_factory.mktemp("anything") / "any.csv"
    path.write_bytes(content)
    problem = None
    try:
        dialect = detect(path, choices)
        head = read_head(path, dialect, rows=5)
        table = read_text_table(path, dialect)
    except EngineError as error:
        problem = error.problem()
    if problem is not None:
        assert problem.message.endswith(".")
        assert problem.hint
        return
    assert len(table.names) == len(set(table.names)) == len(table.columns) >= 2
    assert len({len(column) for column in table.columns}) == 1
    assert len(head.names) == len(head.columns)
