"""A file that is read again in another way: all of it changes, or nothing."""

from __future__ import annotations

import io

import pytest

from engine.datasets import ColumnChange, DatasetManager, load_table
from engine.errors import (
    InvalidValueError,
    NotFoundError,
    UnreadableFileError,
    WrongStateError,
)
from engine.reading.file_reading import read_file
from engine.records import DialectChoices, Preparation
from engine.row_pages import Condition, Filter, RowsRequest
from tests.engine.test_store import a_session

SALES = b"amount;kind;when;note\n" + b"".join(
    b"%d,%d;%s;2024-0%d-01;n%d\n" % (row, row % 10, (b"a", b"b")[row % 2], 1 + row % 9, row)
    for row in range(40)
)


@pytest.fixture
def manager(store):
    return DatasetManager(store, "me")


@pytest.fixture
def dataset(manager):
    return manager.add(io.BytesIO(SALES), name="sales.csv")


def blobs(store):
    return sorted(path.name for path in (store.data_dir / "blobs" / "datasets").iterdir())


def test_another_dialect_gives_another_table_under_the_same_id(manager, store, dataset):
    again = manager.read_again(dataset.id, DialectChoices(header_rows=0))
    assert (again.id, again.name, again.sha256) == (dataset.id, dataset.name, dataset.sha256)
    assert again.created_at == dataset.created_at
    assert again.n_rows == dataset.n_rows + 1
    assert again.dialect.header_rows == 0
    assert again.dialect.choices == DialectChoices(header_rows=0)
    assert manager.get(dataset.id) == again
    assert load_table(store, again, [again.columns[1].name]).iloc[0, 0] == "kind"
    assert manager.preview(dataset.id).columns == tuple(column.name for column in again.columns)
    assert len(blobs(store)) == 2


def test_without_choices_it_is_as_it_was_found_out_first(manager, dataset):
    manager.read_again(dataset.id, DialectChoices(header_rows=0))
    back = manager.read_again(dataset.id, DialectChoices())
    assert back.model_copy(update={"reading": dataset.reading}) == dataset


def test_rows_are_those_of_the_new_reading(manager, dataset):
    only_a = {"kind": Filter(conditions=(Condition(kind="equals", value="a"),))}
    assert manager.rows(dataset.id, RowsRequest(end=1, filters=only_a)).n_rows == 20
    again = manager.read_again(dataset.id, DialectChoices(missing_words=("a",)))
    assert again.column("kind").missing == 20
    assert manager.rows(dataset.id, RowsRequest(end=1, filters=only_a)).n_rows == 0


def test_roles_and_preparation_are_kept_where_the_columns_are_the_same(manager, dataset):
    manager.change_columns(
        dataset.id,
        [ColumnChange(name="kind", role="target"), ColumnChange(name="note", role="group")],
    )
    preparation = Preparation(task_type="classification", test_size=0.3, time_column="when")
    manager.change_preparation(dataset.id, preparation)
    again = manager.read_again(dataset.id, DialectChoices(decimal="."))
    assert again.target == "kind"
    assert again.column("note").role == "group"
    assert "You chose its role." in again.column("note").reason
    assert again.preparation == preparation


def test_a_role_stays_a_chosen_one_whatever_else_is_chosen_after_it(manager, dataset):
    for change in ({"role": "group"}, {"missing_words": ("nothing",)}, {"role": "ignore"}):
        manager.change_columns(dataset.id, [ColumnChange(name="note", **change)])
    manager.change_columns(dataset.id, [ColumnChange(name="note", missing_words=("never",))])
    before = manager.get(dataset.id).column("note")
    assert before.reason.count("You chose its role.") == 1
    again = manager.read_again(dataset.id, DialectChoices(decimal=".")).column("note")
    assert (again.role, again.reason.count("You chose its role.")) == ("ignore", 1)


def test_what_was_said_about_columns_that_are_gone_is_forgotten(manager, dataset):
    manager.change_columns(dataset.id, [ColumnChange(name="kind", role="target")])
    preparation = Preparation(task_type="classification", test_size=0.3, time_column="when")
    manager.change_preparation(dataset.id, preparation)
    again = manager.read_again(dataset.id, DialectChoices(header_rows=0))
    assert again.target != "kind"
    assert again.preparation == Preparation(test_size=0.3)


