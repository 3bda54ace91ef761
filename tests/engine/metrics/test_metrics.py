"""Metrics: scikit-learn's numbers, "does not apply" where there is none, and words for people."""

import math
from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics as sk

from engine.errors import InvalidValueError
from engine.metrics import (
    METRICS,
    MetricsCalculator,
    Outcome,
    clustering,
    metric,
    metrics,
    shuffled_baseline,
)
from tests.engine.outcomes import classified, clustered, outcome_of, regressed

KEYS = {
    "classification": [
        "accuracy",
        "balanced_accuracy",
        "f1",
        "precision",
        "recall",
        "mcc",
        "f1_macro",
        "f1_weighted",
        "precision_macro",
        "precision_weighted",
        "recall_macro",
        "recall_weighted",
        "roc_auc",
        "average_precision",
        "top_3_accuracy",
        "log_loss",
        "brier",
    ],
    "regression": [
        "r2",
        "rmse",
        "mae",
        "median_absolute_error",
        "mape",
        "d2_absolute_error",
        "mse",
    ],
    "clustering": [
        "silhouette",
        "davies_bouldin",
        "calinski_harabasz",
        "inertia",
        "adjusted_rand",
        "normalized_mutual_info",
    ],
}
OF_POSITIVE = {"f1", "precision", "recall"}
OF_MANY = {"top_3_accuracy"}
OF_KNOWN = {"adjusted_rand", "normalized_mutual_info"}

every_metric = pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.key)


def calculate(outcome):
    return MetricsCalculator(outcome.task_type).calculate(outcome)


@pytest.mark.parametrize("task_type", KEYS)
def test_a_task_type_has_its_metrics_in_screen_order(task_type):
    assert [entry.key for entry in metrics(task_type)] == KEYS[task_type]
    assert list(calculate(outcome_of(task_type))) == KEYS[task_type]


@every_metric
def test_everything_is_explained_in_whole_sentences(entry):
    assert entry.name
    assert entry.help.endswith(".")
    assert entry.misleads.endswith(".")
    assert entry.range[0] < entry.range[1]


@every_metric
def test_a_metric_is_found_by_its_key(entry):
    assert metric(entry.key) is entry


def test_an_unknown_metric_is_refused_with_the_keys_there_are():
    with pytest.raises(InvalidValueError, match="balanced_accuracy") as caught:
        metric("accurracy")

    assert caught.value.field == "metric"


@every_metric
def test_less_noise_is_better_and_every_score_is_inside_its_range(entry):
    task_type = entry.task_types[0]
    if task_type == "clustering":
        good = entry.score(outcome_of("clustering"))
        bad = shuffled_baseline(outcome_of("clustering"), random_seed=0)[entry.key]
    else:
        more = {"n_classes": 5} if entry.key in OF_MANY else {}
        noisy = [outcome_of(task_type, noise=noise, **more) for noise in (0.1, 5.0)]
        good, bad = (entry.score(outcome) for outcome in noisy)

    assert (good > bad) == entry.greater_is_better
    assert all(entry.range[0] <= score <= entry.range[1] for score in (good, bad))


def scikit_learn(outcome):
    """The same scores straight from scikit-learn, on the labels as they are."""
    if outcome.task_type == "regression":
        pair = outcome.y_true, outcome.y_pred
        return {
            "r2": sk.r2_score(*pair),
            "rmse": sk.root_mean_squared_error(*pair),
            "mae": sk.mean_absolute_error(*pair),
            "median_absolute_error": sk.median_absolute_error(*pair),
            "mape": sk.mean_absolute_percentage_error(*pair),
            "d2_absolute_error": sk.d2_absolute_error_score(*pair),
            "mse": sk.mean_squared_error(*pair),
        }
    if outcome.task_type == "clustering":
        pair = outcome.features, outcome.y_pred
        return {
            "silhouette": sk.silhouette_score(*pair),
            "davies_bouldin": sk.davies_bouldin_score(*pair),
            "calinski_harabasz": sk.calinski_harabasz_score(*pair),
            "adjusted_rand": sk.adjusted_rand_score(outcome.y_true, outcome.y_pred),
            "normalized_mutual_info": sk.normalized_mutual_info_score(
                outcome.y_true, outcome.y_pred
            ),
        }
    return scikit_learn_classes(outcome)


