"""Runs that end before their time: what has grown and what is finished stays, and says so."""

from __future__ import annotations

import pickle
import time

import numpy as np
import pytest

from engine import training
from engine.records import SearchPlan
from engine.workspace import Limits, Workspace
from tests.engine.test_training import start, train

FOREST = "random_forest_classifier"


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def growing(workspace, **changes):
    """A session with one forest that takes several steps."""
    values = {"cv_folds": 0, "algorithms": (FOREST,)} | changes
    return start(
        workspace, "classification", hyperparameters={FOREST: {"n_estimators": 300}}, **values
    )


@pytest.fixture
def slow_steps(monkeypatch):
    """Every step of growth is ten trees, whatever the machine."""
    from engine import fitting

    monkeypatch.setattr(fitting, "_next_step", lambda _grown, _seconds, _total: 10)
    monkeypatch.setattr(fitting, "_first_step", lambda _estimator, _algorithm, _shape: 10)
    monkeypatch.setattr(training, "ASK_EVERY_SECONDS", 0.0)
    monkeypatch.setattr(training, "WRITE_EVERY_SECONDS", 0.0)


@pytest.mark.usefixtures("slow_steps")
def test_an_ensemble_that_is_stopped_is_kept_as_far_as_it_has_grown(store, workspace):
    told = []

    def should_stop() -> bool:
        return bool(told) and told[-1].within >= 0.5

    session = train(store, workspace, growing(workspace), should_stop=should_stop, told=told)
    (model,) = [workspace.models.get(one) for one in session.model_ids]
    done, total = model.grown
    assert total == 300
    assert 150 <= done < 300
    assert model.hyperparameters["n_estimators"] == done
    assert f"{done} of 300" in " ".join(model.warnings)
    pipeline = pickle.loads(store.blob("models", f"{model.id}.pkl").read_bytes())
    assert len(pipeline["estimator"].estimators_) == done
    assert not pipeline["estimator"].warm_start

    again = train(
        store,
        workspace,
        start(
            workspace,
            "classification",
            workspace.datasets.get(model.dataset_id),
            cv_folds=0,
            algorithms=(FOREST,),
            hyperparameters={FOREST: model.hyperparameters},
        ),
    )
    twin = workspace.models.get(again.model_ids[0])
    assert twin.grown is None
    assert twin.provenance.predictions_sha256 == model.provenance.predictions_sha256


@pytest.mark.usefixtures("slow_steps")
def test_a_stop_within_a_fold_keeps_no_model_of_that_algorithm(store, workspace):
    told = []
    session = train(
        store,
        workspace,
        growing(workspace, cv_folds=3),
        should_stop=lambda: bool(told) and told[-1].within >= 0.5,
        told=told,
    )
    assert session.model_ids == ()
    assert workspace.models.list() == []


def test_when_the_time_is_over_the_rest_is_told_and_what_is_finished_stays(
    store, workspace, monkeypatch
):
    moment = time.monotonic()
    clock = {"now": moment}
    monkeypatch.setattr(training.time, "monotonic", lambda: clock["now"])
    told = []
    asked = start(workspace, "classification", time_budget=60.0, cv_folds=2)

    class Told(list):
        def append(self, progress):
            super().append(progress)
            if progress.finished and progress.finished[-1].part == "all training rows":
                clock["now"] = moment + 61

    told = Told()
    session = train(store, workspace, asked, told=told)
    assert len(session.model_ids) == 1
    (failure,) = session.failures.values()
    assert failure.code == "time_budget"
    assert "1 minute" in failure.message


def test_quick_algorithms_come_first(store, workspace):
    keys = ("hist_gradient_boosting_classifier", FOREST, "gaussian_nb")
    session = train(store, workspace, start(workspace, "classification", algorithms=keys))
    finished = [workspace.models.get(one).algorithm for one in session.model_ids]
    assert finished[0] == "gaussian_nb"
    assert set(finished) == set(keys)


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
@pytest.mark.parametrize("method", ["random", "halving"])
def test_a_search_finds_settings_and_keeps_how(store, workspace, task_type, method, monkeypatch):
    monkeypatch.setattr(training, "WRITE_EVERY_SECONDS", 0.0)
    from engine.algorithms import algorithms
    from engine.candidates import searched

    entry = next(one for one in algorithms(task_type) if searched(one))
    plan = SearchPlan(method=method, n_candidates=6, cv_folds=2)
    asked = start(workspace, task_type, algorithms=(entry.key,), search=plan, cv_folds=2)
    told = []
    session = train(store, workspace, asked, told=told)
    assert not session.failures
    model = workspace.models.get(session.model_ids[0])
    assert model.search.plan == plan
    assert model.search.hyperparameters.items() <= model.hyperparameters.items()
    scores = [one.score for one in model.search.candidates if one.score is not None]
    assert model.search.score in scores
    assert any("candidate" in (progress.detail or "") for progress in told)
    assert model.provenance.spec.search is None


def test_a_best_value_at_the_end_of_its_range_is_told_once(store, workspace, monkeypatch):
    from engine import candidates

    monkeypatch.setattr(candidates, "EDGE", 1.0)
    plan = SearchPlan(n_candidates=2, cv_folds=2)
    asked = start(
        workspace, "regression", algorithms=("k_neighbors_regressor",), search=plan, cv_folds=0
    )
    session = train(store, workspace, asked)
    model = workspace.models.get(session.model_ids[0])
    assert "n_neighbors" in model.search.at_edge
    (warning,) = [one for one in model.warnings if "Number of neighbours" in one]
    assert "a better one may lie beyond" in warning


def test_a_search_sees_only_rows_that_its_model_may_learn_from(store, workspace, monkeypatch):
    from engine.trials import Trials

    seen = []
    cut = Trials.folds.func

    def folds(trials):
        found = cut(trials)
        seen.append((trials.rows, found))
        return found

    monkeypatch.setattr(Trials, "folds", property(folds))
    plan = SearchPlan(n_candidates=2, cv_folds=2)
    asked = start(
        workspace, "classification", algorithms=("logistic_regression",), search=plan, cv_folds=2
    )
    train(store, workspace, asked)
    assert seen
    for rows, found in seen:
        for fold in found:
            assert set(fold.train) | set(fold.validation) <= set(rows)
            assert not set(fold.train) & set(fold.validation)
    held_out = workspace.models.predictions(workspace.models.list()[0].id)["row"]
    assert all(not set(held_out) & set(rows) for rows, _ in seen)


def test_repeated_folds_are_all_judged(store, workspace):
    asked = start(workspace, "regression", algorithms=("ridge",), cv_folds=3, cv_repeats=2)
    told = []
    session = train(store, workspace, asked, told=told)
    model = workspace.models.get(session.model_ids[0])
    folds = model.scores.cv["rmse"].folds
    assert len(set(folds)) == 6
    assert told[-1].total == 7
    assert told[-1].finished[3].part == "fold 1 of 3, repeat 2 of 2"


def test_the_expectation_is_held_against_the_truth(store, workspace):
    session = train(store, workspace, start(workspace, "regression"))
    low, high = session.expected_seconds
    assert 0 < low < high
    assert session.expected_error is not None
    assert np.isfinite(session.expected_error)
