"""LightGBM, XGBoost and CatBoost: offered where they are installed, and honest there.

The contract tests of the registry run over them too, once they are installed.
"""

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.preprocessing import LabelEncoder

import engine.algorithms as registry
from engine.algorithms import KNOWN, algorithm
from engine.algorithms.boosters import BOOSTERS
from engine.algorithms.wrapping import unwrapped
from engine.errors import NotFoundError
from engine.preprocessing import build_pipeline
from tests.engine.fitted_entries import SEED, answers, are_same, fitted
from tests.engine.mixed_table import columns, mixed_table, target

LISTED = Path(__file__).parents[2] / "requirements-boosters.txt"
WITHOUT = """
import importlib.util, sys
sys.path.insert(0, sys.argv[1])
found = importlib.util.find_spec
hidden = {"lightgbm", "xgboost", "catboost"}
importlib.util.find_spec = lambda name, *more: None if name in hidden else found(name, *more)
from engine.algorithms import ALGORITHMS
print(*(entry.key for entry in ALGORITHMS))
"""


every_booster = pytest.mark.parametrize("entry", BOOSTERS, ids=lambda one: one.key)
every_classifier = pytest.mark.parametrize(
    "entry",
    [one for one in BOOSTERS if one.task_type == "classification"],
    ids=lambda one: one.key,
)


@every_booster
def test_the_package_of_every_entry_is_listed(entry):
    names = [line.split("==")[0].removesuffix("-cpu") for line in LISTED.read_text().splitlines()]
    assert entry.requires in names


@every_booster
def test_an_entry_is_offered_if_and_only_if_its_package_is_installed(entry):
    assert entry in KNOWN
    assert (entry in registry.ALGORITHMS) == entry.is_available


def test_nothing_is_offered_whose_package_is_missing():
    root = str(Path(__file__).parents[2])
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT, root], capture_output=True, text=True, check=True
    )
    offered = run.stdout.split()

    assert "ridge" in offered
    assert not set(offered) & {entry.key for entry in BOOSTERS}


@every_booster
def test_asking_for_one_that_is_not_installed_says_what_is_missing(entry, monkeypatch):
    monkeypatch.setattr(registry, "ALGORITHMS", ())
    with pytest.raises(NotFoundError, match=f"needs the package {entry.requires}") as caught:
        algorithm(entry.key)
    assert "requirements-boosters.txt" in caught.value.hint


@every_booster
def test_every_limit_of_a_setting_can_be_fitted(entry):
    pytest.importorskip(entry.requires)
    table = mixed_table()[["age", "rooms", "city"]]
    for one in entry.hyperparameters:
        if one.name != "n_estimators":
            for value in {one.minimum, one.maximum} - {None}:
                fitted(entry, table, **{one.name: value})


@every_booster
def test_defaults_give_the_model_of_the_package_itself(entry):
    pytest.importorskip(entry.requires)
    table = mixed_table()
    wanted = target(table, entry.task_type)
    pipeline = build_pipeline(columns(table), entry, {}, random_seed=SEED)
    pipeline.fit(table, wanted)
    bare = entry.estimator_class()(**entry.fixed, random_state=SEED)
    if entry.task_type == "classification":
        wanted = LabelEncoder().fit_transform(wanted)
    prepared = pipeline["preparation"].transform(table)
    bare.fit(prepared, wanted)

    assert np.array_equal(
        unwrapped(pipeline["estimator"]).predict(prepared).ravel(),
        _encoded(bare.predict(prepared).ravel(), pipeline, entry),
    )


def _encoded(predicted, pipeline, entry):
    """LightGBM takes classes by name, so that the bare one answers with other names."""
    if entry.wrapper == "none" and entry.task_type == "classification":
        return pipeline.classes_[predicted]
    return predicted


@every_classifier
@pytest.mark.parametrize("n_classes", [2, 3])
def test_classes_keep_their_names(entry, n_classes):
    pytest.importorskip(entry.requires)
    table = mixed_table()
    wanted = target(table, "classification")
    if n_classes == 2:
        wanted = np.where(wanted == "low", "low", "high")
    pipeline = build_pipeline(columns(table), entry, {"n_estimators": 20}, random_seed=SEED)
    pipeline.fit(table, wanted.astype(object))

    assert list(pipeline.classes_) == sorted(set(wanted))
    assert pipeline.predict(table).shape == (len(table),)
    assert pipeline.predict_proba(table).shape == (len(table), n_classes)
    assert np.mean(pipeline.predict(table) == wanted) > 0.8


@every_classifier
def test_classes_may_be_numbers_that_do_not_start_at_zero(entry):
    pytest.importorskip(entry.requires)
    table = mixed_table()
    wanted = np.where(target(table, "classification") == "low", 7, 3)
    pipeline = build_pipeline(columns(table), entry, {"n_estimators": 20}, random_seed=SEED)

    assert set(pipeline.fit(table, wanted).predict(table)) == {3, 7}


@every_booster
def test_a_fit_is_silent_and_writes_no_files(entry, tmp_path, monkeypatch, capfd):
    pytest.importorskip(entry.requires)
    monkeypatch.chdir(tmp_path)
    fitted(entry, mixed_table()).predict(mixed_table())
    told = capfd.readouterr()

    assert not list(tmp_path.iterdir())
    assert told.out + told.err == ""


@every_booster
def test_a_pickled_model_answers_the_same(entry):
    pytest.importorskip(entry.requires)
    table = mixed_table()
    pipeline = fitted(entry, table)

    assert are_same(answers(pipeline, table), answers(pickle.loads(pickle.dumps(pipeline)), table))
