"""Clusters held against classes that are known: which column that is, and what it gives."""

from types import SimpleNamespace

import numpy as np
import pytest

from engine.datasets import ColumnChange
from engine.errors import InvalidValueError
from engine.known_classes import known_classes
from engine.records import Column, Dataset, Dialect
from engine.training_request import TrainingRequest, open_spec, table_columns
from engine.verdicts import against_classes
from engine.workspace import Limits, Workspace
from tests.trained_models import train


@pytest.fixture
def space(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def column(name, **more):
    given = {"type": "categorical", "missing": 0, "distinct": 3, "top": (("a", 9), ("b", 9))}
    return Column(name=name, **(given | more))


def dataset(*columns):
    return Dataset(
        name="d.csv",
        size_bytes=1,
        sha256="d",
        n_rows=18,
        n_columns=len(columns),
        columns=columns,
        dialect=Dialect(encoding="utf-8", delimiter=","),
    )


NUMBER = {"type": "numeric", "distinct": 18}
TABLE = dataset(
    column("x", **NUMBER),
    column("kind", role="target"),
    column("price", **NUMBER),
    column("same", distinct=1),
)


def asked(labels=None, task_type="clustering"):
    return SimpleNamespace(labels=labels, task_type=task_type)


def test_the_target_of_the_dataset_is_taken():
    assert known_classes(TABLE, asked(), ("x",)) == "kind"


@pytest.mark.parametrize(
    ("table", "task_type", "features"),
    [
        (TABLE, "clustering", ("x", "kind")),
        (TABLE, "classification", ("x",)),
        (dataset(column("x", **NUMBER)), "clustering", ("x",)),
        (dataset(column("price", role="target", **NUMBER)), "clustering", ("x",)),
    ],
    ids=["among the features", "no clustering", "no target", "a number"],
)
def test_where_there_are_no_known_classes_none_are_taken(table, task_type, features):
    assert known_classes(table, asked(task_type=task_type), features) is None


@pytest.mark.parametrize(
    ("labels", "task_type", "words"),
    [
        ("x", "clustering", "among the features"),
        ("price", "clustering", "18 different numbers"),
        ("same", "clustering", "Two known classes"),
        ("kind", "regression", "are for a clustering"),
        ("nothing", "clustering", "nothing"),
    ],
)
def test_a_column_that_cannot_be_held_against_clusters_is_refused(labels, task_type, words):
    with pytest.raises(InvalidValueError, match=words) as refused:
        known_classes(TABLE, asked(labels, task_type), ("x",))
    assert refused.value.field == "labels"


def test_the_column_is_read_but_does_not_decide_the_rows():
    request = TrainingRequest(dataset_id="d", task_type="clustering", features=("x",))
    spec = open_spec(TABLE, request)
    assert spec.labels == "kind"
    assert table_columns(spec) == ["x", "kind"]


def test_clusters_of_a_sample_are_held_against_its_classes(space):
    sample = space.datasets.add_sample("iris")
    (model,) = train(space, sample, task_type="clustering", algorithms=("k_means",))
    scores = model.scores
    assert model.provenance.spec.labels == "species"
    assert "species" not in model.features
    assert 0.3 < scores.test["adjusted_rand"] < 1
    assert np.abs(scores.baseline["adjusted_rand"]) < 0.1
    told = against_classes(model)
    assert told.meaning.startswith("Held against species, which it did not look at, Adjusted Rand")


def test_clusters_do_not_depend_on_what_they_are_held_against(space):
    sample = space.datasets.add_sample("iris")
    known = [column.name for column in sample.columns]
    features = tuple(name for name in known if name != "species")[:2]
    given = {"task_type": "clustering", "algorithms": ("k_means",), "features": features}
    (held,) = train(space, sample, **given)
    alone = space.datasets.add_sample("iris")
    space.datasets.change_columns(alone.id, [ColumnChange(name="species", role="ignore")])
    (model,) = train(space, space.datasets.get(alone.id), **given)
    assert model.provenance.spec.labels is None
    assert held.provenance.predictions_sha256 == model.provenance.predictions_sha256


def test_without_known_classes_nothing_is_said(space):
    sample = space.datasets.add_sample("blobs")
    (model,) = train(space, sample, task_type="clustering", algorithms=("k_means",))
    assert model.provenance.spec.labels is None
    assert against_classes(model) is None
    assert model.scores.reasons["adjusted_rand"].endswith("and none were named.")
