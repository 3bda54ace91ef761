"""The registry of analyses, asked of models that were really trained."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from sklearn.manifold import trustworthiness

from engine.algorithms import ALGORITHMS
from engine.analyses import analyses, analysis
from engine.analyses.context import Context
from engine.clusters.context import context_of
from engine.clusters.maps import cluster_map
from engine.errors import DoesNotApplyError, NotFoundError, WrongStateError
from engine.fitting import Stopped
from engine.records import DialectChoices
from engine.words import Words
from engine.workspace import Limits, Workspace
from tests.engine.clusters.tables import blobs, context, never, quietly
from tests.engine.mixed_table import mixed_table
from tests.made_models import made_clustering
from tests.trained_models import train

every_analysis = pytest.mark.parametrize("one", analyses("clustering"), ids=lambda one: one.key)


@pytest.fixture
def space(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def uploaded(space: Workspace, table: pd.DataFrame):
    return space.datasets.add(BytesIO(table.to_csv(index=False).encode()), name="table.csv")


@every_analysis
def test_each_gives_a_record_that_can_be_stored_and_read(space, store, one):
    dataset = uploaded(space, mixed_table(120))
    (model,) = train(space, dataset, task_type="clustering", algorithms=("k_means",), target=None)
    assert one.refusal(model) is None
    found = one.run(Context(store, "mine", model), quietly, never)
    assert type(found) is one.answer
    assert one.answer.model_validate_json(found.model_dump_json()) == found
    reading = one.words(found)
    assert isinstance(reading, Words)
    assert all(
        text.endswith(".") for text in (reading.meaning, reading.judgement, reading.try_next)
    )


def test_the_count_is_asked_only_where_there_is_a_number():
    count = analysis("cluster_count")
    keys = {
        entry.key
        for entry in ALGORITHMS
        if entry.task_type == "clustering"
        and count.refusal(made_clustering().model_copy(update={"algorithm": entry.key})) is None
    }
    assert {"k_means", "gaussian_mixture", "birch"} <= keys
    assert not {"dbscan", "hdbscan", "mean_shift"} & keys


def test_an_unknown_analysis_is_told_with_those_there_are():
    with pytest.raises(NotFoundError) as refused:
        analysis("horoscope")
    assert "cluster_count" in refused.value.hint


@pytest.mark.parametrize("key", ["k_means", "agglomerative_clustering"])
def test_the_rows_are_prepared_as_the_model_has_them(space, store, key):
    """Without unpickling: the estimator fitted on them again gives the same clusters."""
    dataset = uploaded(space, mixed_table(120))
    (model,) = train(space, dataset, task_type="clustering", algorithms=(key,), target=None)
    made = context_of(store, "mine", model)
    again = made.estimator().fit_predict(made.matrix)
    assert (again == made.labels).all()
    assert (made.labels == space.models.predictions(model.id)["cluster"]).all()
    assert made.prepare(made.fitter.features) == pytest.approx(made.matrix)


def test_what_is_no_clustering_is_refused(space, store):
    dataset = space.datasets.add_sample("iris")
    (model,) = train(space, dataset, task_type="classification", algorithms=("gaussian_nb",))
    with pytest.raises(DoesNotApplyError):
        context_of(store, "mine", model)
    assert all("for clustering" in one.refusal(model) for one in analyses("clustering"))
    found = made_clustering().model_copy(update={"algorithm": "dbscan"})
    assert "by itself" in analysis("cluster_count").refusal(found)
    assert analysis("cluster_structure").refusal(found) is None


def test_a_dataset_that_is_gone_or_read_otherwise_is_told(space, store):
    dataset = uploaded(space, mixed_table(120))
    (model,) = train(space, dataset, task_type="clustering", algorithms=("k_means",), target=None)
    space.datasets.read_again(dataset.id, DialectChoices(missing_words=("Lyon",)))
    with pytest.raises(WrongStateError):
        context_of(store, "mine", model)
    space.datasets.delete(dataset.id)
    with pytest.raises(NotFoundError):
        context_of(store, "mine", model)


def test_a_map_of_neighbours_keeps_them():
    table, _ = blobs(4, 6, seed=0)
    made = context(table)
    found = cluster_map(made, quietly, never)
    places = np.array([(point.x, point.y) for point in found.points])
    assert trustworthiness(made.matrix, places, n_neighbors=10) > 0.9
    assert [point.cluster for point in found.points] == made.labels.tolist()
    assert cluster_map(made, quietly, never) == found
    assert len(found.model_dump_json()) < 200_000


def test_a_map_is_of_a_sample_and_that_is_said(monkeypatch):
    from engine.clusters import maps

    monkeypatch.setattr(maps, "TSNE_ROWS", 50)
    found = cluster_map(context(blobs(2, 3, seed=0)[0]), quietly, never)
    assert (len(found.points), found.n_all_rows) == (50, 120)
    assert "50 of 120 rows" in analysis("cluster_map").words(found).meaning
    with pytest.raises(Stopped):
        cluster_map(context(blobs(2, 3, seed=0)[0]), quietly, lambda: True)


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"x": [1.0] * 12, "y": [2.0] * 12}),
        pd.DataFrame({"x": np.arange(12.0)}),
        pd.DataFrame({"x": np.arange(4.0), "y": np.arange(4.0) ** 2}),
    ],
)
def test_a_map_of_odd_rows_can_be_made(table):
    found = cluster_map(context(table), quietly, never)
    assert np.isfinite([(point.x, point.y) for point in found.points]).all()


def test_a_map_of_three_rows_is_refused():
    with pytest.raises(DoesNotApplyError):
        cluster_map(context(pd.DataFrame({"x": [1.0, 2.0, 3.0]})), quietly, never)
