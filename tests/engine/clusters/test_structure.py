"""Is there structure: yes for blobs, no for noise and for one cloud, whatever its shape."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.clusters import structure
from engine.clusters.analysis_readings import reference_words, structure_reading
from engine.clusters.analysis_records import ClusterStructure
from engine.clusters.structure import cluster_structure, reference, verdict_of
from engine.fitting import Stopped
from tests.engine.clusters.tables import blobs, context, names, never, quietly
from tests.engine.mixed_table import TYPES, mixed_table

NO_STRUCTURE = {"none", "one_cloud"}


def looked_at(table: pd.DataFrame, key: str = "k_means", **settings) -> ClusterStructure:
    return cluster_structure(context(table, key, **settings), quietly, never)


def frame(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, columns=names(values.shape[1]))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("columns", [2, 3, 5, 10])
def test_uniform_noise_has_no_structure(columns, seed):
    random = np.random.default_rng(seed)
    found = looked_at(frame(random.uniform(size=(200, columns))))
    assert found.verdict in NO_STRUCTURE
    assert "no structure" in structure_reading(found).meaning


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("columns", [2, 3, 5, 10])
def test_a_single_cloud_has_no_structure_also_where_columns_go_together(columns, seed):
    random = np.random.default_rng(seed)
    points = random.normal(size=(200, columns))
    for cloud in (points, points @ random.normal(size=(columns, columns))):
        assert looked_at(frame(cloud)).verdict in NO_STRUCTURE


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", [3, 4, 6])
def test_separated_blobs_have_structure(k, seed):
    found = looked_at(blobs(k, 2 + seed, seed, each=50)[0], n_clusters=k)
    assert found.verdict == "structure"
    assert structure_reading(found).tone == "good"


@pytest.mark.long
@pytest.mark.parametrize("key", ["gaussian_mixture", "agglomerative_clustering", "hdbscan"])
def test_other_algorithms_see_it_too(key):
    assert looked_at(blobs(3, 3, seed=0)[0], key).verdict == "structure"
    noise = np.random.default_rng(0).uniform(size=(200, 3))
    assert looked_at(frame(noise), key).verdict in NO_STRUCTURE


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_groups_of_a_single_column_are_told_as_such(seed):
    random = np.random.default_rng(seed)
    humps = np.r_[random.normal(size=150), random.normal(20, 1, size=150)]
    two = frame(np.c_[humps, random.normal(size=300)])
    assert looked_at(two, n_clusters=2).verdict == "single_columns"
    assert looked_at(frame(humps[:, None]), n_clusters=2).verdict == "structure"
    assert looked_at(frame(random.normal(size=(300, 1)))).verdict == "none"


def test_the_share_is_that_of_a_permutation_test():
    found = reference("shuffled", (0.1, 0.2, 0.3, 0.5), 0.3)
    assert (found.share, found.mean) == ((1 + 2) / (1 + 4), pytest.approx(0.275))
    assert not found.is_beaten
    scores = tuple(np.linspace(0, 0.1, 19))
    assert reference("bell", scores, 0.3).share == 1 / 20
    assert reference("bell", scores, 0.3).is_beaten
    # Beaten by all, but by nothing that matters.
    assert not reference("bell", (0.28,) * 19, 0.3).is_beaten
    assert "cannot be less than 0.05" in reference_words(reference("bell", scores, 0.3))


@pytest.mark.parametrize(
    ("beaten", "verdict"),
    [
        ("shuffled bell box", "structure"),
        ("bell box", "single_columns"),
        ("shuffled bell", "one_cloud"),
        ("bell", "none"),
        ("", "none"),
    ],
)
def test_the_verdict_follows_from_what_was_beaten(beaten, verdict):
    scores = (0.0,) * 19
    references = tuple(
        reference(kind, scores, 0.5 if kind in beaten.split() else 0.0)
        for kind in ("shuffled", "bell", "box")
    )
    assert verdict_of(0.5, references) == verdict
    assert verdict_of(None, ()) == "no_clusters"


def test_shuffling_keeps_every_column_and_spoils_what_goes_together():
    table = mixed_table(200)
    table["rooms"] = table["age"].fillna(0) * 2
    made = context(table, types=TYPES)
    shuffled = structure._shuffled(made, table, np.random.default_rng(0))
    assert shuffled.shape == made.matrix.shape
    for number in range(shuffled.shape[1]):
        assert np.sort(shuffled[:, number]) == pytest.approx(np.sort(made.matrix[:, number]))
    assert not np.allclose(shuffled, made.matrix)


def test_the_clouds_have_the_covariance_and_the_box_of_the_rows():
    random = np.random.default_rng(0)
    rows = random.normal(size=(20_000, 3)) @ random.normal(size=(3, 3)) + [5, 6, 7]
    bell = structure._bell(rows, random)
    assert np.cov(bell, rowvar=False) == pytest.approx(np.cov(rows, rowvar=False), rel=0.1, abs=0.1)
    assert bell.mean(axis=0) == pytest.approx(rows.mean(axis=0), abs=0.1)
    middle, axes, places = structure._axes(rows)
    box = (structure._box(rows, random) - middle) @ axes.T
    assert (box.min(axis=0) >= places.min(axis=0) - 1e-9).all()
    assert (box.max(axis=0) <= places.max(axis=0) + 1e-9).all()
    width = places.max(axis=0) - places.min(axis=0)
    assert box.std(axis=0) == pytest.approx(width / np.sqrt(12), rel=0.05)


@pytest.mark.parametrize(
    ("table", "key", "settings"),
    [
        (pd.DataFrame({"x": [1.0, 2.0]}), "k_means", {"n_clusters": 2}),
        (pd.DataFrame({"x": [1.0] * 9, "y": [2.0] * 9}), "k_means", {}),
        (pd.DataFrame({"x": np.arange(9.0) * 9, "y": 0.0}), "dbscan", {"eps": 0.01}),
        (pd.DataFrame({"x": np.arange(9.0), "y": 0.0}), "dbscan", {"eps": 100.0}),
    ],
)
def test_without_clusters_nothing_is_claimed(table, key, settings):
    found = looked_at(table, key, **settings)
    assert (found.verdict, found.observed, found.references) == ("no_clusters", None, ())
    assert "cannot be said" in structure_reading(found).meaning


def test_it_tells_how_far_it_is_and_stops_when_asked():
    told = []
    made = context(blobs(2, 2, seed=0, each=10)[0], n_clusters=2)
    cluster_structure(made, lambda *step: told.append(step), never)
    assert told[-1][0] == told[-1][1] == structure.N_SHUFFLES + 2 * structure.N_CLOUDS
    with pytest.raises(Stopped):
        cluster_structure(made, quietly, lambda: True)


def test_the_number_of_trials_and_rows_is_said_and_the_record_can_be_stored(monkeypatch):
    monkeypatch.setattr(structure, "MOST_ROWS", 80)
    found = looked_at(blobs(3, 2, seed=0)[0])
    assert ClusterStructure.model_validate_json(found.model_dump_json()) == found
    said = structure_reading(found).judgement
    assert "80 of 180 rows" in said
    assert "87 data sets" in said
    assert found == looked_at(blobs(3, 2, seed=0)[0])
