"""Pages of rows: any of them, sorted and filtered as plain Python would do it."""

from __future__ import annotations

import io
from functools import cmp_to_key

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import ColumnChange, DatasetManager
from engine.errors import InvalidValueError, NotFoundError
from engine.records import DialectChoices
from engine.row_filters import meets
from engine.row_order import order_rows, take_rows
from engine.row_pages import LARGEST_EXACT, Condition, Filter, RowsRequest, Sort

# 150,000 rows are three batches of the stored table.
N_ROWS = 150_000
PEOPLE = (
    b"name,age,born,member,note\n"
    b"Ann,31,1990-05-01,True,likes tea\n"
    b"bob,25,1996-02-29,False,\n"
    b"Cleo,,,True,Tea and cake\n"
    b"ann,64,1957-12-31,False,coffee\n"
    b"Dan,31,1990-05-01,True,10% off\n"
)


@pytest.fixture
def manager(store):
    return DatasetManager(store, "me")


@pytest.fixture
def people(manager):
    return manager.add(io.BytesIO(PEOPLE), name="people.csv").id


def names(manager, dataset_id, **fields):
    page = manager.rows(dataset_id, RowsRequest(end=100, columns=("name",), **fields))
    assert page.columns == ("name",)
    assert page.n_rows == len(page.rows)
    return [row[0] for row in page.rows]


def one(kind, value=None, to=None):
    return Filter(conditions=(Condition(kind=kind, value=value, to=to),))


FILTERS = [
    ("name", one("contains", "AN"), ["Ann", "ann", "Dan"]),
    ("name", one("not contains", "an"), ["bob", "Cleo"]),
    ("name", one("equals", "ann"), ["Ann", "ann"]),
    ("name", one("not equal", "ANN"), ["bob", "Cleo", "Dan"]),
    ("name", one("starts with", "c"), ["Cleo"]),
    ("name", one("ends with", "N"), ["Ann", "ann", "Dan"]),
    ("note", one("contains", "%"), ["Dan"]),
    ("note", one("blank"), ["bob"]),
    ("note", one("not blank"), ["Ann", "Cleo", "ann", "Dan"]),
    ("note", one("not contains", "tea"), ["bob", "ann", "Dan"]),
    ("age", one("equals", 31), ["Ann", "Dan"]),
    ("age", one("equals", "31"), ["Ann", "Dan"]),
    ("age", one("not equal", 31), ["bob", "Cleo", "ann"]),
    ("age", one("less than", 31), ["bob"]),
    ("age", one("less than or equal", 31.0), ["Ann", "bob", "Dan"]),
    ("age", one("greater than", 30.5), ["Ann", "ann", "Dan"]),
    ("age", one("greater than or equal", 64), ["ann"]),
    ("age", one("in range", 25, 31), ["Ann", "bob", "Dan"]),
    ("age", one("blank"), ["Cleo"]),
    ("age", one("contains", "3"), ["Ann", "Dan"]),
    ("born", one("equals", "1990-05-01"), ["Ann", "Dan"]),
    ("born", one("not equal", "1990-05-01 00:00:00"), ["bob", "Cleo", "ann"]),
    ("born", one("less than", "1990-05-01"), ["ann"]),
    ("born", one("less than or equal", "1990-05-01"), ["Ann", "ann", "Dan"]),
    ("born", one("greater than", "1990-05-01"), ["bob"]),
    ("born", one("greater than or equal", "1990-05-01"), ["Ann", "bob", "Dan"]),
    ("born", one("in range", "1957-12-31", "1990-05-01"), ["Ann", "ann", "Dan"]),
    ("born", one("not blank"), ["Ann", "bob", "ann", "Dan"]),
    ("member", one("equals", "true"), ["Ann", "Cleo", "Dan"]),
    ("name", one("contains", ""), ["Ann", "bob", "Cleo", "ann", "Dan"]),
]


@pytest.mark.parametrize(
    ("column", "conditions", "expected"),
    FILTERS,
    ids=[f"{column}-{each.conditions[0].kind}-{n}" for n, (column, each, _) in enumerate(FILTERS)],
)
def test_a_filter_keeps_the_rows_that_meet_it(manager, people, column, conditions, expected):
    assert names(manager, people, filters={column: conditions}) == expected


def test_conditions_are_joined_as_asked_and_filters_add_up(manager, people):
    young = Condition(kind="less than", value=30)
    old = Condition(kind="greater than", value=60)
    either = {"age": Filter(conditions=(young, old), join="or")}
    assert names(manager, people, filters=either) == ["bob", "ann"]
    assert names(manager, people, filters={"age": Filter(conditions=(young, old))}) == []
    assert names(manager, people, filters=either | {"name": one("contains", "a")}) == ["ann"]


