"""Is there structure at all? The same clustering on data that have none.

Any algorithm divides any rows, so a silhouette means little by itself. It is held
against those that the same algorithm gets on data without groups, of three kinds:

- ``shuffled``: each column of the file shuffled by itself. Every column stays what it
  is, with its humps and tails, but nothing goes together any more.
- ``bell``: one cloud with the covariance of the rows (Liu, Hayes, Nobel and Marron,
  2008, "Statistical significance of clustering", SigClust). Columns that go together
  make a long cloud, which is divided well and has no groups.
- ``box``: rows spread evenly over a box along the principal axes (Tibshirani, Walther
  and Hastie, 2001, "Estimating the number of clusters via the gap statistic").

Structure is said to be there only where all three are beaten, and by an amount that
matters. Shuffling alone would call one long cloud structure, and a cloud alone would call
an evenly filled square structure. Groups that lie in single columns survive shuffling;
that is a verdict of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from engine.clusters import measures
from engine.clusters.analysis_records import (
    ClusterStructure,
    Reference,
    ReferenceKind,
    StructureVerdict,
)
from engine.clusters.context import ClusterContext, OnProgress, ShouldStop, go_on
from engine.fit_reports import kept_warnings
from engine.fit_threads import limited_threads
from engine.metrics.outcome import Codes, Floats

N_SHUFFLES = 49
N_CLOUDS = 19
# More rows make the silhouette no surer than its own sample does.
MOST_ROWS = 2_000
# All but one in twenty are beaten, and by more than chance moves a silhouette of 2,000 rows.
LEVEL = 0.05
NOTABLE = 0.05

Draw = Callable[[np.random.Generator], Floats]
_WORDS: dict[ReferenceKind, str] = {
    "shuffled": "shuffled columns, {n} of {total}",
    "bell": "one bell-shaped cloud, {n} of {total}",
    "box": "an evenly filled box, {n} of {total}",
}


@dataclass(frozen=True, eq=False)
class _Plan:
    """One kind of data without groups: how it is drawn, and how often."""

    kind: ReferenceKind
    draw: Draw
    times: int


def cluster_structure(
    context: ClusterContext, on_progress: OnProgress, should_stop: ShouldStop
) -> ClusterStructure:
    """Hold the clustering of a model against clusterings of data without groups.

    Raises
    ------
    Stopped
        If it was asked to stop.
    """
    rows = context.sample(1 + N_SHUFFLES + 2 * N_CLOUDS, most=_most_rows(context))
    with limited_threads(context.entry, len(rows)), kept_warnings():
        observed = _score(context, context.matrix[rows])
        references: tuple[Reference, ...] = ()
        if observed is not None:
            plans = _plans(context, rows)
            references = tuple(_references(context, plans, observed, on_progress, should_stop))
    return ClusterStructure(
        n_rows=len(rows),
        n_all_rows=len(context.matrix),
        silhouette_rows=min(len(rows), measures.SILHOUETTE_ROWS),
        observed=observed,
        references=references,
        verdict=verdict_of(observed, references),
    )


def verdict_of(observed: float | None, references: tuple[Reference, ...]) -> StructureVerdict:
    """What follows from which kinds of data without groups were beaten."""
    if observed is None:
        return "no_clusters"
    beaten = {one.kind for one in references if one.is_beaten}
    beats_clouds = {"bell", "box"} <= beaten
    # A single column has nothing to be shuffled against.
    beats_shuffled = "shuffled" in beaten or all(one.kind != "shuffled" for one in references)
    if beats_clouds:
        return "structure" if beats_shuffled else "single_columns"
    return "one_cloud" if "shuffled" in beaten else "none"


def reference(kind: ReferenceKind, scores: tuple[float, ...], observed: float) -> Reference:
    """Hold what was observed against the scores on one kind of data without groups.

    The share is the p-value of a permutation test, which is never 0 (Phipson and
    Smyth, 2010, "Permutation p-values should never be zero").
    """
    better = sum(score >= observed for score in scores)
    mean, share = float(np.mean(scores)), (1 + better) / (1 + len(scores))
    is_beaten = share <= LEVEL and observed - mean >= NOTABLE
    return Reference(kind=kind, scores=scores, mean=mean, share=share, is_beaten=is_beaten)


def _references(
    context: ClusterContext,
    plans: tuple[_Plan, ...],
    observed: float,
    on_progress: OnProgress,
    should_stop: ShouldStop,
) -> Iterator[Reference]:
    total, done = sum(plan.times for plan in plans), 0
    for number, plan in enumerate(plans):
        scores = []
        for n in range(plan.times):
            go_on(should_stop)
            on_progress(done, total, _WORDS[plan.kind].format(n=n + 1, total=plan.times))
            random = np.random.default_rng((context.seed, number, n))
            scores.append(_score(context, plan.draw(random)) or 0.0)
            done += 1
        yield reference(plan.kind, tuple(scores), observed)
    on_progress(total, total, "comparing with data without groups")


def _plans(context: ClusterContext, rows: Codes) -> tuple[_Plan, ...]:
    table = context.fitter.features.iloc[context.rows[rows]]
    matrix = context.matrix[rows]
    shuffled = _Plan("shuffled", partial(_shuffled, context, table), N_SHUFFLES)
    clouds = (
        _Plan("bell", partial(_bell, matrix), N_CLOUDS),
        _Plan("box", partial(_box, matrix), N_CLOUDS),
    )
    return (shuffled, *clouds) if table.shape[1] > 1 else clouds


def _score(context: ClusterContext, matrix: Floats) -> float | None:
    labels = measures.labels_of(context.estimator(), matrix)
    return measures.silhouette(matrix, labels, random_seed=context.seed)


def _shuffled(context: ClusterContext, table: pd.DataFrame, random: np.random.Generator) -> Floats:
    """Each column of the file by itself in a new order, then prepared as the model has it."""
    moved = {name: table[name].array[random.permutation(len(table))] for name in table}
    return np.asarray(context.prepare(pd.DataFrame(moved, index=table.index)))


def _bell(matrix: Floats, random: np.random.Generator) -> Floats:
    middle, axes, places = _axes(matrix)
    drawn = random.normal(size=places.shape) * places.std(axis=0)
    return np.asarray(middle + drawn @ axes, dtype=matrix.dtype)


def _box(matrix: Floats, random: np.random.Generator) -> Floats:
    middle, axes, places = _axes(matrix)
    drawn = random.uniform(places.min(axis=0), places.max(axis=0), size=places.shape)
    return np.asarray(middle + drawn @ axes, dtype=matrix.dtype)


def _axes(matrix: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, principal axes, and the rows along these axes."""
    exact = np.asarray(matrix, dtype=np.float64)
    middle = exact.mean(axis=0)
    _, _, axes = np.linalg.svd(exact - middle, full_matrices=False)
    return middle, axes, (exact - middle) @ axes.T


def _most_rows(context: ClusterContext) -> int:
    """Fewer rows lie less densely, so algorithms that look for dense places get more of them."""
    return 10_000 if context.entry.family == "Densities" else MOST_ROWS
