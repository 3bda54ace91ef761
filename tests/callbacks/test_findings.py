from __future__ import annotations

from io import BytesIO

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import findings
from components import columns
from engine.datasets import ColumnChange

drawn = findings.findings


@pytest.fixture
def same(space):
    """A dataset with a column that is the same in all rows, as a feature."""
    table = "same,x,kind\n" + "".join(f"1,{n}.5,{'ab'[n % 2]}\n" for n in range(40))
    dataset = space.datasets.add(BytesIO(table.encode()), name="x.csv")
    return space.datasets.change_columns(dataset.id, [ColumnChange(name="same", role="feature")])


def constant(space, dataset):
    found = space.findings(dataset.id)
    return next((one for one in found if one.code == "constant_column"), None)


def test_all_that_is_found_is_shown(space, same, texts):
    title, boxes = findings.look(same.id)
    assert "Before you train" in title
    assert constant(space, same).message in texts(boxes)


def test_without_a_dataset_nothing_is_looked_for():
    with pytest.raises(PreventUpdate):
        findings.look(None)


def test_a_finding_is_cured_by_one_click_and_goes(space, same, texts):
    finding = constant(space, same)
    address = f"?dataset={same.id}"
    wanted = {"key": drawn.key(finding), "at": 1}
    shown = [columns.ids.lines(position) for position in range(3)]
    _, boxes, asked, lines, question, rows = findings.repair(wanted, shown, address)
    assert rows is no_update
    assert space.datasets.get(same.id).column("same").role == finding.repair.role
    assert finding.message not in texts(boxes)
    assert asked == same.id
    assert constant(space, same) is None
    assert "same" in texts(lines[0])
    assert lines[1:] == [no_update, no_update]
    assert "Continue" in texts(question)


def test_a_finding_that_is_gone_already_changes_nothing(space, same):
    before = space.datasets.get(same.id)
    findings.repair({"key": "gone", "at": 1}, [], f"?dataset={same.id}")
    assert space.datasets.get(same.id) == before
    with pytest.raises(PreventUpdate):
        findings.repair(None, [], f"?dataset={same.id}")
