"""Bootstrap intervals of scores on held-out rows (Efron, 1979)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.metrics.outcome import Floats, Outcome
from engine.metrics.resamples import Resamples, Rows

MOST_RESAMPLES = 1_000
FEWEST_RESAMPLES = 200
# Draws in total, so that 2,000 rows still get 1,000 resamples.
DRAWS = 2_000_000
# Each class is ranked against the rest: with more classes than this, resamples are fewer.
MOST_CLASSES = 10
# Numbers in one array; about six such arrays of 8 bytes are held at once.
CHUNK = 1_000_000
# More rows than this are sampled, and the interval is narrowed as if all had been used.
MOST_ROWS = 50_000
LEVEL = 0.95
# Two models must be asked about the same resamples, whatever seeds they were trained with.
PAIRED_SEED = 0

Interval = tuple[float, float]
Statistic = Callable[[Resamples], Floats]


def n_resamples(n_rows: int, n_classes: int = 1) -> int:
    """How many resamples are drawn: 1,000 up to 2,000 rows of ten classes, then fewer."""
    work = n_rows * max(1, n_classes / MOST_CLASSES)
    return int(np.clip(DRAWS // work, FEWEST_RESAMPLES, MOST_RESAMPLES))


def intervals(
    outcome: Outcome, statistics: Mapping[str, Statistic], *, random_seed: int
) -> dict[str, Interval | None]:
    """Percentile intervals of several scores, all from the same resamples.

    Parameters
    ----------
    outcome : Outcome
        With at least one row.
    statistics : mapping of str to Statistic
        By metric key, how a score is computed for all resamples at once.
    random_seed : int

    Returns
    -------
    dict of str to interval or None
        ``None`` where resamples do not differ, or where most are undefined: an
        interval without width would claim more than the rows can know.
    """
    rows = Rows(_sample(outcome, random_seed))
    chunks = [
        {key: statistic(resamples) for key, statistic in statistics.items()}
        for resamples in _resamples(rows, random_seed)
    ]
    found = {key: percentiles(np.concatenate([one[key] for one in chunks])) for key in statistics}
    if rows.outcome is outcome:
        return found
    return _for_all_rows(found, statistics, rows, outcome)


def paired_differences(one: Outcome, other: Outcome, statistic: Statistic) -> Floats:
    """How far a score of two models lies apart on resamples of the same held-out rows.

    Parameters
    ----------
    one, other : Outcome
        Of the same rows in the same order.
    statistic : Statistic
        How the score is computed for all resamples at once.

    Returns
    -------
    ndarray of shape (resamples,)
        The score of `one` minus that of `other`, NaN where one of them is undefined.
    """
    first, second = (_resampled(each, statistic) for each in (one, other))
    return first - second


def _resampled(outcome: Outcome, statistic: Statistic) -> Floats:
    """The score on each resample; of a sample spread as on all rows, see `_for_all_rows`."""
    rows = Rows(_sample(outcome, PAIRED_SEED))
    values = np.concatenate([statistic(one) for one in _resamples(rows, PAIRED_SEED)])
    if rows.outcome is outcome:
        return values
    shrink = math.sqrt(rows.outcome.n_rows / outcome.n_rows)
    start, centre = (float(statistic(_once(each))[0]) for each in (rows, Rows(outcome)))
    return centre + shrink * (values - start)


def _once(rows: Rows) -> Resamples:
    """Every row once."""
    return Resamples(rows, np.ones((rows.outcome.n_rows, 1)))


def _sample(outcome: Outcome, random_seed: int) -> Outcome:
    if outcome.n_rows <= MOST_ROWS:
        return outcome
    rng = np.random.default_rng(random_seed)
    return outcome.take(rng.choice(outcome.n_rows, MOST_ROWS, replace=False))


def _resamples(rows: Rows, random_seed: int) -> Iterator[Resamples]:
    n_rows = rows.outcome.n_rows
    for counts in drawn(n_rows, n_resamples(n_rows, rows.n_labels), random_seed):
        yield Resamples(rows, counts.astype(np.float64))


@lru_cache(maxsize=1)
def drawn(n_rows: int, count: int, random_seed: int) -> tuple[NDArray[np.uint16], ...]:
    """Draw `n_rows` rows with replacement, `count` times.

    The models of a session are judged on the same rows: what was drawn last is kept
    for the next of them, since drawing takes longer than most scores.

    Returns
    -------
    tuple of ndarray of shape (n_rows, some)
        How often each row was drawn, with `count` columns in all.
    """
    rng = np.random.default_rng(random_seed)
    at_once = max(1, CHUNK // n_rows)
    starts = range(0, count, at_once)
    return tuple(_drawn(min(at_once, count - start), n_rows, rng) for start in starts)


def _drawn(count: int, n_rows: int, rng: np.random.Generator) -> NDArray[np.uint16]:
    rows = rng.integers(n_rows, size=(count, n_rows))
    rows += n_rows * np.arange(count)[:, None]
    counts = np.bincount(rows.ravel(), minlength=count * n_rows).reshape(count, n_rows)
    return np.ascontiguousarray(counts.T, dtype=np.uint16)


def percentiles(values: Floats) -> Interval | None:
    """Give the interval that 95 % of some values lie in; ``None`` where it has no width."""
    defined = values[np.isfinite(values)]
    if 2 * len(defined) < len(values):
        return None
    tail = 50 * (1 - LEVEL)
    low, high = np.percentile(defined, [tail, 100 - tail])
    return (float(low), float(high)) if low < high else None


def _for_all_rows(
    found: Mapping[str, Interval | None],
    statistics: Mapping[str, Statistic],
    rows: Rows,
    outcome: Outcome,
) -> dict[str, Interval | None]:
    """Narrow the intervals of a sample to those of all rows, around the score of all rows.

    The spread of a mean shrinks with the root of the number of rows: the m out
    of n bootstrap of Bickel, Götze and van Zwet (1997).
    """
    shrink = math.sqrt(rows.outcome.n_rows / outcome.n_rows)
    sample, everything = _once(rows), _once(Rows(outcome))
    narrowed: dict[str, Interval | None] = {}
    for key, statistic in statistics.items():
        start, centre = float(statistic(sample)[0]), float(statistic(everything)[0])
        ends = found[key]
        narrowed[key] = ends and (
            centre + shrink * (ends[0] - start),
            centre + shrink * (ends[1] - start),
        )
    return narrowed
