"""What a person says about the layout of a file, checked before it is used."""

from __future__ import annotations

import codecs

from engine.errors import InvalidValueError
from engine.records import DialectChoices

NO_CHOICES = DialectChoices()
# The reason for everything that is not found out.
CHOSEN = "You chose it."
QUOTES = ('"', "'", "")
ESCAPES = ("", "\\")
HEADER_ROWS = (0, 1, 2)
MOST_SKIPPED_LINES = 10_000
# Signs that belong to something else than a separator.
_NO_DELIMITERS = frozenset("\r\n\0\"'\\\ufeff")
# Text encodings only: Python has codecs that are none, and some that are not for files.
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
    "cp1252", "latin-1", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257",
    "cp1258", "cp437", "cp850", "cp852", "cp866", "cp874", "iso8859-2", "iso8859-5", "iso8859-7",
    "iso8859-8", "iso8859-9", "iso8859-15", "koi8_r", "koi8_u", "mac_roman", "shift_jis", "cp932",
    "euc_jp", "iso2022_jp", "gbk", "gb18030", "big5", "euc_kr", "cp949",
)  # fmt: skip
_BY_CODEC = {codecs.lookup(name).name: name for name in reversed(ENCODINGS)}


def checked(choices: DialectChoices) -> DialectChoices:
    """The same choices, with the encoding's name as it is in `ENCODINGS`.

    Raises
    ------
    InvalidValueError
        For the first choice that cannot be; it says which values are allowed.
    """
    if choices.delimiter is not None:
        _require_delimiter(choices.delimiter)
        if choices.delimiter == choices.quote_char:
            raise _not_allowed("quote_char", choices.quote_char, "another sign than the separator")
    _require(choices.quote_char, QUOTES, "quote_char")
    _require(choices.escape_char, ESCAPES, "escape_char")
    _require(choices.header_rows, HEADER_ROWS, "header_rows")
    _require_lines(choices.skipped_lines)
    if choices.encoding is None:
        return choices
    return choices.model_copy(update={"encoding": _encoding(choices.encoding)})


def _require_delimiter(delimiter: str) -> None:
    if len(delimiter) != 1 or delimiter in _NO_DELIMITERS or "\ud800" <= delimiter <= "\udfff":
        raise _not_allowed(
            "delimiter", delimiter, "one single sign, for example a comma, and no quote"
        )


def _require(value: object, allowed: tuple[object, ...], field: str) -> None:
    if value is not None and value not in allowed:
        raise _not_allowed(field, value, ", ".join(map(repr, allowed)))


def _require_lines(n_lines: int | None) -> None:
    if n_lines is not None and not 0 <= n_lines <= MOST_SKIPPED_LINES:
        raise _not_allowed(
            "skipped_lines", n_lines, f"a whole number from 0 to {MOST_SKIPPED_LINES}"
        )


def _encoding(name: str) -> str:
    try:
        return _BY_CODEC[codecs.lookup(name.strip()).name]
    except (LookupError, ValueError):
        raise _not_allowed("encoding", name, ", ".join(ENCODINGS)) from None


def _not_allowed(field: str, found: object, allowed: str) -> InvalidValueError:
    return InvalidValueError(
        f"{found!r} cannot be used here. Allowed is: {allowed}.",
        field=field,
        hint="Choose one of the allowed values, or none so that it is found out from the file.",
    )
