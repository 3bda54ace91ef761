"""Amounts in words: memory and time to weigh against each other, shares and numbers to read."""

from __future__ import annotations

import math

_UNITS = (("GB", 1024**3), ("MB", 1024**2), ("kB", 1024))


def share_words(part: float) -> str:
    """A share from 0 to 1 as per cent; never 0 % or 100 % for what is only nearly so."""
    if 0 < part < 0.01:
        return "under 1 %"
    if 0.99 < part < 1:
        return "over 99 %"
    return f"{part:.0%}".replace("%", " %")


def number_words(value: float) -> str:
    """A number with the digits that matter: ``0.4``, ``512.3``, ``12,000``, ``1.2e-07``."""
    if not math.isfinite(value) or abs(value) >= 1e15:
        return f"{value:.4g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def memory_words(n_bytes: float) -> str:
    """A number of bytes to two digits: "80 GB", "1.5 GB", "400 MB"."""
    for unit, factor in _UNITS:
        if n_bytes >= factor:
            return f"{_two_digits(n_bytes / factor)} {unit}"
    return f"{n_bytes:.0f} bytes"


def time_words(seconds: float) -> str:
    """A time in its largest unit, as nobody plans by the second: "3 hours", "40 minutes"."""
    for one, unit, factor in (
        ("1 day", "days", 86_400),
        ("1 hour", "hours", 3_600),
        ("1 minute", "minutes", 60),
    ):
        if seconds >= 1.5 * factor:
            return f"{_two_digits(seconds / factor)} {unit}"
        if seconds >= 0.95 * factor:
            return one
    return f"{max(1, round(seconds))} seconds" if seconds >= 1.5 else "1 second"


def fit_words(seconds: float) -> str:
    """How long a fit took: "under 0.1 s", "0.4 s", "12 seconds"."""
    if seconds < 0.05:
        return "under 0.1 s"
    return f"{seconds:.1f} s" if seconds < 9.5 else time_words(seconds)


def _two_digits(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if value < 10 else f"{float(f'{value:.2g}'):,.0f}"
