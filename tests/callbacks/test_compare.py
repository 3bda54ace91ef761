"""The Compare step, with models that were really trained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import compare
from components import query
from engine.records import Dataset, TrainedModel
from engine.workspace import Workspace
from tests.trained_models import train

Texts = Callable[[Any], str]
CLASSIFIERS = ("logistic_regression", "decision_tree_classifier")
ids = compare.ids


@pytest.fixture
def classifiers(space: Workspace, flowers: Dataset) -> list[TrainedModel]:
    return train(space, flowers, task_type="classification", target="kind", algorithms=CLASSIFIERS)


@pytest.fixture
def clusters(space: Workspace, classifiers: list[TrainedModel]) -> list[TrainedModel]:
    """A newer model of another task type."""
    blobs = space.datasets.add_sample("blobs")
    return train(space, blobs, task_type="clustering", target=None, algorithms=("k_means",))


def test_a_step_that_is_being_left_is_not_drawn_again(classifiers: list[TrainedModel]) -> None:
    with pytest.raises(PreventUpdate):
        compare.show(f"?model={classifiers[0].id}", None, "/results")


def find(content: Any, element_id: str) -> Any:
    parts = [part for top in content for part in [top, *top._traverse()]]
    return next(part for part in parts if getattr(part, "id", None) == element_id)


def shown(content: Any) -> dict[str, Any]:
    return find(content, ids.drawn).data


def test_without_a_model_the_way_to_one_is_shown(space: Workspace, texts: Texts) -> None:
    content = compare.show("?dataset=x", None, "/compare")
    assert "No model yet" in texts(content)
    assert "/train?dataset=x" in str(content)


def test_all_models_on_the_same_rows_are_ranked(classifiers: list[TrainedModel]) -> None:
    content = compare.show("", None, "/compare")
    rows = find(content, ids.grid).rowData
    assert sorted(row["id"] for row in rows) == sorted(model.id for model in classifiers)
    assert [row["rank"] for row in rows] == [1, 2]
    assert shown(content)["metric"] == "accuracy"


def test_the_newest_group_is_looked_at_and_others_stand_apart(
    classifiers: list[TrainedModel], clusters: list[TrainedModel], texts: Texts
) -> None:
    content = compare.show(None, None, "/compare")
    rows = find(content, ids.grid).rowData
    assert [row["id"] for row in rows] == [clusters[0].id]
    assert "flowers.csv · classification of kind" in texts(content)
    assert len(find(content, ids.group).options) == 2


def test_the_models_of_the_address_choose_the_group_and_are_ticked(
    classifiers: list[TrainedModel], clusters: list[TrainedModel]
) -> None:
    content = compare.show(f"?models={classifiers[1].id}", None, "/compare")
    assert len(find(content, ids.grid).rowData) == 2
    assert find(content, ids.grid).selectedRows == {"ids": [classifiers[1].id]}


def test_models_that_are_gone_are_told_and_the_others_shown(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    space.models.delete(classifiers[0].id)
    content = compare.show(f"?models={classifiers[0].id},{classifiers[1].id}", None, "/compare")
    assert "1 model that this address names is no longer here." in texts(content)
    assert len(find(content, ids.grid).rowData) == 1


def test_a_metric_that_cannot_be_is_told_and_the_first_one_taken(
    classifiers: list[TrainedModel], texts: Texts
) -> None:
    content = compare.show("?metric=rmse", None, "/compare")
    assert "rmse" in texts(content[0])
    assert shown(content)["metric"] == "accuracy"


def test_another_metric_keeps_the_ticked_models(classifiers: list[TrainedModel]) -> None:
    content = compare.show("?dataset=d", None, "/compare")
    ticked = [{"id": classifiers[0].id}]
    search = compare.change_metric("f1", shown(content), ticked, "?dataset=d")
    asked = query(search)
    assert (asked["metric"], asked["models"], asked["dataset"]) == ("f1", classifiers[0].id, "d")
    assert shown(compare.show(search, None, "/compare"))["metric"] == "f1"


def test_selects_that_were_only_drawn_lead_nowhere(classifiers: list[TrainedModel]) -> None:
    drawn = shown(compare.show(None, None, "/compare"))
    with pytest.raises(PreventUpdate):
        compare.change_metric(drawn["metric"], drawn, None, "")
    with pytest.raises(PreventUpdate):
        compare.change_group(drawn["group"], drawn)


def test_another_group_can_be_looked_at(
    classifiers: list[TrainedModel], clusters: list[TrainedModel]
) -> None:
    content = compare.show("?metric=silhouette", None, "/compare")
    other = next(
        option["value"]
        for option in find(content, ids.group).options
        if option["value"] != shown(content)["group"]
    )
    search = compare.change_group(other, shown(content))
    assert shown(compare.show(search, None, "/compare"))["group"] == other


def test_a_model_on_other_rows_is_not_ranked_with_the_others(
    space: Workspace, flowers: Dataset, classifiers: list[TrainedModel], texts: Texts
) -> None:
    train(
        space,
        flowers,
        task_type="classification",
        target="kind",
        algorithms=("logistic_regression",),
        random_seed=7,
    )
    content = compare.show(f"?models={classifiers[0].id}", None, "/compare")
    assert len(find(content, ids.grid).rowData) == 2
    assert "classification of kind · seed 7 · 2 folds · 1 model" in texts(content)


def test_ticked_models_stand_side_by_side(classifiers: list[TrainedModel], texts: Texts) -> None:
    drawn = shown(compare.show(None, None, "/compare"))
    rows = [{"id": model.id} for model in classifiers]
    parts, nothing_ticked = compare.choose(rows, drawn, "dark")
    assert "What differs" in texts(parts)
    assert not nothing_ticked
    assert compare.choose([], drawn, None) == ([], True)


def test_the_ticks_of_the_first_drawing_are_ids(classifiers: list[TrainedModel]) -> None:
    assert compare.ticked_ids({"ids": ["a", "b"]}) == ["a", "b"]
    assert compare.ticked_ids([{"id": "a", "name": "x"}]) == ["a"]
    assert compare.ticked_ids(None) == []


def test_deleting_is_asked_first(classifiers: list[TrainedModel], texts: Texts) -> None:
    ticked = [{"id": classifiers[0].id}]
    is_open, words, asked, *_ = compare.ask_to_delete(1, ticked, {"group": "abc"})
    assert (is_open, asked) == (True, {"models": [classifiers[0].id], "group": "abc"})
    assert classifiers[0].name in texts(words)
    with pytest.raises(PreventUpdate):
        compare.ask_to_delete(1, [], {"group": "abc"})
    assert compare.keep(1) is False


def test_models_deleted_in_another_tab_are_not_asked_about(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    first, second = classifiers
    ticked, drawn = [{"id": first.id}, {"id": second.id}], {"group": "abc"}
    space.models.delete(first.id)
    _, words, asked, *_ = compare.ask_to_delete(1, ticked, drawn)
    assert asked["models"] == [second.id]
    assert "1 model will be deleted" in texts(words)
    space.models.delete(second.id)
    is_open, _, _, changed, notice = compare.ask_to_delete(1, ticked, drawn)
    assert is_open is False
    assert changed == [first.id, second.id]
    assert "2 of these models were already deleted" in texts(notice)


def delete(models: list[TrainedModel], address: str) -> tuple[bool, Any, str, Any]:
    """Delete models on the page that an address shows."""
    group = shown(compare.show(address, None, "/compare"))["group"]
    return compare.delete(1, {"models": [one.id for one in models], "group": group}, address)


def test_a_deleted_model_is_gone_from_the_list_and_the_address(
    classifiers: list[TrainedModel],
) -> None:
    first, second = classifiers
    address = f"?models={first.id},{second.id}&model={first.id}"
    is_open, changed, search, notice = delete([first], address)
    assert is_open is False
    assert set(query(search)) == {"models", "rows"}
    assert query(search)["models"] == second.id
    assert notice is no_update
    content = compare.show(search, changed, "/compare")
    assert [row["id"] for row in find(content, ids.grid).rowData] == [second.id]


def test_after_a_deletion_the_same_group_is_looked_at(
    classifiers: list[TrainedModel], clusters: list[TrainedModel]
) -> None:
    address = f"?models={classifiers[0].id}"
    before = shown(compare.show(address, None, "/compare"))["group"]
    _, changed, search, _ = delete([classifiers[0]], address)
    assert shown(compare.show(search, changed, "/compare"))["group"] == before


def test_a_model_deleted_in_another_tab_is_told(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    asked = {"models": [model.id for model in classifiers], "group": "abc"}
    space.models.delete(classifiers[0].id)
    is_open, changed, search, notice = compare.delete(1, asked, "")
    assert is_open is False
    assert "1 of these models was already deleted" in texts(notice)
    assert "No model yet" in texts(compare.show(search, changed, "/compare"))


def test_nothing_is_deleted_unasked(space: Workspace, classifiers: list[TrainedModel]) -> None:
    with pytest.raises(PreventUpdate):
        compare.delete(None, {}, "")
    assert len(space.models.list()) == 2


def test_comparing_opens_no_held_out_rows(
    space: Workspace, classifiers: list[TrainedModel], texts: Texts
) -> None:
    content = compare.show("", None, "/compare")
    ticked = {"ids": [model.id for model in classifiers]}
    parts, _ = compare.choose(ticked, shown(content), "light")
    assert "On the rows of the folds" in texts(parts)
    assert "eld-out rows" not in texts(parts)
    assert space.models.openings() == {}
    space.models.open(classifiers[0].id)
    rows = find(compare.show("", None, "/compare"), ids.grid).rowData
    told = {row["id"]: row["held_out_words"] == "not opened" for row in rows}
    assert told == {classifiers[0].id: False, classifiers[1].id: True}
