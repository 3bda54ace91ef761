"""Code that reads a file with pandas alone, the way the file of a model was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.records import Column, ColumnFormat, Dialect, TrainedModel

# What the program names or renames: a column without a name, or one that is there twice.
_MADE_NAME: Final = re.compile(r"column_\d+|(?P<twin>.+)_\d+")
# Texts that look like a number to pandas, but are codes: 007, or too long to be kept exactly.
_CODE: Final = re.compile(r"[+-]?(0\d+|\d{19,})")
# Some of the texts that pandas reads as missing unless it is told otherwise.
_PANDAS_MISSING: Final = frozenset({"NA", "N/A", "None", "null", "NULL", "nan", "NaN", "n/a"})

Columns = Sequence[Column]


def reading_lines(model: TrainedModel, *, path: str) -> list[str]:
    """Lines of code that read the file `path` into the variable ``rows``."""
    columns = [column for column in model.provenance.columns if column.name in model.features]
    options = _options(model.provenance.dialect, model.provenance.columns, columns)
    parts = ", ".join([quoted(path), *options])
    return [f"rows = pd.read_csv({parts})", *_number_lines(columns), *_date_lines(columns)]


def quoted(text: str) -> str:
    """Text as Python code, in double quotes where that needs no escape."""
    return repr(text) if "'" in text or '"' in text else f'"{repr(text)[1:-1]}"'


def _options(dialect: Dialect, all_columns: Columns, columns: Columns) -> list[str]:
    parts = [*_signs(dialect), *_header(dialect, all_columns), *_missing(columns)]
    if as_text := [column for column in columns if _is_read_as_text(column)]:
        types = ", ".join(f"{quoted(column.name)}: str" for column in as_text)
        parts.append(f"dtype={{{types}}}")
    return parts


def _signs(dialect: Dialect) -> list[str]:
    told = {
        "sep": (dialect.delimiter, ","),
        "encoding": (dialect.encoding, "utf-8"),
        "escapechar": (dialect.escape_char, ""),
    }
    parts = [f"{key}={quoted(value)}" for key, (value, usual) in told.items() if value != usual]
    if dialect.quote_char != '"':
        quotes = f"quotechar={quoted(dialect.quote_char)}" if dialect.quote_char else "quoting=3"
        parts.append(quotes)
    return parts + ["skipinitialspace=True"] * dialect.skip_initial_space


def _header(dialect: Dialect, columns: Columns) -> list[str]:
    """Names are told where those of the file are not the ones that were given to the columns."""
    names = [column.name for column in columns]
    if dialect.header_rows == 1 and not any(_is_made(name, names) for name in names):
        return [f"skiprows={dialect.skipped_lines}"] if dialect.skipped_lines else []
    above = dialect.skipped_lines + max(0, dialect.header_rows - 1)
    skipped = [f"skiprows={above}"] if above else []
    header = "None" if dialect.header_rows == 0 else "0"
    listed = ", ".join(quoted(name) for name in names)
    return [*skipped, f"header={header}", f"names=[{listed}]"]


def _is_made(name: str, names: Sequence[str]) -> bool:
    found = _MADE_NAME.fullmatch(name)
    return found is not None and found["twin"] in {None, *names}


def _missing(columns: Columns) -> list[str]:
    words = {column.name: column.format.missing_words for column in columns}
    told = [f"{quoted(name)}: {list(found)!r}" for name, found in words.items() if found]
    levels = {value for column in columns for value, _ in column.top}
    if not levels & _PANDAS_MISSING:
        return [f"na_values={{{', '.join(told)}}}"] if told else []
    # A word that is a value here would be read as missing by pandas.
    every = ", ".join(f"{quoted(name)}: {['', *found]!r}" for name, found in words.items())
    return ["keep_default_na=False", f"na_values={{{every}}}"]


def _is_read_as_text(column: Column) -> bool:
    if column.type == "numeric":
        return _is_written_oddly(column.format)
    if column.type == "text":
        return True
    values = [value for value, _ in column.top] + list(column.examples)
    return column.type == "categorical" and any(_CODE.fullmatch(value) for value in values)


def _is_written_oddly(written: ColumnFormat) -> bool:
    return (written.decimal, written.thousands, written.prefix, written.suffix) != (".", "", "", "")


def _number_lines(columns: Columns) -> list[str]:
    """Numbers with other marks than a decimal point, all columns of one format together."""
    formats: dict[ColumnFormat, list[str]] = {}
    for column in columns:
        if column.type == "numeric" and _is_written_oddly(column.format):
            plain = column.format.model_copy(update={"missing_words": (), "date_order": None})
            formats.setdefault(plain, []).append(column.name)
    return [line for written, names in formats.items() for line in _number_loop(written, names)]


def _number_loop(written: ColumnFormat, names: Sequence[str]) -> list[str]:
    signs = [sign for sign in (written.prefix, written.suffix) if sign]
    steps = [f'.str.replace({quoted(sign)}, "", regex=False)' for sign in signs]
    if written.thousands:
        mark = r"\s" if written.thousands == " " else re.escape(written.thousands)
        steps.append(f'.str.replace(r"{mark}", "", regex=True)')
    if written.decimal == ",":
        steps.append('.str.replace(",", ".", regex=False)')
    return [*_loop(names), f"    rows[name] = pd.to_numeric(rows[name]{''.join(steps)})"]


def _date_lines(columns: Columns) -> list[str]:
    orders: dict[str, list[str]] = {}
    for column in columns:
        if column.type == "datetime":
            order = ", dayfirst=True" if column.format.date_order == "day first" else ""
            orders.setdefault(order, []).append(column.name)
    return [line for order, names in orders.items() for line in _date_loop(order, names)]


def _date_loop(order: str, names: Sequence[str]) -> list[str]:
    moments = f'pd.to_datetime(rows[name], format="mixed", utc=True{order})'
    return [*_loop(names), f"    rows[name] = {moments}.dt.tz_localize(None)"]


def _loop(names: Sequence[str]) -> list[str]:
    return [f"for name in [{', '.join(quoted(name) for name in names)}]:"]
