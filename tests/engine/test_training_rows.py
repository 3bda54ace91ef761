"""Which rows a session learns from and is judged on: duplicates, groups and time, to the end."""

from __future__ import annotations

import pandas as pd
import pytest

from engine.datasets import load_table
from engine.errors import InvalidValueError
from engine.training_request import request_of
from tests.engine.audit_tables import (
    GROUPS_SOUGHT,
    ROWS,
    Made,
    amounts,
    dated,
    grouped,
    honest,
    repeated,
)
from tests.engine.test_training import train


@pytest.fixture
def workspace(store):
    from engine.workspace import Limits, Workspace

    return Workspace(store, "mine", limits=Limits())


def trained(store, workspace, dataset, *algorithms):
    """Models of a session with the stored choices of a dataset."""
    request = request_of(workspace.datasets.get(dataset.id))
    request = request.model_copy(update={"algorithms": algorithms or ("logistic_regression",)})
    session = train(store, workspace, workspace.sessions.start(request))
    assert not session.failures
    return [workspace.models.get(model_id) for model_id in session.model_ids]


def repaired(workspace, made, code):
    dataset = made.added(workspace)
    (finding,) = [one for one in workspace.findings(dataset.id) if one.code == code]
    return workspace.repair(dataset.id, finding)


def test_duplicates_are_left_out_and_counted(store, workspace):
    dataset = repaired(workspace, Made(repeated(2)), "duplicates_across_split")
    plan = workspace.plan(request_of(dataset))
    assert (plan.n_rows, plan.n_duplicates, plan.n_train + plan.n_test) == (480, 80, 400)
    assert sum(plan.class_counts.values()) == 400
    (model,) = trained(store, workspace, dataset)
    provenance = model.provenance
    assert (provenance.n_duplicates, provenance.n_train + provenance.n_test) == (80, 400)
    rows = workspace.models.predictions(model.id)["row"].tolist()
    assert set(rows) <= set(range(ROWS))


def test_rows_are_duplicates_by_the_columns_that_are_used(workspace):
    chosen = {"drop_duplicates": True, "stratify": False, "cv_folds": 0}
    made = Made(honest(), preparation=chosen)
    assert workspace.plan(request_of(made.added(workspace))).n_duplicates == 0
    request = request_of(made.added(workspace)).model_copy(update={"features": ("kind",)})
    plan = workspace.plan(request)
    assert plan.n_duplicates == ROWS - 4


def test_clusters_are_of_the_rows_that_are_left(store, workspace):
    preparation = GROUPS_SOUGHT | {"drop_duplicates": True}
    table = honest().pipe(lambda table: pd.concat([table.head(40), table]))
    dataset = Made(table, preparation=preparation, roles={"kind": "ignore"})
    kept = [*range(40), *range(80, ROWS + 40)]
    for model in trained(store, workspace, dataset.added(workspace), "k_means", "gaussian_mixture"):
        assert (model.provenance.n_train, model.provenance.n_duplicates) == (ROWS, 40)
        assert workspace.models.predictions(model.id)["row"].tolist() == kept


def test_groups_are_the_texts_before_the_separator(store, workspace):
    dataset = repaired(workspace, Made(honest(MouseID=grouped())), "groups_would_be_split")
    (model,) = trained(store, workspace, dataset)
    assert model.provenance.spec.group_separator == "_"
    mice = load_table(store, dataset, ["MouseID"])["MouseID"].str.split("_").str[0]
    held_out = workspace.models.predictions(model.id)["row"]
    assert not set(mice[held_out]) & set(mice.drop(held_out))
    assert len(held_out) % 8 == 0


@pytest.mark.parametrize("task", ["classification", "regression"])
def test_the_latest_rows_are_held_out(store, workspace, task):
    days = dated("day").table["day"].sample(frac=1.0, random_state=0).to_numpy()
    table = (honest if task == "classification" else amounts)(day=days)
    table.loc[[5, 9], "day"] = None
    dataset = repaired(workspace, Made(table), "dates_suggest_time_split")
    plan = workspace.plan(request_of(dataset))
    assert (plan.n_untimed, plan.n_train + plan.n_test) == (2, ROWS - 2)
    entry = "logistic_regression" if task == "classification" else "ridge"
    (model,) = trained(store, workspace, dataset, entry)
    assert (
        model.provenance.n_untimed,
        len(model.scores.cv["r2" if task == "regression" else "accuracy"].folds),
    ) == (2, 5)
    when = load_table(store, dataset, ["day"])["day"]
    held_out = workspace.models.predictions(model.id)["row"]
    assert when.drop(held_out).max() < when[held_out].min()


def test_models_judged_in_time_are_compared(store, workspace):
    dataset = repaired(workspace, dated("day"), "dates_suggest_time_split")
    models = trained(store, workspace, dataset, "logistic_regression", "decision_tree_classifier")
    comparison = workspace.models.compare([model.id for model in models])
    assert [one.rank for one in comparison.ranking] == [1, 2]
    low, high = models[0].scores.cv["accuracy"].ci95
    assert low < models[0].scores.cv["accuracy"].mean < high


def test_training_again_gives_the_same(store, workspace):
    made = dated("day")
    chosen = {"time_column": "day", "drop_duplicates": True}
    dataset = Made(made.table, preparation=chosen).added(workspace)
    (first,), (second,) = (trained(store, workspace, dataset) for _ in range(2))
    assert first.provenance.split_sha256 == second.provenance.split_sha256
    assert first.provenance.folds_sha256 == second.provenance.folds_sha256
    assert first.provenance.predictions_sha256 == second.provenance.predictions_sha256


@pytest.mark.parametrize(
    ("roles", "time_column", "words"),
    [
        ({}, "nothing", "There is no column 'nothing'"),
        ({}, "kind", "kind is neither"),
        ({"kind": "group"}, "day", "by time (day) or by group (kind)"),
    ],
    ids=["unknown", "text", "with a group"],
)
def test_a_time_that_cannot_be_is_refused(workspace, roles, time_column, words):
    made = Made(dated("day").table, roles=roles, preparation={"time_column": time_column})
    dataset = made.added(workspace)
    with pytest.raises(InvalidValueError) as refused:
        workspace.plan(request_of(dataset))
    assert refused.value.field == "time_column"
    assert words in refused.value.message


def test_a_number_that_is_predicted_is_no_time(workspace):
    dataset = Made(amounts(), preparation={"time_column": "y"}).added(workspace)
    with pytest.raises(InvalidValueError) as refused:
        workspace.plan(request_of(dataset))
    assert "y is predicted" in refused.value.message
