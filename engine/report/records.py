"""The parts of a report: sections of words, tables and facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.words import Words

Cells = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Numbers under a head; the first cell of a row names it."""

    name: str
    head: Cells
    rows: tuple[Cells, ...]


@dataclass(frozen=True)
class Section:
    """One part: what can be concluded first, then what it rests on.

    Parameters
    ----------
    title : str
    words : tuple of Words
        What it means, whether that is good, what to try.
    remarks : tuple of str
        What to know before reading the numbers.
    tables : tuple of Table
    facts : dict of str to str
        Names and values.
    """

    title: str
    words: tuple[Words, ...] = ()
    remarks: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.words or self.remarks or self.tables or self.facts)


@dataclass(frozen=True)
class Report:
    """All that is known about one model; sections without content are left out."""

    title: str
    about: str
    sections: tuple[Section, ...]
