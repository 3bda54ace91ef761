"""How tests fit an entry of the registry on the mixed table, and ask it everything."""

import inspect
import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS, AlgorithmConfig
from engine.hyperparameters import Hyperparameter
from engine.preprocessing import build_pipeline
from engine.records import Setting
from tests.engine.mixed_table import columns, target

SEED = 7
# What a fit with few iterations needs to be quick in a test.
QUICK: dict[str, Setting] = {"n_estimators": 5}
QUICK_NETWORK: dict[str, Setting] = {"hidden_layer_sizes": 20, "max_iter": 5}

every_algorithm = pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)


def own_defaults(entry: AlgorithmConfig) -> dict[str, object]:
    """Every parameter of the class of an entry, with its default.

    XGBoost and CatBoost have none for most, and choose a number later: those are
    what the entry says, and `test_boosters` looks whether they give the same model.
    """
    parameters = inspect.signature(entry.estimator_class()).parameters
    known = {name: one.default for name, one in parameters.items()}
    known |= entry.estimator_class()().get_params()
    # One layer of 100 neurons is (100,) there, and 100 here.
    known = {name: one[0] if isinstance(one, tuple) else one for name, one in known.items()}
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
    if set(QUICK_NETWORK) <= names:
        return settings | QUICK_NETWORK
    return settings | ({"max_iter": 5} if entry.iterations == "max_iter" else {})


def beside(entry: AlgorithmConfig, one: Hyperparameter) -> dict[str, Setting]:
    """Values of other settings with which this one works and has an effect."""
    return {
        other: entry.defaults[other] if entry.defaults[other] in values else values[0]
        for other, values in (one.needs | one.matters).items()
    }


def others(one: Hyperparameter) -> list[Setting]:
    """Some values a setting can have besides its default."""
    values: list[Setting] = [*one.search, *one.choices]
    if one.kind == "switch":
        values = [True, False]
    values += [one.minimum, one.maximum] if one.kind in {"integer", "number"} else []
    return [value for value in values if value not in (None, one.default)]


def fitted(entry, table, **hyperparameters):
    """The pipeline of an entry, fitted on a mixed table or some of its columns."""
    pipeline = build_pipeline(
        columns(table), entry, quick(entry) | hyperparameters, random_seed=SEED
    )
    return fit(pipeline, table, target(table, entry.task_type))


def fit(pipeline, table, wanted):
    """Fit where a fit that has not settled is no error: tests allow it few iterations."""
    # Small fits are much quicker without OpenMP's threads.
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return pipeline.fit(table, wanted)


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
