"""Estimates before a run: a range that earlier runs make narrow, memory, and what to know."""

from itertools import count

import pytest

from engine import algorithm_choice, estimates
from engine.algorithms import algorithm
from engine.algorithms.config import Cost
from engine.errors import InvalidValueError
from engine.fit_costs import fit_seconds
from engine.past_runs import SAME_DATA, past_runs
from engine.records import (
    AlgorithmChoice,
    Progress,
    SearchPlan,
    TrainingSession,
    TrainingSpec,
    Unit,
)
from engine.run_costs import RunCosts
from engine.store import Owner
from engine.table_facts import rough_facts
from engine.training_request import TrainingRequest
from engine.workspace import Limits, Workspace

TREES = "random_forest_classifier"
seeds = count()


@pytest.fixture
def dataset(workspace):
    return workspace.datasets.add_sample("breast_cancer")


def request(dataset, *named, **changes) -> TrainingRequest:
    values = {"algorithms": named, "target": dataset.target, **changes}
    return TrainingRequest(dataset_id=dataset.id, task_type="classification", **values)


def ran(workspace, store, dataset, key, *, times=1.0, parts=None, **changes) -> TrainingSession:
    """A finished run of one algorithm that took so many times what the formula says."""
    session = workspace.sessions.start(request(dataset, key, random_seed=next(seeds), **changes))
    running = store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
    known = rough_facts(dataset, session.spec)
    costs = RunCosts(algorithm(key), known, session.spec.algorithms[0].hyperparameters)
    folds = [(f"fold {n}", costs.fold_seconds(rows)) for n, rows in enumerate(known.fold_rows)]
    units = [*folds, ("all training rows", costs.final_seconds)][:parts]
    finished = tuple(
        Unit(algorithm=key, part=part, seconds=times * seconds) for part, seconds in units
    )
    store.sessions.write(running.model_copy(update={"progress": Progress(finished=finished)}))
    store.sessions.finish(session.id, "completed")
    return session


def test_an_estimate_tells_time_and_memory_of_each_algorithm(workspace, dataset):
    found = workspace.estimate(request(dataset, TREES, "gaussian_nb"))
    assert set(found.algorithms) == {TREES, "gaussian_nb"}
    assert found.refusals == {}
    assert found.seconds[0] == pytest.approx(sum(f.seconds[0] for f in found.algorithms.values()))
    assert 0 < found.seconds[0] < found.seconds[1]
    assert found.memory_bytes == max(fit.memory_bytes for fit in found.algorithms.values())
    assert 0 < found.memory_bytes < found.memory_limit
    assert workspace.sessions.list() == []


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"cv_folds": 10}, {"cv_folds": 3}),
        ({"cv_repeats": 3}, {}),
        ({"hyperparameters": {TREES: {"n_estimators": 1000}}}, {}),
        ({"search": SearchPlan(n_candidates=30)}, {"search": SearchPlan(n_candidates=5)}),
        ({}, {"cv_folds": 0}),
    ],
    ids=["folds", "repeats", "trees", "candidates", "hold-out"],
)
def test_more_work_takes_longer(workspace, dataset, more, less):
    many = workspace.estimate(request(dataset, TREES, **more))
    few = workspace.estimate(request(dataset, TREES, **less))
    grows = many.seconds[1] > few.seconds[1]
    searchable = any(one.search for one in algorithm(TREES).hyperparameters)
    assert grows or ("search" in more and not searchable)


def test_a_run_on_the_same_data_makes_the_range_narrow_and_right(store, workspace, dataset):
    before = workspace.estimate(request(dataset, TREES)).seconds
    ran(workspace, store, dataset, TREES, times=5.0)
    low, high = workspace.estimate(request(dataset, TREES)).seconds
    assert high / low == pytest.approx(SAME_DATA[1] / SAME_DATA[0])
    assert high / low < before[1] / before[0]
    known = rough_facts(dataset, workspace.sessions.list()[0].spec)
    truth = 5.0 * RunCosts(algorithm(TREES), known).seconds
    assert low < truth < high


def test_a_run_tells_of_others_with_more_trees_or_other_folds(store, workspace, dataset):
    ran(workspace, store, dataset, TREES, times=5.0, cv_folds=3)
    settings = {TREES: {"n_estimators": 900}}
    asked = request(dataset, TREES, hyperparameters=settings, cv_folds=8)
    low, high = workspace.estimate(asked).seconds
    spec = workspace.sessions.list()[0].spec.model_copy(update={"cv_folds": 8})
    known = rough_facts(dataset, spec)
    truth = 5.0 * RunCosts(algorithm(TREES), known, settings[TREES]).seconds
    assert low < truth < high


def test_a_run_that_was_stopped_early_tells_as_well(store, workspace, dataset):
    ran(workspace, store, dataset, TREES, times=4.0, parts=2)
    past = past_runs(workspace.sessions.list(), {dataset.id: dataset})
    assert past.by_data[dataset.id, TREES] == pytest.approx(4.0)


