"""The whole way without a browser: a file becomes a model that others can load."""

import json
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from engine.datasets import ColumnChange
from engine.errors import InvalidValueError, TrainingError
from engine.exports import export as exported
from engine.records import TrainedModel, TrainingSession
from engine.store import Owner
from engine.training import ModelTrainer
from engine.training_request import TrainingRequest
from engine.workspace import Limits, Workspace

QUICK = {
    "classification": ("logistic_regression", "random_forest_classifier"),
    "regression": ("ridge", "hist_gradient_boosting_regressor"),
    "clustering": ("k_means", "hdbscan"),
}
SAMPLE = {"classification": "breast_cancer", "regression": "diabetes", "clustering": "blobs"}


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def train(store, workspace, session, should_stop=lambda: False, told=None) -> TrainingSession:
    """What a training process does, in this process."""
    running = store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
    assert running is not None

    def on_progress(changed):
        store.sessions.write(changed)
        if told is not None:
            told.append(changed.progress)

    trainer = ModelTrainer(store, "mine", on_progress=on_progress, should_stop=should_stop)
    try:
        return trainer.train(running)
    finally:
        store.sessions.finish(session.id, "completed")


def start(workspace, task_type, dataset=None, **changes) -> TrainingSession:
    dataset = dataset or workspace.datasets.add_sample(SAMPLE[task_type])
    values = {"algorithms": QUICK[task_type], "target": dataset.target, **changes}
    request = TrainingRequest(dataset_id=dataset.id, task_type=task_type, **values)
    return workspace.sessions.start(request)


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
def test_a_sample_becomes_compared_models(store, workspace, task_type):
    session = train(store, workspace, start(workspace, task_type))
    models = workspace.models.list()
    assert sorted(session.model_ids) == sorted(model.id for model in models)
    assert [model.algorithm for model in reversed(models)] == list(QUICK[task_type])
    comparison = workspace.models.compare(session.model_ids)
    assert comparison.ranking[0].rank == 1
    assert comparison.verdict
    for model in models:
        assert_honest(model)
        assert len(workspace.models.predictions(model.id)) > 0


def assert_honest(model: TrainedModel) -> None:
    """Every score that applies has a baseline beside it, and held-out ones an interval."""
    applying = {key for key, value in model.scores.test.items() if value is not None}
    assert applying
    assert applying <= {key for key, value in model.scores.baseline.items() if value is not None}
    if model.task_type != "clustering":
        for key in applying:
            low, high = model.scores.test_ci95[key]
            assert low <= high
        assert set(model.scores.cv) == set(model.scores.test)
        assert model.provenance.n_test > 0


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
def test_the_same_request_gives_bit_identical_predictions(store, workspace, task_type):
    dataset = workspace.datasets.add_sample(SAMPLE[task_type])
    for _ in range(2):
        train(store, workspace, start(workspace, task_type, dataset))
    models = workspace.models.list()
    assert len(models) == 4
    digests = {}
    for model in models:
        digests.setdefault(model.algorithm, set()).add(model.provenance.predictions_sha256)
    assert {len(found) for found in digests.values()} == {1}


def test_scores_are_those_of_the_rows_named(store, workspace):
    session = train(store, workspace, start(workspace, "regression", cv_folds=0))
    model = workspace.models.get(session.model_ids[0])
    predictions = workspace.models.predictions(model.id)
    error = predictions["actual"] - predictions["predicted"]
    assert model.scores.test["mae"] == pytest.approx(error.abs().mean())
    assert model.scores.cv == {}
    assert len(predictions) == model.provenance.n_test


def test_the_pickle_loads_with_scikit_learn_alone_and_predicts_the_same(store, workspace, tmp_path):
    session = train(store, workspace, start(workspace, "classification"))
    dataset = workspace.datasets.list()[0]
    model = workspace.models.get(session.model_ids[1])
    export = exported(workspace.models, model.id, "pickle")
    assert export.path.stat().st_size == model.size_bytes
    csv = store.blob("datasets", f"{dataset.id}.csv")
    answer = predict_elsewhere(export.path, csv, model, tmp_path)
    held_out = workspace.models.predictions(model.id)
    everything = np.array(answer)
    assert list(everything[held_out["row"]]) == [str(one) for one in held_out["predicted"]]


