"""What guessing gives by each metric: the best of some ways that ignore the features."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics as sk

from engine.metrics import MetricsCalculator, Outcome, best_guess, metrics
from tests.engine.outcomes import classified, regressed


def always_the_commonest(outcome):
    """What the algorithm says that ignores the features, for classes seen as often as there."""
    shares = np.array([(outcome.y_true == label).mean() for label in outcome.classes])
    return replace(
        outcome,
        y_pred=np.full(outcome.n_rows, outcome.classes[shares.argmax()], dtype=object),
        probabilities=np.tile(shares, (outcome.n_rows, 1)),
    )


@pytest.mark.parametrize("n_classes", [2, 4, 5])
def test_drawing_classes_as_often_as_they_occur_is_a_guess_too(n_classes):
    outcome = classified(n_rows=2_000, n_classes=n_classes)
    found = best_guess(always_the_commonest(outcome), outcome.y_true)
    rng = np.random.default_rng(0)
    truth = np.tile(outcome.y_true, 100)
    drawn = rng.permutation(truth)

    expected = sk.f1_score(truth, drawn, average="macro")
    assert found["f1_macro"] == pytest.approx(expected, abs=0.005)
    if n_classes == 2:
        assert found["precision"] == pytest.approx(np.mean(outcome.y_true == "yes"), abs=1e-9)
    assert found["mcc"] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("n_classes", [2, 4])
def test_no_guess_is_worse_than_the_commonest_class(n_classes):
    outcome = classified(n_classes=n_classes)
    ignorant = always_the_commonest(outcome)
    found = best_guess(ignorant, outcome.y_true)
    scores = MetricsCalculator("classification").calculate(ignorant)

    assert set(found) == set(scores)
    for entry in metrics("classification"):
        if scores[entry.key] is not None:
            better = found[entry.key] - scores[entry.key]
            assert better * (1 if entry.greater_is_better else -1) >= 0
    assert found["accuracy"] == scores["accuracy"]
    assert found["log_loss"] == scores["log_loss"]


def test_by_absolute_errors_the_median_is_the_best_guess():
    target = np.random.default_rng(0).exponential(10, 500)
    ignorant = replace(regressed(500), y_true=target, y_pred=np.full(500, target.mean()))
    found = best_guess(ignorant, target)

    assert found["mae"] == pytest.approx(np.abs(target - np.median(target)).mean())
    assert found["d2_absolute_error"] == pytest.approx(0, abs=1e-12)
    assert found["r2"] == pytest.approx(0, abs=1e-12)
    assert found["rmse"] == pytest.approx(target.std())


def test_a_class_that_was_never_seen_is_never_guessed():
    outcome = Outcome(
        task_type="classification",
        y_true=np.array([0, 1, 2, 2]),
        y_pred=np.array([0, 0, 0, 0]),
        classes=np.arange(3),
    )
    found = best_guess(outcome, np.array([0, 0, 1, 1]))

    # A quarter of the rows is of each class that is guessed half of the time.
    assert found["accuracy"] == pytest.approx(0.25)
    assert found["recall_macro"] == pytest.approx(1 / 3)


def test_many_classes_are_quick_and_without_an_exception():
    rng = np.random.default_rng(0)
    truth = rng.integers(200, size=5_000)
    outcome = Outcome(
        task_type="classification",
        y_true=truth,
        y_pred=np.zeros(5_000, dtype=int),
        probabilities=np.full((5_000, 200), 1 / 200),
        classes=np.arange(200),
    )
    found = best_guess(outcome, truth)

    assert found["f1_macro"] == pytest.approx(1 / 200, rel=0.05)
