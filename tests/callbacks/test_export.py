"""The Export step, with models that were really trained."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from dash.exceptions import PreventUpdate

from callbacks import export
from engine.algorithms import algorithms
from engine.exports import EXPORTS
from engine.exports import export as exported
from engine.records import Dataset, TaskType, TrainedModel
from engine.workspace import Workspace
from tests.trained_models import train

Texts = Callable[[Any], str]


@pytest.fixture
def model(space: Workspace, flowers: Dataset) -> TrainedModel:
    (found,) = train(
        space,
        flowers,
        task_type="classification",
        target="kind",
        algorithms=("logistic_regression",),
    )
    return found


def test_without_a_model_the_way_to_one_is_shown(space: Workspace, texts: Texts) -> None:
    content, chooser = export.show(None, "/export")
    assert "No model yet" in texts(content)
    assert chooser == []


def test_every_format_is_offered_with_its_true_size_and_digest(
    space: Workspace, model: TrainedModel
) -> None:
    files = export._view(model).files
    assert [file.name for file in files] == [entry.name for entry in EXPORTS]
    for file, entry in zip(files, EXPORTS, strict=True):
        if entry.grows:
            assert (file.size_bytes, file.sha256) == (None, None)
            continue
        made = exported(space.models, model.id, entry.key)
        content = made.path.read_bytes() if made.path else made.content
        assert (file.size_bytes, file.sha256) == (len(content), sha256(content).hexdigest())


def test_every_address_answers_in_the_api(
    visit: Workspace, client: Any, model: TrainedModel
) -> None:
    """The links of the page are routes of the API; here they know no such model."""
    for file in export._view(model).files:
        assert client.get(file.address).json["code"] == "not_found"


def run(space: Workspace, models: list[TrainedModel], folder: Path) -> str:
    """Run the code of models in one interpreter that does not find this project."""
    codes = []
    for model in models:
        view = export._view(model)
        made = exported(space.models, model.id, "pickle")
        (folder / view.files[0].filename).write_bytes(made.path.read_bytes())
        codes.append(view.code)
    command = [sys.executable, "-I", "-c", f"for code in {codes!r}: exec(code, {{}})"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_code_runs_beside_the_downloaded_file(
    space: Workspace, model: TrainedModel, tmp_path: Path
) -> None:
    said = run(space, [model], tmp_path)
    assert "rose" in said or "lily" in said


@pytest.mark.parametrize("task_type", ["classification", "regression", "clustering"])
def test_the_code_of_every_algorithm_runs(
    space: Workspace, flowers: Dataset, tmp_path: Path, task_type: TaskType
) -> None:
    target = {"classification": "kind", "regression": "weight", "clustering": None}[task_type]
    keys = tuple(entry.key for entry in algorithms(task_type) if not entry.baseline)
    models = train(space, flowers, task_type=task_type, target=target, algorithms=keys, cv_folds=0)
    assert len(models) == len(keys)
    assert len(run(space, models, tmp_path).splitlines()) >= len(keys)


def test_a_model_that_is_gone_is_told_with_the_way_on(
    space: Workspace, model: TrainedModel, texts: Texts
) -> None:
    content, chooser = export.show("?model=gone", "/export")
    assert "Open the newest model" in texts(content)
    assert f"/export?dataset={model.dataset_id}" in str(content)
    assert chooser is not None


def test_another_model_can_be_chosen(model: TrainedModel) -> None:
    with pytest.raises(PreventUpdate):
        export.choose_model(model.id, f"?model={model.id}")
    assert export.choose_model(model.id, "?model=other").endswith(f"model={model.id}")


def test_a_step_that_is_being_left_is_not_drawn_again(model: TrainedModel) -> None:
    with pytest.raises(PreventUpdate):
        export.show(f"?model={model.id}", "/results")
