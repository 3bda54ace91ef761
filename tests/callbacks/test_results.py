"""The Results step, with models that were really trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dash.exceptions import PreventUpdate

from callbacks import results
from engine.records import Dataset, TrainedModel
from engine.workspace import Workspace
from tests.trained_models import train

Texts = Callable[[Any], str]
CLASSIFIERS = ("logistic_regression", "decision_tree_classifier")


@pytest.fixture
def classifiers(space: Workspace, flowers: Dataset) -> list[TrainedModel]:
    return train(space, flowers, task_type="classification", target="kind", algorithms=CLASSIFIERS)


def test_without_a_model_the_way_to_one_is_shown(space: Workspace, texts: Texts) -> None:
    content, chooser = results.show("", "/results")
    assert "No model yet" in texts(content)
    assert content[0].to_plotly_json() is not None
    assert chooser == []


def test_the_model_of_the_address_is_shown(classifiers: list[TrainedModel], texts: Texts) -> None:
    content, chooser = results.show(f"?model={classifiers[0].id}", "/results")
    assert texts(content).find(f"{classifiers[0].name} predicts kind") >= 0
    assert classifiers[0].id in texts(chooser)


def test_without_one_in_the_address_the_newest_is_shown(
    classifiers: list[TrainedModel], texts: Texts
) -> None:
    content, _ = results.show(None, "/results")
    assert f"{classifiers[-1].name} predicts kind" in texts(content)


def test_the_newest_of_the_dataset_goes_before_newer_ones_of_others(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    blobs = space.datasets.add_sample("blobs")
    train(space, blobs, task_type="clustering", target=None, algorithms=("k_means",))
    content, _ = results.show(f"?dataset={classifiers[0].dataset_id}", "/results")
    assert f"{classifiers[-1].name} predicts kind" in texts(content)


def test_a_model_that_is_gone_is_told_with_the_way_on(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    space.models.delete(classifiers[0].id)
    content, chooser = results.show(f"?model={classifiers[0].id}", "/results")
    assert "Open the newest model" in texts(content)
    assert classifiers[1].id in str(content)
    assert chooser is not None


def test_an_unknown_model_in_an_empty_workspace_leads_to_the_data(
    space: Workspace, texts: Texts
) -> None:
    content, _ = results.show("?model=none", "/results")
    assert "Go to your data" in texts(content)
    assert "No model yet" not in texts(content)


@pytest.mark.parametrize(
    ("target", "algorithm", "words"),
    [
        ("weight", "ridge", "Predicted against actual"),
        (None, "k_means", "What the clusters are"),
        (None, "k_means", "How well rows sit in their cluster"),
        (None, "k_means", "Map of the clusters"),
        (None, "dbscan", "How large the clusters are"),
    ],
)
def test_every_task_type_can_be_shown(
    space: Workspace, flowers: Dataset, texts: Texts, *, target: str, algorithm: str, words: str
) -> None:
    task_type = "regression" if target else "clustering"
    (model,) = train(space, flowers, task_type=task_type, target=target, algorithms=(algorithm,))
    content, _ = results.show(f"?model={model.id}", "/results")
    answers, questions = results.show_answers(model.id, "light")
    assert words in texts(answers)
    assert model.name in texts(content)
    assert "To be found out" in texts(questions)


def test_choosing_another_model_leads_to_it_and_to_its_data(
    classifiers: list[TrainedModel],
) -> None:
    first, second = classifiers
    search = results.choose_model(first.id, f"?model={second.id}&dataset=elsewhere")
    assert search == f"?dataset={first.dataset_id}&session={first.session_id}&model={first.id}"


def test_a_select_that_was_only_drawn_leads_nowhere(classifiers: list[TrainedModel]) -> None:
    for search in (f"?model={classifiers[-1].id}", ""):
        with pytest.raises(PreventUpdate):
            results.choose_model(classifiers[-1].id, search)


def test_a_step_that_is_being_left_is_not_drawn_again(classifiers: list[TrainedModel]) -> None:
    with pytest.raises(PreventUpdate):
        results.show(f"?model={classifiers[0].id}", "/compare")


def test_a_clustering_that_nobody_described_is_shown_all_the_same(
    space: Workspace, flowers: Dataset, texts: Texts
) -> None:
    (model,) = train(space, flowers, task_type="clustering", target=None, algorithms=("k_means",))
    space._store.delete_blob("models", f"{model.id}.clusters.json")
    answers, _ = results.show_answers(model.id, "light")
    assert "Map of the clusters" in texts(answers)
    assert "What the clusters are" not in texts(answers)


def test_opening_the_page_of_a_model_is_noted_and_said(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    first, second = classifiers
    content, _ = results.show(f"?model={first.id}", "/results")
    assert set(space.models.openings()) == {first.id}
    assert "The held-out rows were opened for this model on " in texts(content)
    content, _ = results.show(f"?model={second.id}", "/results")
    assert "They have been opened for 2 models of this split" in texts(content)


def test_the_choice_of_a_model_shows_what_it_is_chosen_by(
    space: Workspace, classifiers: list[TrainedModel]
) -> None:
    _, chooser = results.show(f"?model={classifiers[0].id}", "/results")
    select = next(
        part for part in chooser._traverse() if getattr(part, "id", "") == results.ids.model
    )
    for option in select.options:
        mean = space.models.get(option["value"]).scores.cv["accuracy"].mean
        assert f"Accuracy {mean:.3f}" in option["label"]
