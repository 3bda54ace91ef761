"""Hyperparameters: what a form sends becomes what scikit-learn takes, or is refused in words."""

import math

import numpy as np
import pytest

from engine.algorithms.kinds import choice, integer, number, switch
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter, resolve, spell

DEPTH = integer("depth", "Depth", "How deep.", default=None, limits=(1, 100), allow_none=True)
TREES = integer("trees", "Trees", "How many.", default=10, limits=(1, 2_000))
RATE = number("rate", "Rate", "How fast.", default=0.1, limits=(0.001, 1.0), log=True)
SHARE = choice("share", "Share", "How much.", default="sqrt", choices=("sqrt", 0.5, 1.0))
EARLY = choice("early", "Early", "Stops.", default="auto", choices=("auto", True, False))
WARM = switch("warm", "Warm", "Starts warm.", default=False)
MIX = number("mix", "Mix", "Mixes.", default=0.0, limits=(0.0, 1.0), needs={"solver": ("saga",)})
SOLVER = choice("solver", "Solver", "Solves.", default="lbfgs", choices=("lbfgs", "saga"))


@pytest.mark.parametrize(
    ("definition", "given", "expected"),
    [
        (TREES, 3, 3),
        (TREES, "3", 3),
        (TREES, " 3 ", 3),
        (TREES, 3.0, 3),
        (TREES, "2e3", 2000),
        (TREES, np.int64(7), 7),
        (DEPTH, None, None),
        (DEPTH, "", None),
        (DEPTH, "None", None),
        (RATE, "1e-3", 0.001),
        (RATE, 1, 1.0),
        (SHARE, "sqrt", "sqrt"),
        (SHARE, "0.5", 0.5),
        (SHARE, 1, 1.0),
        (EARLY, "true", True),
        (EARLY, False, False),
        (WARM, "on", True),
        (WARM, 0, False),
    ],
)
def test_a_value_becomes_what_scikit_learn_takes(definition, given, expected):
    checked = definition.check(given)

    assert checked == expected
    assert type(checked) is type(expected)


@pytest.mark.parametrize(
    ("definition", "given"),
    [
        (TREES, 0),
        (TREES, 2_001),
        (TREES, 2.5),
        (TREES, "many"),
        (TREES, True),
        (TREES, None),
        (TREES, math.nan),
        (TREES, math.inf),
        (TREES, 10**400),
        (TREES, [3]),
        (DEPTH, 0),
        (RATE, 0),
        (RATE, "nan"),
        (SHARE, 0.7),
        (SHARE, True),
        (EARLY, 1),
        (WARM, "perhaps"),
        (WARM, 2),
    ],
)
def test_a_value_that_cannot_work_is_refused(definition, given):
    with pytest.raises(InvalidValueError) as caught:
        definition.check(given)

    assert caught.value.field == definition.name
    assert definition.label in caught.value.message
    assert caught.value.hint


def test_the_refusal_names_the_range_and_what_was_given():
    with pytest.raises(InvalidValueError) as caught:
        DEPTH.check(1_000)

    assert caught.value.message == (
        '"Depth" must be none or a whole number from 1 to 100, but "1000" was given.'
    )


def test_the_refusal_of_a_choice_names_the_choices():
    with pytest.raises(InvalidValueError, match=r"sqrt, 0\.5, 1"):
        SHARE.check("log2")


def test_a_long_value_is_not_repeated_in_full():
    with pytest.raises(InvalidValueError) as caught:
        TREES.check("9" * 10_000)

    assert len(caught.value.message) < 200


def test_resolve_fills_in_defaults_in_the_order_of_the_definitions():
    resolved = resolve((TREES, DEPTH, RATE), {"rate": "0.5"})

    assert list(resolved.items()) == [("trees", 10), ("depth", None), ("rate", 0.5)]


def test_an_unknown_name_is_refused_with_the_names_there_are():
    with pytest.raises(InvalidValueError, match="trees, depth") as caught:
        resolve((TREES, DEPTH), {"n_trees": 3})

    assert caught.value.field == "n_trees"


def test_a_name_for_an_algorithm_without_settings_is_refused():
    with pytest.raises(InvalidValueError, match="no settings"):
        resolve((), {"trees": 3})


def test_a_setting_that_needs_another_is_refused_without_it():
    with pytest.raises(InvalidValueError, match="saga") as caught:
        resolve((MIX, SOLVER), {"mix": 0.5})

    assert caught.value.field == "mix"
    assert resolve((MIX, SOLVER), {"mix": 0.5, "solver": "saga"})["mix"] == 0.5
    assert resolve((MIX, SOLVER), {"mix": 0.0})["mix"] == 0.0


@pytest.mark.parametrize("definition", [DEPTH, TREES, RATE, SHARE, EARLY, WARM, MIX])
def test_json_gives_back_an_equal_definition(definition):
    again = Hyperparameter.model_validate_json(definition.model_dump_json())

    assert again == definition
    assert type(again.default) is type(definition.default)
    assert [type(one) for one in again.choices] == [type(one) for one in definition.choices]


def test_a_definition_whose_default_is_not_allowed_cannot_be_made():
    with pytest.raises(InvalidValueError):
        integer("trees", "Trees", "How many.", default=0, limits=(1, 10))


def test_a_number_without_limits_cannot_be_made():
    with pytest.raises(ValueError, match="minimum"):
        Hyperparameter(name="a", label="A", help="A.", kind="number", default=1.0)


def test_a_choice_without_choices_cannot_be_made():
    with pytest.raises(ValueError, match="choices"):
        Hyperparameter(name="a", label="A", help="A.", kind="choice", default="b")


@pytest.mark.parametrize(
    ("value", "words"),
    [(1e-6, "0.000001"), (10_000, "10,000"), (True, "on"), (None, "none"), ("gini", "gini")],
)
def test_values_are_spelled_for_people(value, words):
    assert spell(value) == words
