"""Datasets: taken in whole or not at all, previewed, deleted."""

import errno
import hashlib
import io
import json
from pathlib import Path

import pytest

from engine import datasets
from engine.datasets import DatasetManager
from engine.errors import (
    InvalidValueError,
    NotACsvError,
    NotFoundError,
    StorageFullError,
    TooLargeError,
    UnreadableFileError,
)
from engine.reading import file_reading
from engine.reading.uploads import CHUNK_BYTES, LONGEST_NAME, file_name
from engine.records import Dataset, Preparation
from engine.row_pages import RowPage

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


def nothing_is_left(manager, store):
    kept = [path for path in (store.data_dir / "blobs").rglob("*") if path.is_file()]
    return manager.list() == [] and kept == []


def test_a_file_is_kept_with_what_was_found_out(manager, store):
    dataset = added(manager)
    assert (dataset.name, dataset.n_rows, dataset.n_columns) == ("mixed.csv", 3, 6)
    assert dataset.size_bytes == len(MIXED)
    assert dataset.sha256 == hashlib.sha256(MIXED).hexdigest()
    assert store.blob("datasets", f"{dataset.id}.csv").read_bytes() == MIXED
    assert manager.get(dataset.id) == dataset
    assert Dataset.model_validate_json(dataset.model_dump_json()) == dataset


def test_datasets_belong_to_one_workspace(manager, store):
    dataset = added(manager)
    others = DatasetManager(store, "somebody else")
    assert others.list() == []
    for question in (others.get, others.delete, others.preview):
        with pytest.raises(NotFoundError):
            question(dataset.id)
    assert manager.get(dataset.id) == dataset


def test_a_deleted_dataset_leaves_nothing(manager, store):
    dataset = added(manager)
    manager.delete(dataset.id)
    assert nothing_is_left(manager, store)
    with pytest.raises(NotFoundError):
        manager.get(dataset.id)


def test_the_newest_dataset_comes_first(manager):
    first, second = added(manager), added(manager)
    assert [dataset.id for dataset in manager.list()] == [second.id, first.id]


def file_of(size):
    """A CSV file of exactly this size."""
    head, row = b"a,b\n", b"1,2\n"
    n_rows, rest = divmod(size - len(head), len(row))
    return head + row * (n_rows - 1) + b"1," + b"2" * (rest + 1) + b"\n"