def scikit_learn_classes(outcome, sample_weight=None):
    pair = outcome.y_true, outcome.y_pred
    more = {"sample_weight": sample_weight}
    functions = {"f1": sk.f1_score, "precision": sk.precision_score, "recall": sk.recall_score}
    scores = {
        f"{name}_{average}": function(*pair, average=average, zero_division=0.0, **more)
        for name, function in functions.items()
        for average in ("macro", "weighted")
    }
    if len(outcome.classes) == 2:
        positive = {"pos_label": outcome.positive_class}
        scores |= {name: one(*pair, **positive, **more) for name, one in functions.items()}
        yes = outcome.y_true == outcome.positive_class
        scores["roc_auc"] = sk.roc_auc_score(yes, outcome.probabilities[:, 1], **more)
        scores["average_precision"] = sk.average_precision_score(
            yes, outcome.probabilities[:, 1], **more
        )
        scores["log_loss"] = sk.log_loss(yes, outcome.probabilities, **more)
        scores["brier"] = sk.brier_score_loss(yes, outcome.probabilities[:, 1], **more)
    else:
        order = np.argsort(outcome.classes)
        ranked = outcome.y_true, outcome.probabilities[:, order]
        scores["roc_auc"] = sk.roc_auc_score(*ranked, multi_class="ovr", **more)
        scores["average_precision"] = sk.average_precision_score(*ranked, **more)
        scores["log_loss"] = sk.log_loss(*ranked, **more)
        scores["brier"] = sk.brier_score_loss(*ranked, **more)
    if len(outcome.classes) > 4:
        scores["top_3_accuracy"] = top_3_accuracy(outcome, **more)
    return scores | {
        "accuracy": sk.accuracy_score(*pair, **more),
        "balanced_accuracy": sk.balanced_accuracy_score(*pair, **more),
        "mcc": sk.matthews_corrcoef(*pair, **more),
    }


def top_3_accuracy(outcome, **more):
    """Of the classes by their numbers: equal scores are ordered by the order of the classes."""
    labels = range(len(outcome.classes))
    return sk.top_k_accuracy_score(
        outcome.true_codes, outcome.probabilities, k=3, labels=labels, **more
    )


@pytest.mark.parametrize(
    "outcome",
    [
        classified(),
        classified(ties=True),
        classified(n_classes=4),
        classified(n_classes=4, ties=True, n_rows=2_000),
        classified(n_classes=5, ties=True, n_rows=500),
        regressed(),
        outcome_of("clustering"),
    ],
    ids=[
        "binary",
        "binary ties",
        "four classes",
        "four classes ties",
        "five classes ties",
        "regression",
        "clustering",
    ],
)
def test_scores_are_scikit_learns(outcome):
    scores = calculate(outcome)
    expected = scikit_learn(outcome)
    if outcome.task_type == "classification":
        without = (OF_POSITIVE if len(outcome.labels) > 2 else set()) | (
            OF_MANY if len(outcome.labels) < 5 else set()
        )
        assert [scores.pop(key) for key in without] == [None] * len(without)
    if outcome.task_type == "clustering":
        expected["inertia"] = outcome.inertia

    assert scores == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("labels", [[False, True], [3, 7], [0.0, 1.5], ["a", "b"]])
def test_labels_may_be_of_any_type(labels):
    rng = np.random.default_rng(0)
    truth, predicted = rng.integers(2, size=(2, 60))
    values = np.array(labels)
    outcome = Outcome(
        task_type="classification", y_true=values[truth], y_pred=values[predicted].astype(object)
    )

    assert calculate(outcome)["recall"] == sk.recall_score(truth, predicted)


def test_the_positive_class_may_be_the_first():
    outcome = replace(classified(), positive_class="no")
    truth, predicted = outcome.y_true, outcome.y_pred

    assert calculate(outcome)["precision"] == sk.precision_score(truth, predicted, pos_label="no")
    assert calculate(outcome)["roc_auc"] == sk.roc_auc_score(
        truth == "no", outcome.probabilities[:, 0]
    )


def test_without_probabilities_the_decision_values_rank_and_log_loss_does_not_apply():
    outcome = classified()
    decision = np.log(outcome.probabilities[:, 1] / outcome.probabilities[:, 0])
    scores = calculate(replace(outcome, probabilities=None, decision=decision))

    assert scores["roc_auc"] == pytest.approx(calculate(outcome)["roc_auc"], rel=1e-12)
    assert scores["log_loss"] is None


def test_decision_values_rank_several_classes_one_against_the_rest():
    outcome = classified(n_classes=3)
    scores = calculate(replace(outcome, probabilities=None, decision=outcome.probabilities * 9))

    assert scores["roc_auc"] == pytest.approx(calculate(outcome)["roc_auc"], rel=1e-12)


def test_decision_values_of_fewer_classes_are_not_guessed_at():
    outcome = classified(n_classes=3)
    decision = outcome.probabilities[:, 0]

    assert calculate(replace(outcome, probabilities=None, decision=decision))["roc_auc"] is None


def test_decision_values_below_zero_are_above_those_of_a_class_never_learned():
    outcome = classified(n_classes=5)
    truth = outcome.y_true.copy()
    truth[:10] = "unheard of"
    decision = outcome.probabilities - 9
    scores = calculate(replace(outcome, y_true=truth, probabilities=None, decision=decision))

    # Ten rows of a class that was never learned, which no model can have among its three.
    expected = replace(outcome, y_true=outcome.y_true).top_hits[10:].sum() / 300
    assert scores["top_3_accuracy"] == pytest.approx(expected)


