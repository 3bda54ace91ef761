"""How entries of the registry tell of their progress: the model stays the one of a plain fit."""

import pytest
from threadpoolctl import threadpool_limits

from engine import fitting
from engine.algorithms import ALGORITHMS, algorithm
from engine.fit_reports import kept_warnings
from engine.preprocessing import build_pipeline
from tests.engine.fitted_entries import (
    SEED,
    answers,
    are_same,
    beside,
    fit,
    fitted,
    others,
    quick,
)
from tests.engine.mixed_table import columns, mixed_table, target

# Forests warn of growing on other rows with these weights; here the rows are the same.
pytestmark = [
    pytest.mark.filterwarnings("ignore:class_weight presets:UserWarning"),
    # A hundredth of so few rows is one row, which is what the test of the limits asks for.
    pytest.mark.filterwarnings("ignore:Using the fractional value:UserWarning"),
]

growing = pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.progress == "warm_start"], ids=lambda one: one.key
)


@pytest.fixture(autouse=True)
def one_thread():
    """Small fits and predictions are much quicker without OpenMP's threads."""
    with threadpool_limits(1):
        yield


def grown(entry, table, settings, counts):
    """The pipeline fitted in steps, up to each of these counts of iterations."""
    pipeline = build_pipeline(columns(table), entry, settings, random_seed=SEED)
    wanted = target(table, entry.task_type)
    prepared = pipeline["preparation"].fit_transform(table, wanted)
    estimator = pipeline["estimator"]
    for count in counts:
        fit(estimator.set_params(warm_start=True, **{entry.iterations: count}), prepared, wanted)
        if getattr(estimator, "n_iter_", count) < count:
            break
    return pipeline


@growing
def test_growing_in_steps_gives_the_model_of_one_fit(entry):
    table = mixed_table()
    whole = fitted(entry, table, **{entry.iterations: 7})

    assert are_same(answers(whole, table), answers(grown(entry, table, {}, (2, 3, 7)), table))


@growing
def test_it_does_so_whatever_the_other_settings_are(entry):
    table = mixed_table()[["age", "rooms", "city"]]
    for one in entry.hyperparameters:
        values = others(one)
        if one.name == entry.iterations or not values:
            continue
        settings = beside(entry, one) | {one.name: values[0]}
        whole = fitted(entry, table, **settings, **{entry.iterations: 5})
        steps = grown(entry, table, settings, (2, 5))
        assert are_same(answers(whole, table), answers(steps, table)), one.name


@pytest.mark.parametrize(
    "entry",
    [one for one in ALGORITHMS if one.iterations and "early_stopping" in one.defaults],
    ids=lambda one: one.key,
)
def test_it_stops_early_at_the_same_round(entry):
    table = mixed_table()
    settings = {"early_stopping": True, "n_iter_no_change": 2, "learning_rate": 1.0}
    whole = fitted(entry, table, **settings, **{entry.iterations: 60})
    last = whole["estimator"].n_iter_
    assert 2 < last < 60

    # Also where a step would have ended with that round anyway, or with one beside it.
    for first in (1, last - 1, last, last + 1):
        pipeline = build_pipeline(
            columns(table), entry, settings | {entry.iterations: 60}, random_seed=SEED
        )
        wanted = target(table, entry.task_type)
        prepared = pipeline["preparation"].fit_transform(table, wanted)
        fitting._grow(
            pipeline["estimator"],
            entry.iterations,
            prepared,
            wanted,
            first=first,
            on_step=fitting.always,
        )
        assert pipeline["estimator"].n_iter_ == last
        assert are_same(answers(whole, table), answers(pipeline, table)), first


def test_growing_with_class_weights_warns_of_nothing():
    entry = algorithm("random_forest_classifier")
    table = mixed_table()[["age", "rooms", "city"]]
    wanted = target(table, entry.task_type)
    settings = {"class_weight": "balanced", "n_estimators": 20}
    pipeline = build_pipeline(columns(table), entry, settings, random_seed=SEED)
    prepared = pipeline["preparation"].fit_transform(table, wanted)
    with kept_warnings() as sentences:
        fitting.fit(pipeline["estimator"], entry, prepared, wanted)

    assert len(pipeline["estimator"].estimators_) == 20
    assert sentences == []


@growing
def test_iterations_name_a_setting(entry):
    assert entry.iterations in entry.defaults
    assert entry.iterations in quick(entry)


def test_only_what_grows_names_its_iterations():
    for entry in ALGORITHMS:
        grows = entry.progress in {"warm_start", "monitor"}
        assert grows == (entry.iterations is not None), entry.key


@pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.progress == "monitor"], ids=lambda one: one.key
)
def test_what_asks_a_monitor_is_a_model_wherever_it_is_ended(entry):
    table = mixed_table()
    told = []

    def ended_at_the_fourth(step):
        told.append(step.share)
        return len(told) < 4

    settings = {entry.iterations: 8, "subsample": 0.7}
    pipeline = build_pipeline(columns(table), entry, settings, random_seed=SEED)
    wanted = target(table, entry.task_type)
    prepared = pipeline["preparation"].fit_transform(table, wanted)
    growth = fitting.fit(
        pipeline["estimator"], entry, prepared, wanted, on_step=ended_at_the_fourth
    )

    assert growth == fitting.Growth(4, 8)
    assert told == [0.125, 0.25, 0.375, 0.5]
    four = fitted(entry, table, **settings | {entry.iterations: 4})
    assert pipeline["estimator"].get_params() == four["estimator"].get_params()
    assert are_same(answers(pipeline, table), answers(four, table))


@pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.progress == "monitor"], ids=lambda one: one.key
)
def test_being_asked_leaves_the_model_as_it_is(entry):
    table = mixed_table()
    settings = {entry.iterations: 60, "n_iter_no_change": 2, "learning_rate": 1.0}
    pipeline = build_pipeline(columns(table), entry, settings, random_seed=SEED)
    wanted = target(table, entry.task_type)
    prepared = pipeline["preparation"].fit_transform(table, wanted)

    assert fitting.fit(pipeline["estimator"], entry, prepared, wanted) is None
    assert pipeline["estimator"].n_estimators_ < 60
    whole = fitted(entry, table, **settings)
    assert are_same(answers(whole, table), answers(pipeline, table))


@pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.progress == "callback"], ids=lambda one: one.key
)
def test_an_entry_with_callbacks_takes_scikit_learns(entry):
    told = []

    class Counter:
        def setup(self, estimator, context):
            pass

        def on_fit_task_begin(self, estimator, context, **more):
            pass

        def on_fit_task_end(self, estimator, context, **more):
            told.append(context.task_name)

        def teardown(self, estimator, context):
            pass

    table = mixed_table()
    wanted = target(table, entry.task_type)
    pipeline = build_pipeline(columns(table), entry, {}, random_seed=SEED)
    pipeline["estimator"].set_callbacks(Counter())
    fit(pipeline, table, wanted)

    assert len(told) > 3
    assert are_same(answers(pipeline, table), answers(fitted(entry, table), table))
