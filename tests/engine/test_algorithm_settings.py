"""The settings of every entry of the registry: what they do, need, and are searched for."""

import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS
from engine.algorithms.wrapping import unwrapped
from engine.preprocessing import build_pipeline
from tests.engine.fitted_entries import (
    SEED,
    answers,
    are_same,
    beside,
    every_algorithm,
    fit,
    fitted,
    others,
    quick,
)
from tests.engine.mixed_table import columns, mixed_table, target

# Entries in which there is nothing to search for.
NOT_SEARCHED = {"dummy_classifier", "dummy_regressor", "linear_regression"}

searched = pytest.mark.parametrize(
    "entry",
    [one for one in ALGORITHMS if one.task_type != "clustering" and one.key not in NOT_SEARCHED],
    ids=lambda one: one.key,
)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits and predictions are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def small_table():
    return mixed_table()[["age", "rooms", "city"]]


def by_name(entry, name):
    return next(one for one in entry.hyperparameters if one.name == name)


def other_values(entry, name, values):
    """What a setting can have besides these values."""
    one = by_name(entry, name)
    known = [one.default, *others(one), *([None] if one.allow_none else [])]
    return [value for value in known if value not in values]


@every_algorithm
def test_every_choice_and_switch_can_be_fitted(entry):
    for one in entry.hyperparameters:
        values = (True, False) if one.kind == "switch" else one.choices
        for value in values:
            fitted(entry, small_table(), **beside(entry, one), **{one.name: value})


@every_algorithm
def test_a_setting_that_needs_another_works_with_it(entry):
    for one in entry.hyperparameters:
        for other, values in one.needs.items():
            for value in values:
                fitted(entry, small_table(), **{other: value, one.name: others(one)[-1]})


@every_algorithm
def test_what_a_setting_hangs_on_is_there_and_can_be_otherwise(entry):
    for one in entry.hyperparameters:
        for other, values in (one.needs | one.matters).items():
            assert other != one.name
            assert all(by_name(entry, other).check(value) == value for value in values)
            assert other_values(entry, other, values), f"{one.name} always matters"


@every_algorithm
def test_a_setting_that_does_not_matter_changes_nothing(entry):
    table = small_table()
    wanted = target(table, entry.task_type)
    for one in entry.hyperparameters:
        for other, values in one.matters.items():
            for hiding in other_values(entry, other, values):
                settings = quick(entry) | beside(entry, one) | {other: hiding}
                pipelines = [
                    build_pipeline(columns(table), entry, settings, random_seed=SEED)
                    for _ in range(2)
                ]
                unwrapped(pipelines[1]["estimator"]).set_params(**{one.name: others(one)[-1]})
                plain = answers(fit(pipelines[0], table, wanted), table)
                try:
                    strange = answers(fit(pipelines[1], table, wanted), table)
                except (ValueError, NotImplementedError):
                    continue  # scikit-learn refuses what it would not use
                assert are_same(plain, strange), (one.name, other, hiding)


@every_algorithm
def test_what_does_not_matter_is_left_to_scikit_learn(entry):
    for one in entry.hyperparameters:
        for other, values in one.matters.items():
            hiding = other_values(entry, other, values)[0]
            settings = beside(entry, one) | {other: hiding, one.name: others(one)[0]}
            given = unwrapped(entry.build(settings, random_seed=SEED)).get_params()
            assert given[one.name] == entry.estimator_class()().get_params()[one.name]


@searched
def test_it_has_something_to_search_for(entry):
    assert any(one.search for one in entry.hyperparameters)
    assert sum(bool(one.search) for one in entry.hyperparameters) <= 7


def test_entries_without_a_search_are_still_there():
    without = {
        one.key
        for one in ALGORITHMS
        if one.task_type != "clustering" and not any(each.search for each in one.hyperparameters)
    }
    assert without == NOT_SEARCHED & {one.key for one in ALGORITHMS}


@every_algorithm
def test_what_is_searched_is_allowed_and_holds_the_default(entry):
    for one in entry.hyperparameters:
        assert all(one.check(value) == value for value in one.search), one.name
        if one.search and one.kind in {"integer", "number"}:
            low, high = one.search
            assert low < high, one.name
            assert one.default is None or low <= one.default <= high, one.name
            assert low > 0 or not one.log, f"{one.name} cannot be searched on a log scale"
        elif one.search:
            assert len(set(one.search)) == len(one.search) >= 2, one.name
            assert one.default in one.search, one.name


@searched
def test_both_ends_of_what_is_searched_can_be_fitted(entry):
    table = mixed_table()[["age", "rooms", "city", "floor", "code"]]
    for one in entry.hyperparameters:
        for value in one.search:
            if one.name != entry.iterations:
                fitted(entry, table, **beside(entry, one), **{one.name: value})


@every_algorithm
def test_a_word_that_stands_for_an_object_is_a_choice(entry):
    for name, classes in entry.objects.items():
        assert set(classes) <= set(by_name(entry, name).choices)
        built = unwrapped(entry.build({name: next(iter(classes))}, random_seed=SEED))
        assert (
            type(getattr(built, name)).__name__ == next(iter(classes.values())).rpartition(".")[2]
        )


def learned_by_heart(entry, **settings):
    """How well a fit answers for the very rows it learned from."""
    table = mixed_table()[["age", "rooms", "city"]]
    wanted = target(table, entry.task_type)
    pipeline = build_pipeline(columns(table), entry, settings, random_seed=SEED)
    return fit(pipeline, table, wanted).score(table, wanted)


@every_algorithm
def test_turning_a_setting_the_simpler_way_follows_the_rows_less(entry):
    for one in entry.hyperparameters:
        if one.simpler is None:
            continue
        low, high = (one.search[0], one.search[-1]) if one.search else (one.minimum, one.maximum)
        if one.at_most_rows:
            high = min(high, 50)
        simple, free = (low, high) if one.simpler == "down" else (high, low)
        around = beside(entry, one)
        less = learned_by_heart(entry, **around, **{one.name: simple})
        more = learned_by_heart(entry, **around, **{one.name: free})
        assert less <= more + 0.02, f"{one.name}: {less} against {more}"