def test_without_any_ranking_what_needs_one_does_not_apply():
    scores = calculate(replace(classified(n_classes=5), probabilities=None))

    needing = ("roc_auc", "average_precision", "top_3_accuracy", "log_loss", "brier")
    assert [scores[key] for key in needing] == [None] * 5
    assert scores["accuracy"] is not None


def test_with_one_class_among_the_rows_nothing_can_be_ranked():
    outcome = classified()
    scores = calculate(outcome.take(np.flatnonzero(outcome.y_true == "no")))

    assert scores["roc_auc"] is None
    assert scores["recall"] is None
    assert 0 < scores["accuracy"] < 1


def test_a_class_without_a_row_is_left_out_of_roc_auc():
    outcome = classified(n_classes=3, n_rows=600)
    part = outcome.take(np.flatnonzero(outcome.y_true != "perhaps"))
    expected = [
        sk.roc_auc_score(part.y_true == name, part.probabilities[:, place])
        for place, name in enumerate(["no", "yes"])
    ]

    assert calculate(part)["roc_auc"] == pytest.approx(np.mean(expected))


def test_a_class_that_was_never_learned_counts_as_a_mistake():
    outcome = classified()
    truth = outcome.y_true.copy()
    truth[:10] = "unheard of"
    scores = calculate(replace(outcome, y_true=truth))

    assert scores["accuracy"] == sk.accuracy_score(truth, outcome.y_pred)
    assert scores["log_loss"] > calculate(outcome)["log_loss"]
    assert scores["f1"] is None
    assert math.isfinite(scores["roc_auc"])


def test_a_wrong_certainty_has_a_finite_log_loss():
    outcome = replace(classified(), probabilities=np.tile([0.0, 1.0], (300, 1)))

    assert 0 < calculate(outcome)["log_loss"] < 40


def test_a_constant_target_has_no_r2():
    outcome = Outcome(task_type="regression", y_true=np.ones(9), y_pred=np.arange(9.0))
    scores = calculate(outcome)

    assert scores["r2"] is None
    assert scores["mae"] == pytest.approx(np.abs(np.arange(9) - 1).mean())


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_predictions_that_are_no_numbers_have_no_score(value):
    outcome = regressed()
    predictions = np.where(np.arange(300) == 3, value, outcome.y_pred)

    assert set(calculate(replace(outcome, y_pred=predictions)).values()) == {None}


@pytest.mark.parametrize("task_type", KEYS)
def test_no_rows_have_no_score(task_type):
    empty = outcome_of(task_type).take(np.array([], dtype=int))

    assert set(calculate(empty).values()) == {None}


@pytest.mark.parametrize(
    "labels",
    [np.zeros(300, int), np.arange(300), np.full(300, -1), np.r_[np.arange(299), 0]],
    ids=["one cluster", "a cluster per row", "all noise", "nearly a cluster per row"],
)
def test_clusters_that_cannot_be_judged_have_no_score(labels):
    scores = calculate(replace(clustered(), y_pred=labels, inertia=None))

    assert set(scores.values()) == {None}


def test_noise_is_left_out():
    outcome = clustered(noise_points=40)
    rest = clustered().take(np.arange(40, 300))

    assert calculate(outcome) == calculate(rest)
    assert calculate(outcome)["inertia"] is None


def test_without_known_classes_nothing_is_held_against_them():
    scores = calculate(clustered())

    assert {scores[key] for key in OF_KNOWN} == {None}


def test_noise_is_a_cluster_of_its_own_beside_known_classes():
    outcome = outcome_of("clustering", noise_points=40)

    assert calculate(outcome)["adjusted_rand"] == sk.adjusted_rand_score(
        outcome.y_true, outcome.y_pred
    )
    assert calculate(outcome)["adjusted_rand"] < 0.9


@pytest.mark.parametrize("gap", [None, np.nan])
def test_rows_without_a_known_class_are_left_out(gap):
    outcome = outcome_of("clustering", noise_points=40)
    known = outcome.y_true.astype(object)
    known[100:] = gap
    expected = sk.normalized_mutual_info_score(outcome.y_true[:100], outcome.y_pred[:100])

    found = calculate(replace(outcome, y_true=known))["normalized_mutual_info"]
    assert found == pytest.approx(expected)


def test_clusters_dealt_at_random_agree_with_known_classes_by_chance_only():
    found = shuffled_baseline(outcome_of("clustering"), random_seed=1)

    assert abs(found["adjusted_rand"]) < 0.02
    assert found["normalized_mutual_info"] < 0.05


def test_silhouette_of_many_rows_is_that_of_a_sample(monkeypatch):
    outcome = clustered(n_rows=1_200)
    whole = metric("silhouette").score(outcome)
    monkeypatch.setattr(clustering, "SILHOUETTE_ROWS", 500)
    first, second = (metric("silhouette").score(outcome) for _ in range(2))

    assert first == second != whole
    assert first == pytest.approx(whole, abs=0.02)
