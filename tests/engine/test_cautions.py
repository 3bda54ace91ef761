"""What an algorithm cannot use of what was chosen is said."""

import pytest

from engine.algorithms import ALGORITHMS, algorithm
from engine.cautions import CAUTIONS, cautions
from engine.records import Preprocessing


@pytest.mark.parametrize(
    ("key", "chosen", "words"),
    [
        ("k_means", {"categories": "target"}, "without a target"),
        ("k_means", {"feature_selection": "best"}, "all features are kept"),
        ("hist_gradient_boosting_regressor", {"feature_selection": "variance"}, "needs numbers"),
        ("logistic_regression", {"categories": "ordinal"}, "a column for each level"),
        ("gaussian_nb", {"text": "tfidf"}, "it gets topics"),
        ("svc", {"scaling": "none"}, "on one scale"),
        ("k_neighbors_classifier", {"class_weight": "balanced"}, "no weights for classes"),
    ],
)
def test_it_is_said(key, chosen, words):
    (caution,) = cautions(algorithm(key), Preprocessing(**chosen))

    assert words in caution.sentence


@pytest.mark.parametrize("transform", ["power", "quantile"])
def test_targets_around_zero_are_not_for_counts(transform):
    counts = algorithm("ridge").model_copy(update={"target_range": "non_negative"})
    (caution,) = cautions(counts, Preprocessing(target_transform=transform))

    assert "learns the target as it is" in caution.sentence
    assert not cautions(counts, Preprocessing(target_transform="log"))


@pytest.mark.parametrize(
    ("key", "chosen"),
    [
        ("random_forest_classifier", {"scaling": "none", "categories": "ordinal"}),
        ("logistic_regression", {"text": "tfidf", "class_weight": "balanced"}),
        ("dummy_classifier", {"scaling": "none", "class_weight": "balanced"}),
    ],
)
def test_nothing_is_said_where_all_is_used(key, chosen):
    assert cautions(algorithm(key), Preprocessing(**chosen)) == []


def test_by_default_nothing_is_said():
    assert not any(cautions(entry, Preprocessing()) for entry in ALGORITHMS)


def test_every_caution_is_a_sentence():
    assert all(caution.sentence.endswith(".") for caution in CAUTIONS)
