"""Rows on a plane: by principal components, and by t-SNE on request."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA

from engine.metrics.outcome import Codes, Floats


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