def predict_elsewhere(pickled, csv, model, folder) -> list[str]:
    """Predict in an interpreter that cannot import this project."""
    script = """
import json, pickle, sys, importlib.util
import pandas as pd
assert importlib.util.find_spec("engine") is None
pipeline = pickle.load(open(sys.argv[1], "rb"))
table = pd.read_csv(sys.argv[2])
print(json.dumps([str(one) for one in pipeline.predict(table[json.loads(sys.argv[3])])]))
"""
    command = [sys.executable, "-I", "-c", script, pickled, csv, json.dumps(model.features)]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_the_configuration_trains_the_same_model_again(store, workspace):
    session = train(store, workspace, start(workspace, "classification"))
    model = workspace.models.get(session.model_ids[0])
    config = json.loads(exported(workspace.models, model.id, "config").content)
    key = config.pop("algorithm")
    request = TrainingRequest(
        **{**config, "algorithms": (key,), "hyperparameters": {key: config["hyperparameters"]}}
    )
    again = train(store, workspace, workspace.sessions.start(request))
    twin = workspace.models.get(again.model_ids[0])
    assert twin.provenance.predictions_sha256 == model.provenance.predictions_sha256
    assert twin.scores == model.scores


def test_the_metadata_is_the_record_and_what_it_means(store, workspace):
    session = train(store, workspace, start(workspace, "regression"))
    model = workspace.models.get(session.model_ids[0])
    given = json.loads(exported(workspace.models, model.id, "metadata").content)
    told = {key: one.model_dump() for key, one in workspace.models.words(model.id).items()}
    assert given.pop("words") == told
    assert TrainedModel.model_validate_json(json.dumps(given)) == model


def test_progress_counts_every_fit_and_ends_at_the_end(store, workspace):
    told = []
    train(store, workspace, start(workspace, "classification"), told=told)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert told[-1].fraction == 1.0
    assert told[-1].total == len(told[-1].finished) == 2 * 6
    scores = [unit.score for unit in told[-1].finished]
    # The last unit of each algorithm is judged by held-out rows, which nobody has opened yet.
    assert [score is None for score in scores] == [False] * 5 + [True] + [False] * 5 + [True]
    assert all(0.5 < score <= 1 for score in scores if score is not None)


def test_a_stop_keeps_what_is_finished(store, workspace):
    session = start(workspace, "classification")
    stopped = train(store, workspace, session, should_stop=lambda: len(workspace.models.list()) > 0)
    assert len(stopped.model_ids) == len(workspace.models.list()) == 1


def test_one_algorithm_that_fails_does_not_end_the_others(store, workspace, monkeypatch):
    from sklearn.linear_model import LogisticRegression

    def fail(*_args, **_kwargs):
        raise ValueError("no luck today")

    monkeypatch.setattr(LogisticRegression, "fit", fail)
    session = train(store, workspace, start(workspace, "classification"))
    assert len(session.model_ids) == 1
    assert "no luck today" in session.failures["logistic_regression"].message
    assert session.progress.fraction == 1.0


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't start new thread")])
def test_a_session_without_any_model_is_an_error_with_the_reason(
    store, workspace, monkeypatch, error
):
    from sklearn.linear_model import Ridge

    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(Ridge, "fit", fail)
    with pytest.raises(TrainingError) as failed:
        train(store, workspace, start(workspace, "regression", algorithms=("ridge",)))
    assert "memory" in failed.value.message