@pytest.mark.parametrize("limit", [1000, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_the_limit_passes_and_one_byte_more_does_not(store, limit):
    manager = DatasetManager(store, "me", limit_bytes=limit)
    with pytest.raises(TooLargeError):
        added(manager, file_of(limit + 1))
    assert nothing_is_left(manager, store)
    assert added(manager, file_of(limit)).size_bytes == limit


def test_the_message_names_the_limit(store):
    manager = DatasetManager(store, "me", limit_bytes=3 * 1024**2)
    with pytest.raises(TooLargeError) as caught:
        added(manager, bytes(3 * 1024**2 + 1))
    assert "3 MB" in caught.value.message


class Cut(io.RawIOBase):
    """A stream that breaks after its first piece."""

    def __init__(self, error):
        self.pieces = [b"a,b\n1,2\n"]
        self.error = error

    def read(self, size=-1):
        if self.pieces:
            return self.pieces.pop()
        raise self.error


def test_an_upload_that_is_cut_half_way_leaves_nothing(manager, store):
    with pytest.raises(ConnectionResetError):
        manager.add(Cut(ConnectionResetError("gone")), name="x.csv")
    assert nothing_is_left(manager, store)
    assert added(manager).n_rows == 3


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", UnreadableFileError), (b"a,b\n1\n", UnreadableFileError), (b"%PDF-1.4", NotACsvError)],
)
def test_a_refused_file_leaves_nothing(manager, store, content, error):
    with pytest.raises(error):
        added(manager, content)
    assert nothing_is_left(manager, store)


def full_disk():
    with Path("/dev/full").open("wb") as file:
        file.write(b"x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    ("module", "step"), [(datasets, "receive"), (file_reading, "write_table")], ids=["csv", "table"]
)
def test_a_full_disk_loses_nothing_that_was_there(manager, store, monkeypatch, module, step):
    dataset = added(manager)
    monkeypatch.setattr(module, step, lambda *_, **__: full_disk())
    with pytest.raises(StorageFullError):
        added(manager)
    assert [kept.id for kept in manager.list()] == [dataset.id]
    assert len(list((store.data_dir / "blobs" / "datasets").iterdir())) == 2


def test_a_record_that_cannot_be_stored_leaves_no_files(manager, store, monkeypatch):
    def fail(*_):
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(store.datasets, "add", fail)
    with pytest.raises(OSError, match="broken"):
        added(manager)
    assert nothing_is_left(manager, store)


NAMES = [
    ("plain.csv", "plain.csv"),
    ("../../etc/passwd", "passwd"),
    ("C:\\fakepath\\sales 2024.csv", "sales 2024.csv"),
    ("tab\tnul\x00bell\x07.csv", "tabnulbell.csv"),
    ("turned\u202evsc.exe", "turnedvsc.exe"),
    ("half\ud800.csv", "half.csv"),
    ("räume 😀.csv", "räume 😀.csv"),
    ("..", "data.csv"),
    ("/", "data.csv"),
    ("", "data.csv"),
]


@pytest.mark.parametrize(("given_name", "shown"), NAMES)
def test_a_name_is_only_shown(manager, given_name, shown):
    assert added(manager, name=given_name).name == shown


def test_a_long_name_keeps_its_ending():
    shown = file_name("n" * 9000 + ".csv")
    assert len(shown) == LONGEST_NAME
    assert shown.endswith("n.csv")


def test_preview_gives_json_values(manager):
    preview = manager.preview(added(manager).id)
    assert preview.columns == ("n", "i", "label", "flag", "when", "note")
    assert preview.rows == (
        (1.5, 1, "red", True, "2020-12-31T00:00:00", "first"),
        (None, 2, "blue", False, None, "second"),
        (2.5, None, "red", True, "2021-01-01T06:30:00", None),
    )
    assert preview.n_rows == 3
    assert RowPage.model_validate(json.loads(preview.model_dump_json())) == preview
    assert [type(value) for value in preview.rows[0]] == [float, int, str, bool, str, str]


@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_preview_gives_as_many_rows_as_asked(manager, rows):
    content = b"a,b\n" + b"".join(b"%d,x\n" % row for row in range(150_000))
    preview = manager.preview(added(manager, content).id, rows=rows)
    assert [row[0] for row in preview.rows] == list(range(rows))
    assert preview.n_rows == 150_000


def test_preview_gives_any_rows_sorted_by_a_column(manager):
    content = b"a,b\n" + b"".join(b"%d,%d\n" % (row, row % 7) for row in range(150_000))
    dataset = added(manager, content)
    assert manager.preview(dataset.id, rows=2, start=149_999).rows == ((149_999, 149_999 % 7),)
    assert manager.preview(dataset.id, rows=2, start=150_000).rows == ()
    page = manager.preview(dataset.id, rows=2, start=100_000, sort="a", descending=True)
    assert [row[0] for row in page.rows] == [49_999, 49_998]
    assert page.n_rows == 150_000


@pytest.mark.parametrize("rows", [0, -1, 1001])
def test_preview_of_too_many_rows_is_refused(manager, rows):
    dataset = added(manager)
    with pytest.raises(InvalidValueError, match=r"1 to 1,000") as caught:
        manager.preview(dataset.id, rows=rows)
    assert caught.value.field == "rows"


OUT_OF_RANGE = [
    ("test_size", 0.04, "0.05 to 0.5"),
    ("test_size", 0.51, "0.05 to 0.5"),
    ("test_size", float("nan"), "0.05 to 0.5"),
    ("cv_folds", 1, "2 to 20"),
    ("cv_folds", 21, "2 to 20"),
    ("cv_folds", -2, "2 to 20"),
    ("random_seed", -1, "0 to 4,294,967,295"),
    ("random_seed", 2**32, "0 to 4,294,967,295"),
]


@pytest.mark.parametrize(("field", "value", "limits"), OUT_OF_RANGE)
def test_a_preparation_out_of_range_is_refused(manager, field, value, limits):
    dataset = added(manager)
    with pytest.raises(InvalidValueError, match=limits) as caught:
        manager.change_preparation(dataset.id, Preparation(**{field: value}))
    assert caught.value.field == field
    assert manager.get(dataset.id) == dataset


@pytest.mark.parametrize(
    "fields",
    [
        {"test_size": 0.05, "cv_folds": 0, "random_seed": 0},
        {"test_size": 0.5, "cv_folds": 20, "random_seed": 2**32 - 1, "task_type": "regression"},
    ],
)
def test_a_preparation_within_its_limits_is_kept(manager, fields):
    dataset = manager.change_preparation(added(manager).id, Preparation(**fields))
    assert manager.get(dataset.id).preparation == Preparation(**fields)
