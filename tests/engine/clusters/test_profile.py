"""The profile of a clustering: sizes, silhouettes and weights as scikit-learn gives them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import silhouette_samples, silhouette_score

from engine.clusters.maps import flat_map
from engine.clusters.profile import MOST_CLUSTERS, profile
from engine.clusters.readings import profile_reading
from engine.clusters.records import ClusterProfile
from engine.clusters.stored import stored_profile
from engine.clusters.words import limits_words, map_words, noise_words, silhouette_words
from engine.metrics import clustering
from engine.workspace import Limits, Workspace
from tests.engine.clusters.tables import blobs, grouped
from tests.engine.mixed_table import TYPES, mixed_table
from tests.trained_models import train


def test_sizes_and_silhouettes_are_those_of_scikit_learn():
    table, _ = blobs(4, 3, seed=1)
    made = grouped(table, n_clusters=4)
    found = profile(made, random_seed=0)
    labels, features = made.outcome.y_pred, made.outcome.features
    values = silhouette_samples(features, labels)
    assert found.silhouette == silhouette_score(features, labels)
    assert (found.n_rows, found.n_clusters, found.n_noise) == (240, 4, 0)
    for cluster in found.clusters:
        own = values[labels == cluster.label]
        assert cluster.n_rows == len(own)
        assert cluster.share == pytest.approx(len(own) / 240)
        assert cluster.silhouette.mean == pytest.approx(own.mean())
        assert cluster.silhouette.below_zero == (own < 0).mean()
        assert list(cluster.silhouette.curve) == sorted(cluster.silhouette.curve, reverse=True)
        assert cluster.silhouette.curve[0] == pytest.approx(own.max(), abs=1e-4)
        assert cluster.silhouette.curve[-1] == pytest.approx(own.min(), abs=1e-4)
        assert f"over {len(own):,} rows" in silhouette_words(cluster.silhouette)


def test_separated_groups_are_told_without_fault():
    table, _ = blobs(4, 3, seed=1)
    for cluster in profile(grouped(table, n_clusters=4), random_seed=0).clusters:
        assert cluster.description.covered > 0.95
        assert cluster.description.right > 0.95


def test_it_is_the_same_after_it_was_stored():
    found = profile(grouped(mixed_table(), types=TYPES), random_seed=0, map_shares=(0.5, 0.2))
    assert ClusterProfile.model_validate_json(found.model_dump_json()) == found
    assert found.text_columns == ("note",)
    assert "note" in limits_words(found)[0]
    assert "70 %" in map_words(found)


def test_noise_is_told_as_noise_and_not_as_a_cluster():
    table, _ = blobs(3, 2, seed=2)
    far = pd.DataFrame({"c0": [200.0, -200.0], "c1": [-200.0, 300.0]})
    found = profile(grouped(pd.concat([table, far], ignore_index=True), "hdbscan"), random_seed=0)
    assert found.n_noise >= 2
    assert -1 not in {cluster.label for cluster in found.clusters}
    assert sum(cluster.n_rows for cluster in found.clusters) + found.n_noise == found.n_rows
    assert f"{found.n_noise:,} of 182 rows" in noise_words(found)


def test_above_the_limit_silhouettes_are_of_a_sample_and_that_is_said(monkeypatch):
    monkeypatch.setattr(clustering, "SILHOUETTE_ROWS", 50)
    table, _ = blobs(3, 2, seed=0)
    found = profile(grouped(table, n_clusters=3), random_seed=0)
    assert found.silhouette_rows == 50
    assert sum(one.silhouette.n_rows for one in found.clusters) == 50
    assert "50 rows, chosen at random out of 180" in limits_words(found)[-1]


def test_silhouettes_are_computed_once_for_score_and_profile(monkeypatch):
    calls = []
    real = clustering.silhouette_samples
    monkeypatch.setattr(
        clustering, "silhouette_samples", lambda *given: calls.append(1) or real(*given)
    )
    made = grouped(blobs(3, 2, seed=0)[0], n_clusters=3)
    silhouette = clustering.CLUSTERING[0].score(made.outcome)
    assert silhouette == profile(made, random_seed=0).silhouette
    assert len(calls) == 1


def test_the_weight_of_a_column_is_its_share_of_the_squared_distances():
    table = mixed_table(120)
    made = grouped(table, types=TYPES)
    weights = {one.column: one.share for one in profile(made, random_seed=0).weights}
    features = np.asarray(made.outcome.features, dtype=float)
    names = [one.column for one in _resulting(made) if one.kept]
    squares = ((features[:, None, :] - features[None, :, :]) ** 2).sum(axis=(0, 1))
    for column, share in weights.items():
        own = np.array([name == column for name in names])
        assert share == pytest.approx(squares[own].sum() / squares.sum(), rel=1e-4)
    assert sum(weights.values()) == pytest.approx(1)


def _resulting(made):
    from engine.preprocessing import resulting_features

    return resulting_features(made.pipeline)


def test_the_map_keeps_the_largest_eigenvalues_of_the_covariance():
    random = np.random.default_rng(0)
    features = random.normal(size=(80, 4)) @ random.normal(size=(4, 4))
    rows = np.arange(10, 70)
    flat = flat_map(features, rows, random_seed=0)
    values = np.linalg.eigvalsh(np.cov(features[rows], rowvar=False))[::-1]
    assert flat.shares == pytest.approx(values[:2] / values.sum())
    assert flat.points.var(axis=0, ddof=1) == pytest.approx(values[:2])


@pytest.mark.parametrize("shape", [(1, 3), (2, 1), (2, 3), (5, 1)])
def test_a_map_of_few_rows_or_columns_has_two_axes(shape):
    flat = flat_map(np.ones(shape), np.arange(shape[0]), random_seed=0)
    assert flat.points.shape == (shape[0], 2)
    assert np.isfinite(flat.points).all()
    assert np.isfinite(flat.shares).all()


def test_many_clusters_are_told_up_to_a_number_and_the_rest_counted():
    table = pd.DataFrame({"x": np.repeat(np.arange(40.0) * 100, 6), "y": 0.0})
    table.loc[:5, "x"] += np.arange(6)
    found = profile(grouped(table, n_clusters=40), random_seed=0)
    assert (len(found.clusters), found.n_clusters) == (MOST_CLUSTERS, 40)
    assert found.n_others == 20
    told = sum(cluster.n_rows for cluster in found.clusters)
    assert told + found.n_other_rows == 240
    assert any("20 smaller ones" in said for said in limits_words(found))


def test_a_cluster_of_one_row_has_words_and_a_silhouette_of_zero():
    table = pd.DataFrame({"x": [*np.linspace(0, 1, 30), 500.0], "y": 0.0})
    found = profile(grouped(table, n_clusters=2), random_seed=0)
    lone = min(found.clusters, key=lambda one: one.n_rows)
    assert (lone.n_rows, lone.silhouette.mean) == (1, 0.0)
    assert (lone.description.covered, lone.description.right) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("table", "key", "settings", "words"),
    [
        (pd.DataFrame({"x": [1.0, 2.0]}), "k_means", {"n_clusters": 2}, "cannot be said"),
        (pd.DataFrame({"x": [1.0] * 9, "y": [2.0] * 9}), "dbscan", {}, "nothing to tell apart"),
        (pd.DataFrame({"x": np.arange(9.0) * 9}), "dbscan", {"eps": 0.1}, "dense enough"),
    ],
)
def test_little_data_is_read_in_words(table, key, settings, words):
    found = profile(grouped(table, key, **settings), random_seed=0)
    assert found.silhouette is None
    reading = profile_reading(found)
    assert words in reading.judgement
    assert reading.try_next
    assert reading.tone == "warn"


def test_one_cluster_and_much_noise_and_weak_groups_get_their_own_advice():
    table, _ = blobs(3, 2, seed=0)
    good = profile(grouped(table, n_clusters=3), random_seed=0)
    assert profile_reading(good).tone == "good"
    noisy = good.model_copy(update={"n_noise": 80})
    assert "in no cluster" in profile_reading(noisy).try_next
    weak = good.model_copy(update={"silhouette": 0.1})
    assert profile_reading(weak).tone == "warn"
    assert "no groups in these data" in profile_reading(weak).try_next
    lone = good.clusters[0].model_copy(update={"share": 0.95})
    lopsided = good.model_copy(update={"clusters": (lone, *good.clusters[1:])})
    assert "outliers" in profile_reading(lopsided).try_next


def test_every_clustering_is_kept_with_its_profile_and_deleted_with_it(store):
    space = Workspace(store, "mine", limits=Limits())
    dataset = space.datasets.add_sample("blobs")
    (model,) = train(space, dataset, task_type="clustering", algorithms=("k_means",))
    found = stored_profile(store, model.id)
    assert found.silhouette == model.scores.test["silhouette"]
    assert len(found.map_shares) == 2
    space.models.delete(model.id)
    assert stored_profile(store, model.id) is None


def test_a_model_is_kept_when_words_about_it_fail(store, monkeypatch):
    from engine import archive

    def fail(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr(archive, "profile", fail)
    space = Workspace(store, "mine", limits=Limits())
    dataset = space.datasets.add_sample("blobs")
    (model,) = train(space, dataset, task_type="clustering", algorithms=("k_means",))
    assert stored_profile(store, model.id) is None
