"""Findings of a workspace: found once, forgotten when something changes, cured by a click."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import findings as module
from engine.datasets import ColumnChange
from engine.errors import InvalidValueError, NotFoundError, WrongStateError
from engine.findings import FindingsCache
from engine.records import Finding, Repair
from engine.stored_tables import load_table
from tests.engine.audit_tables import Made, dated, grouped, honest, repeated


def codes(findings):
    return [finding.code for finding in findings]


def of(workspace, dataset, code):
    return next(one for one in workspace.findings(dataset.id) if one.code == code)


@pytest.fixture
def counted(monkeypatch):
    """How often the checks were run."""
    calls = []
    run = module.audit
    monkeypatch.setattr(module, "audit", lambda *a, **k: calls.append(1) or run(*a, **k))
    return calls


def test_what_happened_while_reading_is_among_them(workspace):
    table = honest().assign(income=lambda t: ["n/a", *(str(n) for n in range(len(t) - 1))])
    dataset = Made(table).added(workspace)
    assert dataset.findings
    found = workspace.findings(dataset.id)
    assert set(codes(dataset.findings)) <= set(codes(found))
    assert "no_column_gives_answer_away" in codes(found)


def test_asking_twice_looks_once(workspace, counted):
    dataset = Made(honest()).added(workspace)
    assert workspace.findings(dataset.id) == workspace.findings(dataset.id)
    assert len(counted) == 1


def test_a_change_is_looked_at_anew(workspace, counted):
    dataset = Made(honest()).added(workspace)
    workspace.findings(dataset.id)
    workspace.datasets.change_preparation(
        dataset.id, dataset.preparation.model_copy(update={"cv_folds": 3})
    )
    workspace.findings(dataset.id)
    workspace.findings(dataset.id, target="kind")
    assert len(counted) == 3


def test_two_datasets_are_not_mixed_up(workspace):
    honest_one, repeated_one = (Made(t).added(workspace) for t in (honest(), repeated(1)))
    assert "duplicates_across_split" not in codes(workspace.findings(honest_one.id))
    assert "duplicates_across_split" in codes(workspace.findings(repeated_one.id))


def test_an_unknown_dataset_or_target_is_refused(workspace):
    with pytest.raises(NotFoundError):
        workspace.findings("nothing")
    dataset = Made(honest()).added(workspace)
    with pytest.raises(InvalidValueError):
        workspace.findings(dataset.id, target="nothing")


def test_who_asks_for_the_same_at_once_waits_for_one():
    cache, calls, begun = FindingsCache(), [], threading.Event()

    def find():
        calls.append(1)
        begun.set()
        time.sleep(0.1)
        return ()

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(cache.get, "key", find)
        begun.wait()
        others = [pool.submit(cache.get, "key", find) for _ in range(3)]
        assert {one.result() for one in (first, *others)} == {()}
    assert len(calls) == 1


def test_what_failed_is_tried_again():
    cache = FindingsCache()

    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        cache.get("key", fail)
    assert cache.get("key", tuple) == ()


def test_only_the_last_ones_are_remembered():
    cache, calls = FindingsCache(size=2), []
    for key in ("a", "b", "a", "c", "a", "b"):
        cache.get(key, lambda key=key: calls.append(key) or ())
    assert calls == ["a", "b", "c", "b"]


def test_groups_are_kept_together_by_one_click(workspace):
    dataset = Made(honest(MouseID=grouped())).added(workspace)
    repaired = workspace.repair(dataset.id, of(workspace, dataset, "groups_would_be_split"))
    column = repaired.column("MouseID")
    assert (column.role, column.group_separator) == ("group", "_")
    assert workspace.datasets.get(dataset.id) == repaired


def test_a_number_that_stands_for_missing_is_missing_after_one_click(workspace, store):
    numbers = [-999.0] * 12 + [float(n % 80) for n in range(len(honest()) - 12)]
    dataset = Made(honest(pressure=numbers)).added(workspace)
    finding = of(workspace, dataset, "numbers_that_stand_for_missing")
    repaired = workspace.repair(dataset.id, finding)
    column = repaired.column("pressure")
    assert (column.missing, column.minimum) == (12, 0.0)
    assert "read as missing" in column.reason
    loaded = load_table(store, repaired, ["pressure"])["pressure"]
    assert loaded.isna().tolist() == [True] * 12 + [False] * (len(loaded) - 12)
    assert finding.code not in codes(workspace.findings(dataset.id))
    place = [column.name for column in dataset.columns].index("pressure")
    for order, first in ((None, None), ("pressure", 0.0)):
        preview = workspace.datasets.preview(dataset.id, rows=1, sort=order)
        assert preview.rows[0][place] == first
    # It stays so when the type is changed there and back.
    for column_type in ("categorical", "numeric"):
        change = ColumnChange(name="pressure", type=column_type)
        repaired = workspace.datasets.change_columns(dataset.id, [change])
    assert repaired.column("pressure").missing == 12


def test_a_column_with_an_absurd_number_is_left_out_by_one_click(workspace):
    numbers = [1e9, *(float(n % 80) for n in range(len(honest()) - 1))]
    dataset = Made(honest(pressure=numbers)).added(workspace)
    repaired = workspace.repair(dataset.id, of(workspace, dataset, "absurd_numbers"))
    assert repaired.column("pressure").role == "ignore"
    assert "absurd_numbers" not in codes(workspace.findings(dataset.id))


@pytest.mark.parametrize(
    ("made", "code", "changes"),
    [
        (Made(repeated(1)), "duplicates_across_split", {"drop_duplicates": True}),
        (dated("day"), "dates_suggest_time_split", {"time_column": "day"}),
    ],
    ids=["duplicates", "time"],
)
def test_the_split_is_changed_by_one_click(workspace, made, code, changes):
    dataset = made.added(workspace)
    repaired = workspace.repair(dataset.id, of(workspace, dataset, code))
    assert repaired.preparation == dataset.preparation.model_copy(update=changes)
    assert repaired.columns == dataset.columns


def test_a_finding_that_is_gone_changes_nothing(workspace):
    dataset = Made(repeated(1)).added(workspace)
    finding = of(workspace, dataset, "duplicates_across_split")
    repaired = workspace.repair(dataset.id, finding)
    with pytest.raises(WrongStateError):
        workspace.repair(dataset.id, finding)
    assert workspace.datasets.get(dataset.id) == repaired


def test_a_finding_that_was_made_up_changes_nothing(workspace):
    dataset = Made(honest()).added(workspace)
    repair = Repair(label="Click", role="ignore", columns=("x", "z", "kind"))
    made_up = Finding(code="made_up", severity="info", message="", evidence="", repair=repair)
    with pytest.raises(WrongStateError):
        workspace.repair(dataset.id, made_up)
    with pytest.raises(WrongStateError):
        workspace.repair(dataset.id, of(workspace, dataset, "no_column_gives_answer_away"))
    assert workspace.datasets.get(dataset.id) == dataset


@pytest.mark.parametrize(
    ("name", "role", "separator"),
    [
        ("MouseID", "group", "|"),
        ("MouseID", "group", ""),
        ("MouseID", "id", "_"),
        ("x", "group", "."),
    ],
    ids=["not in it", "empty", "no group", "a number"],
)
def test_a_separator_that_cannot_be_changes_nothing(workspace, name, role, separator):
    dataset = Made(honest(MouseID=grouped())).added(workspace)
    change = ColumnChange(name=name, role=role, group_separator=separator)
    with pytest.raises(InvalidValueError) as refused:
        workspace.datasets.change_columns(dataset.id, [change])
    assert refused.value.field == "group_separator"
    assert workspace.datasets.get(dataset.id) == dataset


def test_a_separator_goes_with_the_role(workspace):
    dataset = Made(honest(MouseID=grouped())).added(workspace)
    for change in (
        ColumnChange(name="MouseID", role="group", group_separator="_"),
        ColumnChange(name="MouseID", role="id"),
        ColumnChange(name="MouseID", role="group"),
    ):
        dataset = workspace.datasets.change_columns(dataset.id, [change])
    assert dataset.column("MouseID").group_separator is None
