"""The rows below the header as columns of text: fast where pyarrow can, else exact and slow.

pyarrow reads in parallel, at several hundred MB a second, but knows only
separators of one byte and no spaces before a quote. What it cannot do, Python's
`csv` module does in batches, at some 10 to 20 MB a second.
"""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from engine.errors import UnreadableFileError
from engine.reading.arrow import Array, Table
from engine.reading.csv_faults import Width, raise_first_fault
from engine.reading.csv_plain import PlainText
from engine.reading.csv_quotes import check_quotes
from engine.reading.csv_syntax import Syntax, csv_reader, is_blank, text_lines

BLOCK_BYTES = 1 << 20
# A block should hold many rows, or a wide table falls into too many pieces.
BLOCK_BYTES_PER_COLUMN = 1 << 12
LARGEST_BLOCK_BYTES = 2**31 - 1
# Small batches, because the garbage collector looks at every row that is held; but
# not too small, because each is an array of its own in every column.
BATCH_CELLS = 1 << 14
FEWEST_BATCH_ROWS = 64
MOST_BLANK_ROWS = 10_000


def read_body(body: PlainText, width: Width, *, lines_before: int, has_header: bool) -> list[Array]:
    """Read the rows below the header, or say what is wrong with them and where.

    Parameters
    ----------
    lines_before : int
        How many lines of the file come before these.
    has_header : bool
        Whether the width is that of a header, and not of the first row.

    Raises
    ------
    UnreadableFileError
        For the first row of another length, or a quote that does not close.
    """

    def raise_fault() -> None:
        rows = body.rows(strict=True, lines_before=lines_before)
        raise_first_fault(rows, width, has_header=has_header)

    if not _needs_slow_reader(body):
        if not (quotes := check_quotes(body.text, body.syntax)).are_paired:
            raise_fault()
        table = _read_fast(body, width, newlines=quotes.hold_newlines)
        if table is not None:
            skips = _skips(body.syntax)
            columns = (body.restored_column(column) for column in table.columns)
            return [_without_spaces(column) if skips else column for column in columns]
    try:
        return [body.restored_column(column) for column in _read_slowly(body, width)]
    except (csv.Error, _UnevenRowsError) as error:
        raise_fault()
        raise UnreadableFileError("The file cannot be read as a table.") from error


def _needs_slow_reader(body: PlainText) -> bool:
    syntax = body.syntax
    if not (syntax.delimiter.isascii() and syntax.quote_char.isascii()):
        return True
    return _skips(syntax) and re.search(syntax.quote_char.encode() or b"$.", body.text) is not None


def _skips(syntax: Syntax) -> bool:
    return syntax.skip_initial_space and not syntax.has_runs


def _without_spaces(column: Array) -> Array:
    trimmed = pc.utf8_ltrim(column, " ")
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


class _UnevenRowsError(Exception):
    """Some row is too long or too short; which one is found out afterwards."""


def _read_slowly(body: PlainText, width: Width) -> list[Array]:
    rows = csv_reader(text_lines(body.text), body.syntax, strict=True)
    batches: list[list[Array]] = []
    n_rows = max(FEWEST_BATCH_ROWS, BATCH_CELLS // width.n_cells)
    while batch := list(itertools.islice(rows, n_rows)):
        even = [row for row in batch if len(row) == width.n_cells]
        has_end = width.has_empty_end and any(row[-1] for row in even)
        if has_end or not all(is_blank(row) for row in batch if len(row) != width.n_cells):
            raise _UnevenRowsError
        if even:
            batches.append([text_column(column) for column in zip(*even, strict=True)])
    if not batches:
        return [pa.chunked_array([], pa.string())] * width.n_names
    pieces = itertools.islice(zip(*batches, strict=True), width.n_names)
    return [pa.chunked_array([pa.concat_arrays(chunks)]) for chunks in pieces]


def text_column(cells: Sequence[str]) -> Array:
    """A column of text, null where a cell is empty."""
    return pa.array([cell or None for cell in cells], pa.string())


def _read_fast(body: PlainText, width: Width, *, newlines: bool) -> Table | None:
    """Read with pyarrow; ``None`` if it cannot."""
    try:
        table = _parse(body, width.n_cells, newlines=newlines)
    except pa.ArrowInvalid:
        return None
    if not width.has_empty_end:
        return table
    has_empty_end = table.column(width.n_names).null_count == table.num_rows
    return table.select(range(width.n_names)) if has_empty_end else None


def _parse(body: PlainText, n_cells: int, *, newlines: bool) -> Table:
    """Read the rows in blocks, or all in one if a row is longer than a block."""
    options = {
        "parse_options": arrow_csv.ParseOptions(
            delimiter=body.syntax.delimiter,
            quote_char=body.syntax.quote_char or False,
            newlines_in_values=newlines,
            invalid_row_handler=_BlankRows(),
        ),
        "convert_options": arrow_csv.ConvertOptions(
            default_column_type=pa.string(), null_values=[""], strings_can_be_null=True
        ),
    }
    try:
        blocks = _blocks(n_cells, max(BLOCK_BYTES, BLOCK_BYTES_PER_COLUMN * n_cells))
        return arrow_csv.read_csv(pa.BufferReader(body.text), read_options=blocks, **options)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise
    one_block = _blocks(n_cells, min(body.text.size + 1, LARGEST_BLOCK_BYTES))
    return arrow_csv.read_csv(pa.BufferReader(body.text), read_options=one_block, **options)


def _blocks(n_cells: int, n_bytes: int) -> arrow_csv.ReadOptions:
    names = [str(position) for position in range(n_cells)]
    return arrow_csv.ReadOptions(column_names=names, block_size=n_bytes)


class _BlankRows:
    """Leaves out rows of white space, but not too many: asking here takes 16 µs each."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, row: arrow_csv.InvalidRow) -> str:
        self._count += 1
        is_blank = row.actual_columns == 1 and not row.text.strip()
        return "skip" if is_blank and self._count <= MOST_BLANK_ROWS else "error"