def test_other_data_and_other_algorithms_tell_how_quick_the_machine_is(store, workspace, dataset):
    ran(workspace, store, dataset, TREES, times=6.0)
    before = workspace.estimate(request(dataset, "logistic_regression")).seconds
    past = past_runs(workspace.sessions.list(), {dataset.id: dataset})
    assert past.machine == pytest.approx(6.0)
    assert past.correction("another", TREES)[0] > past.correction("another", "svc")[0] > 1
    assert before[1] > before[0] > 0


def test_nothing_is_learned_from_data_that_are_gone(store, workspace, dataset):
    ran(workspace, store, dataset, TREES, times=6.0)
    workspace.datasets.delete(dataset.id)
    again = workspace.datasets.add_sample("breast_cancer")
    low, high = workspace.estimate(request(again, TREES)).seconds
    assert high / low == pytest.approx(10.0)


def test_a_time_budget_is_an_upper_end(workspace, dataset):
    settings = {TREES: {"n_estimators": 2000}}
    found = workspace.estimate(
        request(dataset, TREES, hyperparameters=settings, cv_folds=20, time_budget=3.0)
    )
    assert found.seconds[1] == 3.0


def test_a_search_takes_no_longer_than_it_may(workspace, dataset):
    spec = TrainingSpec(
        dataset_id=dataset.id,
        task_type="classification",
        target=dataset.target,
        features=("mean radius",),
        algorithms=(AlgorithmChoice(key=TREES),),
        search=SearchPlan(n_candidates=500, seconds=10.0),
    )
    entry = algorithm(TREES)
    trees = next(one for one in entry.hyperparameters if one.name == "n_estimators")
    searched = trees.model_copy(update={"search": (50, 500)})
    entry = entry.model_copy(update={"hyperparameters": (searched,)})
    assert RunCosts(entry, rough_facts(dataset, spec)).search_seconds == 10.0
    others = spec.model_copy(update={"search": SearchPlan(algorithms=("svc",))})
    assert RunCosts(entry, rough_facts(dataset, others)).search_seconds == 0.0


def test_who_has_to_wait_long_is_told_so(monkeypatch, workspace, dataset):
    monkeypatch.setattr(estimates, "CAUTION_SECONDS", 60.0)
    settings = {TREES: {"n_estimators": 2000}}
    long = request(dataset, TREES, hyperparameters=settings, cv_folds=20, cv_repeats=20)
    found = workspace.estimate(long).algorithms[TREES]
    assert found.seconds[1] > 60
    assert "may take from" in found.caution
    session = workspace.sessions.start(long)
    assert workspace.cautions(session) == {TREES: found.caution}
    quick = workspace.sessions.start(request(dataset, TREES))
    assert workspace.cautions(quick) == {}


def test_what_cannot_be_trained_is_told_and_the_others_are_estimated(store, dataset):
    small = Workspace(store, "test", limits=Limits(run_memory_bytes=1000))
    found = small.estimate(request(dataset, TREES))
    assert set(found.refusals) == {TREES}
    assert "memory" in found.refusals[TREES].message
    assert (found.algorithms, found.seconds, found.memory_bytes) == ({}, (0.0, 0.0), 0)
    with pytest.raises(InvalidValueError, match="memory"):
        small.sessions.start(request(dataset, TREES))


def test_of_all_that_suit_those_left_out_are_told(monkeypatch, workspace, dataset):
    quick, slow = Cost(seconds=0.01), Cost(seconds=1000.0)
    entries = (
        algorithm("gaussian_nb").model_copy(update={"cost": quick}),
        algorithm(TREES).model_copy(update={"cost": slow}),
    )
    monkeypatch.setattr(algorithm_choice, "algorithms", lambda _task_type: entries)
    found = workspace.estimate(request(dataset, algorithms="suitable", time_budget=5.0))
    assert set(found.algorithms) == {"gaussian_nb"}
    assert {key: problem.code for key, problem in found.refusals.items()} == {TREES: "too_slow"}


def test_a_value_that_cannot_work_is_refused_as_at_the_start(workspace, dataset):
    with pytest.raises(InvalidValueError) as refused:
        workspace.estimate(request(dataset, TREES, hyperparameters={TREES: {"max_depth": -1}}))
    assert refused.value.field == "max_depth"


def test_a_clustering_takes_as_long_as_it_has_centres():
    for key, name in (("k_means", "n_clusters"), ("gaussian_mixture", "n_components")):
        entry = algorithm(key)
        few = fit_seconds(entry, {name: 3}, 10_000, 20)
        assert fit_seconds(entry, {name: 30}, 10_000, 20) == pytest.approx(10 * few)
    merging = algorithm("agglomerative_clustering")
    assert fit_seconds(merging, {"n_clusters": 30}, 10_000, 20) == fit_seconds(
        merging, {}, 10_000, 20
    )
