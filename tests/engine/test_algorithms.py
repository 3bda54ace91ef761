"""The registry of algorithms: every entry keeps what it promises. A new entry needs no new test."""

import re

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS, AlgorithmConfig, algorithm, algorithms, baseline
from engine.algorithms.wrapping import unwrapped
from engine.errors import InvalidValueError, NotFoundError
from engine.hyperparameters import spell
from engine.preprocessing import build_pipeline
from tests.engine.fitted_entries import (
    SEED,
    answers,
    are_same,
    beside,
    every_algorithm,
    fitted,
    hidden_parameters,
    own_defaults,
    quick,
)
from tests.engine.mixed_table import columns, mixed_table, target

# Defaults that are not scikit-learn's, with the words of the help that give the reason.
OTHER_DEFAULTS: dict[tuple[str, str], str] = {
    ("logistic_regression", "max_iter"): "often too few",
    ("quadratic_discriminant_analysis", "shrinkage"): "categories, or a class with fewer rows",
    ("quadratic_discriminant_analysis", "reg_param"): "with which categories cannot",
    ("quadratic_discriminant_analysis", "solver"): "fewer rows than columns",
    **{
        (key, "n_clusters"): "can be compared"
        for key in ("k_means", "mini_batch_k_means", "agglomerative_clustering")
    },
    ("gaussian_mixture", "n_components"): "can be compared",
    ("huber_regressor", "max_iter"): "often too few",
    ("linear_svr", "max_iter"): "often too few",
    ("mlp_regressor", "max_iter"): "often too few",
    ("quantile_regressor", "alpha"): "would drop all of them",
    ("tweedie_regressor", "power"): "is ridge regression",
    ("kernel_ridge", "kernel"): "a slower ridge regression",
    ("gaussian_process_regressor", "alpha"): "free of noise",
    ("gaussian_process_regressor", "kernel"): "keeps its width fixed",
    ("gaussian_process_regressor", "normalize_y"): "only then",
    ("bisecting_k_means", "n_clusters"): "can be compared",
    ("spectral_clustering", "n_clusters"): "can be compared",
}


def estimator_with(entry, one, value):
    return entry.build(beside(entry, one) | {one.name: value}, random_seed=SEED)


def test_keys_are_unique():
    assert len({entry.key for entry in ALGORITHMS}) == len(ALGORITHMS)


@every_algorithm
def test_the_key_is_the_class_in_snake_case(entry):
    name = entry.estimator_class().__name__
    assert entry.key == re.sub(r"(?<=[a-z])(?=[A-Z])|(?<!^)(?=[A-Z][a-z])", "_", name).lower()


@every_algorithm
def test_everything_is_explained_in_whole_sentences(entry):
    texts = [entry.description, entry.use_when, entry.avoid_when]
    texts += [one.help for one in entry.hyperparameters]

    assert entry.name
    assert all(one.label for one in entry.hyperparameters)
    assert all(text.endswith(".") and len(text) > 20 for text in texts)


@every_algorithm
def test_names_of_settings_are_unique_and_scikit_learns(entry):
    names = [one.name for one in entry.hyperparameters]
    known = own_defaults(entry)

    assert len(set(names)) == len(names)
    assert set(names) | (set(entry.fixed) - hidden_parameters(entry)) <= set(known)
    assert not set(names) & set(entry.fixed)
    assert all(set(one.needs) <= set(names) for one in entry.hyperparameters)


@every_algorithm
def test_defaults_are_scikit_learns_or_the_help_says_why_not(entry):
    known = own_defaults(entry)
    for one in entry.hyperparameters:
        reason = OTHER_DEFAULTS.get((entry.key, one.name))
        if reason is None:
            assert one.default == known[one.name], one.name
        else:
            assert one.default != known[one.name], one.name
            assert reason in one.help


def test_every_other_default_is_still_there():
    known = {(entry.key, one.name) for entry in ALGORITHMS for one in entry.hyperparameters}
    assert set(OTHER_DEFAULTS) <= known


@pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.requires is None], ids=lambda one: one.key
)
def test_scikit_learn_accepts_every_limit_and_choice(entry):
    for one in entry.hyperparameters:
        values = [one.default, one.minimum, one.maximum, *one.choices]
        if not one.allow_none:
            values = [value for value in values if value is not None]
        for value in values:
            unwrapped(estimator_with(entry, one, value))._validate_params()


