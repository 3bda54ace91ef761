"""Outcomes that are not as they should be: a value or a reason in words, never an exception."""

from dataclasses import replace

import numpy as np
import pytest

from engine.metrics import (
    METRICS,
    MetricsCalculator,
    Outcome,
    metric,
    metrics,
    why_missing,
    why_no_values,
)
from tests.engine.outcomes import classified, clustered, outcome_of, regressed
from tests.made_models import made_clustering, made_model, made_regression


def classes(truth, predicted, probabilities=None, n_classes=2):
    return Outcome(
        task_type="classification",
        y_true=np.array(truth),
        y_pred=np.array(predicted),
        probabilities=probabilities,
        classes=np.arange(n_classes),
    )


def numbers(truth, predicted):
    return Outcome(task_type="regression", y_true=np.array(truth), y_pred=np.array(predicted))


def many_classes(n_rows=400, n_classes=200):
    rng = np.random.default_rng(0)
    truth = rng.integers(n_classes, size=n_rows)
    probabilities = rng.dirichlet(np.ones(n_classes), n_rows)
    return classes(truth, probabilities.argmax(axis=1), probabilities, n_classes)


def with_(outcome, **changes):
    """The outcome with one value of an array replaced."""
    changed = {}
    for name, value in changes.items():
        array = np.array(getattr(outcome, name))
        array.flat[3] = value
        changed[name] = array
    return replace(outcome, **changed)


one_class = classified().take(np.flatnonzero(classified().y_true == "no"))
OUTCOMES = {
    "no row": classified().take(np.array([], dtype=int)),
    "one row": classified().take(np.array([0])),
    "two rows": classified().take(np.array([0, 1])),
    "one class": one_class,
    "a class with one member": classes([0] * 9 + [1], [0] * 10, np.tile([0.9, 0.1], (10, 1))),
    "absent classes": classified(n_classes=5).take(np.arange(4)),
    "constant predictions": replace(classified(), y_pred=np.full(300, "no", dtype=object)),
    "one class to know": classes([0, 0, 0], [0, 0, 0], np.ones((3, 1)), 1),
    "no probabilities": replace(classified(), probabilities=None),
    "a probability that is none": with_(classified(), probabilities=np.nan),
    "an infinite score": replace(
        classified(), probabilities=None, decision=np.r_[np.inf, np.zeros(299)]
    ),
    "a prediction that is none": replace(
        classes([0.0, 1.0, 1.0], [0.0, np.nan, np.nan]), classes=np.array([0.0, 1.0])
    ),
    "labels of two types": replace(classified(), y_pred=np.array([0, "x"] * 150, dtype=object)),
    "200 classes": many_classes(),
    "one number": numbers([1.0], [2.0]),
    "two numbers": numbers([1.0, 2.0], [2.0, 2.0]),
    "a target of one value": numbers([3.0, 3.0, 3.0], [1.0, 2.0, 3.0]),
    "zeros": numbers([0.0, 1.0, 2.0], [1.0, 1.0, 1.0]),
    "negative targets": numbers([-3.0, -1.0, -2.0], [1.0, 1.0, 1.0]),
    "no number": with_(regressed(), y_pred=np.nan),
    "infinity": with_(regressed(), y_pred=np.inf),
    "a huge number": with_(regressed(), y_pred=1e300),
    "tiny targets": numbers([1e-310, 2.0, 3.0], [1e300, 2.0, 3.0]),
    "all noise": replace(clustered(), y_pred=np.full(300, -1)),
    "one cluster": replace(clustered(), y_pred=np.zeros(300, dtype=int)),
    "one known class": replace(clustered(), y_true=np.full(300, "a")),
    "no known class": replace(clustered(), y_true=np.full(300, np.nan, dtype=object)),
    "one cluster per row": replace(outcome_of("clustering"), y_pred=np.arange(300)),
}

every_outcome = pytest.mark.parametrize("outcome", OUTCOMES.values(), ids=list(OUTCOMES))


