"""How many clusters: right on separated blobs, by measures that are those of scikit-learn."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_samples,
    silhouette_score,
)
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from engine.clusters import count, measures
from engine.clusters.analysis_readings import count_limits_words, count_reading
from engine.clusters.analysis_records import ClusterCount, CountCandidate
from engine.clusters.count import cluster_count, suggestion
from engine.errors import DoesNotApplyError
from engine.fitting import Stopped
from tests.engine.clusters.tables import blobs, context, never, quietly


def counted(table: pd.DataFrame, key: str = "k_means", **settings) -> ClusterCount:
    return cluster_count(context(table, key, **settings), quietly, never)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("k", range(2, 9))
def test_separated_blobs_are_counted_right(k, seed):
    found = counted(blobs(k, 2 + seed, seed, each=25)[0])
    assert found.suggested == k, found.favourites


@pytest.mark.long
@pytest.mark.parametrize("key", ["gaussian_mixture", "agglomerative_clustering", "birch"])
def test_other_algorithms_count_right_too(key):
    table, _ = blobs(4, 3, seed=1, each=40)
    found = counted(table, key)
    assert found.suggested == 4, found.favourites
    assert ("bic" in found.favourites) == (key == "gaussian_mixture")


def test_the_measures_are_those_of_scikit_learn():
    table, _ = blobs(3, 2, seed=0)
    found = counted(table)
    scaled = StandardScaler().fit_transform(table).astype(np.float32)
    for one in found.candidates:
        labels = KMeans(one.k, n_init=5, random_state=42).fit_predict(scaled)
        assert one.found == one.k
        assert one.silhouette == pytest.approx(silhouette_score(scaled, labels), rel=1e-4)
        assert one.calinski_harabasz == pytest.approx(
            calinski_harabasz_score(scaled, labels), rel=1e-4
        )
        assert one.davies_bouldin == pytest.approx(davies_bouldin_score(scaled, labels), rel=1e-4)
    assert (found.n_rows, found.n_all_rows, found.n_starts) == (180, 180, 5)


def test_bic_is_that_of_the_mixture():
    table, _ = blobs(3, 2, seed=0, each=20)
    found = counted(table, "gaussian_mixture")
    scaled = StandardScaler().fit_transform(table)
    for one in found.candidates[:2]:
        mixture = GaussianMixture(one.k, n_init=5, random_state=42).fit(scaled)
        assert one.bic == pytest.approx(mixture.bic(scaled), rel=1e-6)


def rand_by_pairs(first, second) -> float:
    """Adjusted Rand index (Hubert and Arabie, 1985) by looking at every pair of rows."""
    pairs = list(combinations(range(len(first)), 2))
    mine = np.array([first[a] == first[b] for a, b in pairs])
    yours = np.array([second[a] == second[b] for a, b in pairs])
    expected = mine.sum() * yours.sum() / len(pairs)
    return ((mine & yours).sum() - expected) / ((mine.sum() + yours.sum()) / 2 - expected)


@pytest.mark.parametrize("seed", range(5))
def test_stability_is_the_mean_rand_index_on_common_rows(seed):
    random = np.random.default_rng(seed)
    drawn = [np.unique(random.integers(30, size=30)) for _ in range(3)]
    labels = [random.integers(3, size=len(rows)) for rows in drawn]
    scores = []
    for (rows, mine), (others, yours) in combinations(zip(drawn, labels, strict=True), 2):
        common = sorted(set(rows) & set(others))
        first = [mine[list(rows).index(row)] for row in common]
        second = [yours[list(others).index(row)] for row in common]
        scores.append(rand_by_pairs(first, second))
    assert measures.stability(drawn, labels) == pytest.approx(np.mean(scores))


def test_stability_of_equal_clusterings_is_one_and_of_one_sample_unknown():
    rows, labels = np.arange(9), np.arange(9) % 3
    assert measures.stability([rows, rows], [labels, (labels + 1) % 3]) == 1.0
    assert measures.stability([rows], [labels]) is None
    assert measures.stability([], []) is None


def test_noise_counts_nothing_in_a_silhouette():
    random = np.random.default_rng(0)
    matrix = random.normal(size=(40, 2)) + np.repeat([[0, 0], [9, 9]], 20, axis=0)
    labels = np.repeat([0, 1], 20)
    labels[::4] = -1
    inside = labels >= 0
    own = silhouette_samples(matrix[inside], labels[inside])
    assert measures.silhouette(matrix, labels, random_seed=0) == pytest.approx(own.sum() / 40)


def a_candidate(k, stability) -> CountCandidate:
    return CountCandidate(
        k=k,
        found=k,
        silhouette=0.5,
        calinski_harabasz=1.0,
        davies_bouldin=1.0,
        bic=None,
        stability=stability,
    )


def test_what_other_samples_do_not_show_is_not_suggested():
    candidates = (a_candidate(2, 1.0), a_candidate(5, 0.6))
    votes = {"silhouette": 5, "davies_bouldin": 5, "stability": 2}
    assert suggestion(votes, candidates) == 2
    assert suggestion(votes, (a_candidate(2, 1.0), a_candidate(5, 0.95))) == 5
    assert suggestion({}, ()) is None


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"x": [1.0, 2.0]}),
        pd.DataFrame({"x": [3.0] * 20, "y": [1.0] * 20}),
        pd.DataFrame({"x": [1.0, 2.0, 3.0]}),
        pd.DataFrame({"x": [1.0, 2.0] * 10, "y": [3.0] * 20}),
    ],
)
def test_too_few_different_rows_are_told(table):
    found = counted(table)
    assert found.suggested is None
    reading = count_reading(found)
    assert reading.meaning
    assert reading.tone == "warn"


def test_it_tells_how_far_it_is_and_stops_when_asked():
    told = []
    table, _ = blobs(2, 2, seed=0, each=10)
    cluster_count(context(table), lambda *step: told.append(step), never)
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1] == 9 * (1 + count.N_SAMPLES)
    assert all(words for _, _, words in told)
    with pytest.raises(Stopped):
        cluster_count(context(table), quietly, lambda: True)


def test_it_is_the_same_each_time_and_after_it_was_stored():
    table, _ = blobs(3, 2, seed=0, each=20)
    first, second = counted(table), counted(table)
    assert first == second
    assert ClusterCount.model_validate_json(first.model_dump_json()) == first


def test_more_rows_than_it_takes_are_sampled_and_that_is_said(monkeypatch):
    monkeypatch.setattr(count, "MOST_ROWS", 60)
    monkeypatch.setattr(measures, "SILHOUETTE_ROWS", 40)
    found = counted(blobs(3, 2, seed=0)[0])
    assert (found.n_rows, found.n_all_rows, found.silhouette_rows) == (60, 180, 40)
    assert "60 of 180 rows" in count_limits_words(found)
    assert "40 of them" in count_limits_words(found)
    assert found.suggested == 3


def test_an_algorithm_that_finds_the_number_itself_is_refused_in_words():
    with pytest.raises(DoesNotApplyError) as refused:
        counted(blobs(2, 2, seed=0)[0], "hdbscan")
    assert "by itself" in refused.value.message


def test_the_reading_says_why_and_what_to_do():
    found = counted(blobs(4, 2, seed=0, each=40)[0])
    reading = count_reading(found)
    assert reading.meaning.startswith("4 clusters fit these data best. ")
    assert "measures say so" in reading.judgement
    assert "The model has 3" in reading.try_next
    assert reading.tone == "good"
    noise = pd.DataFrame(np.random.default_rng(0).normal(size=(200, 6)))
    noise.columns = list("abcdef")
    assert count_reading(counted(noise)).tone == "warn"
    assert "but not well" in count_reading(counted(noise)).meaning
