"""Metrics of clusters, in screen order; the first is the task's own.

Mostly nobody knows the right clusters, so these say how compact and how far apart
they are. Rows that were left as noise (-1) are in no cluster and are left out.
The last two hold clusters against a column of known classes. There is no
interval: the clusters were made from the very rows they are judged on.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from math import inf
from weakref import WeakKeyDictionary

import numpy as np
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    normalized_mutual_info_score,
    silhouette_samples,
)

from engine.metrics import requirements
from engine.metrics.config import Metric
from engine.metrics.outcome import Codes, Floats, Outcome

# Silhouette compares all pairs of rows: 10,000 take seconds, 100,000 minutes.
SILHOUETTE_ROWS = 10_000
SAMPLE_SEED = 0
# The profile of the clusters wants those of each row; nobody should wait for them twice.
_SILHOUETTES: WeakKeyDictionary[Outcome, tuple[Codes, Floats]] = WeakKeyDictionary()


def silhouettes(outcome: Outcome) -> tuple[Codes, Floats] | None:
    """Silhouettes of the clustered rows, or of a sample of 10,000 of them.

    Returns
    -------
    tuple of ndarray, both of shape (n,), or None
        Positions of the rows and their silhouettes (Rousseeuw, 1987); ``None``
        with fewer than two clusters, or nearly one for every row.
    """
    rows = _sample(outcome)
    if requirements.clusters(outcome, rows) is not None:
        return None
    known = _SILHOUETTES.get(outcome)
    if known is None or not np.array_equal(known[0], rows):
        assert outcome.features is not None  # noqa: S101 - `clusters` has been asked
        known = (rows, silhouette_samples(outcome.features[rows], outcome.y_pred[rows]))
        _SILHOUETTES[outcome] = known
    return known


def _of_clusters(function: Callable[..., float]) -> Callable[[Outcome], float]:
    return lambda outcome: _score(function, outcome, outcome.clustered)


def _score(function: Callable[..., float], outcome: Outcome, rows: Codes) -> float:
    assert outcome.features is not None  # noqa: S101 - `requirements.clusters` has been asked
    return float(function(outcome.features[rows], outcome.y_pred[rows]))


def _against_classes(function: Callable[..., float]) -> Callable[[Outcome], float]:
    """Hold clusters against known classes, with noise as one cluster of its own.

    Without the noise a method would be praised for the easy rows it keeps.
    """

    def compute(outcome: Outcome) -> float:
        rows = outcome.labelled
        with warnings.catch_warnings():
            # Numbers of clusters are taken for a regression's target when there are many.
            warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
            return float(function(outcome.known_codes[rows], np.asarray(outcome.y_pred)[rows]))

    return compute


def _mean_silhouette(outcome: Outcome) -> float:
    known = silhouettes(outcome)
    return float("nan") if known is None else float(np.mean(known[1]))


def _sample(outcome: Outcome) -> Codes:
    """Positions of at most 10,000 clustered rows, always the same for the same rows."""
    rows = outcome.clustered
    if len(rows) <= SILHOUETTE_ROWS:
        return rows
    rng = np.random.default_rng(SAMPLE_SEED)
    return np.sort(rng.choice(rows, SILHOUETTE_ROWS, replace=False))


_metric = partial(
    Metric,
    task_types=("clustering",),
    greater_is_better=True,
    range=(0.0, inf),
    unit="none",
    requires=requirements.clusters,
)

CLUSTERING: tuple[Metric, ...] = (
    _metric(
        key="silhouette",
        name="Silhouette",
        range=(-1.0, 1.0),
        help=(
            "How much closer rows are to their own cluster than to the next one: 1 is clearly "
            "apart, 0 is overlapping, below 0 is in the wrong cluster. Noise is left out, and "
            "above 10,000 rows it is computed on a sample of 10,000."
        ),
        misleads=(
            "With long or curved clusters: it prefers round ones. With much noise: what is left "
            "is easy to keep apart."
        ),
        compute=_mean_silhouette,
        requires=lambda outcome: requirements.clusters(outcome, _sample(outcome)),
    ),
    _metric(
        key="davies_bouldin",
        name="Davies-Bouldin",
        greater_is_better=False,
        help=(
            "How wide clusters are compared with the distance to the most similar other one; 0 is "
            "best. Noise is left out."
        ),
        misleads="With long or curved clusters: it compares centres, and they have no good ones.",
        compute=_of_clusters(davies_bouldin_score),
    ),
    _metric(
        key="calinski_harabasz",
        name="Calinski-Harabasz",
        help=(
            "How far cluster centres are spread compared with the rows around them; more is "
            "better. Noise is left out."
        ),
        misleads="Between data sets: it grows with the number of rows.",
        compute=_of_clusters(calinski_harabasz_score),
    ),
    _metric(
        key="inertia",
        name="Inertia",
        greater_is_better=False,
        help=(
            "The sum of squared distances of all rows to the centre of their cluster, in scaled "
            "units. Only algorithms with centres have it."
        ),
        misleads=(
            "Between different numbers of clusters or columns: more clusters always make it "
            "smaller."
        ),
        compute=lambda outcome: float("nan") if outcome.inertia is None else outcome.inertia,
        requires=requirements.inertia,
    ),
    _metric(
        key="adjusted_rand",
        name="Adjusted Rand index",
        range=(-0.5, 1.0),
        help=(
            "How well clusters agree with classes that are known and were not shown: of all pairs "
            "of rows, how many are together or apart in both, corrected for chance. 1 is the same "
            "grouping, 0 is what chance gives. Noise counts as one cluster."
        ),
        misleads="When the known classes are not the only sensible way to group the rows.",
        compute=_against_classes(adjusted_rand_score),
        requires=requirements.known_classes,
    ),
    _metric(
        key="normalized_mutual_info",
        name="Normalised mutual information",
        range=(0.0, 1.0),
        unit="share",
        help=(
            "How much knowing the cluster of a row tells about its known class, which was not "
            "shown: 1 is everything, 0 is nothing. Noise counts as one cluster."
        ),
        misleads="With many small clusters: chance alone makes it larger. Look at the Rand index.",
        compute=_against_classes(normalized_mutual_info_score),
        requires=requirements.known_classes,
    ),
)
