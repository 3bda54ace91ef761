"""Fitting pipelines: what is kept for others never costs a fit its memory."""

import numpy as np
import pytest

from engine import fitted_pipelines
from engine.algorithms import algorithm
from engine.fitted_pipelines import Fitter
from engine.records import AlgorithmChoice, TrainingSpec
from tests.engine.mixed_table import columns, mixed_table, target

TREE = algorithm("decision_tree_regressor")


@pytest.fixture
def fitter() -> Fitter:
    table = mixed_table()[["age", "rooms", "city"]]
    spec = TrainingSpec(
        dataset_id="any",
        task_type="regression",
        target="price",
        features=tuple(table),
        algorithms=(AlgorithmChoice(key=TREE.key, hyperparameters={}),),
    )
    return Fitter(spec, columns(table), table, target(table, "regression"))


def failing(times, monkeypatch):
    """Let so many fits run out of memory."""
    failed = []
    really = fitted_pipelines.fit

    def fit(*args, **more):
        if len(failed) < times:
            failed.append(args)
            raise MemoryError
        return really(*args, **more)

    monkeypatch.setattr(fitted_pipelines, "fit", fit)


def test_what_is_kept_for_others_is_given_up_when_memory_runs_out(fitter, monkeypatch):
    rows, others = np.arange(100), np.arange(50, 150)
    kept = fitter.fitted(TREE, {}, others).prepared
    failing(1, monkeypatch)

    found = fitter.fitted(TREE, {}, rows).pipeline.predict(fitter.features)

    monkeypatch.undo()
    assert fitter.fitted(TREE, {}, others).prepared is not kept
    assert np.array_equal(found, fitter.fitted(TREE, {}, rows).pipeline.predict(fitter.features))


def test_a_fit_that_is_too_large_by_itself_says_so(fitter, monkeypatch):
    failing(2, monkeypatch)
    with pytest.raises(MemoryError):
        fitter.fitted(TREE, {}, np.arange(100))