def test_the_target_that_was_chosen_stays_the_only_one(manager):
    rows = b"".join(b"%d;k%d;%d,5\n" % (n, n % 3, n % 4) for n in range(40))
    dataset = manager.add(io.BytesIO(b"size;kind;label\n" + rows), name="x.csv")
    assert dataset.target == "label"
    manager.change_columns(dataset.id, [ColumnChange(name="kind", role="target")])
    # Of another type, it is a new column, for which the role of target is suggested.
    again = manager.read_again(dataset.id, DialectChoices(decimal=".", thousands=""))
    assert again.column("label").type != dataset.column("label").type
    assert again.names("target") == ("kind",)


@pytest.mark.parametrize(
    ("choices", "error"),
    [
        (DialectChoices(encoding="no such"), InvalidValueError),
        (DialectChoices(encoding="utf-16"), (InvalidValueError, UnreadableFileError)),
        (DialectChoices(skipped_lines=39, header_rows=2), UnreadableFileError),
    ],
    ids=["unknown", "unfit", "no rows left"],
)
def test_a_choice_that_cannot_work_changes_nothing(manager, store, dataset, choices, error):
    before = blobs(store)
    with pytest.raises(error):
        manager.read_again(dataset.id, choices)
    assert manager.get(dataset.id) == dataset
    assert blobs(store) == before
    assert manager.preview(dataset.id).n_rows == 40


def test_it_is_refused_while_a_run_reads_the_dataset(manager, store, dataset):
    session = store.sessions.add("me", a_session(dataset.id), max_queued=1)
    with pytest.raises(WrongStateError):
        manager.read_again(dataset.id, DialectChoices(header_rows=0))
    assert manager.get(dataset.id) == dataset
    store.sessions.finish(session.id, "completed")
    assert manager.read_again(dataset.id, DialectChoices(header_rows=0)).n_rows == 41


def reading_while(manager, store, meanwhile):
    """A manager to whose readings something comes between."""

    def read(csv_path, table_path, choices):
        found = read_file(csv_path, table_path, choices)
        meanwhile()
        return found

    return DatasetManager(store, "me", read=read)


def test_a_run_that_starts_meanwhile_keeps_its_data(manager, store, dataset):
    slow = reading_while(
        manager, store, lambda: store.sessions.add("me", a_session(dataset.id), max_queued=1)
    )
    before = blobs(store)
    with pytest.raises(WrongStateError):
        slow.read_again(dataset.id, DialectChoices(header_rows=0))
    assert manager.get(dataset.id) == dataset
    assert blobs(store) == before


def test_of_two_readings_at_once_the_first_to_end_is_kept(manager, store, dataset):
    slow = reading_while(
        manager, store, lambda: manager.read_again(dataset.id, DialectChoices(decimal="."))
    )
    with pytest.raises(WrongStateError, match="meanwhile"):
        slow.read_again(dataset.id, DialectChoices(header_rows=0))
    assert manager.get(dataset.id).dialect.choices == DialectChoices(decimal=".")
    assert manager.preview(dataset.id).n_rows == 40
    assert len(blobs(store)) == 2


def test_a_role_that_is_chosen_meanwhile_is_kept(manager, store, dataset):
    change = [ColumnChange(name="note", role="group")]
    slow = reading_while(manager, store, lambda: manager.change_columns(dataset.id, change))
    assert slow.read_again(dataset.id, DialectChoices(decimal=".")).column("note").role == "group"


def test_a_dataset_that_is_deleted_meanwhile_stays_deleted(manager, store, dataset):
    slow = reading_while(manager, store, lambda: manager.delete(dataset.id))
    with pytest.raises(NotFoundError):
        slow.read_again(dataset.id, DialectChoices(header_rows=0))
    assert blobs(store) == []


def test_datasets_of_others_cannot_be_read_again(store, dataset):
    other = DatasetManager(store, "somebody else")
    for ask in (other.read_again, other.look):
        with pytest.raises(NotFoundError):
            ask(dataset.id, DialectChoices())
    assert len(blobs(store)) == 2


def test_a_look_stores_nothing(manager, store, dataset):
    look = manager.look(dataset.id, DialectChoices(header_rows=0), rows=3)
    assert look.rows[0][1] == "kind"
    assert len(look.rows) == 3
    assert manager.get(dataset.id) == dataset
    assert len(blobs(store)) == 2
