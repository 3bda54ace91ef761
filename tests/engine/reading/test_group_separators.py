"""Identifiers that name groups of rows, and what only looks like them."""

import pyarrow as pa
import pytest

from engine.reading.group_separators import group_separator
from engine.reading.table_reading import read_table
from tests.engine.reading.cells import cells
from tests.engine.reading.test_column_types import DATA, has_data

FIRES = [
    ("mice", [f"{mouse}_{i}" for mouse in range(300, 310) for i in range(1, 16)], "_"),
    ("visits", [f"P{i:03}-v{visit}" for i in range(20) for visit in "123"], "-"),
    ("points", [f"s{i}.{visit}" for i in range(20) for visit in "12"], "."),
    ("colons", [f"A{i}:{visit}" for i in range(20) for visit in "12"], ":"),
    ("paths", [f"plate{i}/{well}" for i in range(20) for well in ("a", "b")], "/"),
    ("last sign counts", [f"a-b{i}_{visit}" for i in range(20) for visit in "12"], "_"),
    ("eyes", [f"{i} {eye}" for i in range(20) for eye in ("left", "right")], " "),
    ("some missing", [*[f"{i}#{k}" for i in range(20) for k in "12"], None], "#"),
]
DOES_NOT_FIRE = [
    ("dates", [f"2020-{m:02}-{d:02}" for m in range(1, 5) for d in range(1, 20)]),
    ("German dates", [f"{d:02}.{m:02}.2020" for m in range(1, 5) for d in range(1, 20)]),
    ("doubtful dates", [f"{d:02}/{m:02}/2020" for m in range(1, 5) for d in range(1, 12)]),
    ("times", [f"{h:02}:{m:02}" for h in range(5) for m in range(20)]),
    ("decimal numbers", [f"{i}.{k}" for i in range(20) for k in range(3)]),
    ("decimal commas", [f"{i},{k}" for i in range(20) for k in range(3)]),
    ("names", [f"{first} {last}{i}" for first in ("Ann", "Bob") for i in range(30)
               for last in ("Smith",)]),
    ("numbered names", [f"Person {i}" for i in range(40)]),
    ("invoices", [f"2020-{i:05}" for i in range(40)] + [f"2021-{i:05}" for i in range(40)]),
    ("each its own group", [f"{i}_1" for i in range(40)]),
    ("not in all", [f"{i}_{k}" for i in range(20) for k in "12"] + ["x"]),
    ("repeated", ["a_1", "a_2", "b_1", "b_2"] * 20),
    ("too few", ["a_1", "a_2", "b_1", "b_2"]),
    ("nothing", [None] * 20),
]  # fmt: skip


@pytest.mark.parametrize(("case", "texts", "sign"), FIRES, ids=[c[0] for c in FIRES])
def test_groups_are_found(case, texts, sign):
    assert group_separator(cells(*texts)) == sign


@pytest.mark.parametrize(("case", "texts"), DOES_NOT_FIRE, ids=[c[0] for c in DOES_NOT_FIRE])
def test_what_names_no_groups_is_left_alone(case, texts):
    assert group_separator(cells(*texts)) is None


def test_numbers_name_no_groups():
    assert group_separator(pa.chunked_array([list(range(100))])) is None


@has_data
def test_the_mice_of_mice_protein_are_found_and_nothing_else():
    table = read_table(DATA / "mice_protein.csv").table
    found = {name: group_separator(table[name]) for name in table.column_names}
    assert {name: sign for name, sign in found.items() if sign} == {"MouseID": "_"}


@has_data
@pytest.mark.parametrize("name", ["titanic_kaggle_train", "telco_churn", "penguins"])
def test_ordinary_files_have_no_such_column(name):
    table = read_table(DATA / f"{name}.csv").table
    assert not any(group_separator(table[column]) for column in table.column_names)
