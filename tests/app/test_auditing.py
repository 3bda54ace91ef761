"""Tables are audited in a child: the same findings, and training goes on if that fails."""

from __future__ import annotations

import io
from typing import Any

import pytest

from app.runs import auditing
from app.runs.auditing import audit_in_child
from engine.audit import audit
from engine.errors import InvalidValueError
from engine.findings import audit_table
from engine.stored_tables import table_path

# `copy` says the target in other words.
LEAKING = b"copy,size,kind\n" + b"".join(
    b"%s,%d,%s\n" % (b"xy"[n % 2 :][:1], n * 7 % 31, b"ab"[n % 2 :][:1]) for n in range(80)
)


@pytest.fixture(autouse=True)
def _prepared(server: Any) -> None:
    """Let the program start the fork server; see `app.runs.prepare`."""


@pytest.fixture
def dataset(workspace: Any) -> Any:
    return workspace.datasets.add(io.BytesIO(LEAKING), name="leaking.csv")


def test_it_finds_what_the_audit_here_finds(store: Any, dataset: Any) -> None:
    path = table_path(store, dataset)
    for target in ("kind", "size"):
        found = audit_in_child(path, dataset, target)
        assert found == audit_table(path, dataset, target)
    assert "column_gives_answer_away" in [
        finding.code for finding in audit_in_child(path, dataset, "kind")
    ]


def test_errors_come_as_they_are(store: Any, dataset: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        audit_in_child(table_path(store, dataset), dataset, "nonsense")
    assert caught.value.field == "target"


@pytest.mark.parametrize(("limit", "value"), [("SECONDS", 0), ("MEMORY", 1)])
def test_what_could_not_be_looked_at_is_told(
    store: Any, workspace: Any, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    # Large enough that no process has as much left over of what it once had.
    lines = b"".join(b"%d,word %d,%d\n" % (n, n, n % 2) for n in range(200_000))
    dataset = workspace.datasets.add(io.BytesIO(b"size,text,kind\n" + lines), name="large.csv")
    monkeypatch.setattr(auditing, limit, value)
    found = audit_in_child(table_path(store, dataset), dataset, "kind")
    assert found == (*audit(dataset, target="kind"), auditing.NOT_AUDITED)
