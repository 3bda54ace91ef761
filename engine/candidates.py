"""Combinations of settings to try: drawn at random from the ranges the registry declares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from scipy import stats
from sklearn.model_selection import ParameterSampler

from engine.algorithms import AlgorithmConfig
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter, resolve
from engine.records import Setting

Settings = dict[str, Setting]

# A best value this near to an end of its range, in shares of it, is at the edge.
EDGE = 0.05


def searched(entry: AlgorithmConfig) -> tuple[Hyperparameter, ...]:
    """The settings of an algorithm that are searched."""
    return tuple(one for one in entry.hyperparameters if one.search)


def candidates(
    entry: AlgorithmConfig, start: Mapping[str, Setting], count: int, *, n_rows: int, seed: int
) -> list[Settings]:
    """Different combinations of settings, the first one being where the search starts.

    Parameters
    ----------
    start : mapping of str to Setting
        All settings; those that are not searched keep their values.
    count : int
        How many at most: there may be fewer combinations.
    n_rows : int
        Rows of the smallest fit, which settings that count rows do not exceed.
    seed : int
    """
    found: list[Settings] = [dict(start)]
    for drawn in _drawn(entry, 4 * count, n_rows, seed):
        if len(found) >= count:
            break
        settings = _possible(entry, dict(start) | drawn)
        if settings is not None and settings not in found:
            found.append(settings)
    return found


def at_edge(entry: AlgorithmConfig, best: Mapping[str, Setting]) -> tuple[str, ...]:
    """Names of the numbers whose best value is at an end of the searched range.

    Not where the end is that of what the setting can be, as no better one lies beyond.
    """
    return tuple(one.name for one in searched(entry) if _is_at_edge(one, best[one.name]))


def _drawn(entry: AlgorithmConfig, count: int, n_rows: int, seed: int) -> Iterator[Settings]:
    ranges = {one.name: _distribution(one, n_rows) for one in searched(entry)}
    if not ranges:
        return
    size = _size(ranges)
    for drawn in ParameterSampler(ranges, min(count, size), random_state=seed):
        yield {one.name: _value(one, drawn[one.name]) for one in searched(entry)}


def _size(ranges: Mapping[str, Any]) -> int:
    """How many combinations there are, if they can be counted."""
    if all(isinstance(one, list) for one in ranges.values()):
        return math.prod(len(one) for one in ranges.values())
    return 2**31


def _distribution(one: Hyperparameter, n_rows: int) -> Any:  # noqa: ANN401 - a distribution or a list
    if one.kind not in {"integer", "number"}:
        return list(one.search)
    low, high = _ends(one)
    if one.at_most_rows:
        high = max(low, min(high, n_rows))
    if low == high:
        return [low]
    if one.log:
        return stats.loguniform(low, high)
    if one.kind == "integer":
        return stats.randint(int(low), int(high) + 1)
    return stats.uniform(low, high - low)


def _ends(one: Hyperparameter) -> tuple[float, float]:
    values = [float(value) for value in one.search if isinstance(value, (int, float))]
    return min(values), max(values)


def _value(one: Hyperparameter, drawn: Any) -> Setting:  # noqa: ANN401 - as it was drawn
    if one.kind == "integer":
        return round(float(drawn))
    if one.kind == "number":
        # Four digits are enough for a setting, and can be read and typed again.
        return float(np.format_float_positional(float(drawn), precision=4, fractional=False))
    value: Setting = drawn.item() if isinstance(drawn, np.generic) else drawn
    return value


def _possible(entry: AlgorithmConfig, settings: Settings) -> Settings | None:
    """Check a combination: some settings only work together with others."""
    try:
        return resolve(entry.hyperparameters, settings)
    except InvalidValueError:
        return None


def _is_at_edge(one: Hyperparameter, value: Setting) -> bool:
    if one.kind not in {"integer", "number"} or not isinstance(value, (int, float)):
        return False
    low, high = _ends(one)
    position = _position(one, float(value), low, high)
    beyond = [low != one.minimum, high != one.maximum]
    return (position <= EDGE and beyond[0]) or (position >= 1 - EDGE and beyond[1])


def _position(one: Hyperparameter, value: float, low: float, high: float) -> float:
    """Where a value is in its range, from 0 to 1."""
    if low == high:
        return 0.5
    if one.log and min(low, value) > 0:
        low, high, value = math.log(low), math.log(high), math.log(value)
    return (value - low) / (high - low)
