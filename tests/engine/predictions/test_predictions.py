"""What models say of new rows: the same as their own pipelines, with what is odd about each row."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import numpy as np
import pandas as pd
import pytest
from sklearn.neighbors import NearestNeighbors

from engine.errors import InvalidValueError, NotFoundError, WrongStateError
from engine.predictions.given import MOST_ROWS, JsonRows
from engine.stored_pipelines import load_pipeline
from tests.trained_models import train

CSV = "age,colour,member,joined,size,kind\n" + "".join(
    f"{17 + n % 60},{('red', 'green', 'blue')[n % 3]},{('true', 'false')[n % 2]},"
    f"{1 + n % 28:02}.{1 + n % 12:02}.2024,{10 + (n % 60) * 2 + n % 5},{('oak', 'elm')[n % 2]}\n"
    for n in range(120)
)
FEATURES = ("age", "colour", "member", "joined")
ROW = {"age": 30, "colour": "red", "member": True, "joined": "05.06.2024"}


@pytest.fixture
def dataset(workspace):
    return workspace.datasets.add(BytesIO(CSV.encode()), name="people.csv")


def model_of(
    workspace, dataset, task_type="classification", algorithm="decision_tree_classifier", **more
):
    given = {"target": "kind", "features": FEATURES} | more
    (model,) = train(workspace, dataset, task_type=task_type, algorithms=(algorithm,), **given)
    return model


def clustering(workspace, dataset, algorithm="k_means", **more):
    given = {"features": ("age", "colour"), "target": None} | more
    return model_of(workspace, dataset, "clustering", algorithm, **given)


def pipeline_of(workspace, model):
    path = workspace._store.blob("models", f"{model.id}.pkl")
    return load_pipeline(path, model.pickle_sha256)


def said(workspace, model, *rows):
    return workspace.models.predict(model.id, JsonRows(rows))


def flags(workspace, model, **changes):
    return said(workspace, model, ROW | changes).predictions[0].flags


@pytest.mark.parametrize("algorithm", ["logistic_regression", "ridge_classifier"])
def test_a_classifier_gives_classes_and_the_probabilities_it_has(workspace, dataset, algorithm):
    model = model_of(workspace, dataset, algorithm=algorithm)
    rows = [ROW, ROW | {"member": False, "age": 41}]
    found = said(workspace, model, *rows)
    pipeline = pipeline_of(workspace, model)
    table = pd.DataFrame(rows)
    table["joined"] = pd.to_datetime(table["joined"], dayfirst=True).astype("datetime64[us]")
    assert [one.prediction for one in found.predictions] == pipeline.predict(table).tolist()
    assert sum(found.counts.values()) == found.n_rows == 2
    if not hasattr(pipeline, "predict_proba"):
        assert found.predictions[0].probabilities is None
        return
    likely = [list(one.probabilities.values()) for one in found.predictions]
    assert list(found.predictions[0].probabilities) == list(model.classes)
    np.testing.assert_allclose(likely, pipeline.predict_proba(table))


def test_all_rows_of_the_training_data_are_answered_as_in_training(workspace, dataset):
    model = model_of(workspace, dataset)
    kept = workspace.models.predictions(model.id)
    found = workspace.models.predict_dataset(model.id, dataset.id)
    told = [found.predictions[row].prediction for row in kept["row"]]
    assert told == kept["predicted"].tolist()
    assert found.n_flagged == 0
    assert found.ignored == ("size", "kind")


@pytest.mark.parametrize("cv_folds", [0, 3])
def test_a_number_has_an_interval_from_errors_on_unseen_rows(workspace, dataset, cv_folds):
    model = model_of(workspace, dataset, "regression", "ridge", target="size", cv_folds=cv_folds)
    (one,) = said(workspace, model, ROW).predictions
    low, high = one.interval
    assert low < one.prediction < high
    told = {each.level: each.half_width for each in workspace.models.diagnosis(model.id).intervals}
    assert high - low == pytest.approx(2 * told[0.9])


def test_k_means_is_asked_itself(workspace, dataset):
    model = clustering(workspace, dataset)
    rows = [{"age": age, "colour": colour} for age in (18, 50, 75) for colour in ("red", "blue")]
    found = said(workspace, model, *rows)
    own = pipeline_of(workspace, model).predict(pd.DataFrame(rows).astype({"age": float}))
    assert [one.prediction for one in found.predictions] == own.tolist()
    assert found.predictions[0].name == f"Cluster {own[0]}"
    assert found.words[0] == "The model assigns new rows by its own rule."


def test_without_a_rule_the_nearest_training_row_decides(workspace, dataset):
    model = clustering(workspace, dataset, "agglomerative_clustering")
    rows = [
        {"age": age + 0.4, "colour": colour} for age in (18, 50, 75) for colour in ("red", "blue")
    ]
    found = said(workspace, model, *rows)
    preparation = pipeline_of(workspace, model)["preparation"]
    known = workspace.models.predictions(model.id)
    table = pd.read_csv(StringIO(CSV)).iloc[known["row"]]
    search = NearestNeighbors(n_neighbors=1).fit(preparation.transform(table))
    (places,) = search.kneighbors(
        preparation.transform(pd.DataFrame(rows)), return_distance=False
    ).T
    assert [one.prediction for one in found.predictions] == known["cluster"].iloc[places].tolist()
    assert "most similar row" in found.words[0]


def test_what_is_far_from_all_is_noise(workspace, dataset):
    model = clustering(workspace, dataset, "dbscan")
    (one,) = said(workspace, model, {"age": 9_999, "colour": "red"}).predictions
    assert (one.prediction, one.name) == (-1, "Noise, in no cluster")


def test_a_clustering_that_needs_its_rows_says_when_they_are_gone(workspace, dataset):
    model = clustering(workspace, dataset, "agglomerative_clustering")
    own = clustering(workspace, dataset)
    workspace.datasets.delete(dataset.id)
    with pytest.raises(WrongStateError, match="dataset was deleted"):
        said(workspace, model, {"age": 20, "colour": "red"})
    assert said(workspace, own, {"age": 20, "colour": "red"}).n_rows == 1


def test_what_is_unlike_training_is_flagged(workspace, dataset):
    model = model_of(workspace, dataset)
    assert flags(workspace, model) == ()
    assert flags(workspace, model, age=130) == (
        "age: 130 lies outside 17 to 76, the range of the dataset that the model was trained on.",
    )
    assert flags(workspace, model, colour="mauve") == (
        "colour: 'mauve' was not among the training rows.",
    )
    assert flags(workspace, model, age=None) == ("age is missing.",)
    assert flags(workspace, model, age="") == ("age is missing.",)
    assert flags(workspace, model, age="old") == (
        "age: 'old' is no number, so it counts as missing.",
    )
    assert flags(workspace, model, member="maybe") == (
        "member: 'maybe' is neither true nor false, so it counts as missing.",
    )
    (found,) = flags(workspace, model, joined="2024/31/31")
    assert found.startswith("joined: '2024/31/31' is no date")
    assert "2024-01-01 to" in flags(workspace, model, joined="31.12.2031")[0]


@pytest.mark.parametrize("value", [float("inf"), 10**400, "1e400"])
def test_infinite_numbers_count_as_missing(workspace, dataset, value):
    model = model_of(workspace, dataset)
    (found,) = flags(workspace, model, age=value)
    assert found.startswith("age: '")


def test_values_are_read_as_the_training_file_was(workspace, dataset):
    """Dates day first, and numbers also as text."""
    model = model_of(workspace, dataset)
    told = said(workspace, model, ROW, ROW | {"age": "30", "member": "true"}).predictions
    assert told[0] == told[1]
    assert told[0].flags == ()


def test_a_variant_knows_its_levels_as_well(workspace, dataset):
    from engine.analyses.context import Context
    from engine.variants import make_variant

    model = model_of(workspace, dataset, algorithm="logistic_regression")
    context = Context(workspace._store, workspace.name, model)
    for kind in ("calibrated", "tuned_threshold"):
        made = make_variant(kind, context, lambda *_: None, lambda: False)
        variant = workspace.models.get(made.model_id)
        assert "mauve" in flags(workspace, variant, colour="mauve")[0]


def test_columns_that_lack_are_named_and_others_ignored(workspace, dataset):
    model = model_of(workspace, dataset)
    with pytest.raises(InvalidValueError, match=r"lack 2 of the 4 columns.*'colour', 'joined'"):
        said(workspace, model, {"age": 1, "member": True})
    found = said(workspace, model, ROW | {"nonsense": 1})
    assert found.ignored == ("nonsense",)
    assert found.words[-1].endswith("so they were ignored: nonsense.")


@pytest.mark.parametrize("n_rows", [0, MOST_ROWS + 1])
def test_neither_no_rows_nor_too_many(workspace, dataset, n_rows):
    model = model_of(workspace, dataset)
    with pytest.raises(InvalidValueError, match="From 1 to 50,000 rows"):
        said(workspace, model, *[ROW] * n_rows)


def test_another_dataset_may_hold_its_columns_otherwise(workspace, dataset):
    """Semicolons, decimal commas, other types: what counts is what the values say."""
    model = model_of(workspace, dataset)
    text = "colour;age;joined;member\nred;30,0;05.06.2024;true\nmauve;30,0;05.06.2024;x\n"
    other = workspace.datasets.add(BytesIO(text.encode()), name="new.csv")
    found = workspace.models.predict_dataset(model.id, other.id)
    assert found.predictions[0] == said(workspace, model, ROW).predictions[0]
    assert len(found.predictions[1].flags) == 2


def test_a_file_is_read_like_the_training_file_and_not_kept(workspace, dataset):
    model = model_of(workspace, dataset)
    text = b"colour,age,joined,member,more\nred,30,05.06.2024,true,1\nred,old,05.06.2024,true,1\n"
    found = workspace.models.predict_file(model.id, BytesIO(text), limit_bytes=1000)
    assert found.predictions[0] == said(workspace, model, ROW).predictions[0]
    assert found.predictions[1].flags == ("age: 'old' is no number, so it counts as missing.",)
    assert found.ignored == ("more",)
    assert list((workspace._store.data_dir / "blobs" / "predict").iterdir()) == []


def test_another_file_in_the_place_of_the_models_is_not_opened(workspace, dataset):
    model = model_of(workspace, dataset)
    workspace._store.blob("models", f"{model.id}.pkl").write_bytes(b"cos\nsystem\n")
    with pytest.raises(WrongStateError, match="not the one that was stored"):
        said(workspace, model, ROW)


def test_the_csv_has_all_columns_and_escapes_formulas(workspace, dataset):
    model = clustering(workspace, dataset)
    text = "age,colour,cluster,=note\n-5,red,a,=1+1\n40,@red,b,plain\n"
    other = workspace.datasets.add(BytesIO(text.encode()), name="új lap.csv")
    made = workspace.models.predicted_csv(model.id, other.id)
    head, first, second = csv.reader(StringIO(made.content.decode()))
    assert head == ["age", "colour", "cluster", "'=note", "model_cluster", "cluster_name", "flags"]
    assert first[:4] == ["-5", "red", "a", "'=1+1"]
    assert second[1] == "'@red"
    assert second[5].startswith("Cluster ")
    assert "'@red'" in second[6]


def test_a_dataset_of_somebody_else_is_not_there(workspace, dataset):
    from engine.workspace import Limits, Workspace

    model = model_of(workspace, dataset)
    stranger = Workspace(workspace._store, "other", limits=Limits())
    theirs = stranger.datasets.add(BytesIO(CSV.encode()), name="theirs.csv")
    with pytest.raises(NotFoundError):
        workspace.models.predict_dataset(model.id, theirs.id)
    with pytest.raises(NotFoundError):
        stranger.models.predict_dataset(model.id, theirs.id)