@every_outcome
def test_there_is_a_value_in_its_range_or_a_reason(outcome):
    calculator = MetricsCalculator(outcome.task_type)
    scores = calculator.calculate(outcome)
    reasons = calculator.reasons(outcome, scores)

    assert set(reasons) == {key for key, value in scores.items() if value is None}
    for key, value in scores.items():
        low, high = metric(key).range
        if value is None:
            assert reasons[key].startswith(metric(key).name)
            assert reasons[key].endswith(".")
            assert "{" not in reasons[key]
        else:
            assert low <= value <= high + 1e-12


@every_outcome
def test_there_is_an_interval_or_none(outcome):
    if outcome.n_rows:
        found = MetricsCalculator(outcome.task_type).intervals(outcome, random_seed=0)
        assert all(low < high for low, high in filter(None, found.values()))


@every_outcome
def test_what_applies_can_be_computed_by_scikit_learn_too(outcome):
    if outcome.task_type != "classification":
        return
    scores = MetricsCalculator("classification").calculate(outcome)
    for entry in metrics("classification"):
        if scores[entry.key] is not None:
            assert entry.score(outcome) == pytest.approx(scores[entry.key], rel=1e-9), entry.key


@pytest.mark.parametrize(
    ("name", "key", "reason"),
    [
        ("no row", "accuracy", "Accuracy needs rows to be computed on, and there are none."),
        ("one class", "recall", "Recall needs rows of the positive class, but none"),
        ("one class", "mcc", "Matthews correlation needs rows of at least two classes"),
        ("one class", "roc_auc", "ROC AUC needs rows of at least two classes"),
        ("no probabilities", "brier", "Brier score needs a probability for every class"),
        ("no probabilities", "roc_auc", "ROC AUC needs a probability or a score"),
        ("a probability that is none", "log_loss", "Log loss needs finite numbers"),
        ("200 classes", "f1", "F1 is about one class against another; here are 200 classes."),
        ("one class to know", "f1", "F1 is about one class against another; here is one class"),
        ("two rows", "top_3_accuracy", "with 5 classes or more; here are 2."),
        ("zeros", "mape", "MAPE divides by the target, which is 0 in one of these rows."),
        ("a target of one value", "r2", "R² needs a target that varies"),
        ("no number", "mae", "MAE needs finite numbers, but some predictions"),
        ("a huge number", "mse", "MSE is too large here to be written as a number."),
        ("all noise", "silhouette", "but all rows were left as noise."),
        ("one cluster", "silhouette", "but there is one only."),
        ("one cluster", "adjusted_rand", "classes that are known, and none were named."),
        ("one known class", "adjusted_rand", "needs rows of at least two known classes"),
        ("one cluster per row", "silhouette", "nearly every row is a cluster of its own."),
    ],
)
def test_the_reason_is_true(name, key, reason):
    outcome = OUTCOMES[name]
    calculator = MetricsCalculator(outcome.task_type)
    scores = calculator.calculate(outcome)

    assert scores[key] is None
    assert reason in calculator.reasons(outcome, scores)[key]


def test_several_zeros_are_counted():
    outcome = numbers([0.0, 0.0, 2.0], [1.0, 1.0, 1.0])

    assert metric("mape").reason(outcome).endswith("which is 0 in 2 of these rows.")


def test_constant_predictions_are_no_better_than_chance():
    scores = MetricsCalculator("classification").calculate(OUTCOMES["constant predictions"])

    assert scores["mcc"] == 0
    assert scores["balanced_accuracy"] == 0.5


MODELS = {
    "classification": made_model(),
    "regression": made_regression(),
    "clustering": made_clustering(),
}


@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.key)
def test_a_record_without_a_value_has_a_reason_in_words(entry):
    model = MODELS[entry.task_types[0]]
    unknown, none, known = (
        model.model_copy(update={"scores": model.scores.model_copy(update=update)})
        for update in (
            {"test": {}},
            {"test": {entry.key: None}},
            {"test": {entry.key: None}, "reasons": {entry.key: "It is so."}},
        )
    )
    assert why_missing(entry, unknown).endswith("Train it again to get it.")
    assert why_missing(entry, none) == (
        f"{entry.name} cannot be computed on the rows that this model was judged on."
    )
    assert why_missing(entry, known) == why_no_values(known)[entry.key] == "It is so."
