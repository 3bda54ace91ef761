"""What a fitted estimator is asked: once, where its class is the most probable one."""

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.dummy import DummyClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from engine.algorithms import ALGORITHMS
from engine.answers import predicted
from engine.asking import InParts, asked_in_parts
from engine.fit_threads import THREADS_FROM_ROWS
from engine.fitting import JOBS_FROM_ROWS
from tests.engine.fitted_entries import SEED, fit, quick

SUPERVISED = [
    entry for entry in ALGORITHMS if entry.task_type != "clustering" and entry.threads != "one"
]
CLASSIFIERS = [entry for entry in ALGORITHMS if entry.task_type == "classification"]


class Counting(KNeighborsClassifier):
    """Counts the rows that it is asked to classify."""

    asked = 0

    def predict(self, X):  # noqa: N803 - scikit-learn's name
        self.asked += len(X)
        return super().predict(X)


def asked(estimator, matrix, labels, *, most_probable):
    return predicted(
        estimator,
        matrix,
        labels,
        classes=np.unique(labels),
        most_probable=most_probable,
    )


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("entry", CLASSIFIERS, ids=lambda entry: entry.key)
def test_the_most_probable_class_is_the_predicted_one(entry, n_classes):
    matrix, codes = make_classification(
        400, 6, n_informative=4, n_classes=n_classes, flip_y=0.3, random_state=SEED
    )
    # Whole numbers, of which many rows are alike, give ties.
    matrix = matrix.round().astype(entry.precision)
    labels = np.array(["a", "b", "c"])[codes]
    settings = quick(entry) | ({"reg_param": 0.1} if entry.key.startswith("quadratic") else {})
    estimator = fit(entry.build(settings, random_seed=SEED), matrix[:200], labels[:200])

    outcome = asked(estimator, matrix, labels, most_probable=True)

    np.testing.assert_array_equal(outcome.y_pred, estimator.predict(matrix))
    if hasattr(estimator, "predict_proba"):
        np.testing.assert_array_equal(outcome.probabilities, estimator.predict_proba(matrix))


def test_only_ties_are_asked_about_twice():
    matrix = np.array([[0.0], [0.1], [1.0], [1.1], [2.0]])
    labels = np.array(["a", "a", "b", "b", "a"])
    estimator = Counting(n_neighbors=2).fit(matrix, labels)

    outcome = asked(estimator, matrix, labels, most_probable=True)

    is_tied = outcome.probabilities[:, 0] == 0.5
    assert estimator.asked == is_tied.sum() < len(matrix)


def test_a_classifier_of_one_class_answers_with_it():
    matrix, labels = np.zeros((3, 1)), np.array(["a", "a", "a"])
    estimator = DummyClassifier().fit(matrix, labels)

    outcome = asked(estimator, matrix, labels, most_probable=True)

    assert outcome.y_pred.tolist() == ["a", "a", "a"]


@pytest.mark.parametrize("entry", SUPERVISED, ids=lambda entry: entry.key)
def test_in_parts_an_estimator_says_the_same(entry):
    matrix, codes = make_classification(500, 6, n_informative=4, n_classes=3, random_state=SEED)
    matrix = matrix.astype(entry.precision)
    target = np.array(["a", "b", "c"])[codes]
    if entry.task_type == "regression":
        target = matrix[:, 0] + codes + 10.0
    estimator = fit(entry.build(quick(entry), random_seed=SEED), matrix[:200], target[:200])
    in_parts = asked_in_parts(estimator, entry, learned=200, asked=JOBS_FROM_ROWS)
    assert isinstance(in_parts, InParts)
    for name in ("predict", "predict_proba", "decision_function"):
        assert hasattr(in_parts, name) == hasattr(estimator, name)
        if hasattr(estimator, name):
            whole = getattr(estimator, name)(matrix)
            np.testing.assert_array_equal(getattr(in_parts, name)(matrix), whole)


@pytest.mark.parametrize("n_rows", [1, 2, 3])
def test_a_part_is_never_empty(n_rows):
    matrix, labels = np.arange(6.0)[:, None], np.array(["a", "b"] * 3)
    estimator = DecisionTreeClassifier(random_state=SEED).fit(matrix, labels)
    asked_about = matrix[:n_rows]
    answers = InParts(estimator, 2).predict(asked_about)
    np.testing.assert_array_equal(answers, estimator.predict(asked_about))


def test_few_rows_are_asked_about_at_once():
    entry = next(one for one in SUPERVISED if one.threads == "many")
    estimator = object()
    few = asked_in_parts(estimator, entry, learned=200, asked=JOBS_FROM_ROWS - 1)
    threads = asked_in_parts(estimator, entry, learned=THREADS_FROM_ROWS, asked=JOBS_FROM_ROWS)
    assert few is threads is estimator