@every_algorithm
def test_the_seed_is_used_where_there_is_one(entry):
    takes_seed = "random_state" in own_defaults(entry)

    assert entry.seeded == takes_seed
    if entry.seeded:
        assert unwrapped(entry.build({}, random_seed=SEED)).get_params()["random_state"] == SEED


@every_algorithm
def test_json_gives_back_an_equal_entry(entry):
    assert AlgorithmConfig.model_validate_json(entry.model_dump_json()) == entry


@every_algorithm
def test_settings_are_checked_when_the_estimator_is_built(entry):
    with pytest.raises(InvalidValueError):
        entry.build({"no_such_setting": 1}, random_seed=SEED)


@every_algorithm
def test_it_learns_from_every_type_of_column_and_meets_unseen_values(entry):
    table = mixed_table()
    pipeline = fitted(entry, table)
    new = mixed_table(20, seed=1)
    new.loc[0, ["city", "code", "owner", "note"]] = ["Atlantis", 99.0, None, "unheard of"]
    new.loc[1] = None
    new = new.astype({"sold": "datetime64[us]", "age": float, "rooms": float, "never": float})

    if hasattr(pipeline, "predict"):
        assert len(pipeline.predict(new)) == 20
    else:
        assert len(pipeline["estimator"].labels_) == len(table)
        assert pipeline["preparation"].transform(new).shape[0] == 20


@every_algorithm
def test_a_second_fit_is_bit_identical(entry):
    table = mixed_table()
    assert are_same(answers(fitted(entry, table), table), answers(fitted(entry, table), table))


@pytest.mark.parametrize(
    "entry", [one for one in ALGORITHMS if one.threads != "one"], ids=lambda one: one.key
)
def test_all_others_are_the_same_with_one_thread_and_two(entry):
    # Without text, whose topics depend on the threads the preparation was fitted with.
    rng = np.random.default_rng(SEED)
    table = mixed_table(1_500).drop(columns="note")
    for place in range(15):
        table[f"age_{place}"] = rng.normal(size=len(table))
    known = columns(table[[name for name in table if not name.startswith("age_")]])
    more = [known[0].model_copy(update={"name": f"age_{place}"}) for place in range(15)]
    wanted = target(table, entry.task_type)

    def trained(threads):
        pipeline = build_pipeline((*known, *more), entry, quick(entry), random_seed=SEED)
        with threadpool_limits(threads):
            return answers(pipeline.fit(table, wanted), table)

    assert are_same(trained(1), trained(2))


@every_algorithm
def test_what_a_fit_costs_is_said(entry):
    assert "cost" in entry.model_fields_set
    assert entry.cost.seconds > 0
    assert entry.cost.rows >= 0
    assert entry.cost.columns >= 0
    assert entry.cost.copies >= 1
    assert entry.cost.pair_bytes >= 0


def test_only_entries_whose_package_is_installed_are_offered():
    assert all(entry.is_available for entry in ALGORITHMS)
    absent = ALGORITHMS[0].model_copy(update={"requires": "no_such_package"})
    assert not absent.is_available


@every_algorithm
def test_no_entry_predicts_with_several_jobs(entry):
    # Forests add up the answers of their trees in the order the jobs end: the
    # last bits of a prediction would differ from call to call.
    assert entry.build({}, random_seed=SEED).get_params().get("n_jobs") in {None, 1}


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
def test_a_task_type_has_its_algorithms_in_the_order_of_the_registry(task_type):
    found = algorithms(task_type)

    assert len([entry for entry in found if not entry.baseline]) >= 6
    assert found == tuple(entry for entry in ALGORITHMS if entry.task_type == task_type)


def test_an_unknown_task_type_is_refused():
    with pytest.raises(InvalidValueError, match="clustering"):
        algorithms("ranking")


def test_an_algorithm_is_found_by_its_key():
    assert algorithm("k_means").name == "K-means"
    with pytest.raises(NotFoundError, match="k_means"):
        algorithm("k_mean")


def test_supervised_tasks_have_a_baseline_and_clustering_has_none():
    assert baseline("classification") == algorithm("dummy_classifier")
    assert baseline("regression") == algorithm("dummy_regressor")
    assert baseline("clustering") is None


def test_defaults_are_those_of_the_settings():
    assert algorithm("ridge").defaults["alpha"] == 1.0
    assert spell(algorithm("k_means").defaults["n_clusters"]) == "3"
