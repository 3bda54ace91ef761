"""In which columns a cluster differs from all other rows, and by how much.

The difference of two means is told in standard deviations of all rows (those of
`StandardScaler`, so it is also the difference of the scaled means). That stays
finite where two clusters are constant each. Shares are compared in the same
unit, ``sqrt(p * (1 - p))`` of all rows, as in Austin (2009), "Balance
diagnostics for comparing the distribution of baseline covariates".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from engine.clusters.original import OriginalColumn
from engine.clusters.records import Difference
from engine.metrics.outcome import Codes, Floats

# Cohen (1988) calls half a standard deviation a medium difference.
NOTABLE = 0.5
MOST_DIFFERENCES = 5


def differences(
    columns: Sequence[OriginalColumn], places: Codes, n_clusters: int
) -> list[tuple[Difference, ...]]:
    """The columns that distinguish each cluster, the most different first.

    Parameters
    ----------
    columns : sequence of OriginalColumn
    places : ndarray of shape (n_rows,)
        Number of each row's cluster, from 0 to `n_clusters` less one, and -1 for rows
        of others and noise.
    n_clusters : int

    Returns
    -------
    list of tuple of Difference
        At most five for each cluster, all of at least half a standard deviation.
    """
    found: list[list[Difference]] = [[] for _ in range(n_clusters)]
    for column in columns:
        for place, one in _of_column(column, places, n_clusters):
            if abs(one.strength) >= NOTABLE:
                found[place].append(one)
    return [_strongest(some) for some in found]


def _strongest(some: list[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(some, key=lambda one: -abs(one.strength))[:MOST_DIFFERENCES])


def _of_column(
    column: OriginalColumn, places: Codes, n_clusters: int
) -> Iterator[tuple[int, Difference]]:
    gaps = _gaps(column, places, n_clusters)
    if column.kind != "levels":
        yield from _means(column, places, n_clusters)
        yield from gaps
        return
    # What is missing has no level: the two are one difference, told by its stronger side.
    missing = dict(gaps)
    for place, one in _levels(column, places, n_clusters):
        other = missing.pop(place, one)
        yield place, max(one, other, key=lambda side: abs(side.strength))
    yield from missing.items()


def _means(
    column: OriginalColumn, places: Codes, n_clusters: int
) -> Iterator[tuple[int, Difference]]:
    known = ~column.missing
    if not known.any():
        return
    middle = float(column.numbers[known].mean())
    values, own = column.numbers[known] - middle, places[known] + 1
    spread = float(values.std())
    inside, outside = _inside_and_outside(
        np.bincount(own, weights=values, minlength=n_clusters + 1).astype(np.float64),
        np.bincount(own, minlength=n_clusters + 1).astype(np.float64),
    )
    for place in np.flatnonzero(np.isfinite(inside) & np.isfinite(outside)):
        if spread > 0:
            strength = float((inside[place] - outside[place]) / spread)
            means = (float(inside[place]) + middle, float(outside[place]) + middle)
            yield int(place), _difference(column, means, strength)


def _difference(column: OriginalColumn, means: tuple[float, float], strength: float) -> Difference:
    is_date = column.kind == "date"
    inside, outside = (column.moment(mean) if is_date else mean for mean in means)
    return Difference(
        column=column.name,
        kind="date" if is_date else "number",
        inside=inside,
        outside=outside,
        difference=strength,
        strength=strength,
    )


def _levels(
    column: OriginalColumn, places: Codes, n_clusters: int
) -> Iterator[tuple[int, Difference]]:
    """Of each cluster the one level whose share differs most; of two, the one it has more of."""
    shares = _shares(column.codes + 1, len(column.levels) + 2, places, n_clusters)
    for place in range(n_clusters if column.levels else 0):
        inside, outside, strength = (part[place, 1:-1] for part in shares)
        level = int(np.argmax(np.abs(strength) + 1e-9 * (strength > 0)))
        values = [float(part[level]) for part in (inside, outside, strength)]
        yield place, _share(column.name, column.levels[level], values)


def _gaps(
    column: OriginalColumn, places: Codes, n_clusters: int
) -> Iterator[tuple[int, Difference]]:
    missing = column.missing
    if not missing.any():
        return
    shares = _shares(missing.astype(np.intp), 2, places, n_clusters)
    for place in range(n_clusters):
        yield place, _share(column.name, None, [float(part[place, 1]) for part in shares])


def _share(column: str, level: str | None, values: Sequence[float]) -> Difference:
    inside, outside, strength = values
    return Difference(
        column=column,
        kind="missing" if level is None else "level",
        level=level,
        inside=inside,
        outside=outside,
        difference=inside - outside,
        strength=strength,
    )


def _shares(
    codes: Codes, n_codes: int, places: Codes, n_clusters: int
) -> tuple[Floats, Floats, Floats]:
    """Share of each code inside and outside each cluster, and the standardised difference."""
    cells = (places + 1) * n_codes + codes
    flat = np.bincount(cells, minlength=(n_clusters + 1) * n_codes).astype(np.float64)
    counts = flat.reshape(n_clusters + 1, n_codes)
    sizes = counts.sum(axis=1)
    inside, outside = _inside_and_outside(counts, sizes[:, None])
    everywhere = counts.sum(axis=0) / max(1, len(codes))
    spread = np.sqrt(everywhere * (1 - everywhere))
    # What every row has, or none, differs nowhere; and without other rows nothing does.
    steps = np.where(spread > 0, inside - outside, 0.0) / np.where(spread > 0, spread, 1.0)
    return inside, outside, np.nan_to_num(steps)


def _inside_and_outside(sums: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Means of each cluster and of all other rows, from sums; the first line is of no cluster."""
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = sums[1:] / sizes[1:]
        outside = (sums.sum(axis=0) - sums[1:]) / (sizes.sum(axis=0) - sizes[1:])
    return inside, outside
