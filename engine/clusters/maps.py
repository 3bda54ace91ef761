"""Rows on a plane: by principal components, and by t-SNE on request."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from engine.clusters.analysis_records import ClusterMap, MapPoint
from engine.clusters.context import ClusterContext, OnProgress, ShouldStop, go_on
from engine.errors import DoesNotApplyError
from engine.fit_reports import kept_warnings
from engine.metrics.outcome import Codes, Floats
from engine.threads import thread_limits

# 2,000 rows take about ten seconds on one core, and more than this grows quickly.
TSNE_ROWS = 2_000
# scikit-learn's default; it must be less than the rows.
PERPLEXITY = 30.0
LEAST_ROWS = 4


@dataclass(frozen=True, eq=False)
class FlatMap:
    """Points of shape (n, 2), and the share of the spread that each axis keeps."""

    points: Floats
    shares: tuple[float, ...]


def flat_map(features: Floats, rows: Codes, *, random_seed: int) -> FlatMap:
    """Lay these rows flat, by the two directions in which they differ most.

    Parameters
    ----------
    features : ndarray of shape (n_rows, n_features)
        Prepared.
    rows : ndarray of shape (n,)
        Positions; the directions and their shares are those of these rows.

    Returns
    -------
    FlatMap
        With zeros for the second axis where there is but one direction.
    """
    places = features[rows]
    axes = PCA(n_components=min(2, *places.shape), random_state=random_seed)
    points = np.zeros((len(rows), 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = axes.fit_transform(places)
    points[:, : found.shape[1]] = found
    shares = np.nan_to_num(axes.explained_variance_ratio_)
    return FlatMap(points, tuple(float(share) for share in shares))


def cluster_map(
    context: ClusterContext, on_progress: OnProgress, should_stop: ShouldStop
) -> ClusterMap:
    """Lay at most 2,000 rows out by t-SNE (van der Maaten and Hinton, 2008).

    It starts from the principal components, so that it is the same each time. Once it
    has begun it cannot be stopped.

    Raises
    ------
    DoesNotApplyError
        If there are fewer than four rows.
    Stopped
        If it was asked to stop before it began.
    """
    matrix, labels = context.matrix, context.labels
    if len(matrix) < LEAST_ROWS:
        raise DoesNotApplyError(
            f"A map by t-SNE needs at least {LEAST_ROWS} rows, but there are {len(matrix)}.",
            hint="Bring more rows.",
        )
    go_on(should_stop)
    rows = np.sort(np.random.default_rng(context.seed).permutation(len(matrix))[:TSNE_ROWS])
    on_progress(0, 1, f"laying out {len(rows):,} rows")
    perplexity = min(PERPLEXITY, (len(rows) - 1) / 3)
    points = _neighbours(matrix[rows], perplexity, context.seed)
    on_progress(1, 1, f"laying out {len(rows):,} rows")
    found = zip(context.rows[rows], labels[rows], points, strict=True)
    return ClusterMap(
        n_all_rows=len(matrix),
        perplexity=perplexity,
        points=tuple(
            MapPoint(row=int(row), cluster=int(label), x=float(point[0]), y=float(point[1]))
            for row, label, point in found
        ),
    )


def _neighbours(matrix: Floats, perplexity: float, seed: int) -> Floats:
    start = np.zeros((len(matrix), 2), dtype=np.float32)
    axes = PCA(n_components=min(2, *matrix.shape), random_state=seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        found = axes.fit_transform(matrix)
    # As scikit-learn scales its own start; random where all rows are equal.
    spread = float(found[:, 0].std())
    start[:, : found.shape[1]] = found / spread * 1e-4 if spread > 0 else 0.0
    if found.shape[1] < 2 or not spread > 0:
        start += np.random.default_rng(seed).normal(0, 1e-6, start.shape).astype(np.float32)
    method = TSNE(perplexity=perplexity, init=start, random_state=seed, n_jobs=1)
    with thread_limits(1), kept_warnings():
        return np.asarray(method.fit_transform(matrix), dtype=np.float64)
