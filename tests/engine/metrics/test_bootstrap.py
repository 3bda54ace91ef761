"""Bootstrap: weighted scores mean what repeated rows mean, and intervals cover as they should."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics as sk

from engine.metrics import METRICS, MetricsCalculator, bootstrap, metric, metrics
from engine.metrics.resamples import Resamples, Rows
from tests.engine.metrics.test_metrics import OF_MANY, OF_POSITIVE, scikit_learn_classes
from tests.engine.outcomes import classified, clustered, outcome_of, regressed


def halves():
    """Rows with many equal errors and targets, so that medians lie at ties and between rows."""
    outcome = regressed(n_rows=60)
    rounded = (np.round(values) for values in (outcome.y_true, outcome.y_pred))
    return replace(outcome, **dict(zip(("y_true", "y_pred"), rounded, strict=True)))


WITH_INTERVAL = [entry for entry in METRICS if entry.resample is not None]
OUTCOMES = {
    "classification": [
        classified(),
        classified(ties=True),
        classified(n_classes=4, n_rows=400),
        classified(n_classes=4, n_rows=400, ties=True),
        replace(classified(), positive_class="no"),
        classified(n_classes=3, n_rows=12, seed=3),
        classified(n_classes=5, n_rows=200, ties=True),
    ],
    "regression": [regressed(), regressed(n_rows=5), regressed(n_rows=2_001), halves()],
}

every_case = pytest.mark.parametrize(
    ("entry", "outcome"),
    [
        pytest.param(entry, outcome, id=f"{entry.key}-{place}")
        for entry in WITH_INTERVAL
        for place, outcome in enumerate(OUTCOMES[entry.task_types[0]])
        if entry.applies(outcome)
    ],
)


def resampled(entry, outcome, weights):
    return entry.resample(Resamples(Rows(outcome), weights))


def test_all_but_the_metrics_of_clusters_have_an_interval():
    assert {task for entry in WITH_INTERVAL for task in entry.task_types} == set(OUTCOMES)
    assert not any(entry.resample for entry in metrics("clustering"))


@every_case
def test_weights_of_one_give_the_score_itself(entry, outcome):
    ones = np.ones((outcome.n_rows, 3))

    np.testing.assert_allclose(
        resampled(entry, outcome, ones), [entry.score(outcome)] * 3, rtol=1e-10
    )


@every_case
def test_a_whole_number_as_weight_means_repeated_rows(entry, outcome):
    (counts,) = bootstrap.drawn(outcome.n_rows, 20, random_seed=1)
    weights = counts.astype(np.float64)
    repeated = [
        outcome.take(np.repeat(np.arange(outcome.n_rows), column.astype(int)))
        for column in weights.T
    ]
    expected = [entry.score(one) for one in repeated]

    np.testing.assert_allclose(
        resampled(entry, outcome, weights),
        [np.nan if one is None else one for one in expected],
        rtol=1e-9,
    )


@pytest.mark.parametrize(
    "outcome", [*OUTCOMES["classification"][:4], OUTCOMES["classification"][6]]
)
def test_weighted_scores_of_classes_are_scikit_learns(outcome):
    weights = np.random.default_rng(2).integers(1, 6, (outcome.n_rows, 4)).astype(float)
    for column in weights.T:
        expected = scikit_learn_classes(outcome, sample_weight=column)
        for entry in metrics("classification"):
            if entry.key in expected:
                found = resampled(entry, outcome, column[:, None])
                assert found == pytest.approx(expected[entry.key], rel=1e-10), entry.key


def test_weighted_scores_of_numbers_are_scikit_learns():
    outcome = regressed()
    functions = {
        "r2": sk.r2_score,
        "rmse": sk.root_mean_squared_error,
        "mae": sk.mean_absolute_error,
        "median_absolute_error": sk.median_absolute_error,
        "mape": sk.mean_absolute_percentage_error,
        "d2_absolute_error": sk.d2_absolute_error_score,
        "mse": sk.mean_squared_error,
    }
    weights = np.random.default_rng(3).integers(0, 6, (outcome.n_rows, 4)).astype(float)
    for column in weights.T:
        for key, function in functions.items():
            expected = function(outcome.y_true, outcome.y_pred, sample_weight=column)
            found = resampled(metric(key), outcome, column[:, None])
            assert found == pytest.approx(expected, rel=1e-9), key


def test_every_resample_draws_as_many_rows_as_there_are():
    (weights,) = bootstrap.drawn(40, 50, random_seed=0)

    assert weights.shape == (40, 50)
    assert (weights.sum(axis=0) == 40).all()
    assert weights.mean(axis=1) == pytest.approx(np.ones(40), abs=0.6)
    assert np.var(weights) == pytest.approx(1 - 1 / 40, abs=0.15)


def test_many_resamples_are_drawn_in_parts():
    n_rows, count = bootstrap.CHUNK // 4, 10
    parts = bootstrap.drawn(n_rows, count, random_seed=0)

    assert [part.shape for part in parts] == [(n_rows, 4), (n_rows, 4), (n_rows, 2)]
    assert all((part.sum(axis=0) == n_rows).all() for part in parts)


@pytest.mark.parametrize(
    ("n_rows", "expected"), [(10, 1_000), (2_000, 1_000), (4_000, 500), (20_000, 200)]
)
def test_more_rows_get_fewer_resamples(n_rows, expected):
    assert bootstrap.n_resamples(n_rows) == expected


@pytest.mark.parametrize(
    ("n_rows", "n_classes", "expected"),
    [(2_000, 10, 1_000), (2_000, 20, 500), (2_000, 200, 200), (100, 200, 1_000)],
)
def test_more_classes_get_fewer_resamples(n_rows, n_classes, expected):
    assert bootstrap.n_resamples(n_rows, n_classes) == expected


@pytest.mark.parametrize("task_type", ["classification", "regression"])
def test_intervals_surround_the_scores_and_follow_the_seed(task_type):
    outcome = outcome_of(task_type)
    calculator = MetricsCalculator(task_type)
    first, again, other = (calculator.intervals(outcome, random_seed=seed) for seed in (1, 1, 2))
    scores = calculator.calculate(outcome)

    assert list(first) == [entry.key for entry in metrics(task_type)]
    assert first == again
    assert first != other
    known = {key: interval for key, interval in first.items() if interval is not None}
    assert set(first) - set(known) <= OF_MANY
    assert all(low < scores[key] < high for key, (low, high) in known.items())


@pytest.mark.parametrize("task_type", ["classification", "regression"])
def test_four_times_the_rows_halve_the_interval(task_type):
    widths = []
    for n_rows in (500, 2_000):
        outcome = outcome_of(task_type, n_rows=n_rows)
        found = MetricsCalculator(task_type).intervals(outcome, random_seed=0)
        widths.append(np.array([high - low for low, high in filter(None, found.values())]))

    assert widths[1] / widths[0] == pytest.approx(np.full(len(widths[0]), 0.5), abs=0.2)


def test_metrics_that_do_not_apply_have_no_interval():
    outcome = replace(classified(n_classes=3), probabilities=None)
    found = MetricsCalculator("classification").intervals(outcome, random_seed=0)

    assert {key for key, interval in found.items() if interval is None} == {
        *OF_POSITIVE,
        *OF_MANY,
        "roc_auc",
        "average_precision",
        "log_loss",
        "brier",
    }


def test_clusters_have_no_interval():
    found = MetricsCalculator("clustering").intervals(clustered(), random_seed=0)

    assert set(found.values()) == {None}


def test_a_perfect_score_is_not_given_an_interval_without_width():
    outcome = classified(n_rows=40)
    perfect = replace(outcome, y_pred=outcome.y_true)
    found = MetricsCalculator("classification").intervals(perfect, random_seed=0)

    assert found["accuracy"] == pytest.approx((0.025 ** (1 / 40), 1.0))
    assert found["f1_macro"] is None


def test_no_right_answer_at_all_still_may_be_chance():
    outcome = classified(n_rows=10)
    wrong = replace(outcome, y_pred=np.where(outcome.y_true == "no", "yes", "no"))
    found = MetricsCalculator("classification").intervals(wrong, random_seed=0)

    assert found["accuracy"] == pytest.approx((0.0, 1 - 0.025**0.1))


def test_above_the_limit_a_sample_gives_the_interval_of_all_rows():
    rng = np.random.default_rng(0)
    n_rows = 4 * bootstrap.MOST_ROWS
    right = rng.random(n_rows) < 0.8
    outcome = replace(
        classified(n_rows=10),
        y_true=np.ones(n_rows, dtype=int),
        y_pred=right.astype(int),
        probabilities=None,
        classes=np.array([0, 1]),
        positive_class=1,
    )
    low, high = MetricsCalculator("classification").intervals(outcome, random_seed=0)["accuracy"]
    expected = 1.96 * np.sqrt(0.8 * 0.2 / n_rows)

    assert low < right.mean() < high
    assert (high - low) / 2 == pytest.approx(expected, rel=0.25)


def test_memory_stays_small():
    outcome = classified(n_rows=20_000, n_classes=5)
    tracemalloc.start()
    MetricsCalculator("classification").intervals(outcome, random_seed=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 200e6


def covered(truth, outcomes, key):
    """How many of the intervals hold the true value."""
    entry = metric(key)
    found = [
        bootstrap.intervals(outcome, {key: entry.resample}, random_seed=seed)[key]
        for seed, outcome in enumerate(outcomes)
    ]
    return np.mean([low <= truth <= high for low, high in found])


@pytest.mark.parametrize(
    "key",
    ["balanced_accuracy", "mcc", "roc_auc", "average_precision", "log_loss", "brier", "f1"],
)
def test_intervals_of_classifiers_cover_the_truth(key):
    truth = metric(key).score(classified(n_rows=200_000, seed=99))
    outcomes = [classified(n_rows=150, seed=seed) for seed in range(200)]

    assert 0.9 <= covered(truth, outcomes, key) <= 0.99


@pytest.mark.parametrize(
    ("key", "truth"),
    [
        ("rmse", 1.0),
        ("mae", np.sqrt(2 / np.pi)),
        ("median_absolute_error", 0.6744898),
        ("r2", 8 / 9),
        ("d2_absolute_error", 2 / 3),
    ],
)
def test_intervals_of_regressors_cover_the_truth(key, truth):
    outcomes = [regressed(n_rows=150, seed=seed) for seed in range(200)]

    assert 0.9 <= covered(truth, outcomes, key) <= 0.99
