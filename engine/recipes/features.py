"""The numbers that an algorithm gets, each with the column it comes from."""

from __future__ import annotations

from typing import Literal

from engine.records import Record

Origin = Literal[
    "value",
    "level",
    "rare levels",
    "level number",
    "category",
    "target mean",
    "date part",
    "word",
    "topic",
    "missing indicator",
]


class Feature(Record):
    """One number per row: its name, the column it comes from, and what it is of that column.

    Parameters
    ----------
    name : str
    column : str
        The column of the file.
    origin : Origin
        A ``value`` of the column; whether a row has a ``level`` or one of the
        ``rare levels``; a ``level number`` whose order means nothing; a
        ``category`` that stays one; the ``target mean`` of a level; a ``date
        part``; the weight of a ``word`` or ``topic`` of a text; or a ``missing
        indicator``, 1 where the column has no value.
    kept : bool
        Whether feature selection keeps it.
    """

    name: str
    column: str
    origin: Origin
    kept: bool = True
