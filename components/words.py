"""Numbers, sizes and times as people read them.

Every function gives a whole phrase, because a phrase glued from pieces cannot
be translated.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from engine.amounts import memory_words, number_words, share_words

MEGABYTE: Final = 1024**2
_MOMENTS: Final = ((60, "just now"), (120, "a minute ago"))
_SPANS: Final = ((3600, 60, "{n} minutes ago"), (86_400, 3600, "{n} h ago"))


def count(n: int, one: str, many: str) -> str:
    """The form that fits the number: ``count(2, "{n} row", "{n} rows")`` -> ``"2 rows"``."""
    return (one if n == 1 else many).format(n=f"{n:,}")


def size(n_bytes: int) -> str:
    """Size of a file, in the unit people use: ``"1.4 MB"``."""
    if n_bytes < 1024:
        return count(n_bytes, "{n} byte", "{n} bytes")
    if n_bytes < MEGABYTE:
        return f"{round(n_bytes / 1024, 1):,g} kB"
    return f"{round(n_bytes / MEGABYTE, 1):,g} MB"


def share(part: float) -> str:
    """A share from 0 to 1 as per cent; never 0 % or 100 % for what is only nearly so."""
    return share_words(part)


def number(value: float) -> str:
    """A number with the digits that matter: ``0.4``, ``512.3``, ``12,000``, ``1.2e-07``."""
    return number_words(value)


def short(text: str, most: int = 30) -> str:
    """A text cut to `most` characters; what was cut off is told by an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def middle_cut(text: str, most: int = 60) -> str:
    """A text cut in its middle: long names often begin alike, and differ at their ends."""
    if len(text) <= most:
        return text
    half = (most - 3) // 2
    start, end = text[:half], text[-half:]
    # Whole words, where there are any.
    start, end = start.rpartition(" ")[0] or start, end.partition(" ")[2] or end
    return f"{start} … {end}"


def moment(value: object) -> str:
    """A moment as people write it; midnight is left away, as most dates have no time."""
    return str(value).removesuffix("T00:00:00").replace("T", " ")


def duration(seconds: float) -> str:
    """How long something took: ``"0.4 s"``, ``"12 s"``, ``"3 min 5 s"``, ``"2 h 10 min"``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return f"{minutes // 60} h {minutes % 60} min"


def time_left(eta_seconds: tuple[float, float] | None) -> str:
    """When the end is expected, as a range: ``"15 to 25 s left"``."""
    if eta_seconds is None:
        return "time left not known yet"
    low, high = (_rounded(seconds) for seconds in eta_seconds)
    if high < 2:
        return "almost done"
    if high < 90:
        return f"about {high} s left" if low >= high else f"{low} to {high} s left"
    low, high = (max(1, round(seconds / 60)) for seconds in eta_seconds)
    return f"about {high} min left" if low >= high else f"{low} to {high} min left"


def between(seconds: tuple[float, float]) -> str:
    """A range of times in the unit that fits its upper end: ``"5 to 20 s"``, ``"1 to 3 min"``."""
    high = seconds[1]
    if high < 1:
        return "under 1 s"
    if high < 90:
        return _range((_rounded(seconds[0]), _rounded(high)), "{n} s", "{low} to {high} s")
    unit, one, many = (
        (60.0, "{n} min", "{low} to {high} min")
        if high < 5_400
        else (3_600.0, "{n} h", "{low} to {high} h")
    )
    low, high = (max(1, round(end / unit)) for end in seconds)
    return _range((low, high), one, many)


def expected(seconds: tuple[float, float], memory_bytes: int) -> str:
    """What a run may take: ``"Takes about 5 to 20 s and up to 300 MB of memory."``."""
    memory = memory_words(memory_bytes)
    if seconds[1] < 1:
        return f"Takes under 1 s and up to {memory} of memory."
    return f"Takes about {between(seconds)} and up to {memory} of memory."


def grown(part: tuple[int, int]) -> str:
    """That an ensemble was stopped while it grew: ``"partly grown: 37 of 100"``."""
    return f"partly grown: {part[0]:,} of {part[1]:,}"


def ago(moment: datetime, *, since: datetime | None = None) -> str:
    """How long ago something was, or its date when that is over a day."""
    passed = ((since or datetime.now(UTC)) - moment).total_seconds()
    for limit, phrase in _MOMENTS:
        if passed < limit:
            return phrase
    for limit, unit, phrase in _SPANS:
        if passed < limit:
            return phrase.format(n=int(passed // unit))
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _range(ends: tuple[int, int], one: str, many: str) -> str:
    low, high = max(ends[0], 1), ends[1]
    return one.format(n=high) if low >= high else many.format(low=low, high=high)


def _rounded(seconds: float) -> int:
    """Whole seconds, in steps of five from ten on: a guess should look like one."""
    unit = 5 if seconds >= 10 else 1
    return round(seconds / unit) * unit
