from __future__ import annotations

from typing import get_args

import pytest

from components import train
from engine.algorithms import ALGORITHMS, algorithms
from engine.errors import InvalidValueError
from engine.records import TaskType

OFFERED = [entry for entry in ALGORITHMS if not entry.baseline]


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_the_form_of_every_algorithm_gives_its_defaults_back(drawn, entry):
    found = drawn(train.fields(entry, {}))
    for one in entry.hyperparameters:
        control = found.by_id(train.ids.setting(entry.key, one.name))
        assert one.check(control.value) == one.default
        assert one.help in found
        assert f"{one.label} ({one.name})" in found


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_every_value_a_form_offers_is_accepted_by_the_engine(drawn, entry):
    found = drawn(train.fields(entry, {}))
    for one in entry.hyperparameters:
        control = found.by_id(train.ids.setting(entry.key, one.name))
        for option in getattr(control, "options", None) or []:
            one.check(option["value"])
        if one.allow_none and one.kind in ("integer", "number"):
            assert control.placeholder
            assert one.check("") is None


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_the_help_names_the_limits_that_the_engine_holds(entry):
    for one in entry.hyperparameters:
        if one.kind in ("integer", "number"):
            assert "From " in train.help_text(one)
            with pytest.raises(InvalidValueError):
                one.check(one.maximum + 1)


@pytest.mark.parametrize("entry", OFFERED, ids=lambda entry: entry.key)
def test_every_algorithm_is_described(drawn, entry):
    found = drawn(train.cards([entry], chosen=[], n_rows=10))
    for words in (entry.name, entry.description, entry.use_when, entry.avoid_when):
        assert words in found


@pytest.mark.parametrize("task_type", get_args(TaskType))
def test_what_is_preselected_is_offered_and_can_be_trained(task_type):
    entries = [entry for entry in algorithms(task_type) if not entry.baseline]
    chosen = train.preselected(entries)
    assert 1 <= len(chosen) <= 2
    assert set(chosen) <= {entry.key for entry in entries}


def test_an_algorithm_for_fewer_rows_cannot_be_chosen_and_says_so(drawn):
    entry = next(entry for entry in OFFERED if entry.max_rows)
    found = drawn(train.cards([entry], chosen=[entry.key], n_rows=entry.max_rows + 1))
    box = found.by_id(train.ids.algorithm(entry.key))
    assert box.disabled
    assert box.value is False
    assert f"at most {entry.max_rows:,} rows" in found


def test_settings_of_an_earlier_run_are_shown_again(drawn):
    entry = next(entry for entry in OFFERED if entry.hyperparameters)
    one = next(one for one in entry.hyperparameters if one.kind == "integer")
    found = drawn(
        train.settings([entry], chosen=[entry.key], values={entry.key: {one.name: one.minimum}})
    )
    assert found.by_id(train.ids.setting(entry.key, one.name)).value == str(one.minimum)


def test_what_is_not_chosen_has_no_form_yet(drawn):
    first, second = OFFERED[:2]
    found = drawn(train.settings([first, second], chosen=[second.key], values={}))
    assert found.by_id(train.ids.panel(first.key)).hidden
    assert not found.by_id(train.ids.panel(second.key)).hidden
    keys = {part.id["algorithm"] for part in found.with_id_type("setting")}
    assert keys <= {second.key}


@pytest.mark.parametrize(
    ("n", "task_type", "folds", "expected"),
    [
        (0, "classification", 5, "Choose at least one algorithm."),
        (1, "classification", 5, "1 algorithm on 5 folds: 6 fits."),
        (2, "regression", 3, "2 algorithms on the same 3 folds: 8 fits."),
        (2, "classification", 0, "2 algorithms, one fit each."),
        (1, "clustering", 5, "1 algorithm, one fit."),
    ],
)
def test_the_summary_counts_the_fits(dataset, n, task_type, folds, expected):
    preparation = dataset.preparation.model_copy(update={"task_type": task_type, "cv_folds": folds})
    assert train.summary(n, dataset.model_copy(update={"preparation": preparation})) == expected