def test_a_moment_with_a_time_of_day_is_that_moment(manager):
    content = b"when,n\n2020-01-01 08:00:00,1\n2020-01-01 09:30:00,2\n2020-01-02 00:00:00,3\n"
    dataset_id = manager.add(io.BytesIO(content), name="x.csv").id

    def found(kind, value, to=None):
        filters = {"when": one(kind, value, to)}
        return [
            row[1] for row in manager.rows(dataset_id, RowsRequest(end=9, filters=filters)).rows
        ]

    assert found("equals", "2020-01-01T09:30:00") == [2]
    assert found("equals", "2020-01-01") == [1, 2]
    assert found("greater than", "2020-01-01T08:00:00") == [2, 3]
    assert found("in range", "2020-01-01T09:00:00", "2020-01-01T10:00:00") == [2]


@pytest.mark.parametrize(
    ("column", "condition"),
    [
        ("age", one("less than", "many")),
        ("age", one("equals", None)),
        ("age", one("in range", 1)),
        ("born", one("equals", "yesterday")),
        ("born", one("in range", "1990-01-01", 5)),
        ("name", one("less than", "b")),
        ("member", one("greater than", 0)),
    ],
    ids=range(7),
)
def test_a_condition_that_does_not_fit_is_refused_by_name(manager, people, column, condition):
    with pytest.raises(InvalidValueError) as caught:
        names(manager, people, filters={column: condition})
    assert caught.value.field == column


@pytest.mark.parametrize(
    "fields",
    [{"sort": (Sort(column="no"),)}, {"filters": {"no": one("blank")}}, {"columns": ("no",)}],
    ids=["sort", "filters", "columns"],
)
def test_a_column_that_is_not_there_is_refused(manager, people, fields):
    with pytest.raises(InvalidValueError, match="no column 'no'") as caught:
        manager.rows(people, RowsRequest(end=1, **fields))
    assert caught.value.field == next(iter(fields))


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 1001)])
def test_rows_that_cannot_be_are_refused(manager, people, start, end):
    with pytest.raises(InvalidValueError):
        manager.rows(people, RowsRequest(start=start, end=end))


def test_rows_of_others_do_not_exist(store, people):
    with pytest.raises(NotFoundError):
        DatasetManager(store, "somebody else").rows(people, RowsRequest(end=1))


SORTS = [
    ([("name", False)], ["Ann", "Cleo", "Dan", "ann", "bob"]),
    ([("name", True)], ["bob", "ann", "Dan", "Cleo", "Ann"]),
    ([("age", False)], ["bob", "Ann", "Dan", "ann", "Cleo"]),
    ([("age", True)], ["ann", "Ann", "Dan", "bob", "Cleo"]),
    ([("born", True)], ["bob", "Ann", "Dan", "ann", "Cleo"]),
    ([("member", False)], ["bob", "ann", "Ann", "Cleo", "Dan"]),
    ([("member", True), ("age", False)], ["Ann", "Dan", "Cleo", "bob", "ann"]),
    ([("note", False)], ["Dan", "Cleo", "ann", "Ann", "bob"]),
]


@pytest.mark.parametrize(("keys", "expected"), SORTS, ids=range(len(SORTS)))
def test_rows_are_sorted_stably_with_missing_values_last(manager, people, keys, expected):
    sort = tuple(Sort(column=column, descending=descending) for column, descending in keys)
    assert names(manager, people, sort=sort) == expected


def test_a_type_that_was_chosen_decides_the_order_and_what_may_be_asked(manager):
    content = b"n,x\n" + b"".join(b"%s,y\n" % n for n in (b"10", b"9", b"NA", b"100"))
    dataset_id = manager.add(io.BytesIO(content), name="x.csv").id
    # With no word for missing values, NA is a text like any other.
    manager.read_again(dataset_id, DialectChoices(missing_words=()))

    def order():
        page = manager.rows(dataset_id, RowsRequest(end=9, sort=(Sort(column="n"),)))
        return [row[0] for row in page.rows]

    assert order() == ["10", "100", "9", "NA"]
    manager.change_columns(dataset_id, [ColumnChange(name="n", type="numeric")])
    assert order() == ["9", "10", "100", "NA"]
    small = RowsRequest(end=9, filters={"n": one("less than", 50)})
    assert [row[0] for row in manager.rows(dataset_id, small).rows] == ["10", "9"]


def test_what_a_cell_shows_is_short_and_exact(manager):
    whole = LARGEST_EXACT + 1
    content = f"big,long\n{whole},{'x' * 500}\n-{whole},{'é' * 200}\n1,{'é' * 201}\n".encode()
    dataset_id = manager.add(io.BytesIO(content), name="x.csv").id
    rows = manager.rows(dataset_id, RowsRequest(end=3)).rows
    assert [len(row[1]) for row in rows] == [200, 200, 200]
    assert rows[0][1].endswith("…")
    assert rows[1][1] == "é" * 200
    assert [str(row[0]) for row in rows] == [str(whole), str(-whole), "1"]
    assert not any(isinstance(row[0], int) and abs(row[0]) > LARGEST_EXACT for row in rows)
    assert len(manager.preview(dataset_id).rows[0][1]) == 500


