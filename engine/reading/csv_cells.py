"""What the text of a cell looks like, for telling separators and headers from data.

Rough on purpose: which type a column gets is decided in `column_types`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

CellKind = Literal["missing", "number", "date", "boolean", "text"]

# Share of a column's cells that have the same kind if it is of this kind.
CLEAR_SHARE = 0.9
LONGEST_VALUE = 40
SHORTEST_CODE = 4

_MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "?", ".", "\\n"})
_BOOLEAN = frozenset({"yes", "no", "true", "false"})
_NUMBER = re.compile(
    r"[-+(]?\s?(?:[$€£¥]|usd|eur)?\s?[-+]?"
    r"(?:\d{1,3}(?:[.,'\s]\d{3})+|\d+)?(?:[.,]\d*)?(?:e[-+]?\d+)?"
    r"\s?(?:%|[$€£¥]|usd|eur)?\)?|[-+]?inf(?:inity)?",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[T ]\d{1,2}:\d{2}.{0,20})?|\d{1,2}:\d{2}(?::\d{2}.{0,8})?"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4}|[A-Za-z]{3,9} \d{1,2},? \d{4}"
)
# In plain text these mean that another separator divides the row; a comma
# before a space is prose.
_FOREIGN = re.compile(r"[\t;|]|,(?!\s)|^\s*[\"'].+[\"']\s*$", re.DOTALL)
_ADDRESS = re.compile(r"(?P<mail>[^\s@]+@[^\s@]+\.[^\s@]+)|(?P<web>https?://\S+)")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")


def kind_of(cell: str) -> CellKind:
    """Kind of value that a cell looks like."""
    text = cell.strip()
    if len(text) > LONGEST_VALUE:
        return "text"
    if text.lower() in _MISSING:
        return "missing"
    if _DATE.fullmatch(text):
        return "date"
    if _NUMBER.fullmatch(text) and (_DIGIT.search(text) or "inf" in text.lower()):
        return "number"
    return "boolean" if text.lower() in _BOOLEAN else "text"


def kind_of_column(cells: Iterable[str]) -> CellKind:
    """Kind of nearly all cells; text if they differ, missing if there are no values."""
    counts = Counter(kind_of(cell) for cell in cells)
    del counts["missing"]
    if not counts:
        return "missing"
    ((kind, count),) = counts.most_common(1)
    return kind if count >= CLEAR_SHARE * counts.total() else "text"


def cleanness(cells: Sequence[str]) -> float:
    """How much cells look like values that nothing else divides, between 0 and 1."""
    if not cells:
        return 0.0
    return sum(map(_cleanness, cells)) / len(cells)


def is_foreign(cell: str) -> bool:
    """Whether a cell looks as if another separator or quote divides it."""
    return _cleanness(cell) < 0.5


def _cleanness(cell: str) -> float:
    if kind_of(cell) != "text":
        return 1.0
    return 0.2 if _FOREIGN.search(cell[: 10 * LONGEST_VALUE]) else 0.8


def code_shape(cell: str) -> str | None:
    """Pattern of a code such as ``AB-0012`` or an address, ``None`` for other text."""
    text = cell.strip()
    if match := _ADDRESS.fullmatch(text):
        return match.lastgroup
    if not SHORTEST_CODE <= len(text) <= LONGEST_VALUE or not _DIGIT.search(text):
        return None
    return _LETTER.sub("a", _DIGIT.sub("9", text))
