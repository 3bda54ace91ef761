"""Records as the engine gives them, and a way to read what is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from engine.records import Column, Dataset, Dialect


def parts_of(part: Any) -> list[Any]:
    """All components in a part of a page, in the order in which they stand."""
    if isinstance(part, list | tuple):
        return [inner for one in part for inner in parts_of(one)]
    if not hasattr(part, "to_plotly_json"):
        return []
    return [
        part,
        *parts_of(getattr(part, "children", None)),
        *parts_of(getattr(part, "label", None)),
    ]


def text_of(part: Any) -> str:
    """All words in a part of a page, in the order in which they stand."""
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return " ".join(filter(None, map(text_of, part)))
    if hasattr(part, "to_plotly_json"):
        return text_of([getattr(part, "children", None), getattr(part, "label", None)])
    return str(part)


class Drawn:
    """A part of a page as a test looks at it."""

    def __init__(self, part: Any) -> None:
        self.parts = parts_of(part)
        self.text = text_of(part)

    def __contains__(self, words: str) -> bool:
        return words in self.text

    def by_id(self, identifier: Any) -> Any:
        """The one part with this id."""
        found = [part for part in self.parts if getattr(part, "id", None) == identifier]
        assert len(found) == 1, f"{identifier} was found {len(found)} times"
        return found[0]

    def with_id_type(self, kind: str) -> list[Any]:
        """All parts whose id has this type."""
        ids = [(part, getattr(part, "id", None)) for part in self.parts]
        return [part for part, found in ids if isinstance(found, dict) and found["type"] == kind]

    def links(self) -> list[str]:
        """All addresses that are led to."""
        return [part.href for part in self.parts if getattr(part, "href", None)]


@pytest.fixture
def drawn() -> type[Drawn]:
    return Drawn


@pytest.fixture
def dataset() -> Dataset:
    columns = (
        Column(name="Id", type="numeric", role="id", missing=0, distinct=100, minimum=1.0,
               maximum=100.0, mean=50.5, reason="Every value is different."),
        Column(name="Age", type="numeric", missing=20, distinct=60, minimum=0.4, maximum=80.0,
               mean=29.699, quantiles=(4.0, 20.0, 28.0, 38.0, 56.0)),
        Column(name="Sex", type="categorical", missing=0, distinct=2,
               top=(("male", 65), ("female", 35))),
        Column(name="Joined", type="datetime", missing=0, distinct=90, minimum="2020-01-01",
               maximum="2021-12-31T00:00:00"),
        Column(name="Note", type="text", role="ignore", missing=98, distinct=2,
               examples=("good day", "fine", "x")),
        Column(name="Survived", type="boolean", role="target", missing=0, distinct=2,
               top=(("0", 62), ("1", 38))),
    )  # fmt: skip
    return Dataset(
        name="titanic.csv",
        size_bytes=2048,
        sha256="0" * 64,
        n_rows=100,
        n_columns=len(columns),
        columns=columns,
        dialect=Dialect(
            encoding="utf-8",
            delimiter=";",
            reasons={"delimiter": "Every line has five semicolons."},
        ),
    )
