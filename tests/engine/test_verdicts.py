"""What is said about the scores of one model."""

from __future__ import annotations

from typing import Any

import pytest

from engine import verdicts
from engine.records import Scores, TrainedModel
from tests.made_models import ACCURACY, made_clustering, made_model, made_regression


def with_accuracy(
    *, test: float, ci95: tuple[float, float] | None, baseline: float, train: float = 0.8
) -> TrainedModel:
    scores = ACCURACY.model_copy(
        update={
            "test": {"accuracy": test},
            "test_ci95": {"accuracy": ci95},
            "baseline": {"accuracy": baseline},
            "train": {"accuracy": train},
        }
    )
    return made_model(scores=scores)


def test_a_clear_gain_over_the_baseline_is_good_news() -> None:
    verdict = verdicts.headline(with_accuracy(test=0.8, ci95=(0.74, 0.86), baseline=0.6))
    assert verdict.tone == "good"
    assert verdict.meaning.startswith("Logistic regression predicts Survived with Accuracy 0.8")
    assert "179 rows it has never seen" in verdict.meaning
    assert "0.200 better than a baseline that ignores the features (0.600)" in verdict.judgement


def test_an_interval_that_reaches_the_baseline_is_no_success() -> None:
    verdict = verdicts.headline(with_accuracy(test=0.65, ci95=(0.58, 0.71), baseline=0.6))
    assert verdict.tone == "warn"
    assert "may be no better than guessing" in verdict.judgement


def test_without_an_interval_nothing_is_concluded() -> None:
    verdict = verdicts.headline(with_accuracy(test=0.8, ci95=None, baseline=0.6))
    assert verdict.tone == "plain"
    assert "reaches 0.600" in verdict.judgement


def test_a_model_worse_than_guessing_is_no_success() -> None:
    verdict = verdicts.headline(made_regression(test={"r2": -0.2}, test_ci95={"r2": (-0.4, -0.1)}))
    assert verdict.tone == "warn"


def test_regression_is_judged_by_its_own_metric() -> None:
    verdict = verdicts.headline(made_regression())
    assert verdict.meaning.startswith("Ridge predicts Fare with R² 0.500 on 179 rows")
    assert verdict.tone == "good"


@pytest.mark.parametrize(("silhouette", "tone"), [(0.7, "good"), (0.4, "plain"), (0.1, "warn")])
def test_clusters_are_judged_by_how_far_they_are_apart(silhouette: float, tone: str) -> None:
    verdict = verdicts.headline(made_clustering(test={"silhouette": silhouette}), n_clusters=3)
    assert verdict.meaning.startswith("k-means divides 891 rows into 3 clusters")
    assert "dealt out at random" in verdict.judgement
    assert verdict.tone == tone


def test_one_cluster_has_no_score_and_the_reason_is_told() -> None:
    model = made_clustering(
        test={"silhouette": None},
        reasons={"silhouette": "Silhouette needs at least two clusters, but there is one only."},
    )
    verdict = verdicts.headline(model, n_clusters=1)
    assert verdict.tone == "warn"
    assert "at least two clusters" in verdict.judgement


@pytest.mark.parametrize(
    ("train", "is_told"), [(0.8, False), (0.84, False), (0.87, True), (1.0, True)]
)
def test_overfitting_is_told_when_train_is_clearly_above_test(train: float, is_told: bool) -> None:  # noqa: FBT001
    model = with_accuracy(test=0.8, ci95=(0.74, 0.86), baseline=0.6, train=train)
    assert (verdicts.overfitting(model) is not None) == is_told


def test_overfitting_names_both_scores() -> None:
    model = with_accuracy(test=0.8, ci95=(0.78, 0.82), baseline=0.6, train=1.0)
    verdict = verdicts.overfitting(model)
    assert verdict is not None
    assert "Accuracy is 1.00" in verdict.meaning
    assert "it is 0.80" in verdict.meaning


def test_there_is_no_overfitting_without_train_scores() -> None:
    assert verdicts.overfitting(made_clustering()) is None


