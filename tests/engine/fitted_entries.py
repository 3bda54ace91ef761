"""How tests fit an entry of the registry on the mixed table, and ask it everything."""

import inspect

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS, AlgorithmConfig
from engine.preprocessing import build_pipeline
from engine.records import Setting
from tests.engine.mixed_table import columns, target

SEED = 7
# What a fit with few iterations needs to be quick in a test.
QUICK: dict[str, Setting] = {"n_estimators": 5}

every_algorithm = pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)


def own_defaults(entry: AlgorithmConfig) -> dict[str, object]:
    """Every parameter of the class of an entry, with its default.

    XGBoost and CatBoost have none for most, and choose a number later: those are
    what the entry says, and `test_boosters` looks whether they give the same model.
    """
    parameters = inspect.signature(entry.estimator_class()).parameters
    known = {name: one.default for name, one in parameters.items()}
    known |= entry.estimator_class()().get_params()
    if entry.requires is None:
        return known
    said = {name: value for name, value in entry.defaults.items() if known.get(name, 0) is None}
    return known | said


def hidden_parameters(entry: AlgorithmConfig) -> set[str]:
    """What is set without asking, of a class that takes any name: LightGBM passes it on."""
    parameters = inspect.signature(entry.estimator_class()).parameters.values()
    takes_any = any(one.kind is inspect.Parameter.VAR_KEYWORD for one in parameters)
    return set(entry.fixed) if takes_any else set()


def quick(entry: AlgorithmConfig) -> dict[str, Setting]:
    """Settings with which an entry learns little, but soon."""
    names = {one.name for one in entry.hyperparameters}
    settings = {name: value for name, value in QUICK.items() if name in names}
    return settings | ({"max_iter": 5} if entry.iterations == "max_iter" else {})


def fitted(entry, table, **hyperparameters):
    """The pipeline of an entry, fitted on a mixed table or some of its columns."""
    pipeline = build_pipeline(
        columns(table), entry, quick(entry) | hyperparameters, random_seed=SEED
    )
    # Small fits are much quicker without OpenMP's threads.
    with threadpool_limits(1):
        return pipeline.fit(table, target(table, entry.task_type))


def answers(pipeline, table) -> list[np.ndarray]:
    """All a pipeline says of a table, or of the rows it learned if it can only group those."""
    given = [
        getattr(pipeline, name)(table)
        for name in ("predict", "predict_proba", "decision_function")
        if hasattr(pipeline, name)
    ]
    return given or [pipeline["estimator"].labels_]


def are_same(first, second) -> bool:
    """Whether all answers agree to the last bit."""
    return len(first) == len(second) and all(map(np.array_equal, first, second))