@pytest.fixture(scope="module")
def large():
    """Columns in three batches, as they come from the disk, and a generator to ask with."""
    random = np.random.default_rng(0)
    texts = np.char.add("item ", random.integers(0, 40_000, N_ROWS).astype(str)).astype(object)
    texts[random.random(N_ROWS) < 0.05] = None
    table = pa.table({"text": texts, "number": random.normal(size=N_ROWS).round(1)})
    batches = [table.slice(start, 1 << 16) for start in range(0, N_ROWS, 1 << 16)]
    return pa.concat_tables(batches)


def python_order(table, sort):
    """Row numbers sorted by Python's own stable sort."""
    columns = [(table[each.column].to_pylist(), each.descending) for each in sort]

    def compare(a, b):
        for values, descending in columns:
            x, y = values[a], values[b]
            if x == y:
                continue
            if x is None or y is None:
                return 1 if x is None else -1
            return (1 if x > y else -1) * (-1 if descending else 1)
        return 0

    return sorted(range(table.num_rows), key=cmp_to_key(compare))


def test_a_text_that_ends_comes_before_one_that_goes_on():
    table = pa.table({"a": pa.chunked_array([["a\x00", "a", "b", "a\x00\x00", ""]])})
    order = order_rows(table, (Sort(column="a"),), np.arange(5, dtype=np.uint32))
    assert order.page(table, (Sort(column="a"),), 0, 5).tolist() == [4, 1, 0, 3, 2]


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
def test_any_page_of_a_large_table_is_what_python_sorts(large, descending):
    sort = (Sort(column="text", descending=descending), Sort(column="number"))
    order = order_rows(large, sort, np.arange(N_ROWS, dtype=np.uint32))
    expected = python_order(large, sort)
    for start in (0, 1, 65_500, 142_400, N_ROWS - 50):
        assert order.page(large, sort, start, start + 100).tolist() == expected[start:][:100]
    assert order.page(large, sort, N_ROWS, N_ROWS + 100).tolist() == []


texts = st.one_of(
    st.none(),
    st.text(alphabet="ab\x00é😀", max_size=12),
    st.text(alphabet="ab", max_size=4).map("https://".__add__),
    st.text(max_size=3),
)
values = st.one_of(
    st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1))).map(
        lambda each: pa.array(each, pa.int64())
    ),
    st.lists(st.one_of(st.none(), st.floats(allow_nan=False))).map(
        lambda each: pa.array(each, pa.float64())
    ),
    st.lists(st.one_of(st.none(), st.booleans())).map(lambda each: pa.array(each, pa.bool_())),
    st.lists(st.one_of(st.none(), st.datetimes())).map(
        lambda each: pa.array(each, pa.timestamp("us"))
    ),
    st.lists(texts).map(lambda each: pa.array(each, pa.string())),
    st.lists(texts, min_size=20).map(lambda each: pa.array(each, pa.string())),
)


@settings(max_examples=200, deadline=None)
@given(values=values, descending=st.booleans(), cut=st.integers(0, 10), data=st.data())
def test_any_values_are_sorted_as_python_sorts_them(values, descending, cut, data):
    cut = min(cut, len(values))
    column = pa.chunked_array([values[:cut], values[cut:]])
    second = pa.chunked_array([pa.array([n % 3 for n in range(len(values))])])
    table = pa.table({"a": column, "b": second})
    sort = (Sort(column="a", descending=descending),)
    if data.draw(st.booleans()):
        sort += (Sort(column="b", descending=True),)
    order = order_rows(table, sort, np.arange(len(values), dtype=np.uint32))
    start = data.draw(st.integers(0, len(values)))
    page = order.page(table, sort, start, start + 5).tolist()
    assert page == python_order(table, sort)[start : start + 5]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 9), max_size=30))
def test_rows_are_taken_in_any_order(rows):
    table = pa.concat_tables([pa.table({"n": [0, 1, 2]}), pa.table({"n": list(range(3, 10))})])
    assert take_rows(table, np.array(rows, np.uint32))["n"].to_pylist() == rows


@settings(max_examples=100, deadline=None)
@given(
    numbers=st.lists(st.one_of(st.none(), st.integers(-5, 5)), min_size=1),
    kind=st.sampled_from(["equals", "less than", "greater than or equal", "not equal"]),
    limit=st.integers(-6, 6),
)
def test_any_numbers_are_filtered_as_python_would(numbers, kind, limit):
    expected = {
        "equals": [n == limit for n in numbers],
        "not equal": [n != limit for n in numbers],
        "less than": [n is not None and n < limit for n in numbers],
        "greater than or equal": [n is not None and n >= limit for n in numbers],
    }[kind]
    column = pa.chunked_array([pa.array(numbers, pa.int64())])
    assert meets(column, one(kind, limit), name="n").tolist() == expected
