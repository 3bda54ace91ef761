"""What can be said about how a file is written: each property with its choices, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from engine.records import Dialect

FOUND: Final = "found"
THESE_WORDS: Final = "=these"
NO_WORDS: Final = "=none"

_SIGN_NAMES: Final = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    ":": "colon",
    " ": "space",
    "^": "caret",
    "~": "tilde",
}
_ENCODING_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a mark at its start",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "cp1252": "Windows, Western (cp1252)",
    "cp1250": "Windows, Central European (cp1250)",
    "cp1251": "Windows, Cyrillic (cp1251)",
    "cp1253": "Windows, Greek (cp1253)",
    "cp1254": "Windows, Turkish (cp1254)",
    "iso-8859-1": "Latin-1 (ISO 8859-1)",
    "iso-8859-2": "Latin-2 (ISO 8859-2)",
    "iso-8859-15": "Latin-9 (ISO 8859-15)",
    "mac_roman": "Mac Roman",
    "cp437": "DOS (cp437)",
    "cp850": "DOS, Western (cp850)",
    "koi8_r": "Russian (KOI8-R)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese, simplified (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a dialect that a person may choose.

    Parameters
    ----------
    field : str
        Its name in `Dialect`.
    title : str
    options : tuple of (value, words)
        What can be chosen from a list.
    kind : {"choice", "number", "words"}
        Whether it is chosen from the list, or typed as a number or as words.
    """

    field: str
    title: str
    options: tuple[tuple[str, str], ...] = ()
    kind: Literal["choice", "number", "words"] = "choice"

    def told(self, dialect: Dialect) -> str:
        """The value of a dialect in words, as the start of a sentence."""
        value = getattr(dialect, self.field)
        if self.kind == "words":
            return _words_told(value)
        text = "" if value is None else str(value)
        found = dict(self.options).get(text, text)
        return found[:1].upper() + found[1:]

    def chosen(self, dialect: Dialect) -> str:
        """What the control shows for the choices a dataset was read with."""
        value = getattr(dialect.choices, self.field)
        if value is None:
            return "" if self.kind == "number" else FOUND
        if self.kind == "words":
            return THESE_WORDS if value else NO_WORDS
        return str(value) if self.kind == "number" else f"={value}"


def _words_told(missing_words: tuple[str, ...] | None) -> str:
    if missing_words is None:
        return "Decided column by column"
    if not missing_words:
        return "Only empty cells are missing"
    return ", ".join(f"“{word}”" for word in missing_words)


PROPERTIES: Final[tuple[Property, ...]] = (
    Property("encoding", "Encoding", tuple(_ENCODING_NAMES.items())),
    Property("delimiter", "Between two cells", tuple(_SIGN_NAMES.items())),
    Property(
        "quote_char",
        "Quotes around a cell",
        (('"', 'double quote "'), ("'", "single quote '"), ("", "none: quotes are ordinary signs")),
    ),
    Property(
        "escape_char",
        "A quote inside quotes",
        (("", "written twice"), ("\\", "after a backslash")),
    ),
    Property("skipped_lines", "Lines before the header", kind="number"),
    Property(
        "header_rows",
        "Names of the columns",
        (
            ("1", "in the first row"),
            ("2", "in the first two rows"),
            ("0", "nowhere: the columns are numbered"),
        ),
    ),
    Property("decimal", "Decimal mark", ((".", "point, as in 1.5"), (",", "comma, as in 1,5"))),
    Property(
        "thousands",
        "Mark between thousands",
        (
            ("", "none, as in 1000"),
            (",", "comma, as in 1,000"),
            (".", "point, as in 1.000"),
            (" ", "space, as in 1 000"),
            ("'", "apostrophe, as in 1'000"),
        ),
    ),
    Property(
        "date_order",
        "Order in dates",
        (
            ("year first", "year first, as in 2024-12-31"),
            ("day first", "day first, as in 31.12.2024"),
            ("month first", "month first, as in 12/31/2024"),
            ("", "not told by the file"),
        ),
    ),
    Property(
        "missing_words",
        "Words for missing values",
        (("none", "none: only empty cells"), ("these", "these words:")),
        kind="words",
    ),
)


def encoding_name(encoding: str) -> str:
    """What people call an encoding: ``"UTF-8"``."""
    return _ENCODING_NAMES.get(encoding, encoding.upper())


def sign_name(sign: str) -> str:
    """What people call the sign between two cells: ``"comma"``."""
    return _SIGN_NAMES.get(sign, f"“{sign}”")
