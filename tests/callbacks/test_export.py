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
from engine.algorithms import ALGORITHMS
from engine.exports import EXPORTS
from engine.records import Dataset, TrainedModel
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
    content, chooser = export.show(None)
    assert "No model yet" in texts(content)
    assert chooser is None


def test_every_format_is_offered_with_its_true_size_and_digest(
    space: Workspace, model: TrainedModel
) -> None:
    files = export._view(model).files
    assert [file.name for file in files] == [entry.name for entry in EXPORTS]
    for file, entry in zip(files, EXPORTS, strict=True):
        made = space.models.export(model.id, entry.key)
        content = made.path.read_bytes() if made.path else made.content
        assert (file.size_bytes, file.sha256) == (len(content), sha256(content).hexdigest())


def test_every_address_answers_in_the_api(
    visit: Workspace, client: Any, model: TrainedModel
) -> None:
    """The links of the page are routes of the API; here they know no such model."""
    for file in export._view(model).files:
        assert client.get(file.address).json["code"] == "not_found"


def test_the_code_runs_beside_the_downloaded_file(
    space: Workspace, model: TrainedModel, tmp_path: Path
) -> None:
    view = export._view(model)
    made = space.models.export(model.id, "pickle")
    (tmp_path / view.files[0].filename).write_bytes(made.path.read_bytes())
    command = [sys.executable, "-I", "-c", view.code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "rose" in done.stdout or "lily" in done.stdout


def test_the_code_of_every_clustering_runs(space: Workspace, tmp_path: Path, texts: Texts) -> None:
    blobs = space.datasets.add_sample("blobs")
    keys = tuple(entry.key for entry in ALGORITHMS if entry.task_type == "clustering")
    for model in train(space, blobs, task_type="clustering", target=None, algorithms=keys):
        view = export._view(model)
        made = space.models.export(model.id, "pickle")
        (tmp_path / view.files[0].filename).write_bytes(made.path.read_bytes())
        command = [sys.executable, "-I", "-c", view.code]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{model.algorithm}: {done.stderr}"


def test_a_model_that_is_gone_is_told_with_the_way_on(
    space: Workspace, model: TrainedModel, texts: Texts
) -> None:
    content, chooser = export.show("?model=gone")
    assert "Open the newest model" in texts(content)
    assert f"/export?dataset={model.dataset_id}" in str(content)
    assert chooser is not None


def test_another_model_can_be_chosen(model: TrainedModel) -> None:
    with pytest.raises(PreventUpdate):
        export.choose_model(model.id, f"?model={model.id}")
    assert export.choose_model(model.id, "?model=other").endswith(f"model={model.id}")
