"""Clusters of rows that were not there when the clusters were made.

An algorithm that can tell (`predict`) is asked. The others only ever name the
clusters of the rows they were fitted on, so a new row gets the cluster of the
training row that is nearest in the prepared space. Algorithms that leave noise
must be able to say "none of them": a new row is noise where its nearest training
row is, and where that is farther than neighbours are in that cluster. For DBSCAN
this is its own reach, `eps`; for HDBSCAN and OPTICS the distance within which 95 %
of the cluster's rows have their nearest fellow. So each training row gets the
cluster that it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import Pipeline

from engine.metrics.outcome import NOISE, Codes, Floats
from engine.prepared_rows import Matrix
from engine.preprocessing import learner

# A new row may be as far from its nearest row as this share of the rows are.
USUAL = 0.95
_DENSITIES = ("DBSCAN", "HDBSCAN", "OPTICS")

Rule = Literal["own", "nearest", "nearest or noise"]

RULES: dict[Rule, str] = {
    "own": "The model assigns new rows by its own rule.",
    "nearest": (
        "This algorithm has no rule for new rows. A new row gets the cluster of the most similar "
        "row that the model was made from."
    ),
    "nearest or noise": (
        "This algorithm has no rule for new rows. A new row gets the cluster of the most similar "
        "row that the model was made from. It is noise where that row is noise, or is farther "
        "away than rows of that cluster usually are from each other."
    ),
}


@dataclass(frozen=True, eq=False)
class Assignment:
    """Clusters of new rows, of shape (n,) with -1 for noise, and the rule in words."""

    labels: Codes
    rule: Rule

    @property
    def words(self) -> str:
        """How the clusters were found, in sentences for people."""
        return RULES[self.rule]


def assign(pipeline: Pipeline, training: Matrix, labels: Codes, rows: pd.DataFrame) -> Assignment:
    """Give new rows their clusters.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted.
    training : matrix of shape (n_training, n_features)
        The rows that it was fitted on, prepared.
    labels : ndarray of shape (n_training,)
        Their clusters, -1 for noise.
    rows : DataFrame of shape (n, n_columns)
        New rows with at least the columns of the pipeline.
    """
    estimator = learner(pipeline)
    rule = rule_of(estimator)
    if not len(rows):
        return Assignment(np.zeros(0, dtype=np.intp), rule)
    new = _dense(pipeline["preparation"].transform(rows))
    if rule == "own":
        return Assignment(np.asarray(estimator.predict(new), dtype=np.intp), rule)
    known = _dense(training)
    nearest = _nearest(known, new)
    found = np.asarray(labels, dtype=np.intp)[nearest]
    if rule == "nearest or noise":
        limits = _limits(estimator, known, np.asarray(labels))
        # From their difference: the search rounds, and equal rows would not be at 0.
        distances = np.linalg.norm(new - known[nearest], axis=1)
        too_far = distances > np.array([limits.get(label, 0.0) for label in found.tolist()])
        found = np.where(too_far, NOISE, found)
    return Assignment(found, rule)


def rule_of(estimator: Any) -> Rule:  # noqa: ANN401 - any clusterer
    """How new rows find their cluster."""
    if hasattr(estimator, "predict"):
        return "own"
    return "nearest or noise" if type(estimator).__name__ in _DENSITIES else "nearest"


def _nearest(known: Floats, new: Floats) -> Codes:
    search = NearestNeighbors(n_neighbors=1).fit(known)
    return np.asarray(search.kneighbors(new, return_distance=False)[:, 0], dtype=np.intp)


def _limits(estimator: Any, training: Floats, labels: Codes) -> dict[int, float]:  # noqa: ANN401 - any clusterer
    """How far a new row may be from the nearest row of each cluster."""
    known = [int(label) for label in np.unique(labels) if label != NOISE]
    reach = getattr(estimator, "eps", None)
    if type(estimator).__name__ == "DBSCAN" and reach is not None:
        return dict.fromkeys(known, float(reach))
    return {label: _usual_distance(training[labels == label]) for label in known}


def _usual_distance(members: Floats) -> float:
    """Within this distance 95 % of the rows have their nearest fellow; 0 for one row alone."""
    if len(members) < 2:
        return 0.0
    # Without rows to ask about, each row is asked about and is no neighbour of its own.
    distances, _ = NearestNeighbors(n_neighbors=1).fit(members).kneighbors()
    return float(np.quantile(distances[:, 0], USUAL))


def _dense(matrix: Matrix) -> Floats:
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix)
