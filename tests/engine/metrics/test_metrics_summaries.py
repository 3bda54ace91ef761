"""Scores summed up and written: folds, chance, and words for people."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from engine.metrics import METRICS, fold_scores, format_score, metric, shuffled_baseline
from tests.engine.outcomes import clustered

every_metric = pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.key)


def test_shuffled_clusters_keep_their_sizes_and_lose_their_structure():
    outcome = clustered()
    shuffled = shuffled_baseline(outcome, random_seed=1)
    total = ((outcome.features - outcome.features.mean(axis=0)) ** 2).sum()

    assert abs(shuffled["silhouette"]) < 0.1
    assert 0.97 * total < shuffled["inertia"] < total
    assert shuffled == shuffled_baseline(outcome, random_seed=1)
    assert shuffled != shuffled_baseline(outcome, random_seed=2)


def test_the_shuffled_inertia_is_that_of_k_means_for_the_same_labels():
    outcome = clustered()
    same = replace(outcome, y_pred=np.zeros(300, dtype=int))
    total = ((outcome.features - outcome.features.mean(axis=0)) ** 2).sum()

    assert shuffled_baseline(same, random_seed=0)["inertia"] == pytest.approx(total)


def test_inertia_of_an_algorithm_without_centres_is_not_made_up():
    assert shuffled_baseline(clustered(noise_points=5), random_seed=0)["inertia"] is None


def test_fold_scores_are_those_of_nadeau_and_bengio():
    scores = [0.8, 0.85, 0.75, 0.9, 0.7]
    found = fold_scores(scores, test_ratio=20 / 80)
    error = math.sqrt((1 / 5 + 20 / 80) * np.var(scores, ddof=1))
    reach = stats.t.ppf(0.975, df=4) * error

    assert found.mean == pytest.approx(0.8)
    assert found.std == pytest.approx(np.std(scores, ddof=1))
    assert found.ci95 == pytest.approx((0.8 - reach, 0.8 + reach))
    assert found.folds == tuple(scores)


def test_the_interval_stays_inside_the_range_of_the_metric():
    found = fold_scores([0.99, 0.9, 1.0], test_ratio=0.5, limits=(0.0, 1.0))

    assert found.ci95[1] == 1.0
    assert 0 < found.ci95[0] < found.mean


def test_folds_where_the_metric_did_not_apply_are_left_out():
    found = fold_scores([0.5, None, 0.7], test_ratio=0.5)

    assert found.mean == pytest.approx(0.6)
    assert found.ci95 is not None
    assert found.folds == (0.5, None, 0.7)


@pytest.mark.parametrize(("scores", "mean"), [([0.5, None], 0.5), ([None, None], None), ([], None)])
def test_fewer_than_two_folds_have_no_interval(scores, mean):
    found = fold_scores(scores, test_ratio=0.5)

    assert (found.mean, found.std, found.ci95) == (mean, None, None)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("accuracy", 0.8291234567890123, "0.829"),
        ("accuracy", 1.0, "1.000"),
        ("r2", -0.00001, "0.000"),
        ("r2", -123456.7, "-123,457"),
        ("rmse", 69051.98765, "69,052"),
        ("rmse", 0.01234567, "0.0123"),
        ("rmse", 0.0, "0"),
        ("mae", 5.23456789, "5.235"),
        ("mae", 523.456789, "523.5"),
        ("mse", 4768181234.567, "4,768,181,235"),
        ("mse", 1.23456789e21, "1.23e+21"),
        ("log_loss", 0.45678901, "0.457"),
        ("calinski_harabasz", 561.6277566, "561.6"),
        ("silhouette", None, "does not apply"),
    ],
)
def test_scores_are_written_for_people(key, value, words):
    assert format_score(metric(key), value) == words


@every_metric
@pytest.mark.parametrize("value", [1 / 3, -2 / 3, 1e-9 / 3, 1e6 / 3, 1e13 / 3, 1e300 / 3])
def test_no_score_is_ever_written_with_digits_nobody_needs(entry, value):
    written = format_score(entry, value).replace(",", "").split("e")[0]

    assert len(written.split(".")[-1] if "." in written else "") <= 4
    assert float(format_score(entry, value).replace(",", "")) == pytest.approx(
        value, rel=0.01, abs=5e-4
    )
