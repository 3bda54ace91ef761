"""A workspace with real data for callbacks, which are called like plain functions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from dash._callback_context import context_value
from dash._utils import AttributeDict, stringify_id

import callbacks  # noqa: F401  registers all callbacks
from engine.records import Dataset
from engine.store import Store
from engine.workspace import Limits, Workspace

Trigger = Callable[..., None]

FLOWERS = "petal,weight,place,kind\n" + "".join(
    f"{n % 7 + n % 2 * 10}.5,{n % 5 + 0.25},{'north' if n % 3 else 'south'},"
    f"{'rose' if n % 2 else 'lily'}\n"
    for n in range(60)
)


@pytest.fixture
def space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty workspace, which every callback module gets as the one of the request."""
    found = Workspace(Store(tmp_path), "tester", limits=Limits())
    for name, module in list(sys.modules.items()):
        if name.startswith("callbacks.") and hasattr(module, "workspace"):
            monkeypatch.setattr(module, "workspace", lambda: found)
    return found


@pytest.fixture
def flowers(space: Workspace) -> Dataset:
    """A small table with two classes, two numbers and a category."""
    return space.datasets.add(BytesIO(FLOWERS.encode()), name="flowers.csv")


@pytest.fixture
def triggered() -> Iterator[Trigger]:
    """Say which input set a callback off, as Dash does before it calls one."""

    def by(identifier: Any, prop: str, value: object) -> None:
        prop_id = f"{stringify_id(identifier)}.{prop}"
        inputs = [{"prop_id": prop_id, "value": value}]
        context_value.set(AttributeDict(triggered_inputs=inputs, updated_props={}))

    yield by
    context_value.set(AttributeDict())


@pytest.fixture
def texts() -> Callable[[Any], str]:
    """All words in a part of a page, in the order in which they stand."""
    return _texts


def _texts(part: Any) -> str:
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(_texts, part)))
    if hasattr(part, "to_plotly_json"):
        own = [getattr(part, name, None) for name in ("label", "value", "placeholder", "title")]
        return _texts(
            [text for text in own if isinstance(text, str)] + [getattr(part, "children", None)]
        )
    return str(part)
