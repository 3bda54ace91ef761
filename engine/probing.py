"""How long a fit will take, found out by fitting on few rows first.

Two small fits give a law of growth. The larger takes at most an eighth of the
rows, and both together so little that the whole run hardly notices.
"""

from __future__ import annotations

import math
from collections.abc import Callable

# Fits of fewer rows than this, or quicker than this, are over before a probe has told anything.
ROWS = 2_000
SECONDS = 0.5
# What probing may cost, as a share of all the fits whose time it tells.
SHARE = 0.025
LARGEST_SHARE = 1 / 8
# How much larger the second fit is than the first.
GROWTH = 4
# On fewer rows than this a fit is mostly what it takes to call it, and trees do not branch.
LEAST_ROWS = 1_000
SHORT = 0.05
# How far the growth that is seen may lie from the one in the registry.
TOLERANCE = 0.4


def probe(
    fit: Callable[[int], float],
    n_rows: int,
    *,
    formula: float,
    exponent: float = 1.0,
    n_fits: float = 1.0,
) -> float | None:
    """Seconds that a fit on all rows will take, by fits on few of them.

    Parameters
    ----------
    fit : callable
        Fits on so many rows and returns the seconds it took. A `ValueError`, as
        few rows may lack a class, ends the probe; anything else goes through.
    n_rows : int
        Rows of the fit that is asked about.
    formula : float
        Seconds it would take by `engine.fit_costs.fit_seconds`.
    exponent : float
        How time grows with rows by the registry: `Cost.rows`.
    n_fits : float
        How many such fits there will be. One fit is probed with fewer rows than ten.

    Returns
    -------
    float or None
        ``None`` if a probe would cost too much for what it tells, or told nothing.
    """
    sizes = _sizes(n_rows, exponent, n_fits)
    if n_rows < ROWS or formula < SECONDS or sizes is None:
        return None
    small, large = sizes
    try:
        first = _first(fit, small)
        rough = _grown(first, small, n_rows, exponent)
        if rough < SECONDS:
            # The formula was far too high, and a better guess is not worth a second fit.
            return rough
        return extrapolated((small, first), (large, fit(large)), n_rows, exponent=exponent)
    except ValueError:
        return None


def extrapolated(
    first: tuple[int, float], second: tuple[int, float], n_rows: int, *, exponent: float
) -> float:
    """Seconds on `n_rows`, from two fits on fewer, each as rows and seconds.

    Time that grows faster than the registry has it is taken as it is seen, within
    reason. Time that grows a little slower is either a smaller exponent or a
    constant, which soon stops to count; two fits cannot tell which, so the answer
    lies between the two. Time that grows much slower is mostly a constant.
    """
    (small, less), (large, more) = first, second
    seen = math.log(max(more, 1e-9) / max(less, 1e-9)) / math.log(large / small)
    power = _grown(more, large, n_rows, min(seen, exponent + TOLERANCE))
    if seen >= exponent:
        return power
    steep = max(0.0, more - less) / float(large**exponent - small**exponent)
    with_constant = more + steep * float(n_rows**exponent - large**exponent)
    if seen >= exponent - TOLERANCE:
        return math.sqrt(power * with_constant)
    return max(with_constant, _grown(more, large, n_rows, max(0.0, exponent - 2 * TOLERANCE)))


def _first(fit: Callable[[int], float], n_rows: int) -> float:
    """The first fit of a process also pays for what is set up once, so a short one is repeated."""
    seconds = fit(n_rows)
    return min(seconds, fit(n_rows)) if seconds < SHORT else seconds


def _sizes(n_rows: int, exponent: float, n_fits: float) -> tuple[int, int] | None:
    """Rows of the two fits, as many as may be; ``None`` if those would be too few."""
    both = 1 + GROWTH**-exponent
    affordable = (SHARE * n_fits / both) ** (1 / exponent) if exponent > 0 else LARGEST_SHARE
    large = int(n_rows * min(LARGEST_SHARE, affordable))
    small = max(LEAST_ROWS, large // GROWTH)
    return (small, large) if large >= 2 * small else None


def _grown(seconds: float, n_rows: int, to_rows: int, exponent: float) -> float:
    return float(seconds * (to_rows / n_rows) ** exponent)
