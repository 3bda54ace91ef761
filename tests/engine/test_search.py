"""Search for settings: within the rows that may be learned from, best first, within its time."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from engine import search as module
from engine.algorithms import AlgorithmConfig, algorithm
from engine.algorithms.kinds import choice, integer, number
from engine.candidates import at_edge, candidates
from engine.fitting import Stopped
from engine.metrics import metric
from engine.records import SearchPlan
from engine.search import Search

ENTRY = AlgorithmConfig(
    key="ridge",
    name="Ridge",
    task_type="regression",
    family="Linear models",
    description="d",
    use_when="u",
    avoid_when="a",
    estimator="sklearn.linear_model.Ridge",
    hyperparameters=(
        number("alpha", "A", "h", default=1.0, limits=(0.0, 1e6), log=True, search=(1e-3, 1e3)),
        integer("k", "K", "h", default=5, limits=(1, 100), search=(1, 50), at_most_rows=True),
        choice("solver", "S", "h", default="a", choices=("a", "b", "c"), search=("a", "b")),
        number("tol", "T", "h", default=0.1, limits=(0.0, 1.0)),
    ),
    threads="one",
    seeded=True,
)
START = ENTRY.defaults


def searching(trial, *, plan=None, n_rows=900, seconds=None, goes_on=lambda: True):
    told = []

    def on_step(step):
        told.append(step)
        return goes_on()

    search = Search(ENTRY, plan or SearchPlan(), metric("rmse"), trial, n_rows, seconds, on_step)
    return search, told


def distance(settings, _n_rows=0) -> float:
    """An error that is smallest where alpha is 10."""
    return abs(math.log10(settings["alpha"]) - 1)


def test_candidates_differ_begin_with_the_start_and_stay_within_their_ranges():
    drawn = candidates(ENTRY, START, 40, n_rows=30, seed=1)
    assert drawn[0] == START
    assert len({tuple(one.items()) for one in drawn}) == len(drawn) == 40
    assert all(1e-3 <= one["alpha"] <= 1e3 and 1 <= one["k"] <= 30 for one in drawn)
    assert {one["solver"] for one in drawn} == {"a", "b"}
    assert {one["tol"] for one in drawn} == {0.1}
    below = sum(one["alpha"] < 1 for one in drawn)
    assert 10 <= below <= 30, "a range that is searched on a logarithmic scale"


def test_the_same_seed_draws_the_same_candidates():
    first, second, other = (
        candidates(ENTRY, START, 10, n_rows=100, seed=seed) for seed in (1, 1, 2)
    )
    assert first == second != other


def test_fewer_combinations_than_candidates_are_all_tried():
    few = ENTRY.model_copy(update={"hyperparameters": (ENTRY.hyperparameters[2],)})
    drawn = candidates(few, {"solver": "a"}, 20, n_rows=100, seed=1)
    assert sorted(one["solver"] for one in drawn) == ["a", "b"]


def test_the_best_candidate_wins_and_only_searched_settings_are_given():
    search, told = searching(distance)
    found = search.run(START, random_seed=3)
    assert found.hyperparameters.keys() == {"alpha", "k", "solver"}
    assert found.score == min(one.score for one in found.candidates)
    assert found.ended == "all tried"
    assert len(found.candidates) == len(told) == 20
    assert [step.share for step in told] == sorted(step.share for step in told)
    assert "candidate 20 of 20" in told[-1].detail


def test_a_candidate_that_cannot_be_fitted_never_wins():
    def trial(settings, n_rows):
        return None if settings["alpha"] > 1 else distance(settings, n_rows)

    search, _ = searching(trial)
    assert search.run(START, random_seed=3).hyperparameters["alpha"] <= 1


def test_halving_sends_the_better_third_on_to_three_times_the_rows():
    seen: dict[int, int] = {}

    def trial(settings, n_rows):
        seen[n_rows] = seen.get(n_rows, 0) + 1
        return distance(settings)

    search, _ = searching(trial, plan=SearchPlan(method="halving", n_candidates=27))
    found = search.run(START, random_seed=3)
    assert list(seen.items()) == [(33, 27), (100, 9), (300, 3), (900, 1)]
    last = found.candidates[-1]
    assert last.n_rows == 900
    assert found.hyperparameters["alpha"] == last.hyperparameters["alpha"]


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        ticks = itertools.count()

        def monotonic(self) -> float:
            return float(next(self.ticks))

    monkeypatch.setattr(module, "time", Clock())


@pytest.mark.usefixtures("clock")
def test_when_its_time_is_over_the_best_so_far_counts():
    search, _ = searching(distance, seconds=12.0)
    search._started = 0.0
    found = search.run(START, random_seed=3)
    assert found.ended == "time"
    assert 1 <= len(found.candidates) < 20
    assert found.score == min(one.score for one in found.candidates)


def test_a_stop_ends_it_without_a_result():
    tried = []

    def trial(settings, _n_rows):
        tried.append(settings)
        return 1.0

    search, _ = searching(trial, goes_on=lambda: len(tried) < 3)
    with pytest.raises(Stopped):
        search.run(START, random_seed=3)
    assert len(tried) == 3


def test_a_best_value_at_the_end_of_its_range_is_told():
    assert at_edge(ENTRY, START | {"alpha": 1e-3}) == ("alpha",)
    assert at_edge(ENTRY, START | {"alpha": 900.0, "k": 50}) == ("alpha", "k")
    assert at_edge(ENTRY, START | {"alpha": 1.0, "k": 1}) == (), "no k lies below 1"


def test_every_entry_that_is_searched_can_be_drawn_from():
    entry = algorithm("hist_gradient_boosting_classifier")
    drawn = candidates(entry, entry.defaults, 12, n_rows=1_000, seed=0)
    rng = np.random.default_rng(0)
    for settings in drawn:
        entry.build(settings, random_seed=int(rng.integers(100)))
