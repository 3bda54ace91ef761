"""New rows get clusters, also where the algorithm knows only the rows it was fitted on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score, pairwise_distances

from engine.algorithms import ALGORITHMS
from engine.clusters.assignment import assign, rule_of
from engine.preprocessing import learner
from tests.engine.clusters.tables import blobs, grouped
from tests.engine.mixed_table import TYPES, mixed_table

CLUSTERERS = [entry for entry in ALGORITHMS if entry.task_type == "clustering"]
DENSITIES = ("dbscan", "hdbscan", "optics")
every_clusterer = pytest.mark.parametrize("entry", CLUSTERERS, ids=lambda entry: entry.key)


def assigned(made, rows):
    training = made.pipeline["preparation"].transform(made.features)
    return assign(made.pipeline, training, made.outcome.y_pred, rows)


@every_clusterer
def test_each_training_row_gets_the_cluster_that_it_has(entry):
    made = grouped(blobs(3, 2, seed=0, each=40)[0], entry.key)
    found = assigned(made, made.features)
    assert (found.labels == made.outcome.y_pred).all()
    assert found.words.endswith(".")


@every_clusterer
def test_new_rows_of_a_group_get_its_cluster(entry):
    table, truth = blobs(3, 2, seed=0, each=80)
    made = grouped(table.iloc[:200], entry.key)
    found = assigned(made, table.iloc[200:]).labels
    assert set(found) <= set(made.outcome.y_pred) | {-1}
    if len(set(made.outcome.y_pred) - {-1}) == 3:
        assert adjusted_rand_score(truth[200:][found >= 0], found[found >= 0]) > 0.95


@every_clusterer
def test_the_rule_is_that_of_the_algorithm(entry):
    has_rule = hasattr(entry.estimator_class(), "predict")
    nearest = "nearest or noise" if entry.key in DENSITIES else "nearest"
    rule = rule_of(entry.build({}, random_seed=0))
    assert rule == ("own" if has_rule else nearest)


def test_an_own_rule_is_asked():
    made = grouped(mixed_table(150), types=TYPES)
    new = mixed_table(40, seed=5)
    assert (assigned(made, new).labels == made.pipeline.predict(new)).all()


@pytest.mark.parametrize("key", ["agglomerative_clustering", "spectral_clustering"])
def test_the_most_similar_row_decides(key):
    """Against all distances in the prepared space, with every type of column."""
    made = grouped(mixed_table(150), key, types=TYPES)
    new = mixed_table(40, seed=5)
    parts = [made.pipeline["preparation"].transform(rows) for rows in (new, made.features)]
    nearest = pairwise_distances(*parts).argmin(axis=1)
    assert (assigned(made, new).labels == made.outcome.y_pred[nearest]).all()


@pytest.mark.parametrize("key", DENSITIES)
def test_what_is_far_from_all_is_noise(key):
    made = grouped(blobs(3, 2, seed=0)[0], key)
    far = pd.DataFrame({"c0": [1_000.0], "c1": [-1_000.0]})
    assert assigned(made, far).labels.tolist() == [-1]


def test_the_reach_of_dbscan_is_its_own():
    table = pd.DataFrame({"x": [*np.linspace(0, 1, 50), *np.linspace(50, 51, 50)]})
    made = grouped(table, "dbscan", eps=0.05)
    scale = float(table["x"].std(ddof=0))
    just_inside, just_outside = 1 + 0.049 * scale, 1 + 0.051 * scale
    found = assigned(made, pd.DataFrame({"x": [just_inside, just_outside]})).labels
    assert found.tolist() == [made.outcome.y_pred[0], -1]


def test_the_reach_of_hdbscan_is_how_far_rows_of_the_cluster_usually_are_apart():
    made = grouped(blobs(2, 2, seed=3)[0], "hdbscan")
    training = made.pipeline["preparation"].transform(made.features)
    labels = made.outcome.y_pred
    distances = pairwise_distances(training)
    np.fill_diagonal(distances, np.inf)
    new = blobs(2, 2, seed=3, each=90)[0]
    prepared = made.pipeline["preparation"].transform(new)
    steps = pairwise_distances(prepared, training)
    for found, row in zip(assigned(made, new).labels, steps, strict=True):
        own = labels[row.argmin()]
        usual = np.quantile(distances[np.ix_(labels == own, labels == own)].min(axis=1), 0.95)
        assert found == (-1 if own == -1 or row.min() > usual else own)


def test_no_rows_get_no_clusters():
    made = grouped(blobs(2, 2, seed=0)[0], "hdbscan")
    assert assigned(made, made.features.iloc[:0]).labels.tolist() == []


def test_all_noise_stays_noise():
    table = pd.DataFrame({"x": np.arange(30.0) * 9})
    made = grouped(table, "dbscan", eps=0.001)
    assert set(assigned(made, table).labels) == {-1}
    assert rule_of(learner(made.pipeline)) == "nearest or noise"
