"""How a whole file writes numbers and dates, settled by the columns that leave no doubt.

``1.234`` alone may be a little more than one or more than a thousand, and
``01/02/2020`` two different days. So a file is typed in two phases: first each
column by its own cells, then those in doubt once more, with what the other
columns show. Plain pandas reads the thousands of a German file as decimals,
wrong by a factor of 1,000 and without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from engine.errors import InvalidValueError
from engine.reading.csv_choices import CHOSEN
from engine.records import DateOrder, DecimalMark, Dialect, ThousandsMark

_CHOICES = ("decimal", "thousands", "date_order", "missing_words")
_Mark = TypeVar("_Mark", bound=Hashable)


@dataclass(frozen=True)
class Evidence:
    """What the cells of one column show beyond doubt; ``None`` if nothing."""

    decimal: DecimalMark | None = None
    thousands: ThousandsMark | None = None
    date_order: DateOrder | None = None


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class Marks:
    """What is known about the file when a column is read; ``None`` if it is not.

    Attributes
    ----------
    missing_words : frozenset of str or None
        Exactly these texts are missing, if given.
    delimiter : str
        What separates the cells, which hints at the decimal mark.
    are_final : bool
        Whether all columns have been looked at: what is not known then will not be.
    """

    decimal: DecimalMark | None = None
    thousands: ThousandsMark | None = None
    date_order: DateOrder | None = None
    missing_words: frozenset[str] | None = None
    delimiter: str = ","
    are_final: bool = False


UNKNOWN = Marks()


def chosen_marks(dialect: Dialect) -> Marks:
    """What a person says about the file, before any column is looked at.

    Raises
    ------
    InvalidValueError
        If decimal and thousands mark are the same.
    """
    choices = dialect.choices
    if choices.thousands and choices.thousands == choices.decimal:
        raise InvalidValueError(
            f"The decimal mark and the thousands mark cannot both be {choices.decimal!r}.",
            field="thousands",
            hint="Choose different marks, or leave one of them to be found out.",
        )
    words = choices.missing_words
    return Marks(
        decimal=choices.decimal or _opposite(choices.thousands),
        thousands=choices.thousands,
        date_order=choices.date_order,
        missing_words=None if words is None else frozenset(words),
        delimiter=dialect.delimiter,
    )


def _opposite(mark: ThousandsMark | None) -> DecimalMark | None:
    """The decimal mark where this one separates thousands."""
    if mark == ",":
        return "."
    return "," if mark == "." else None


def settled_marks(chosen: Marks, evidence: Sequence[Evidence]) -> Marks:
    """What is known once all columns have been looked at."""
    return replace(
        chosen,
        decimal=chosen.decimal or _only([entry.decimal for entry in evidence]),
        date_order=chosen.date_order or _only([entry.date_order for entry in evidence]),
        are_final=True,
    )


def _only(marks: Sequence[_Mark | None]) -> _Mark | None:
    """The mark that all columns with one agree on."""
    found = {mark for mark in marks if mark is not None}
    return found.pop() if len(found) == 1 else None


def completed(
    dialect: Dialect, evidence: Sequence[Evidence], orders: Sequence[DateOrder | None]
) -> Dialect:
    """Give a dialect the marks of most columns, each with one sentence of reason.

    Parameters
    ----------
    evidence : sequence of Evidence
        What each column shows in the end.
    orders : sequence
        In which order each column's dates were read.
    """
    chosen, choices = chosen_marks(dialect), dialect.choices
    decimals = Counter(entry.decimal for entry in evidence if entry.decimal)
    thousands: Counter[ThousandsMark] = Counter(
        entry.thousands for entry in evidence if entry.thousands
    )
    read = Counter(order for order in orders if order)
    reasons = {
        "decimal": _decimal_reason(decimals),
        "thousands": _thousands_reason(thousands),
        "date_order": _order_reason(read),
        "missing_words": "Words for missing values are told from values column by column.",
    }
    mine = {field: CHOSEN for field in _CHOICES if getattr(choices, field) is not None}
    return dialect.model_copy(
        update={
            "decimal": chosen.decimal or _commonest(decimals) or ".",
            "thousands": choices.thousands or _commonest(thousands) or "",
            "date_order": chosen.date_order or _commonest(read),
            "missing_words": choices.missing_words,
            "reasons": dialect.reasons | reasons | mine,
        }
    )


def _commonest(marks: Counter[_Mark]) -> _Mark | None:
    return marks.most_common(1)[0][0] if marks else None


def _decimal_reason(decimals: Counter[DecimalMark]) -> str:
    if not decimals:
        return "No number in the file shows a decimal mark, so a point is assumed."
    if len(decimals) > 1:
        return "Some columns have a decimal point and others a decimal comma; each is read its way."
    if _commonest(decimals) == ",":
        return "The numbers have a decimal comma, like 12,5."
    return "The numbers have a decimal point, like 12.5."


_THOUSANDS_REASONS: dict[ThousandsMark, str] = {
    ",": "Some numbers have a comma between thousands, like 1,234,567.",
    ".": "Some numbers have a point between thousands, like 1.234.567.",
    " ": "Some numbers have a space between thousands, like 1 234 567.",
    "'": "Some numbers have an apostrophe between thousands, like 1'234'567.",
}


def _thousands_reason(thousands: Counter[ThousandsMark]) -> str:
    if not thousands:
        return "No number in the file has a mark between thousands."
    return _THOUSANDS_REASONS[thousands.most_common(1)[0][0]]


_ORDER_REASONS: dict[DateOrder, str] = {
    "year first": "The dates begin with the year, like 2020-12-31.",
    "day first": "Some dates only make sense with the day before the month, like 31.12.2020.",
    "month first": "Some dates only make sense with the month before the day, like 12/31/2020.",
}


def _order_reason(orders: Counter[DateOrder]) -> str:
    if not orders:
        return "No date in the file shows in which order day and month are."
    if len(orders) > 1:
        return "The columns have dates in different orders; each is read its own way."
    return _ORDER_REASONS[orders.most_common(1)[0][0]]