def test_scores_alone_decide() -> None:
    """The verdict is a function of the record: the same record, the same words."""
    model = made_model(scores=Scores(test={"accuracy": 0.5}))
    assert verdicts.headline(model) == verdicts.headline(model.model_copy())


def test_every_word_says_what_to_try() -> None:
    models = [
        with_accuracy(test=0.8, ci95=(0.74, 0.86), baseline=0.6, train=1.0),
        with_accuracy(test=0.8, ci95=None, baseline=0.6),
        made_regression(test={"r2": None}, reasons={"r2": "R² needs two rows."}),
        made_model(scores=Scores(test={"accuracy": 0.5})),
        *(made_clustering(test={"silhouette": one}) for one in (0.7, 0.4, 0.1, None)),
    ]
    for model in models:
        for told in verdicts.words_of(model, n_clusters=3).values():
            assert told.meaning.endswith(".")
            assert told.judgement.endswith(".")
            assert told.try_next.endswith(".")


@pytest.mark.parametrize(
    ("test", "train", "words"),
    [
        (0.65, 0.66, "repeat the folds"),
        (0.58, 0.6, "bring other columns"),
        (0.61, 1.0, "make it simpler"),
    ],
)
def test_what_to_try_after_guessing_hangs_on_how_it_fails(
    test: float, train: float, words: str
) -> None:
    model = with_accuracy(test=test, ci95=(0.5, 0.7), baseline=0.6, train=train)
    assert words in verdicts.headline(model).try_next


def test_what_finds_a_rare_class_is_not_called_a_guess_alone() -> None:
    model = with_accuracy(test=0.86, ci95=(0.81, 0.91), baseline=0.88, train=1.0)
    by_class = {
        "test": {"accuracy": 0.86, "balanced_accuracy": 0.65},
        "test_ci95": {"accuracy": (0.81, 0.91), "balanced_accuracy": (0.55, 0.76)},
        "baseline": {"accuracy": 0.88, "balanced_accuracy": 0.5},
    }
    scores = model.scores.model_copy(update=by_class)
    told = verdicts.headline(model.model_copy(update={"scores": scores}))
    assert told.try_next.startswith("Judge it by Balanced accuracy")
    assert "0.650 and clearly better than guessing (0.500)" in told.try_next


def test_the_baseline_itself_is_not_told_to_learn_more() -> None:
    model = with_accuracy(test=0.6, ci95=(0.5, 0.7), baseline=0.6)
    guessing = model.model_copy(update={"algorithm": "dummy_classifier"})
    assert "for others to be held against" in verdicts.headline(guessing).try_next


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("logistic_regression", {}, "Turn down “Freedom of the weights”"),
        ("ridge_classifier", {}, "Turn up “Regularisation”"),
        (
            "decision_tree_classifier",
            {},
            "Turn down “Greatest depth” or turn up “Fewest rows in a leaf”",
        ),
        ("decision_tree_classifier", {"max_depth": 1}, "Turn up “Fewest rows in a leaf”"),
        ("gaussian_process_classifier", {}, "A simpler algorithm, fewer columns or more rows"),
        ("of_yesterday", {}, "A simpler algorithm, fewer columns or more rows"),
    ],
)
def test_overfitting_says_which_settings_to_turn_which_way(
    key: str, given: dict[str, Any], words: str
) -> None:
    model = with_accuracy(test=0.7, ci95=(0.65, 0.75), baseline=0.6, train=1.0)
    told = verdicts.overfitting(
        model.model_copy(update={"algorithm": key, "hyperparameters": given})
    )
    assert told is not None
    assert told.try_next.startswith(words)


def test_the_words_are_told_in_order_and_those_that_do_not_apply_are_left_out() -> None:
    good = with_accuracy(test=0.8, ci95=(0.74, 0.86), baseline=0.6)
    assert list(verdicts.words_of(good)) == ["score"]
    learned = with_accuracy(test=0.8, ci95=(0.74, 0.86), baseline=0.6, train=1.0)
    assert list(verdicts.words_of(learned)) == ["score", "overfitting"]
