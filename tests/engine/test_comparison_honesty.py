"""What is concluded of really trained models: no skill in noise, no rank among twins."""

import io

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_classification, make_friedman1, make_regression

from engine.records import Preprocessing
from engine.workspace import Limits, Workspace
from tests.trained_models import train

pytestmark = pytest.mark.long


@pytest.fixture
def space(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def added(space, features, target, name="made.csv"):
    table = pd.DataFrame(features).rename(columns="x{}".format).round(6).assign(y=target)
    return space.datasets.add(io.BytesIO(table.to_csv(index=False).encode()), name=name)


def trained(space, dataset, task_type, *algorithms, seed=1, **more):
    given = {"task_type": task_type, "target": "y", "cv_folds": 5, "random_seed": seed} | more
    return train(space, dataset, algorithms=algorithms, **given)


@pytest.mark.parametrize("seed", range(5))
def test_in_noise_no_model_is_better_than_guessing(space, seed):
    rng = np.random.default_rng(seed)
    dataset = added(space, rng.normal(size=(150, 300)), rng.choice(["no", "yes"], 150))
    models = trained(
        space,
        dataset,
        "classification",
        "logistic_regression",
        "gaussian_nb",
        "decision_tree_classifier",
        seed=seed,
        preprocessing=Preprocessing(feature_selection="best", selected_percent=5),
    )
    comparison = space.models.compare([model.id for model in models])

    assert "No model is clearly better than guessing" in comparison.verdict
    assert {one.standing for one in comparison.ranking} == {"no_better_than_guessing"}
    assert comparison.recommendation is None
    assert comparison.quick_model_id is None


def test_in_noise_features_are_not_selected_by_what_they_are_judged_on(space):
    areas = []
    for seed in range(5):
        rng = np.random.default_rng(100 + seed)
        dataset = added(space, rng.normal(size=(150, 300)), rng.choice(["no", "yes"], 150))
        (model,) = trained(
            space,
            dataset,
            "classification",
            "logistic_regression",
            seed=seed,
            cv_repeats=2,
            preprocessing=Preprocessing(feature_selection="best", selected_percent=5),
        )
        areas.append(model.scores.cv["roc_auc"].mean)

    assert 0.45 <= np.mean(areas) <= 0.55


@pytest.mark.parametrize("number", range(10))
def test_one_model_under_two_seeds_is_tied_with_itself(space, number):
    given = {"n_samples": 300, "random_state": number}
    if number % 2:
        features, target = make_regression(n_features=6, noise=20.0, **given)
        task_type, algorithm = "regression", "extra_trees_regressor"
    else:
        features, codes = make_classification(n_features=8, flip_y=0.2, **given)
        target = np.array(["no", "yes"])[codes]
        task_type, algorithm = "classification", "extra_trees_classifier"
    dataset = added(space, features, target)
    few = {"hyperparameters": {algorithm: {"n_estimators": 40}}}
    models = twins(space, dataset, task_type, algorithm, **few)
    comparison = space.models.compare([model.id for model in models])

    assert {one.standing for one in comparison.ranking} <= {"best", "tied_with_best"}
    second = comparison.ranking[1].difference
    assert second.ci95[0] <= 0 <= second.ci95[1]
    assert second.better < 0.5
    assert second.worse < 0.975


def twins(space, dataset, task_type, algorithm, **more):
    """One algorithm with two seeds on the same folds, which a seed of the session would change."""
    from engine import fitted_pipelines

    models = trained(space, dataset, task_type, algorithm, **more)
    ways = fitted_pipelines.Fitter._ways
    other = property(lambda fitter: ways.fget(fitter) | {"random_seed": 12345})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitted_pipelines.Fitter, "_ways", other)
        return [*models, *trained(space, dataset, task_type, algorithm, **more)]


def test_a_forest_is_told_from_a_stump_on_a_checkerboard(space):
    rng = np.random.default_rng(0)
    features = rng.uniform(-1, 1, (400, 4))
    target = np.where(features[:, 0] * features[:, 1] > 0, "same", "other")
    dataset = added(space, features, target)
    stump = {"max_depth": 1}
    forest, lonely = trained(
        space,
        dataset,
        "classification",
        "random_forest_classifier",
        "decision_tree_classifier",
        hyperparameters={"decision_tree_classifier": stump},
    )
    comparison = space.models.compare([forest.id, lonely.id])
    standings = {one.name: one for one in comparison.ranking}

    assert comparison.best_model_id == comparison.ranking[0].model_id
    assert comparison.ranking[0].name == "Random forest"
    assert standings["Random forest"].standing == "best"
    assert comparison.ranking[1].standing in {"worse", "no_better_than_guessing"}
    assert comparison.ranking[1].difference.worse > 0.99
    assert comparison.recommendation.name == "Random forest"


def test_a_forest_is_told_from_a_stump_on_friedmans_function(space):
    features, target = make_friedman1(400, n_features=10, noise=1.0, random_state=0)
    dataset = added(space, features, target)
    models = trained(
        space,
        dataset,
        "regression",
        "random_forest_regressor",
        "decision_tree_regressor",
        hyperparameters={"decision_tree_regressor": {"max_depth": 1}},
    )
    for metric in ("r2", "rmse", "median_absolute_error", "d2_absolute_error"):
        comparison = space.models.compare([model.id for model in models], metric=metric)
        first, second = comparison.ranking

        assert (first.name, first.standing) == ("Random forest", "best")
        assert second.standing in {"worse", "no_better_than_guessing"}
        assert second.difference.worse > 0.95
