"""The report of a clustering: numbers and sentences in one, from what was kept with the model."""

from __future__ import annotations

from io import BytesIO

import pandas as pd
import pytest

from engine.clusters.records import ColumnWeight
from engine.clusters.report import ClusterReport, mixed_words, report_of
from engine.clusters.stored import stored_profile
from engine.errors import DoesNotApplyError
from engine.records import TrainedModel
from engine.workspace import Limits, Workspace
from tests.engine.mixed_table import mixed_table
from tests.trained_models import train


@pytest.fixture
def space(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def clustered(space: Workspace, table: pd.DataFrame, key: str = "k_means") -> TrainedModel:
    content = BytesIO(table.to_csv(index=False).encode())
    dataset = space.datasets.add(content, name="table.csv")
    (model,) = train(space, dataset, task_type="clustering", algorithms=(key,), target=None)
    return model


def test_mixed_types_are_told_with_what_became_of_them(space):
    report = space.models.clusters(clustered(space, mixed_table(200)).id)
    kinds = {step.type for step in report.preparation}
    assert {"numeric", "categorical", "datetime"} <= kinds
    assert all(step.transformers for step in report.preparation)
    assert "different types" in report.mixed[0]
    assert "squared distances" in report.mixed[1]
    assert ClusterReport.model_validate_json(report.model_dump_json()) == report


def test_every_cluster_has_words_and_differences(space):
    report = space.models.clusters(clustered(space, mixed_table(200)).id)
    assert len(report.clusters) == report.profile.n_clusters == 3
    for told in report.clusters:
        assert told.name == f"Cluster {told.label}"
        assert told.words
        assert all(one.endswith(".") for one in told.differences)
        assert "of the cluster's rows" in told.fit


def test_new_rows_and_noise_are_told(space):
    dataset = space.datasets.add_sample("blobs")
    keys = ("k_means", "dbscan")
    models = train(space, dataset, task_type="clustering", algorithms=keys)
    reports = {model.algorithm: space.models.clusters(model.id) for model in models}
    assert "own rule" in reports["k_means"].new_rows
    assert reports["k_means"].noise is None
    assert "most similar row" in reports["dbscan"].new_rows
    assert "noise" in reports["dbscan"].noise


def test_a_column_that_decides_alone_is_told():
    weights = (ColumnWeight(column="income", share=0.9), ColumnWeight(column="age", share=0.1))
    assert "income decides almost alone" in mixed_words((), weights)[-1]
    assert len(mixed_words((), weights[:1])) == 1
    assert mixed_words((), ()) == ()


def test_a_model_of_an_algorithm_that_is_gone_can_still_be_read(space, store):
    model = clustered(space, mixed_table(60))
    old = model.model_copy(update={"algorithm": "of_yesterday"})
    report = report_of(stored_profile(store, model.id), old)
    assert (report.preparation, report.new_rows) == ((), None)


def test_what_has_no_clusters_is_refused_in_words(space, store):
    dataset = space.datasets.add_sample("iris")
    (model,) = train(space, dataset, task_type="classification", algorithms=("gaussian_nb",))
    with pytest.raises(DoesNotApplyError) as refused:
        space.models.clusters(model.id)
    assert "species" in refused.value.message
    older = clustered(space, mixed_table(60))
    store.delete_blob("models", f"{older.id}.clusters.json")
    with pytest.raises(DoesNotApplyError) as refused:
        space.models.clusters(older.id)
    assert "again" in refused.value.hint
