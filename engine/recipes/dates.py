"""Dates: their parts, as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from engine.recipes.features import Feature
from engine.recipes.numbers import filled, gap_positions
from engine.recipes.parts import Group, Part, single_groups
from engine.recipes.wishes import Wishes
from engine.records import Column

_WORDS = {
    "parts": "A date becomes year, month, day, weekday, hour and seconds.",
    "circular": (
        "A date becomes year and seconds; month, day, weekday and hour become points on a circle, "
        "so that December is beside January."
    ),
    "spline": (
        "A date becomes year and seconds; month, day, weekday and hour become smooth bumps along "
        "their period, so that December is beside January."
    ),
}


def groups(columns: Sequence[Column], wishes: Wishes) -> Iterator[Group]:
    """Each date by itself."""
    yield from single_groups("datetime", columns, partial(_recipe, wishes=wishes))


def features(fitted: Any, column: str) -> Iterator[Feature]:  # noqa: ANN401 - scikit-learn's pipeline
    """Name the parts of a date, and what tells where it is missing."""
    for name in fitted["parts"].get_feature_names_out():
        yield Feature(name=str(name), column=column, origin="date part")
    if gap_positions(fitted):
        yield Feature(name=f"{column}: is missing", column=column, origin="missing indicator")


def _recipe(column: Column, *, wishes: Wishes) -> tuple[Part, ...]:
    # All parts of a date are missing together, so one of them tells.
    gaps = [0] if column.missing else []
    return (
        Part("dates", _to_datetime, ("Dates that come as text are read as dates.",)),
        Part("parts", partial(_date_parts, wishes.dates), (_WORDS[wishes.dates],)),
        *filled(wishes, gaps=gaps, distinct=column.distinct),
    )


def _to_datetime() -> Any:  # noqa: ANN401 - skrub has no types
    # skrub takes a second to import, which only tables with dates should pay.
    from skrub import ToDatetime  # noqa: PLC0415 - see above

    return ToDatetime()


def _date_parts(way: str) -> Any:  # noqa: ANN401 - skrub has no types
    from skrub import DatetimeEncoder  # noqa: PLC0415 - see `_to_datetime`

    return DatetimeEncoder(add_weekday=True, periodic_encoding=None if way == "parts" else way)
