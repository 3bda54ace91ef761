"""A regression's target is learned transformed, and predicted in its own unit."""

import pickle

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from engine.algorithms import algorithm
from engine.errors import InvalidValueError
from engine.preprocessing import build_pipeline, learner
from engine.records import Preprocessing
from engine.target_transforms import check_target
from tests.engine.preparing import a_column

every_transform = pytest.mark.parametrize("transform", ["log", "power", "quantile"])


def curved(n_rows: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    """A number whose logarithm is a straight line."""
    x = np.linspace(0, 8, n_rows)
    noise = np.random.default_rng(0).normal(0, 0.1, n_rows)
    return pd.DataFrame({"x": x}), np.exp(x + noise)


def transformed(transform, key="ridge", **hyperparameters):
    table, _ = curved()
    return build_pipeline(
        [a_column("x", "numeric", table["x"])],
        algorithm(key),
        hyperparameters,
        random_seed=0,
        preprocessing=Preprocessing(target_transform=transform),
    )


@every_transform
def test_a_curved_target_is_learned_by_a_straight_line(transform):
    table, target = curved()
    plain = transformed("none").fit(table, target)
    pipeline = pickle.loads(pickle.dumps(transformed(transform).fit(table, target)))

    assert plain.score(table, target) < 0.7
    assert pipeline.score(table, target) > 0.9


@every_transform
def test_predictions_stay_finite_far_outside(transform):
    table, target = curved()
    pipeline = transformed(transform).fit(table, target)
    far = pd.DataFrame({"x": [-1e12, 1e12]})

    assert np.isfinite(pipeline.predict(far)).all()


def test_the_learner_is_the_algorithms_own_estimator():
    table, target = curved()
    pipeline = transformed("log", alpha=3.0)

    assert isinstance(learner(pipeline), Ridge)
    assert learner(pipeline).alpha == 3.0
    assert not hasattr(learner(pipeline), "coef_")
    assert len(learner(pipeline.fit(table, target)).coef_) == 1
    assert learner(transformed("none")).alpha == 1.0


def test_a_baseline_guesses_the_target_as_it_is():
    table, target = curved()
    pipeline = transformed("log", key="dummy_regressor").fit(table, target)

    assert pipeline.predict(table)[0] == pytest.approx(target.mean())


def test_a_logarithm_of_targets_that_have_none_is_refused():
    preprocessing = Preprocessing(target_transform="log")
    check_target(pd.Series([0.0, -0.5, 7.0], name="price"), preprocessing)
    with pytest.raises(InvalidValueError, match="above -1 only, but the lowest price is -3") as e:
        check_target(pd.Series([5.0, -3.0], name="price"), preprocessing)

    assert e.value.field == "preprocessing.target_transform"
    check_target(pd.Series([5.0, -3.0]), Preprocessing(target_transform="power"))
