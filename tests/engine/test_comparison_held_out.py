"""Models without folds are held against each other on the same resamples of the held-out rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, roc_auc_score, root_mean_squared_error

from engine.comparison import ModelComparator
from engine.metrics import MetricsCalculator, Outcome, bootstrap, metric
from tests.engine.outcomes import classified, regressed
from tests.engine.test_comparison import a_model
from tests.trained_models import train


def mistaken(outcome: Outcome, share: float, *, seed: int) -> Outcome:
    """The same answers but for some that are turned around."""
    rng = np.random.default_rng(seed)
    rows = rng.random(outcome.n_rows) < share
    other = np.where(outcome.y_pred == "yes", "no", "yes").astype(object)
    return replace(outcome, y_pred=np.where(rows, other, outcome.y_pred))


def judged(name: str, outcome: Outcome, key: str):
    """A record of a model that said this."""
    calculator = MetricsCalculator(outcome.task_type)
    score = calculator.calculate(outcome)[key]
    interval = calculator.intervals(outcome, random_seed=1)[key]
    baseline = 0.5 if outcome.task_type == "classification" else 10.0
    return a_model(
        name,
        (),
        task_type=outcome.task_type,
        metric=key,
        test=score,
        ci95=interval,
        baseline=baseline,
    )


def compared(key: str, **outcomes: Outcome):
    models = [judged(name, outcome, key) for name, outcome in outcomes.items()]
    by_id = {model.id: outcomes[model.name] for model in models}
    comparator = ModelComparator(models, held_out=lambda model: by_id.get(model.id))
    return comparator.compare(metric=key)


@pytest.mark.parametrize(
    ("key", "first", "second", "score"),
    [
        (
            "accuracy",
            classified(80),
            mistaken(classified(80), 0.2, seed=1),
            lambda outcome: accuracy_score(outcome.y_true, outcome.y_pred),
        ),
        (
            "roc_auc",
            classified(80),
            replace(classified(80, noise=3.0), y_true=classified(80).y_true),
            lambda outcome: roc_auc_score(outcome.y_true == "yes", outcome.probabilities[:, 1]),
        ),
        (
            "rmse",
            regressed(80),
            replace(regressed(80), y_pred=regressed(80).y_pred + 0.5),
            lambda outcome: root_mean_squared_error(outcome.y_true, outcome.y_pred),
        ),
    ],
    ids=["accuracy", "roc_auc", "rmse"],
)
def test_the_differences_are_those_of_scikit_learns_scores_on_repeated_rows(
    key, first, second, score
):
    found = bootstrap.paired_differences(first, second, metric(key).resample)
    (counts,) = bootstrap.drawn(80, 1_000, bootstrap.PAIRED_SEED)
    for column, difference in list(zip(counts.T, found, strict=True))[:50]:
        rows = np.repeat(np.arange(80), column)
        expected = score(first.take(rows)) - score(second.take(rows))
        assert difference == pytest.approx(expected, abs=1e-9)


def test_what_overlapping_intervals_hide_is_seen_in_pairs():
    right = classified(400, noise=0.6)
    worse = mistaken(right, 0.04, seed=3)
    comparison = compared("accuracy", right=right, worse=worse)
    first, second = comparison.ranking
    assert first.name == "right"
    # By its own interval alone the second could be as good as the first.
    assert second.ci95[0] < first.score < second.ci95[1]
    assert second.standing == "worse"
    assert second.difference.ci95[1] < 0
    assert second.difference.worse > 0.9


def test_models_that_say_the_same_are_tied_and_practically_equal():
    one = classified(300)
    comparison = compared("accuracy", one=one, two=replace(one))
    second = comparison.ranking[1]
    assert second.standing == "tied_with_best"
    assert second.difference.equal == 1.0
    assert second.difference.ci95 is None


def test_an_error_counts_the_other_way_round():
    one = regressed(300, noise=1.0)
    noisy = replace(one, y_pred=one.y_pred + np.random.default_rng(1).normal(0, 2, 300))
    second = compared("rmse", noisy=noisy, one=one).ranking[1]
    assert (second.name, second.standing) == ("noisy", "worse")
    assert second.difference.mean > 0
    assert second.difference.worse > 0.99


def test_probabilities_sum_to_one():
    one, two = classified(300, seed=1), mistaken(classified(300, seed=1), 0.02, seed=2)
    found = compared("accuracy", one=one, two=two).ranking[1].difference
    assert found.better + found.equal + found.worse == pytest.approx(1.0)


def test_of_many_rows_a_sample_tells_as_much(monkeypatch):
    one = classified(4_000, noise=0.6)
    two = mistaken(one, 0.05, seed=1)
    whole = compared("accuracy", one=one, two=two).ranking[1].difference
    monkeypatch.setattr(bootstrap, "MOST_ROWS", 1_000)
    sampled = compared("accuracy", one=one, two=two).ranking[1].difference
    widths = [high - low for low, high in (whole.ci95, sampled.ci95)]
    assert sampled.mean == whole.mean
    assert widths[0] == pytest.approx(widths[1], rel=0.3)


def test_a_session_without_folds_is_compared_in_pairs(store, workspace):
    dataset = workspace.datasets.add_sample("breast_cancer")
    keys = ("logistic_regression", "gaussian_nb", "decision_tree_classifier")
    models = train(workspace, dataset, task_type="classification", algorithms=keys, cv_folds=0)
    comparison = workspace.models.compare([model.id for model in models])
    assert comparison.basis == "hold-out"
    for one in comparison.ranking[1:]:
        assert one.difference.equal is not None
