r"""A CSV text rewritten so that any reader of CSV can read it, and its cells put back.

Readers differ in what a backslash does: `csv` and pyarrow drop it before any
sign, so that ``C:\temp`` becomes ``C:temp``. Here it only counts before a quote,
a separator, a line end or another backslash. Each such pair is replaced by one
control character that the text does not have, and put back in the cells that
were read. Runs of spaces that are one separator become one space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.arrow import Array, Buffer
from engine.reading.csv_syntax import Syntax, rows_with_lines, text_lines

# Control characters, then those that are for private use.
_STAND_INS = (*range(1, 9), *range(14, 32), *range(0xE000, 0xF8FF))
CHUNK_BYTES = 1 << 20
_RUN = re.compile(rb" {2,}")
_LINE_END = re.compile(rb"[\r\n]")
_AT_LINE_END = re.compile(rb" (?=[\r\n])|(?<=[\r\n]) ")
_LINE_ENDS = ("\r\n", "\n", "\r")


@dataclass(frozen=True)
class PlainText:
    """A text without escapes and runs of spaces.

    Attributes
    ----------
    text : pyarrow.Buffer
        UTF-8.
    meanings : mapping
        What each stand-in in it is in truth.
    """

    text: Buffer
    syntax: Syntax
    meanings: Mapping[str, str] = field(default_factory=dict)

    def after(self, n_bytes: int) -> PlainText:
        """The rest of the text."""
        return PlainText(self.text.slice(n_bytes), self.syntax, self.meanings)

    def rows(
        self, *, strict: bool = False, lines_before: int = 0, lines: Iterator[str] | None = None
    ) -> Iterator[tuple[int, list[str]]]:
        """Rows with their lines; see `rows_with_lines`. `lines` are those of the text."""
        n_hidden = 0
        lines = text_lines(self.text) if lines is None else lines
        rows = rows_with_lines(lines, self.syntax, strict=strict, lines_before=lines_before)
        if not self.meanings:
            yield from rows
        for line, row in rows:
            yield line + n_hidden, self._restored(row)
            n_hidden += self._hidden_line_ends(row)

    def _restored(self, row: list[str]) -> list[str]:
        """Cells as they are in truth."""
        table = str.maketrans(dict(self.meanings))
        return [cell.translate(table) for cell in row]

    def restored_column(self, column: Array) -> Array:
        """The same for a column of text."""
        for stand_in, meaning in self.meanings.items():
            column = pc.replace_substring(column, stand_in, meaning)
        return column

    def _hidden_line_ends(self, row: list[str]) -> int:
        signs = [sign for sign, meaning in self.meanings.items() if meaning in _LINE_ENDS]
        return sum(cell.count(sign) for cell in row for sign in signs)


def plain(text: Buffer, syntax: Syntax) -> PlainText:
    """Rewrite a text in UTF-8; without escapes and runs it stays as it is, uncopied."""
    if syntax.has_runs:
        return PlainText(_without_runs(text.to_pybytes()), syntax)
    if syntax.escape_char:
        return _without_escapes(text.to_pybytes(), syntax)
    return PlainText(text, syntax)


def _without_runs(text: bytes) -> Buffer:
    """Piece by piece, because `re` holds every space that it replaces in memory."""
    output, start = pa.BufferOutputStream(), 0
    while start < len(text):
        end = _LINE_END.search(text, min(start + CHUNK_BYTES, len(text)))
        stop = end.end() if end else len(text)
        single = _RUN.sub(b" ", text[start:stop]).strip(b" ")
        output.write(_AT_LINE_END.sub(b"", single))
        start = stop
    return output.getvalue()


def _without_escapes(text: bytes, syntax: Syntax) -> PlainText:
    meanings: dict[str, str] = {}
    free = (chr(code) for code in _STAND_INS if chr(code).encode() not in text)
    escape = syntax.escape_char
    # A doubled escape first: its second half does not escape what follows.
    for sign in filter(None, (escape, syntax.quote_char, syntax.delimiter, *_LINE_ENDS)):
        pair = (escape + sign).encode()
        if pair in text:
            stand_in = next(free)
            text = text.replace(pair, stand_in.encode())
            meanings[stand_in] = sign
    return PlainText(pa.py_buffer(text), syntax, meanings)


def plain_string(text: str, syntax: Syntax) -> PlainText:
    """The same for a piece of text in memory."""
    return plain(pa.py_buffer(text.encode("utf-8", "replace")), syntax)
