"""Columns of numbers with a few cells that are none: told, and readable by choice."""

import pytest

from engine.errors import InvalidValueError
from engine.reading.column_changes import ColumnChange, changed
from engine.reading.column_conversion import converted
from engine.reading.column_types import infer
from engine.records import ColumnFormat, Dataset, Dialect
from tests.engine.reading.cells import cells, typed, values_of

NUMBERS = [f"{i}.5" for i in range(97)]
NOTES = ["see note", "see note", "n.b."]
FOUND = [
    ("points", NUMBERS + NOTES, {"see note": 2, "n.b.": 1}),
    ("commas", [f"{i},5" for i in range(97)] + NOTES, {"see note": 2, "n.b.": 1}),
    ("money", [f"${i}" for i in range(97)] + NOTES, {"see note": 2, "n.b.": 1}),
    ("few levels", ["1", "2"] * 50 + ["x"], {"x": 1}),
    ("many", [f"{i}" for i in range(5000)] + ["x"], {"x": 1}),
    ("missing ones count as neither", NUMBERS + NOTES + ["NA"] * 50, {"see note": 2, "n.b.": 1}),
    ("exactly 5 %", ["1"] * 95 + ["x"] * 5, {"x": 5}),
    ("more than 5 %", ["1"] * 94 + ["x"] * 6, {}),
    ("a sign that only some have", ["1"] * 99 + ["$2"], {}),
    ("leading zeros", ["01"] * 99 + ["x"], {}),
    ("text", ["a", "b"] * 50 + ["1"], {}),
    ("all numbers", NUMBERS, {}),
]


@pytest.mark.parametrize(("case", "texts", "odd"), FOUND, ids=[c[0] for c in FOUND])
def test_odd_cells_are_found(case, texts, odd):
    column = infer(cells(*texts))
    assert column.odd_cells == odd
    if odd:
        assert column.type in {"categorical", "text"}
        assert "cells are numbers; the others hold" in column.reason


def test_the_reason_counts_them_and_a_finding_names_them():
    table = typed({"a": NUMBERS + NOTES, "b": [str(i) for i in range(100)]})
    assert "All but 3 of 100 cells are numbers" in table.columns[0].reason
    (finding,) = table.findings
    assert (finding.code, finding.severity, finding.columns) == ("mixed_types", "warning", ("a",))
    assert "'see note' in 2 cells, 'n.b.' in 1 cell" in finding.evidence
    assert "numeric" in finding.message


def test_such_a_column_stays_a_feature():
    table = typed({"a": NUMBERS + NOTES, "b": ["x", "y"] * 50})
    assert table.columns[0].role == "feature"


def test_a_person_may_have_them_read_as_missing():
    table = typed({"a": [f"{i},5" for i in range(97)] + NOTES, "b": ["x", "y"] * 50})
    dataset = Dataset(
        name="a", size_bytes=1, sha256="", n_rows=100, n_columns=2, columns=table.columns,
        dialect=Dialect(encoding="utf-8", delimiter=","),
    )  # fmt: skip
    dataset = changed(dataset, ColumnChange(name="a", type="numeric"), table.table.column)
    column = dataset.columns[0]
    assert (column.type, column.missing, column.maximum) == ("numeric", 3, 96.5)
    assert "'see note'" in column.reason
    assert "read as missing" in column.reason
    assert column.histogram is not None
    result = converted(table.table["a"], column.type, name="a", written=column.format)
    assert result.values.to_pylist() == [i + 0.5 for i in range(97)] + [None] * 3
    assert result.unfit == {"see note": 2, "n.b.": 1}


def test_many_odd_cells_are_refused_with_their_number():
    with pytest.raises(InvalidValueError, match="6 cells of a are no numbers"):
        converted(cells(*["1"] * 94, *["x"] * 6), "numeric", name="a", written=ColumnFormat())


def test_values_keep_their_spelling_until_then():
    table = typed({"a": NUMBERS + NOTES, "b": ["x", "y"] * 50})
    assert values_of(table, "a") == NUMBERS + NOTES
