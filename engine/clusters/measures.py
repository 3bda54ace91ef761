"""How good a clustering of a sample is, by the measures of the field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_samples,
)

from engine.metrics.outcome import NOISE, Codes, Floats

# Enough for the mean to be right by about 0.01, and a tenth of a second.
SILHOUETTE_ROWS = 2_000


def labels_of(estimator: object, matrix: Floats) -> Codes:
    """Fit a clusterer, and give the clusters of its rows."""
    return np.asarray(estimator.fit_predict(matrix), dtype=np.intp)  # type: ignore[attr-defined]


def is_divided(labels: Codes) -> bool:
    """Whether there are at least two clusters, and not nearly one for every row."""
    inside = labels[labels != NOISE]
    return 2 <= len(np.unique(inside)) < len(inside) - 1


def silhouette(matrix: Floats, labels: Codes, *, random_seed: int) -> float | None:
    """Mean silhouette over all rows, where a row of noise counts 0: it is apart from nothing.

    Parameters
    ----------
    matrix : ndarray of shape (n_rows, n_features)
    labels : ndarray of shape (n_rows,)
    random_seed : int
        Above 2,000 rows it is of so many, chosen by this.

    Returns
    -------
    float or None
        ``None`` where `is_divided` does not hold.
    """
    rows = _few(len(labels), random_seed)
    own = labels[rows]
    inside = rows[own != NOISE]
    if not is_divided(own):
        return None
    return float(silhouette_samples(matrix[inside], labels[inside]).sum() / len(rows))


def calinski_harabasz(matrix: Floats, labels: Codes) -> float | None:
    """Spread of the centres against that around them; ``None`` where it is not divided."""
    return float(calinski_harabasz_score(matrix, labels)) if is_divided(labels) else None


def davies_bouldin(matrix: Floats, labels: Codes) -> float | None:
    """Widths of clusters against distances of their centres; ``None`` where it is not divided."""
    return float(davies_bouldin_score(matrix, labels)) if is_divided(labels) else None


def stability(drawn: Sequence[Codes], labels: Sequence[Codes]) -> float | None:
    """Mean adjusted Rand index between clusterings of samples, on the rows that both have.

    Ben-Hur, Elisseeff and Guyon (2002), "A stability based method for discovering
    structure in clustered data"; Hennig (2007), "Cluster-wise assessment of cluster
    stability", for bootstrap samples.

    Parameters
    ----------
    drawn : sequence of ndarray
        Positions of the rows of each sample, each once and sorted.
    labels : sequence of ndarray
        Their clusters in the same order.

    Returns
    -------
    float or None
        1 where all samples give the same clusters, about 0 where they agree by chance
        alone; ``None`` for fewer than two samples.
    """
    pairs = combinations(zip(drawn, labels, strict=True), 2)
    scores = [_agreement(first, second) for first, second in pairs]
    known = [score for score in scores if score is not None]
    return float(np.mean(known)) if known else None


def _agreement(first: tuple[Codes, Codes], second: tuple[Codes, Codes]) -> float | None:
    common, mine, yours = np.intersect1d(
        first[0], second[0], assume_unique=True, return_indices=True
    )
    if len(common) < 2:
        return None
    return float(adjusted_rand_score(first[1][mine], second[1][yours]))


def _few(n_rows: int, random_seed: int) -> Codes:
    if n_rows <= SILHOUETTE_ROWS:
        return np.arange(n_rows)
    random = np.random.default_rng(random_seed)
    return np.sort(random.permutation(n_rows)[:SILHOUETTE_ROWS])
