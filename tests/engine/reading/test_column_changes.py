"""Another type or role for a column: what becomes of it, and what is refused."""

import io
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import ColumnChange, DatasetManager, load_table
from engine.errors import InvalidValueError
from engine.reading.column_conversion import convert, to_pandas
from engine.reading.column_types import infer
from engine.reading.table_reading import describe
from engine.records import ColumnFormat, ColumnType, Preparation

MIXED = b"n,i,label,flag\n1.5,1,red,True\n,2,blue,False\n2.5,,red,True\n"


TYPES = ColumnType.__args__


@pytest.fixture
def manager(store):
    return DatasetManager(store, "me")


def added(manager, content=MIXED):
    return manager.add(io.BytesIO(content), name="mixed.csv")


def cells(*texts):
    """A column of text as it comes from a file."""
    return pa.chunked_array([pa.array(texts, pa.string())])


CHANGES = [
    (["1", "2"], "categorical", [1, 2]),
    (["1", "2"], "boolean", [1, 2]),
    (["1", "2.5"], "text", ["1", "2.5"]),
    (["1", None], "text", ["1", None]),
    (["01", "2"], "numeric", [1.0, 2.0]),
    (["01", "NA", "1e400"], "numeric", [1.0, None, None]),
    (["a", "b", None], "boolean", ["a", "b", None]),
    (["true", "false"], "numeric", [True, False]),
    (["2020-12-31"], "categorical", ["2020-12-31"]),
    (["2020-12-31 23:59:00"], "text", ["2020-12-31 23:59:00"]),
    (["2020-12-31 23:59:00.5"], "text", ["2020-12-31 23:59:00.500000"]),
    ([None], "datetime", [None]),
    ([None], "numeric", [None]),
    (["1,5", "2,5"], "numeric", [1.5, 2.5]),
    (["$5", "$6"], "text", ["5", "6"]),
    (["20201231"], "datetime", [datetime(2020, 12, 31)]),  # noqa: DTZ001 - dates in files have no zone
    (["31.12.20"], "datetime", [datetime(2020, 12, 31)]),  # noqa: DTZ001 - as above
]


@pytest.mark.parametrize(("texts", "column_type", "values"), CHANGES)
def test_a_type_can_be_changed(texts, column_type, values):
    assert (
        convert(
            infer(cells(*texts)).values, column_type, name="a", written=ColumnFormat()
        ).to_pylist()
        == values
    )


REFUSED_CHANGES = [
    (["1", "x", "y", "x", "0x1F"], "numeric", ["4 cells", "'x', 'y', '0x1F'"]),
    (["2020-12-31"], "numeric", ["Dates are no numbers"]),
    (["1", "2"], "datetime", ["numbers, not dates"]),
    (["x"], "datetime", ["Not all cells"]),
    (["01/02/2020", "03/04/2020"], "datetime", ["either order"]),
    (["a", "b", "c"], "boolean", ["two different values", "has 3"]),
    (["1,234", "2,500"], "numeric", ["could mean 1234 or 1.234"]),
    (["20201231", "20201301"], "datetime", ["numbers, not dates"]),
]


@pytest.mark.parametrize(("texts", "column_type", "words"), REFUSED_CHANGES)
def test_a_type_that_does_not_fit_is_refused(texts, column_type, words):
    with pytest.raises(InvalidValueError) as caught:
        convert(infer(cells(*texts)).values, column_type, name="a", written=ColumnFormat())
    assert all(word in caught.value.message for word in words)
    assert caught.value.field == "a"
    assert caught.value.hint


ODD = st.text("0123456789+-.eExT:Z/ naNinf,", max_size=20) | st.sampled_from(
    ["2020-12-31", "31.12.2020", "0000-00-00", "9999-12-31T23:59:59-23:59", "1e308", "-0", "NA"]
)


