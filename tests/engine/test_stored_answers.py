"""Answers that are kept come back as the outcome that was scored."""

import numpy as np
import pandas as pd
import pytest

from engine.metrics import MetricsCalculator
from engine.stored_answers import outcome_of
from engine.workspace import Limits, Workspace
from tests.engine.test_training import start, train


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


@pytest.mark.parametrize("sample", ["breast_cancer", "wine"])
@pytest.mark.parametrize("key", ["logistic_regression", "linear_svc"])
def test_scores_of_what_was_kept_are_those_of_the_model(store, workspace, sample, key):
    dataset = workspace.datasets.add_sample(sample)
    asked = start(workspace, "classification", dataset, algorithms=(key,), cv_folds=3)
    model = workspace.models.get(train(store, workspace, asked).model_ids[0])
    calculator = MetricsCalculator("classification")
    again = calculator.calculate(outcome_of(model, workspace.models.predictions(model.id)))
    assert again == pytest.approx(model.scores.test)
    folds = workspace.models.fold_predictions(model.id)
    for number, part in folds.groupby("fold"):
        scores = calculator.calculate(outcome_of(model, part))
        assert scores == pytest.approx(
            {name: one.folds[number] for name, one in model.scores.cv.items()}
        )
    # Every row that was learned from, once, by a fit that has not seen it.
    assert len(folds) == folds["row"].nunique() == model.provenance.n_train
    assert not set(folds["row"]) & set(workspace.models.predictions(model.id)["row"])


def test_numbers_come_back_too(store, workspace):
    asked = start(workspace, "regression", algorithms=("k_neighbors_regressor",), cv_folds=2)
    model = workspace.models.get(train(store, workspace, asked).model_ids[0])
    again = MetricsCalculator("regression").calculate(
        outcome_of(model, workspace.models.predictions(model.id))
    )
    assert again == pytest.approx(model.scores.test)


def test_without_folds_there_is_nothing_of_them(store, workspace):
    asked = start(workspace, "classification", algorithms=("gaussian_nb",), cv_folds=0)
    model = workspace.models.get(train(store, workspace, asked).model_ids[0])
    assert workspace.models.fold_predictions(model.id) is None


def test_truth_values_and_numbers_are_classes_by_their_text(store, workspace):
    asked = start(workspace, "classification", algorithms=("gaussian_nb",), cv_folds=0)
    model = workspace.models.get(train(store, workspace, asked).model_ids[0])
    for labels in ([True, False], [1, 2], [0.5, 1.5]):
        named = model.model_copy(
            update={"classes": tuple(map(str, labels)), "positive_class": str(labels[1])}
        )
        table = pd.DataFrame(
            {
                "row": [0, 1],
                "actual": labels,
                "predicted": labels,
                f"probability_{labels[0]}": [0.9, 0.2],
                f"probability_{labels[1]}": [0.1, 0.8],
            }
        )
        outcome = outcome_of(named, table)
        assert np.array_equal(outcome.true_codes, [0, 1])
        assert MetricsCalculator("classification").calculate(outcome)["roc_auc"] == 1.0
