"""How a CSV file is laid out, each part of it with the reason.

Libraries were tried first, on 34 files: seven real ones, the twelve of
csv-spectrum, and fifteen made to be hard. CleverCSV 0.8.5 (May 2026, MIT) found
every separator and quote, but knows no titles, comments or second header row,
and took 2 to 3 s for each MB, all files 15.2 s. DuckDB 2.0 (October 2026, MIT,
68 MB) is the best sniffer, all files 5.6 s; but of a ragged file it kept one row
of three, of a header that is too short it lost the header, of an unclosed quote
it made text, each without a word, and UTF-16 without a mark and latin-1 it cannot
tell. pandas (`sep=None`) takes a title for the header and shifts columns, pyarrow
knows the comma only. None gives a reason for what it decided.

So the signs are found here as CleverCSV does it, by how evenly they divide the
first 300 lines and how much the cells look like values (same 34 files: 0.2 s);
pyarrow and Python's `csv` do the reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from engine.errors import UnreadableFileError
from engine.reading.csv_choices import CHOSEN, NO_CHOICES, checked
from engine.reading.csv_delimiter import ESCAPE, Fit, Row, best_fit, fit_of
from engine.reading.csv_header import find_header
from engine.reading.csv_plain import plain
from engine.reading.csv_preamble import Preamble, find_preamble, n_comment_lines, separator_line
from engine.reading.csv_quotes import check_quotes
from engine.reading.csv_reasons import escape_reason, syntax_reasons
from engine.reading.csv_sample import Sample, line_end_of, read_sample
from engine.reading.csv_syntax import syntax_of
from engine.reading.decoding import utf8_text
from engine.reading.encodings import check_encoding, detect_encoding
from engine.reading.file_kind import refuse_other_kinds
from engine.records import Dialect, DialectChoices

LAYOUT_CHOICES = (
    "encoding", "delimiter", "quote_char", "escape_char", "skipped_lines", "header_rows",
)  # fmt: skip


def detect(path: Path, choices: DialectChoices = NO_CHOICES) -> Dialect:
    """Tell how a CSV file is written, with one sentence of reason for each field.

    Parameters
    ----------
    choices : DialectChoices
        What is known already; the rest is found out to suit it.

    Raises
    ------
    InvalidValueError
        If a choice cannot be.
    NotACsvError
        If the file is something else, for example an Excel workbook.
    UnreadableFileError
        If the file is empty or its encoding is broken.
    """
    choices = checked(choices)
    _refuse_empty(path)
    refuse_other_kinds(path)
    encoding = check_encoding(path, choices.encoding) if choices.encoding else detect_encoding(path)
    layout = _layout(read_sample(path, encoding.name), choices, encoding.name)
    dialect = _with_late_escapes(path, layout, choices)
    reasons = {"encoding": encoding.reason} | dialect.reasons | _chosen(choices)
    return dialect.model_copy(update={"choices": choices, "reasons": reasons})


def _refuse_empty(path: Path) -> None:
    with path.open("rb") as file:
        is_empty = not any(chunk.strip() for chunk in iter(lambda: file.read(1 << 20), b""))
    if is_empty:
        raise UnreadableFileError(
            "The file is empty.",
            hint="Choose a CSV file with a header line and at least one row of data.",
        )


def _chosen(choices: DialectChoices) -> dict[str, str]:
    return {field: CHOSEN for field in LAYOUT_CHOICES if getattr(choices, field) is not None}


def _layout(sample: Sample, choices: DialectChoices, encoding: str) -> Dialect:
    named = separator_line(sample.lines)
    begin = _lines_before(sample, choices, named)
    fit = best_fit(sample.after(begin), _with_delimiter(choices, named))
    rows = _with_commented_header(sample, fit, begin)
    preamble = _preamble(rows, fit.width, choices)
    header = find_header([row for line, row in rows if line > preamble.n_lines])
    line_end, line_reason = line_end_of(sample)
    return Dialect(
        encoding=encoding,
        line_end=line_end,
        skipped_lines=preamble.n_lines,
        header_rows=header.n_rows if choices.header_rows is None else choices.header_rows,
        reasons=syntax_reasons(fit, sample, named=named is not None)
        | {
            "line_end": line_reason,
            "skipped_lines": preamble.reason,
            "header_rows": header.reason,
        },
        **asdict(fit.syntax),
    )


def _lines_before(sample: Sample, choices: DialectChoices, named: str | None) -> int:
    """How many lines are no rows, whatever separates the cells."""
    if choices.skipped_lines is not None:
        return choices.skipped_lines
    n_named = 0 if named is None else 1
    return n_named + n_comment_lines(sample.lines[n_named:])


def _with_delimiter(choices: DialectChoices, named: str | None) -> DialectChoices:
    if choices.delimiter is not None or named is None:
        return choices
    return choices.model_copy(update={"delimiter": named})


def _with_commented_header(sample: Sample, fit: Fit, begin: int) -> list[Row]:
    """Rows with their lines in the file; the last comment is one if it names the columns."""
    rows = [(line + begin, row) for line, row in fit.rows]
    if begin == 0 or not rows or find_header([row for _, row in rows]).n_rows > 0:
        return rows
    last = fit_of(sample.lines[begin - 1], fit.syntax, is_whole=True)
    if last.width != fit.width:
        return rows
    return [(begin, last.rows[0][1]), *rows]


def _preamble(rows: Sequence[Row], width: int, choices: DialectChoices) -> Preamble:
    if choices.skipped_lines is not None:
        return Preamble(choices.skipped_lines, CHOSEN)
    return find_preamble(rows, width)


def _with_late_escapes(path: Path, dialect: Dialect, choices: DialectChoices) -> Dialect:
    r"""Look through the whole file if ``\"`` may occur late; then its quotes tell which holds."""
    syntax = syntax_of(dialect)
    is_open = not syntax.escape_char and choices.escape_char is None and syntax.quote_char == '"'
    if not is_open or not syntax.delimiter.isascii():
        return dialect
    text = utf8_text(path, dialect.encoding)
    if re.search(rb'\\"', text) is None or check_quotes(text, syntax).are_paired:
        return dialect
    escaped = replace(syntax, escape_char=ESCAPE)
    if not check_quotes(plain(text, escaped).text, escaped).are_paired:
        return dialect
    reasons = dialect.reasons | {"escape_char": escape_reason(escaped)}
    return dialect.model_copy(update={"escape_char": ESCAPE, "reasons": reasons})
