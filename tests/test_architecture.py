"""The rules of the rooms: who may import whom, and that page and callbacks fit together."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

import components
from components import STEPS

ROOT = Path(__file__).parents[1]
ROOMS = ("app", "callbacks", "components", "engine")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MAX_LINES = 300
FORBIDDEN = {
    "engine": {"app", "callbacks", "components", "dash", "flask", "apiflask", "werkzeug"},
    "components": {"app", "callbacks", "flask", "apiflask"},
}


def imports(path: Path) -> set[str]:
    """Top-level packages that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_does_not_know_the_rooms_above_it(room):
    for path in (ROOT / room).rglob("*.py"):
        assert not imports(path) & FORBIDDEN[room], path


def test_the_engine_loads_without_the_web():
    code = (
        "import sys, pkgutil, importlib, engine\n"
        "for found in pkgutil.walk_packages(engine.__path__, 'engine.'):\n"
        "    importlib.import_module(found.name)\n"
        "web = {'dash', 'flask', 'apiflask', 'app', 'callbacks', 'components'}\n"
        "assert not web & set(sys.modules), web & set(sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_training_processes_do_not_load_the_web():
    code = (
        "import sys, app.runs; sys.exit(bool({'dash', 'flask', 'app.factory'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("step", [step.key for step in STEPS])
def test_every_step_has_its_module_in_both_rooms(step):
    component = importlib.import_module(f"components.{step}")
    assert callable(component.layout)
    assert importlib.import_module(f"callbacks.{step}").__doc__


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_are_short(path):
    n_lines = len(path.read_text().splitlines())
    assert n_lines <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_are_short(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert body_lines(node) <= 25, f"{path}: {node.name}"


def body_lines(node: ast.FunctionDef) -> int:
    """Lines of a function's body without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


# The page and its callbacks


@cache
def declared_ids() -> dict[str, set[str]]:
    """Ids by the module of `components` that declares them; a pattern goes by its type."""
    found = {}
    for info in pkgutil.walk_packages(components.__path__, "components."):
        declared = getattr(importlib.import_module(info.name), "ids", None)
        if inspect.isclass(declared) and declared.__module__ == info.name:
            found[info.name] = {identity(value) for _, value in members(declared)}
    return found


def members(declared: type) -> Iterator[tuple[str, Any]]:
    """Attributes of a class of ids; a pattern is called, with anything, to get its type."""
    for name in vars(declared):
        if name.startswith("_"):
            continue
        value = getattr(declared, name)
        if callable(value):
            value = value(*[MagicMock() for _ in inspect.signature(value).parameters])
        yield name, value


def identity(component_id: str | dict[str, Any]) -> str:
    """A text that stands for an id, or for all ids of a pattern."""
    if isinstance(component_id, str) and component_id.startswith("{"):
        component_id = json.loads(component_id)
    return component_id["type"] if isinstance(component_id, dict) else component_id


@cache
def callback_ids() -> dict[str, str]:
    """Every id that a callback names, with the callback's output to find it by."""
    from app.factory import dash_app

    page = dash_app()
    page.server.test_client().get("/_dash-dependencies")
    found = {}
    for entry in page._callback_list:
        named = [part["id"] for part in entry["inputs"] + entry["state"]]
        for name in named + outputs(entry["output"]):
            found[identity(name)] = entry["output"]
    return found


def outputs(text: str) -> list[str]:
    """Ids in a callback's output: `id.property`, several as `..a.b...c.d..`, none as a digest."""
    parts = text.removeprefix("..").removesuffix("..").split("...")
    return [part.rpartition(".")[0] for part in parts if "." in part]


def test_there_are_callbacks_for_every_step():
    named = set(callback_ids())
    for step in STEPS:
        assert named & declared_ids()[f"components.{step.key}"], step.key


def test_every_id_of_a_callback_is_declared_by_a_component():
    known = set().union(*declared_ids().values())
    unknown = {name: output for name, output in callback_ids().items() if name not in known}
    assert unknown == {}


def test_no_id_is_declared_twice():
    counts = Counter(name for names in declared_ids().values() for name in names)
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_declared_id_is_drawn():
    everything = "\n".join(path.read_text() for path in (ROOT / "components").rglob("*.py"))
    for name in declared_ids():
        module = importlib.import_module(name)
        own = Path(module.__file__ or "").read_text()
        for attribute, _ in members(module.ids):
            here = re.search(rf"(?<![\w.])(ids|cls)\.{attribute}\b", own)
            elsewhere = re.search(rf"\b{name.rpartition('.')[2]}\.ids\.{attribute}\b", everything)
            assert here or elsewhere, f"{name}: {attribute} is on no page"


@pytest.mark.parametrize("step", [step.key for step in STEPS])
def test_no_id_stands_twice_on_a_page(step):
    from components import shell

    names = [
        json.dumps(component.id, sort_keys=True)
        for layout in (shell.layout(), importlib.import_module(f"components.{step}").layout())
        for component in layout._traverse()
        if getattr(component, "id", None) is not None
    ]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_callbacks_name_no_ids_themselves():
    for path in (ROOT / "callbacks").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_dependency = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {
                "Input",
                "Output",
                "State",
            }
            if is_dependency:
                assert not isinstance(node.args[0], ast.Constant | ast.Dict), path
