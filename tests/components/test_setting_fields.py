from __future__ import annotations

import pytest

from components import setting_fields
from components.setting_fields import ids, states
from engine.algorithms import ALGORITHMS
from engine.algorithms.kinds import choice, integer, number, switch
from engine.errors import InvalidValueError

OFFERED = [entry for entry in ALGORITHMS if not entry.baseline]
KERNEL = choice(
    "kernel", "Kernel", "Shape.", default="rbf", choices=("rbf", "linear"), search=("rbf", "linear")
)
GAMMA = number(
    "gamma",
    "Narrowness",
    "Narrower.",
    default=1.0,
    limits=(0.001, 1000.0),
    log=True,
    matters={"kernel": ("rbf",)},
    search=(0.01, 1.0),
)
DEGREE = integer(
    "degree", "Degree", "Bend.", default=3, limits=(1, 9), matters={"kernel": ("linear",)}
)
DEPTH = integer("depth", "Depth", "Deeper.", default=None, limits=(1, 99), allow_none=True)
SHRINK = switch("shrink", "Shrink", "Quicker.", default=True, important=False)
SETTINGS = (KERNEL, GAMMA, DEGREE, DEPTH, SHRINK)
START = {one.name: one.default for one in SETTINGS}


def looks(*, searching=False, **given):
    return states(SETTINGS, START | given, start=START, searching=searching)


def form(drawn, entry, **values):
    return drawn(
        setting_fields.fields(entry.key, entry.hyperparameters, values, start=entry.defaults)
    )


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_the_form_of_every_algorithm_gives_its_defaults_back(drawn, entry):
    found = form(drawn, entry)
    for one in entry.hyperparameters:
        control = found.by_id(ids.setting(entry.key, one.name))
        assert one.check(control.value) == one.default
        assert one.help in found
        assert f"{one.label} ({one.name})" in found


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_every_value_a_form_offers_is_accepted_by_the_engine(drawn, entry):
    found = form(drawn, entry)
    for one in entry.hyperparameters:
        control = found.by_id(ids.setting(entry.key, one.name))
        for option in getattr(control, "options", None) or []:
            one.check(option["value"])
        if one.allow_none and one.kind in ("integer", "number"):
            assert control.placeholder
            assert one.check("") is None


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_the_help_names_the_limits_that_the_engine_holds(entry):
    for one in entry.hyperparameters:
        if one.kind in ("integer", "number"):
            assert "From " in setting_fields.help_text(one)
            assert ("multiply" in setting_fields.help_text(one)) is one.log
            with pytest.raises(InvalidValueError):
                one.check(one.maximum + 1)


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_a_form_shows_at_its_start_what_matters_and_offers_no_reset(drawn, entry):
    found = form(drawn, entry)
    for one in entry.hyperparameters:
        shown = one.is_shown(entry.defaults)
        assert found.by_id(ids.row(entry.key, one.name)).hidden is not shown
        assert found.by_id(ids.restart(entry.key, one.name)).hidden is True


def test_a_setting_is_shown_while_another_makes_it_matter():
    assert not looks(kernel="rbf")["gamma"].hidden
    assert looks(kernel="rbf")["degree"].hidden
    assert looks(kernel="linear")["gamma"].hidden
    assert not looks(kernel="linear")["degree"].hidden


def test_what_is_searched_may_make_others_matter_with_any_of_its_values():
    found = looks(searching=True, kernel="rbf")
    assert not found["gamma"].hidden
    assert not found["degree"].hidden


def test_what_is_searched_is_closed_and_neither_wrong_nor_changed():
    found = looks(searching=True, gamma="many")["gamma"]
    assert found.searched
    assert (found.error, found.changed) == ("", False)
    assert not looks(searching=True)["depth"].searched


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ({"gamma": "1"}, False),
        ({"gamma": "1.0"}, False),
        ({"gamma": "2"}, True),
        ({"gamma": "x"}, True),
        ({"depth": ""}, False),
        ({"depth": "none"}, False),
        ({"depth": "3"}, True),
        ({"shrink": True}, False),
        ({"shrink": False}, True),
        ({"kernel": "linear"}, True),
    ],
)
def test_a_reset_is_offered_where_a_value_differs_from_its_start(given, changed):
    name = next(iter(given))
    assert looks(**given)[name].changed is changed


def test_a_value_that_cannot_be_is_told_with_its_range():
    assert "0.001 to 1000" in looks(gamma="0")["gamma"].error
    assert looks(gamma="5")["gamma"].error == ""


@pytest.mark.parametrize(
    ("one", "words"),
    [(GAMMA, "Searched from 0.01 to 1."), (KERNEL, "Searched among rbf, linear.")],
)
def test_the_range_of_a_search_is_told(drawn, one, words):
    found = drawn(setting_fields.fields("a", [one], {}, start=START, searching=True))
    assert words in found
    assert found.by_id(ids.setting("a", one.name)).disabled


def test_what_is_unseen_is_not_sent():
    given = START | {"kernel": "linear", "gamma": "nonsense", "degree": "4"}
    sent = setting_fields.sent(SETTINGS, given, searching=False)
    assert "gamma" not in sent
    assert sent["degree"] == "4"


def test_of_what_is_searched_only_a_value_to_begin_with_is_sent():
    wrong = setting_fields.sent(SETTINGS, START | {"gamma": "x"}, searching=True)
    right = setting_fields.sent(SETTINGS, START | {"gamma": "0.5"}, searching=True)
    assert "gamma" not in wrong
    assert right["gamma"] == "0.5"


def test_what_is_typed_wrong_is_sent_so_that_it_is_refused_in_words():
    assert setting_fields.sent(SETTINGS, START | {"gamma": "x"}, searching=False)["gamma"] == "x"


@pytest.mark.parametrize("one", SETTINGS, ids=lambda one: one.name)
def test_a_value_written_into_an_input_is_read_as_the_same(one):
    for value in (one.default, *one.search):
        assert one.check(setting_fields.written(one, value)) == value
