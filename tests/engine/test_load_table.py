"""Tables as training gets them: equal to what the owner of the file would read."""

import io
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.datasets import ColumnChange, DatasetManager, load_table
from engine.errors import InvalidValueError
from tests.live_server import ROOT

DATA = ROOT.parent / "shared" / "data"
has_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data are not there")
MIXED = (
    b"n,i,label,flag,when,note\n"
    b"1.5,1,red,True,2020-12-31,first\n"
    b",2,blue,False,,second\n"
    b"2.5,,red,True,2021-01-01 06:30:00,\n"
)


@pytest.fixture
def manager(store):
    return DatasetManager(store, "me")


def added(manager, content=MIXED, name="mixed.csv"):
    return manager.add(io.BytesIO(content), name=name)


def test_columns_are_loaded_in_one_dtype_per_type(manager, store):
    table = load_table(store, added(manager), ["when", "n", "i", "label", "flag", "note"])
    assert table.dtypes.astype(str).to_dict() == {
        "when": "datetime64[us]",
        "n": "float64",
        "i": "float64",
        "label": "object",
        "flag": "object",
        "note": "object",
    }
    assert table["when"].isna().tolist() == [False, True, False]
    assert table["when"][2] == datetime(2021, 1, 1, 6, 30)  # noqa: DTZ001 - files have no time zone
    assert np.isnan(table["n"][1])
    assert table["label"].tolist() == ["red", "blue", "red"]
    assert [type(value) for value in table["flag"]] == [bool, bool, bool]
    assert table["note"].tolist() == ["first", "second", None]


def test_levels_are_those_that_pandas_would_read(manager, store):
    content = b"whole,gaps,truth,word\n1,1,True,Yes\n2,,,No\n1,3,False,\n"
    changes = [ColumnChange(name=name, type="categorical") for name in ("whole", "gaps")]
    dataset = manager.change_columns(added(manager, content).id, changes)
    table = load_table(store, dataset, ["whole", "gaps", "truth", "word"])
    expected = pd.read_csv(io.BytesIO(content))
    for name in table:
        levels = [value for value in table[name] if not pd.isna(value)]
        theirs = [value for value in expected[name].tolist() if not pd.isna(value)]
        assert levels == theirs
        assert [type(level) for level in levels] == [type(level) for level in theirs]
        assert table[name].isna().tolist() == expected[name].isna().tolist()


def test_loaded_columns_may_be_written_to(manager, store):
    table = load_table(store, added(manager), ["n", "when", "label"])
    table.loc[0, "n"] = 7.0
    table.loc[1, "label"] = "green"
    assert (table["n"][0], table["label"][1]) == (7.0, "green")


def test_only_known_columns_can_be_loaded(manager, store):
    with pytest.raises(InvalidValueError) as caught:
        load_table(store, added(manager), ["n", "N"])
    assert "'N'" in caught.value.message
    assert "'label'" in caught.value.message


def test_no_columns_are_rows_without_columns(manager, store):
    assert load_table(store, added(manager), []).shape == (3, 0)


@has_data
@pytest.mark.parametrize(
    "name",
    ["penguins", "titanic_kaggle_train", "california_housing", "telco_churn", "mice_protein"],
)
def test_real_files_are_loaded_as_pandas_reads_them(manager, store, name):
    path = DATA / f"{name}.csv"
    dataset = added(manager, path.read_bytes(), path.name)
    table = load_table(store, dataset, [column.name for column in dataset.columns])
    expected = pd.read_csv(path)
    # The one column that pandas takes for text because of 11 blanks.
    if name == "telco_churn":
        expected["TotalCharges"] = pd.to_numeric(expected["TotalCharges"], errors="coerce")
    assert list(table) == list(expected)
    for column in table:
        assert table[column].isna().equals(expected[column].isna()), column
        assert table[column].dropna().tolist() == expected[column].dropna().tolist(), column


COLUMN = {
    "whole": st.integers(-(2**53), 2**53),
    "decimal": st.floats(allow_nan=False, allow_infinity=False).map(lambda x: x + 0.5),
    "word": st.sampled_from(["red", "green", "blue; or", 'say "hi"', "two\nlines", "a,b|c"]),
    "moment": st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),  # noqa: DTZ001 - as above
}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.fixed_dictionaries(COLUMN), min_size=2, max_size=12),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_frame_written_in_any_dialect_is_loaded_equal(
    *, manager, store, rows, separator, encoding, line_end
):
    frame = pd.DataFrame(rows).astype({"moment": "datetime64[us]"})
    text = frame.to_csv(index=False, sep=separator, lineterminator=line_end)
    dataset = added(manager, text.encode(encoding))
    types = {column.name: column.type for column in dataset.columns}
    assert (types["word"], types["moment"]) == ("categorical", "datetime")
    table = load_table(store, dataset, list(frame))
    for name in frame:
        assert table[name].tolist() == frame[name].tolist()
