from __future__ import annotations

import pytest

from components import STEPS, href, query, search, step, step_at


@pytest.mark.parametrize("entry", STEPS, ids=lambda entry: entry.key)
def test_a_step_is_found_at_its_own_address(entry):
    assert step_at(entry.path) is entry
    assert step_at(entry.path + "/") is entry
    assert step(entry.key) is entry


@pytest.mark.parametrize("entry", STEPS, ids=lambda entry: entry.key)
def test_a_step_that_can_be_closed_says_what_to_do(entry):
    assert bool(entry.closed) == (entry.needs != "nothing")


@pytest.mark.parametrize("path", [None, "", "/"])
def test_the_root_is_the_first_step(path):
    assert step_at(path) is STEPS[0]


def test_an_unknown_address_is_no_step():
    assert step_at("/nowhere") is None
    assert step_at("/data/more") is None


def test_an_address_gives_back_what_it_looks_at():
    address = href("compare", dataset="1", models="a,b", session=None, metric="")
    assert address == "/compare?dataset=1&models=a,b"
    assert query("?dataset=1&models=a,b") == {"dataset": "1", "models": "a,b"}


def test_what_is_looked_at_cannot_break_the_address():
    odd = "a&dataset=2#x?ä b"
    assert query(search(metric=odd)) == {"metric": odd}


def test_nothing_looked_at_is_no_query():
    assert search(dataset=None) == ""
    assert query(None) == {}
