"""How many clusters there are: several measures over a range of numbers, and what most of them say.

No single measure is right for all data. Silhouette, Davies-Bouldin and
Calinski-Harabasz look at how apart the clusters are, BIC at how well a mixture
explains the rows, stability at whether other samples give the same clusters. Each
names a number; of those that are about as stable as the best, the one named most
often is suggested.

A clustering into too few groups can be perfectly stable too (two of four blobs
always go together), so stability names the *largest* number that is nearly as
stable as the best, as Ben-Hur et al. (2002) do. But what other samples do not show
is no finding, however good it looks on these rows: where a column is nothing but
noise, silhouettes named 5 for two clear blobs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.algorithms import algorithm
from engine.clusters import measures
from engine.clusters.analysis_records import ClusterCount, CountCandidate, Measure
from engine.clusters.context import ClusterContext, OnProgress, ShouldStop, go_on
from engine.errors import DoesNotApplyError
from engine.fit_reports import kept_warnings
from engine.fit_threads import limited_threads
from engine.metrics.outcome import Codes, Floats
from engine.records import TrainedModel

COUNTS = range(2, 11)
SETTINGS = ("n_clusters", "n_components")
N_SAMPLES = 8
# With one start, an unlucky one tears a group apart and joins two others.
N_STARTS = 5
# Fits on more rows say the same.
MOST_ROWS = 5_000
# So near to the best, another number of clusters is as stable.
AS_STABLE = 0.03
# So far below the best, a number of clusters is not to be had again.
TOO_UNSTABLE = 0.1


def objection(model: TrainedModel) -> str | None:
    """Why the number of clusters cannot be asked about, ``None`` if it can."""
    if any(name in algorithm(model.algorithm).defaults for name in SETTINGS):
        return None
    return f"{model.name} finds the number of clusters by itself."


@dataclass(frozen=True, eq=False)
class _Work:
    """What all fits have in common; `drawn` are the rows of each bootstrap sample."""

    context: ClusterContext
    setting: str
    matrix: Floats
    drawn: tuple[Codes, ...]

    def fitted(self, k: int, rows: Codes | None, shift: int) -> tuple[Any, Codes]:
        estimator = self.context.estimator(shift=shift, **{self.setting: k})
        if "n_init" in estimator.get_params():
            estimator.set_params(n_init=max(N_STARTS, _starts(estimator)))
        return estimator, measures.labels_of(
            estimator, self.matrix if rows is None else self.matrix[rows]
        )


def cluster_count(
    context: ClusterContext, on_progress: OnProgress, should_stop: ShouldStop
) -> ClusterCount:
    """Try 2 to 10 clusters.

    Raises
    ------
    DoesNotApplyError
        If the algorithm finds the number by itself.
    Stopped
        If it was asked to stop.
    """
    setting = count_setting(context)
    counts = [k for k in COUNTS if k < _n_different(context.matrix)]
    rows = context.sample((len(counts) or 1) * (1 + N_SAMPLES) * N_STARTS, most=MOST_ROWS)
    work = _Work(context, setting, context.matrix[rows], _draws(len(rows), context.seed))
    with limited_threads(context.entry, len(rows)), kept_warnings():
        candidates = tuple(_candidates(work, counts, on_progress, should_stop))
    favourites = favourites_of(candidates)
    return ClusterCount(
        setting=setting,
        current=int(context.hyperparameters.get(setting) or 0),
        n_rows=len(rows),
        n_all_rows=len(context.matrix),
        silhouette_rows=min(len(rows), measures.SILHOUETTE_ROWS),
        n_samples=N_SAMPLES,
        n_starts=_starts_used(context),
        candidates=candidates,
        favourites=favourites,
        suggested=suggestion(favourites, candidates),
    )


def count_setting(context: ClusterContext) -> str:
    """The hyperparameter that is the number of clusters."""
    known = context.entry.defaults
    found = next((name for name in SETTINGS if name in known), None)
    if found is None:
        raise DoesNotApplyError(
            f"{context.entry.name} finds the number of clusters by itself.",
            hint="Change the settings that say how near rows of a cluster are instead.",
        )
    return found


def favourites_of(candidates: tuple[CountCandidate, ...]) -> dict[Measure, int]:
    """The number of clusters that each measure names, among those that can be judged at all."""
    candidates = tuple(one for one in candidates if one.silhouette is not None)
    chosen = {
        "silhouette": _best(candidates, "silhouette"),
        "calinski_harabasz": _best(candidates, "calinski_harabasz"),
        "davies_bouldin": _best(candidates, "davies_bouldin", least=True),
        "bic": _best(candidates, "bic", least=True),
        "stability": _most_of_the_stable(candidates),
    }
    return {measure: k for measure, k in chosen.items() if k is not None}  # type: ignore[misc]


def suggestion(
    favourites: dict[Measure, int], candidates: tuple[CountCandidate, ...]
) -> int | None:
    """The stable number named most often; among equals what stability names, then the smallest."""
    known = {one.k: one.stability for one in candidates if one.stability is not None}
    floor = max(known.values(), default=0.0) - TOO_UNSTABLE
    votes = Counter(k for k in favourites.values() if known.get(k, floor) >= floor)
    stable = favourites.get("stability")
    return min(votes, key=lambda k: (-votes[k], k != stable, k), default=None)


def _candidates(
    work: _Work, counts: list[int], on_progress: OnProgress, should_stop: ShouldStop
) -> Iterator[CountCandidate]:
    total, done = len(counts) * (1 + len(work.drawn)), 0
    for k in counts:
        go_on(should_stop)
        on_progress(done, total, f"{k} clusters, on all rows of the sample")
        estimator, labels = work.fitted(k, None, 0)
        done += 1
        parts = []
        for number, drawn in enumerate(work.drawn, start=1):
            go_on(should_stop)
            words = f"{k} clusters, on bootstrap sample {number} of {len(work.drawn)}"
            on_progress(done, total, words)
            parts.append(_resampled(work, k, drawn, number))
            done += 1
        yield _candidate(work, k, estimator, labels, parts)
    on_progress(total, total, "comparing the numbers of clusters")


def _candidate(
    work: _Work,
    k: int,
    estimator: Any,  # noqa: ANN401 - any clusterer
    labels: Codes,
    parts: list[tuple[Codes, Codes]],
) -> CountCandidate:
    matrix, seed = work.matrix, work.context.seed
    return CountCandidate(
        k=k,
        found=len(np.unique(labels)),
        silhouette=measures.silhouette(matrix, labels, random_seed=seed),
        calinski_harabasz=measures.calinski_harabasz(matrix, labels),
        davies_bouldin=measures.davies_bouldin(matrix, labels),
        bic=float(estimator.bic(matrix)) if hasattr(estimator, "bic") else None,
        stability=measures.stability(*zip(*parts, strict=True)) if parts else None,
    )


def _resampled(work: _Work, k: int, drawn: Codes, shift: int) -> tuple[Codes, Codes]:
    """Cluster a sample that has some rows several times; each of its rows once, and its cluster."""
    if len(np.unique(work.matrix[drawn], axis=0)) <= k:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    _, labels = work.fitted(k, drawn, shift)
    rows, first = np.unique(drawn, return_index=True)
    return rows, labels[first]


def _draws(n_rows: int, seed: int) -> tuple[Codes, ...]:
    """Bootstrap samples, the same for every number of clusters."""
    random = np.random.default_rng(seed)
    return tuple(np.sort(random.integers(n_rows, size=n_rows)) for _ in range(N_SAMPLES))


def _n_different(matrix: Floats) -> int:
    """How many different rows there are, as far as it matters here."""
    return len(np.unique(matrix[:MOST_ROWS], axis=0))


def _starts(estimator: Any) -> int:  # noqa: ANN401 - any clusterer
    given = estimator.get_params()["n_init"]
    return given if isinstance(given, int) else 1


def _starts_used(context: ClusterContext) -> int:
    estimator = context.estimator()
    has_starts = "n_init" in estimator.get_params()
    return max(N_STARTS, _starts(estimator)) if has_starts else 1


def _best(
    candidates: tuple[CountCandidate, ...], measure: Measure, *, least: bool = False
) -> int | None:
    """The smallest number with the best value."""
    known = [(getattr(one, measure), one.k) for one in candidates]
    turned = [(value if least else -value, k) for value, k in known if value is not None]
    return min(turned)[1] if turned else None


def _most_of_the_stable(candidates: tuple[CountCandidate, ...]) -> int | None:
    known = [(one.stability, one.k) for one in candidates if one.stability is not None]
    if not known:
        return None
    best = max(value for value, _ in known)
    return max(k for value, k in known if value >= best - AS_STABLE)
