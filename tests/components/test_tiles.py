from __future__ import annotations

from typing import get_args

import pytest

from components import tiles
from engine.algorithm_choice import Suitability
from engine.algorithms import ALGORITHMS, algorithms
from engine.records import Problem, TaskType

OFFERED = [entry for entry in ALGORITHMS if not entry.baseline]
SLOW = Problem(code="too_slow", message="It may take 3 hours.", hint="Use fewer rows.")
REFUSED = Suitability(
    refusal=Problem(code="invalid_value", message="It cannot be trained on so many rows."),
    objection=Problem(code="invalid_value", message="It cannot be trained on so many rows."),
)


def card(entries, *, chosen=(), **suitability):
    return tiles.card(entries, chosen=chosen, suitability=suitability)


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_every_algorithm_is_described(drawn, entry):
    found = drawn(card([entry]))
    for words in (entry.name, entry.family, entry.description, entry.use_when, entry.avoid_when):
        assert words in found


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_a_tile_begins_with_one_whole_sentence(entry):
    sentence = tiles.first_sentence(entry.description)
    assert entry.description.startswith(sentence)
    assert sentence.endswith(".")
    assert ". " not in sentence


@pytest.mark.parametrize("task_type", get_args(TaskType))
def test_each_family_is_named_once_with_all_its_algorithms(drawn, task_type):
    entries = [entry for entry in algorithms(task_type) if not entry.baseline]
    found = drawn(card(entries))
    families = [part for part in found.parts if getattr(part, "className", None) == "family"]
    assert len(families) == len({entry.family for entry in entries})
    for section in families:
        name, *boxes = [drawn(section).parts[1].children, *drawn(section).with_id_type("algorithm")]
        expected = {entry.key for entry in entries if entry.family == name}
        assert {box.id["key"] for box in boxes} == expected


@pytest.mark.parametrize("task_type", get_args(TaskType))
def test_what_is_preselected_is_offered_and_can_be_trained(task_type):
    entries = [entry for entry in algorithms(task_type) if not entry.baseline]
    chosen = tiles.preselected(entries, {})
    assert 1 <= len(chosen) <= 2
    assert set(chosen) <= {entry.key for entry in entries}


def test_what_does_not_suit_is_not_preselected():
    first, second = OFFERED[0], OFFERED[1]
    slow = {first.key: Suitability(objection=SLOW)}
    assert tiles.preselected([first, second], slow)[0] == second.key


def test_an_algorithm_that_the_data_refuse_cannot_be_chosen_and_says_why(drawn):
    entry = OFFERED[0]
    found = drawn(card([entry], chosen=[entry.key], **{entry.key: REFUSED}))
    box = found.by_id(tiles.ids.algorithm(entry.key))
    assert box.disabled
    assert box.value is False
    assert "It cannot be trained on so many rows." in found
    assert found.by_id(tiles.ids.suitable).data == []


def test_a_slow_algorithm_can_be_chosen_but_is_not_among_those_that_suit(drawn):
    first, second = OFFERED[:2]
    found = drawn(card([first, second], **{first.key: Suitability(objection=SLOW)}))
    assert not found.by_id(tiles.ids.algorithm(first.key)).disabled
    assert "It may take 3 hours." in found
    assert found.by_id(tiles.ids.suitable).data == [second.key]
    assert "Choose all that suit (1)" in found


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ({"max_rows": 2_000}, "at most 2,000 rows"),
        ({"slow_rows": 20_000}, "slow above 20,000 rows"),
        ({"max_features": 5_000}, "at most 5,000 features"),
        ({"target_range": "positive"}, "needs a target above 0"),
        ({"target_range": "non_negative"}, "needs a target of 0 or more"),
    ],
)
def test_limits_are_told_before_they_are_met(drawn, limit, words):
    assert words in drawn(card([OFFERED[0].model_copy(update=limit)]))
