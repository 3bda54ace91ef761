from __future__ import annotations

import pytest

from components import run_options
from components.run_options import BUDGET, CANDIDATES, METHOD, OPTIONS, SEARCH_MINUTES
from engine.errors import InvalidValueError
from engine.limits import TIME_BUDGET, check_range
from engine.records import SearchPlan
from tests.made_models import made_spec

USUAL = {one.name: one.default for one in OPTIONS}


def test_the_search_is_seen_only_while_something_is_searched(drawn):
    for searching in (True, False):
        found = drawn(run_options.card({}, searching=searching))
        assert found.by_id(run_options.ids.search).hidden is not searching
        assert {part.id["name"] for part in found.with_id_type("run-option")} == set(USUAL)


def test_what_is_usual_is_what_a_plan_has_by_itself():
    assert run_options.search_plan(USUAL, ("a",)) == SearchPlan(algorithms=("a",))
    assert run_options.search_plan(USUAL, ()) is None
    assert run_options.time_budget(USUAL) is None


@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_both_ends_of_every_range_make_a_plan_and_a_budget(end):
    given = {
        METHOD.name: "successive halving",
        **{one.name: str(getattr(one, end)) for one in (BUDGET, CANDIDATES, SEARCH_MINUTES)},
    }
    plan = run_options.search_plan(given, ("a",))
    assert plan.method == "halving"
    assert plan.n_candidates == getattr(CANDIDATES, end)
    assert plan.seconds == pytest.approx(getattr(SEARCH_MINUTES, end) * 60)
    check_range("time_budget", run_options.time_budget(given), TIME_BUDGET)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_candidates", "1"),
        ("n_candidates", "501"),
        ("n_candidates", "2.5"),
        ("n_candidates", ""),
        ("search_minutes", "0"),
        ("search_minutes", "soon"),
        ("budget_minutes", "-1"),
        ("budget_minutes", "1e9"),
        ("method", "luck"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(name, value):
    given = USUAL | {name: value}
    with pytest.raises(InvalidValueError) as caught:
        run_options.search_plan(given, ("a",))
        run_options.time_budget(given)
    assert caught.value.field == name
    assert run_options.refusal(name, value) == caught.value.message


def test_the_options_of_a_run_come_back_as_they_were():
    plan = SearchPlan(method="halving", n_candidates=7, seconds=90.0, algorithms=("a",))
    values = run_options.values_of(made_spec(search=plan, time_budget=600.0))
    assert values == {
        "budget_minutes": 10.0,
        "method": "successive halving",
        "n_candidates": 7,
        "search_minutes": 1.5,
    }
    assert run_options.search_plan(values, ("a",)) == plan
    assert run_options.time_budget(values) == 600.0


def test_a_budget_that_nobody_could_type_becomes_the_least():
    values = run_options.values_of(made_spec(time_budget=1.0))
    assert run_options.refusal("budget_minutes", values["budget_minutes"]) == ""