def test_nothing_of_the_held_out_rows_is_learned(store, workspace, tmp_path):
    """Whatever stands in the held-out rows, the fitted model is the same."""
    random = np.random.default_rng(0)
    table = pd.DataFrame(random.normal(size=(200, 3)), columns=["a", "b", "c"])
    table["y"] = table["a"] * 2 + random.normal(size=200)
    fits = []
    for damage in (False, True):
        if damage:
            held_out = workspace.models.predictions(fits[0].id)["row"]
            table.loc[held_out, ["a", "b", "c"]] = 1e6
        path = tmp_path / "table.csv"
        table.to_csv(path, index=False)
        with path.open("rb") as stream:
            dataset = workspace.datasets.add(stream, name="table.csv")
        request = {"algorithms": ("ridge",), "target": "y", "features": ("a", "b", "c")}
        session = train(store, workspace, start(workspace, "regression", dataset, **request))
        fits.append(workspace.models.get(session.model_ids[0]))
    first, second = (
        pickle.loads(store.blob("models", f"{model.id}.pkl").read_bytes()) for model in fits
    )
    assert (first["estimator"].coef_ == second["estimator"].coef_).all()
    assert fits[0].scores.cv == fits[1].scores.cv
    assert fits[0].scores.test != fits[1].scores.test


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": "no such column"}, "target"),
        ({"target": None}, "target"),
        ({"features": ()}, "features"),
        ({"features": ("no such column",)}, "features"),
        ({"features": ("target",)}, "features"),
        ({"algorithms": ()}, "algorithms"),
        ({"algorithms": ("no_such_algorithm",)}, "algorithms"),
        ({"algorithms": ("ridge",)}, "algorithms"),
        ({"test_size": 0.9}, "test_size"),
        ({"cv_folds": 1}, "cv_folds"),
        ({"random_seed": -1}, "random_seed"),
        ({"hyperparameters": {"logistic_regression": {"C": -1}}}, "C"),
        ({"hyperparameters": {"logistic_regression": {"nonsense": 1}}}, "nonsense"),
        ({"hyperparameters": {"ridge": {}}}, "hyperparameters"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_runs(workspace, changes, field):
    dataset = workspace.datasets.add_sample("breast_cancer")
    values = {"target": dataset.target, **changes}
    if values.get("features") == ("target",):
        values["features"] = (dataset.target,)
    with pytest.raises(InvalidValueError) as refused:
        start(workspace, "classification", dataset, **values)
    assert refused.value.field == field
    assert refused.value.hint
    assert workspace.sessions.list() == []


def test_a_target_of_one_class_is_refused(workspace, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("x,y\n" + "".join(f"{number},same\n" for number in range(40)))
    with path.open("rb") as stream:
        dataset = workspace.datasets.add(stream, name="one.csv")
    with pytest.raises(InvalidValueError) as refused:
        start(workspace, "classification", dataset, target="y", features=("x",))
    assert refused.value.field == "target"


def test_more_clusters_than_rows_are_refused(workspace, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("a,b\n" + "".join(f"{number},{number % 3}\n" for number in range(12)))
    with path.open("rb") as stream:
        dataset = workspace.datasets.add(stream, name="few.csv")
    with pytest.raises(InvalidValueError) as refused:
        start(
            workspace,
            "clustering",
            dataset,
            algorithms=("k_means",),
            features=("a", "b"),
            hyperparameters={"k_means": {"n_clusters": 13}},
        )
    assert refused.value.field == "n_clusters"
    assert "12" in refused.value.message


def test_an_ensemble_grown_in_steps_is_the_one_of_a_single_fit(monkeypatch):
    """The registry says which ensembles may be grown; here it is held to that."""
    from engine import fitting
    from engine.algorithms import ALGORITHMS
    from engine.preprocessing import build_pipeline
    from engine.records import Column

    random = np.random.default_rng(0)
    features = pd.DataFrame(random.normal(size=(2500, 5)), columns=list("abcde"))
    columns = [Column(name=name, type="numeric", missing=0, distinct=9) for name in features]
    targets = {
        "classification": (features["a"] * features["b"] > 0).to_numpy(),
        "regression": (features["a"] * features["b"]).to_numpy(),
    }
    grown = [entry for entry in ALGORITHMS if entry.progress == "warm_start"]
    assert grown
    monkeypatch.setattr(fitting, "_next_step", lambda grown, seconds, total: 7)
    monkeypatch.setattr(fitting, "_first_step", lambda estimator, algorithm, shape: 3)
    for entry in grown:
        target = targets[entry.task_type]
        steps: list[float] = []
        parts = build_pipeline(columns, entry, {entry.iterations: 30}, random_seed=1)
        prepared = parts["preparation"].fit_transform(features, target)

        def on_step(step, steps=steps):
            steps.append(step.share)
            return True

        assert fitting.fit(parts["estimator"], entry, prepared, target, on_step=on_step) is None
        whole = build_pipeline(columns, entry, {entry.iterations: 30}, random_seed=1)
        whole.fit(features, target)
        answer = "predict_proba" if entry.task_type == "classification" else "predict"
        assert (getattr(parts, answer)(features) == getattr(whole, answer)(features)).all()
        assert len(steps) > 3
        assert steps == sorted(steps)
        assert steps[-1] == 1.0
        assert not parts["estimator"].get_params()["warm_start"]


def test_every_row_has_its_cluster_and_enough_have_a_place(store, workspace, monkeypatch):
    from engine import archive

    monkeypatch.setattr(archive, "MAP_ROWS", 50)
    session = train(store, workspace, start(workspace, "clustering", algorithms=("k_means",)))
    predictions = workspace.models.predictions(session.model_ids[0])
    model = workspace.models.get(session.model_ids[0])
    assert len(predictions) == model.provenance.n_train
    assert predictions["cluster"].nunique() == model.hyperparameters["n_clusters"]
    assert predictions[["x", "y"]].notna().all(axis=1).sum() == 50


def test_groups_stay_together_and_only_one_column_may_say_them(store, workspace, tmp_path):
    random = np.random.default_rng(0)
    table = pd.DataFrame({"x": random.normal(size=120), "who": np.repeat(np.arange(30), 4)})
    table["also"] = table["who"]
    table["kind"] = np.where(table["x"] + random.normal(size=120) > 0, "yes", "no")
    path = tmp_path / "groups.csv"
    table.to_csv(path, index=False)
    with path.open("rb") as stream:
        dataset = workspace.datasets.add(stream, name="groups.csv")
    changes = [
        ColumnChange(name=name, role=role)
        for name, role in (("who", "group"), ("also", "ignore"), ("kind", "target"))
    ]
    dataset = workspace.datasets.change_columns(dataset.id, changes)
    asked = {"algorithms": ("logistic_regression",), "target": "kind"}
    session = train(store, workspace, start(workspace, "classification", dataset, **asked))
    held_out = workspace.models.predictions(session.model_ids[0])["row"]
    inside, outside = table["who"].iloc[held_out], table["who"].drop(held_out)
    assert not set(inside) & set(outside)
    assert workspace.models.get(session.model_ids[0]).features == ("x",)

    again = [ColumnChange(name="also", role="group")]
    dataset = workspace.datasets.change_columns(dataset.id, again)
    with pytest.raises(InvalidValueError) as refused:
        start(workspace, "classification", dataset, **asked)
    assert refused.value.field == "group"


def test_predictions_keep_to_the_threads_of_the_fit(store, workspace, monkeypatch):
    """Beside a busy neighbour, waiting OpenMP threads made predicting slower than fitting."""
    from threadpoolctl import threadpool_info

    from engine.evaluation import Judge

    seen: set[int] = set()
    outcome = Judge.outcome

    def watched(judge, fitted, rows):
        seen.update(one["num_threads"] for one in threadpool_info() if one["user_api"] == "openmp")
        return outcome(judge, fitted, rows)

    monkeypatch.setattr(Judge, "outcome", watched)
    chosen = {"algorithms": ("hist_gradient_boosting_regressor",), "cv_folds": 2}
    train(store, workspace, start(workspace, "regression", **chosen))
    assert seen == {1}
