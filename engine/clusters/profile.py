"""The profile of the clusters that a model found, computed once and kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline

from engine.clusters.description import describe_cluster
from engine.clusters.differences import differences
from engine.clusters.original import OriginalColumn, original_columns
from engine.clusters.records import Cluster, ClusterProfile, ClusterSilhouette, ColumnWeight
from engine.metrics import Outcome
from engine.metrics.clustering import silhouettes
from engine.metrics.outcome import NOISE, Codes, Floats
from engine.preprocessing import resulting_features
from engine.records import Column

# More clusters than this nobody reads about; the page draws as many.
MOST_CLUSTERS = 20
CURVE_POINTS = 80
MOST_WEIGHTS = 50


@dataclass(frozen=True, eq=False)
class Grouped:
    """A clustering and the table that it was made from.

    Parameters
    ----------
    outcome : Outcome
        Labels and prepared features of the rows.
    pipeline : Pipeline
        Its preparation is fitted.
    columns : sequence of Column
    features : DataFrame of shape (n_rows, n_columns)
        The same rows as in the file.
    """

    outcome: Outcome
    pipeline: Pipeline
    columns: Sequence[Column]
    features: pd.DataFrame


def profile(
    grouped: Grouped, *, random_seed: int, map_shares: tuple[float, ...] = ()
) -> ClusterProfile:
    """Say what the clusters are: sizes, differences, words, silhouettes.

    Parameters
    ----------
    map_shares : tuple of float
        What the axes of the map keep, where there is one.
    """
    labels = np.asarray(grouped.outcome.y_pred)
    known, counts = np.unique(labels[labels != NOISE], return_counts=True)
    largest = np.sort(np.argsort(-counts, kind="stable")[:MOST_CLUSTERS])
    original, text_columns = original_columns(grouped.features, grouped.columns)
    clusters = _clusters(grouped.outcome, known[largest], original, random_seed)
    rows, values = silhouettes(grouped.outcome) or (np.zeros(0), np.zeros(0))
    return ClusterProfile(
        n_rows=len(labels),
        n_clusters=len(known),
        n_noise=int((labels == NOISE).sum()),
        clusters=clusters,
        n_others=len(known) - len(largest),
        n_other_rows=int(counts.sum() - counts[largest].sum()),
        silhouette=float(np.mean(values)) if len(values) else None,
        silhouette_rows=len(rows),
        text_columns=text_columns,
        weights=column_weights(grouped.outcome.features, grouped.pipeline),
        map_shares=map_shares,
    )


def _clusters(
    outcome: Outcome, known: Codes, original: Sequence[OriginalColumn], random_seed: int
) -> tuple[Cluster, ...]:
    labels = np.asarray(outcome.y_pred)
    places = _places(labels, known)
    distinguishing = differences(original, places, len(known))
    curves = _silhouettes(outcome, known)
    return tuple(
        Cluster(
            label=int(label),
            n_rows=int((places == place).sum()),
            share=float((places == place).mean()),
            description=describe_cluster(original, places == place, random_seed=random_seed),
            differences=distinguishing[place],
            silhouette=curves[place],
        )
        for place, label in enumerate(known)
    )


def _places(labels: Codes, known: Codes) -> Codes:
    """Position of each row's cluster among the known ones, -1 for all others and noise."""
    if not len(known):
        return np.full(len(labels), -1)
    places = np.searchsorted(known, labels).clip(max=len(known) - 1)
    return np.where(known[places] == labels, places, -1)


def _silhouettes(outcome: Outcome, known: Codes) -> list[ClusterSilhouette | None]:
    found = silhouettes(outcome)
    if found is None:
        return [None] * len(known)
    rows, values = found
    labels = np.asarray(outcome.y_pred)[rows]
    return [_silhouette(values[labels == label]) for label in known]


def _silhouette(values: Floats) -> ClusterSilhouette | None:
    """Those of one cluster; ``None`` where the sample has none of its rows."""
    if not len(values):
        return None
    ordered = np.sort(values)[::-1]
    places = np.linspace(0, len(ordered) - 1, min(len(ordered), CURVE_POINTS)).round().astype(int)
    return ClusterSilhouette(
        n_rows=len(values),
        mean=float(np.mean(values)),
        below_zero=float((values < 0).mean()),
        curve=tuple(round(float(value), 4) for value in ordered[places]),
    )


def column_weights(features: Floats | None, pipeline: Pipeline) -> tuple[ColumnWeight, ...]:
    """Share of each column in the variance of all prepared numbers, the greatest first.

    The mean squared distance of two rows is twice the sum of these variances, so
    this is what each column contributes to distances.
    """
    if features is None:
        return ()
    named = [one for one in resulting_features(pipeline) if one.kept]
    with np.errstate(over="ignore", invalid="ignore"):
        spread = np.asarray(features.var(axis=0, dtype=np.float64))
    sums = pd.Series(spread).groupby([one.column for one in named], sort=False).sum()
    total = float(sums.sum())
    if not 0 < total < np.inf:
        return ()
    shares = (sums / total).sort_values(ascending=False, kind="stable")[:MOST_WEIGHTS]
    return tuple(
        ColumnWeight(column=str(name), share=float(share)) for name, share in shares.items()
    )
