"""What people should know about how the cells of a table were read."""

from __future__ import annotations

from collections.abc import Mapping

from engine.reading.column_names import listed
from engine.reading.column_statistics import as_text
from engine.reading.column_types import TypedColumn
from engine.records import Finding

MOST_WORDS_SHOWN = 3


def findings_of(columns: Mapping[str, TypedColumn]) -> tuple[Finding, ...]:
    """One finding for each thing that happened, about all columns to which it did."""
    missing = {name: column.missing_words for name, column in columns.items()}
    odd = {name: column.odd_cells for name, column in columns.items()}
    return (*_read_as_missing(_those_with_any(missing)), *_mixed_types(_those_with_any(odd)))


def _those_with_any(texts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {name: counts for name, counts in texts.items() if counts}


def words_reason(column: TypedColumn) -> str:
    """Say which words of a column are read as missing."""
    if not column.missing_words:
        return ""
    return f"Cells read as missing: {texts_listed(column.missing_words)}."


def texts_listed(texts: dict[str, int]) -> str:
    """How some cells are written, and how many are written so."""
    shown = list(texts.items())[:MOST_WORDS_SHOWN]
    text = ", ".join(f"{as_text(word)!r} in {_cells(count)}" for word, count in shown)
    return text if len(shown) == len(texts) else f"{text}, …"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _evidence(found: dict[str, dict[str, int]]) -> str:
    return listed([f"{name}: {texts_listed(texts)}" for name, texts in found.items()], "; ")


def _read_as_missing(found: dict[str, dict[str, int]]) -> tuple[Finding, ...]:
    if not found:
        return ()
    return (
        Finding(
            code="read_as_missing",
            severity="info",
            columns=tuple(found),
            message="Some cells hold a blank, a word or a sign instead of a value. They are read "
            "as missing.",
            evidence=_evidence(found),
        ),
    )


def _mixed_types(found: dict[str, dict[str, int]]) -> tuple[Finding, ...]:
    if not found:
        return ()
    return (
        Finding(
            code="mixed_types",
            severity="warning",
            columns=tuple(found),
            message="Nearly all cells of these columns are numbers, but a few hold something "
            "else, so the columns are read as text. Choose the type numeric for a column to read "
            "its numbers; the other cells then become missing.",
            evidence=_evidence(found),
        ),
    )