@settings(deadline=None, max_examples=150)
@given(texts=st.lists(st.none() | ODD, min_size=1, max_size=6), column_type=st.sampled_from(TYPES))
def test_any_cells_have_a_type_and_any_change_works_or_says_why(texts, column_type):
    column = infer(cells(*texts))
    described = describe("a", column)
    assert described.model_validate_json(described.model_dump_json()) == described
    try:
        converted = convert(column.values, column_type, name="a", written=described.format)
    except InvalidValueError as error:
        assert error.field == "a"  # noqa: PT017 - which of the two happens is not known
    else:
        assert len(to_pandas(converted, column_type)) == len(texts)


def change(manager, dataset, name, **changes):
    return manager.change_columns(dataset.id, [ColumnChange(name=name, **changes)])


def test_a_changed_type_changes_what_is_loaded_and_told(manager, store):
    dataset = change(manager, added(manager), "i", type="categorical")
    column = manager.get(dataset.id).column("i")
    assert (column.type, column.minimum, column.mean) == ("categorical", None, None)
    assert "You chose" in column.reason
    assert load_table(store, dataset, ["i"])["i"].tolist()[:2] == [1.0, 2.0]
    back = change(manager, dataset, "i", type="numeric")
    assert back.column("i").maximum == 2.0


@pytest.mark.parametrize(
    ("cells", "words", "expected"),
    [
        (["-999", "5", "7", "-999"], ("-999",), [None, 5.0, 7.0, None]),
        (["0.5", "99.9", "NA", "1.5"], ("99.9", "x"), [0.5, None, None, 1.5]),
        (["not told", "b", "a", "b"], ("not told",), [None, "b", "a", "b"]),
    ],
    ids=["whole numbers", "numbers", "texts"],
)
def test_more_can_be_read_as_missing(manager, store, cells, words, expected):
    rows = "".join(f"{cell},{n}\n" for n, cell in enumerate(cells))
    dataset = manager.add(io.BytesIO(f"a,b\n{rows}".encode()), name="more.csv")
    dataset = change(manager, dataset, "a", missing_words=words)
    column = dataset.column("a")
    assert column.missing == expected.count(None)
    assert set(words) <= set(column.format.missing_words)
    loaded = load_table(store, dataset, ["a"])["a"].tolist()
    assert [None if pd.isna(value) else value for value in loaded] == expected


def test_a_type_that_does_not_fit_changes_nothing(manager):
    dataset = added(manager)
    changes = [ColumnChange(name="n", type="text"), ColumnChange(name="label", type="numeric")]
    with pytest.raises(InvalidValueError, match="'red', 'blue'") as caught:
        manager.change_columns(dataset.id, changes)
    assert caught.value.field == "label"
    assert manager.get(dataset.id) == dataset


def test_a_new_target_takes_the_role_from_the_first(manager):
    dataset = change(manager, added(manager), "flag", role="target")
    dataset = change(manager, dataset, "n", role="target")
    assert dataset.names("target") == ("n",)
    assert dataset.column("flag").role == "feature"
    assert change(manager, dataset, "n", role="ignore").target is None


def test_a_new_target_forgets_the_task_type_and_the_same_one_keeps_it(manager):
    dataset = change(manager, added(manager), "flag", role="target")
    preparation = Preparation(task_type="classification")
    dataset = manager.change_preparation(dataset.id, preparation)
    assert change(manager, dataset, "flag", role="target").preparation == preparation
    assert change(manager, dataset, "i", type="text").preparation == preparation
    assert change(manager, dataset, "n", role="target").preparation.task_type is None


REFUSED = [
    ({"name": "nobody", "role": "target"}, "no column 'nobody'"),
    ({"name": "empty", "role": "target"}, "has none"),
    ({"name": "label", "role": "weight"}, "does not use the role 'weight'"),
]


@pytest.mark.parametrize(("fields", "words"), REFUSED)
def test_a_role_that_cannot_work_is_refused(manager, fields, words):
    dataset = added(manager, b"label,below,empty\nx,-1,\ny,2,\n")
    with pytest.raises(InvalidValueError, match=words):
        manager.change_columns(dataset.id, [ColumnChange(**fields)])
    assert manager.get(dataset.id) == dataset
