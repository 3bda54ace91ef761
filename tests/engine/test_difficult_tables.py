"""Tables that algorithms stumble over: each ends in models, or in words that say what to do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engine.errors import InvalidValueError, TrainingError
from engine.workspace import Limits, Workspace
from tests.engine.test_training import start, train

CLASSIFIERS = ("logistic_regression", "random_forest_classifier", "gaussian_nb")
REGRESSORS = ("ridge", "linear_regression", "random_forest_regressor")


@pytest.fixture
def workspace(store) -> Workspace:
    return Workspace(store, "mine", limits=Limits())


def added(workspace, tmp_path, table: pd.DataFrame):
    path = tmp_path / "table.csv"
    table.to_csv(path, index=False)
    with path.open("rb") as stream:
        return workspace.datasets.add(stream, name="table.csv")


def plain(n_rows: int = 120) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    table = pd.DataFrame(rng.normal(size=(n_rows, 3)), columns=["a", "b", "c"])
    table["y"] = np.where(table["a"] + rng.normal(size=n_rows) / 2 > 0, "yes", "no")
    return table


def trained(store, workspace, dataset, task_type="classification", **changes):
    asked = {"target": "y", "features": ("a", "b", "c"), "cv_folds": 3} | changes
    return train(store, workspace, start(workspace, task_type, dataset, **asked))


def test_a_column_without_any_value_in_some_folds_is_no_obstacle(store, workspace, tmp_path):
    table = plain()
    table.loc[table.index[:-2], "c"] = np.nan
    session = trained(store, workspace, added(workspace, tmp_path, table), algorithms=CLASSIFIERS)
    assert not session.failures


def test_a_class_smaller_than_the_folds_is_told_and_trained(store, workspace, tmp_path):
    table = plain()
    table.loc[[0, 1], "y"] = "rare"
    session = trained(store, workspace, added(workspace, tmp_path, table), algorithms=CLASSIFIERS)
    assert not session.failures
    warnings = workspace.models.get(session.model_ids[0]).warnings
    assert any("rare" in warning for warning in warnings)


def test_a_constant_target_of_a_regression_is_answered_honestly(store, workspace, tmp_path):
    table = plain()
    table["y"] = 5.0
    dataset = added(workspace, tmp_path, table)
    session = trained(store, workspace, dataset, "regression", algorithms=REGRESSORS)
    for model_id in session.model_ids:
        scores = workspace.models.get(model_id).scores.test
        assert scores["rmse"] == pytest.approx(0.0, abs=1e-9)
    assert all(problem.hint for problem in session.failures.values())


def test_numbers_near_the_largest_there_are_end_in_words(store, workspace, tmp_path):
    table = plain()
    table.loc[::2, "a"] = 1e308
    table.loc[1::2, "a"] = -1e308
    dataset = added(workspace, tmp_path, table)
    try:
        session = trained(store, workspace, dataset, algorithms=CLASSIFIERS)
    except TrainingError as error:
        problems = [error.problem()]
    else:
        problems = list(session.failures.values())
        for model_id in session.model_ids:
            scores = workspace.models.get(model_id).scores.test
            assert all(value is None or np.isfinite(value) for value in scores.values())
    for problem in problems:
        assert problem.hint
        assert "Traceback" not in problem.message


def test_more_neighbours_than_rows_are_refused_with_the_range(workspace, tmp_path):
    dataset = added(workspace, tmp_path, plain(40))
    with pytest.raises(InvalidValueError) as refused:
        start(
            workspace,
            "classification",
            dataset,
            target="y",
            features=("a", "b", "c"),
            algorithms=("k_neighbors_classifier",),
            hyperparameters={"k_neighbors_classifier": {"n_neighbors": 100}},
        )
    assert refused.value.field == "n_neighbors"
    assert "rows only" in refused.value.message


def test_a_category_of_very_many_levels_is_encoded_compactly(store, workspace, tmp_path):
    table = plain(20_000)
    rng = np.random.default_rng(1)
    table["c"] = [f"level {number}" for number in rng.integers(0, 15_000, len(table))]
    dataset = added(workspace, tmp_path, table)
    from engine.datasets import ColumnChange

    change = ColumnChange(name="c", type="categorical", role="feature")
    dataset = workspace.datasets.change_columns(dataset.id, [change])
    session = trained(store, workspace, dataset, algorithms=("logistic_regression",), cv_folds=0)
    model = workspace.models.get(session.model_ids[0])
    assert model.size_bytes < 5_000_000
    assert not session.failures


def test_every_algorithm_that_suits_can_be_compared_at_once(store, workspace):
    session = train(
        store,
        workspace,
        start(workspace, "regression", algorithms="suitable", cv_folds=0, time_budget=120.0),
    )
    assert len(session.model_ids) > 5
    told = {*session.failures} | {
        workspace.models.get(model_id).algorithm for model_id in session.model_ids
    }
    from engine.algorithms import algorithms

    assert told == {entry.key for entry in algorithms("regression") if not entry.baseline}
