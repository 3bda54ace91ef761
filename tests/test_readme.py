"""The README: its lines work as they stand, and it names everything there is."""

import pickle
import re
import subprocess
from pathlib import Path

import pytest

from app.settings import Settings
from engine.algorithms.config import AlgorithmConfig

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.server
def test_the_rest_lines_work_as_pasted(live_server, tmp_path):
    server = live_server()
    lines = next(block for block in blocks("sh") if "API=" in block)
    assert "http://127.0.0.1:8050" in lines
    script = lines.replace("http://127.0.0.1:8050", server.url)
    command = ["bash", "-eu", "-c", script]
    run = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    assert '"accuracy"' in run.stdout
    assert hasattr(pickle.loads((tmp_path / "model.pkl").read_bytes()), "predict")


def test_every_setting_is_described():
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in README, name


def test_the_example_of_an_algorithm_is_an_entry():
    example = next(block for block in blocks("python") if "AlgorithmConfig(" in block)
    from engine.algorithms import classification

    entry = eval(example, vars(classification) | {"__builtins__": {}})  # noqa: S307 - our own
    assert isinstance(entry, AlgorithmConfig)
    fitted = entry.build({}, random_seed=0).fit([[0.0], [1.0]] * 10, [0, 1] * 10)
    assert list(fitted.predict([[0.0], [1.0]])) == [0, 1]


def test_pictures_and_files_that_are_named_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
