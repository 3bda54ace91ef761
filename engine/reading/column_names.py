"""What the name of a column says: its words, and whether it is an identifier's or a target's.

Names are looked at word by word: ``customerID`` is "customer id", and ``Pclass``
is not "class".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.errors import InvalidValueError
from engine.records import Column, Dataset

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|\d+|#")
_UNNAMED = re.compile(r"(?:unnamed:? ?|column_)\d+$", re.IGNORECASE)

# A file may have thousands of columns; a message should not.
MOST_LISTED = 12
IDENTIFIER_FIRST = frozenset({"id", "uuid", "guid", "index", "rowid"})
IDENTIFIER_LAST = frozenset(
    {"id", "ids", "uuid", "guid", "index", "idx", "key", "no", "nr", "number", "rowid", "row", "#"}
)
ENTITY_LAST = frozenset({"id", "ids", "uuid", "guid"})
DATE_WORDS = frozenset(
    {"date", "day", "datum", "fecha", "dt", "dob", "birthdate", "startdate", "enddate", "duedate"}
)
# Names that mean "this is to be predicted" on their own, the clearest first.
TARGET_NAMES = (
    "target", "label", "labels", "class", "classes", "y", "outcome", "response", "survived",
    "species", "churn", "churned", "price", "diagnosis", "default", "fraud", "is_fraud", "quality",
    "attrition", "exited", "converted", "salary", "sale_price", "medv", "rating",
)  # fmt: skip
# Words that mean it as the last word of a longer name.
TARGET_WORDS = ("target", "label", "class", "outcome", "churn", "price", "value")


def words_of(name: str) -> tuple[str, ...]:
    """Words of a column name in lower case: ``medianHouse_value`` has three."""
    return tuple(word.lower() for word in _WORD.findall(name))


def is_identifier_name(name: str) -> bool:
    """Whether a name is one that identifiers have: id, customerID, uuid, row number."""
    words = words_of(name)
    return bool(words) and (words[0] in IDENTIFIER_FIRST or words[-1] in IDENTIFIER_LAST)


def is_entity_name(name: str) -> bool:
    """Whether a name can only be that of an identifier: patient_id, but not price_index."""
    words = words_of(name)
    return bool(words) and words[-1] in ENTITY_LAST


def is_date_name(name: str) -> bool:
    """Whether a name is one that columns of dates have: date, order_date, DOB."""
    return not DATE_WORDS.isdisjoint(words_of(name))


def is_unnamed(name: str) -> bool:
    """Whether a name was made up for a column without one."""
    return _UNNAMED.match(name.strip()) is not None


def target_rank(name: str) -> int | None:
    """How clearly a name says "to be predicted", 0 being the clearest; ``None`` if not."""
    words = words_of(name)
    whole = "_".join(words)
    if whole in TARGET_NAMES:
        return TARGET_NAMES.index(whole)
    if words and words[-1] in TARGET_WORDS:
        return len(TARGET_NAMES) + TARGET_WORDS.index(words[-1])
    return None


def listed(texts: Sequence[str], separator: str) -> str:
    """Join texts, only the first of them if there are many."""
    shown = separator.join(texts[:MOST_LISTED])
    return shown if len(texts) <= MOST_LISTED else f"{shown}{separator}…"


def require_column(dataset: Dataset, name: str, *, field: str) -> Column:
    """Give the column of this name.

    Parameters
    ----------
    field : str
        The input that names the column, for the error.

    Raises
    ------
    InvalidValueError
        If there is none; the message lists those there are.
    """
    column = dataset.column(name)
    if column is None:
        names = listed([repr(column.name) for column in dataset.columns], ", ")
        raise InvalidValueError(
            f"There is no column {name!r} among the {dataset.n_columns} columns of "
            f"{dataset.name}, which are {names}.",
            field=field,
            hint="Choose one of the columns of the dataset; upper and lower case differ.",
        )
    return column
