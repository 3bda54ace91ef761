"""The bundled samples: real tables that need no further choice."""

import pytest

from engine.audit import audit, suggest_task_type
from engine.datasets import DatasetManager, load_table
from engine.errors import NotFoundError
from engine.records import TaskType
from engine.samples import SAMPLES

KEYS = [sample.key for sample in SAMPLES]
ROWS = {
    "iris": (150, 5),
    "wine": (178, 14),
    "breast_cancer": (569, 31),
    "digits": (1797, 65),
    "diabetes": (442, 11),
    "blobs": (400, 3),
}


@pytest.fixture
def manager(store):
    return DatasetManager(store, "me")


def test_keys_are_unique_and_every_task_type_has_a_sample():
    assert len(set(KEYS)) == len(KEYS)
    assert {sample.task_type for sample in SAMPLES} == set(TaskType.__args__)


@pytest.mark.parametrize("sample", SAMPLES, ids=KEYS)
def test_a_sample_needs_no_further_choice(manager, sample):
    dataset = manager.add_sample(sample.key)
    assert dataset.name == sample.name
    assert (dataset.n_rows, dataset.n_columns) == ROWS[sample.key]
    assert dataset.target == sample.target
    assert dataset.preparation.task_type == sample.task_type
    assert suggest_task_type(dataset, dataset.target)[0] == sample.task_type
    assert len(dataset.names("feature")) >= 2
    assert [finding for finding in audit(dataset) if finding.severity != "info"] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=KEYS)
def test_a_sample_is_loaded_as_it_was_made(manager, store, sample):
    dataset = manager.add_sample(sample.key)
    frame = sample.load()
    table = load_table(store, dataset, list(frame))
    for name in frame:
        assert table[name].tolist() == frame[name].tolist()
    assert sample.csv() == sample.csv()


@pytest.mark.parametrize("sample", SAMPLES, ids=KEYS)
def test_a_sample_says_what_it_is(sample):
    assert sample.name
    assert sample.description.endswith("?")
    assert f"{ROWS[sample.key][0]:,}" in sample.description


def test_an_unknown_sample_lists_those_there_are(manager):
    with pytest.raises(NotFoundError) as caught:
        manager.add_sample("../iris")
    assert all(key in caught.value.message for key in KEYS)
    assert manager.list() == []


def test_a_sample_may_be_larger_than_what_may_be_uploaded(store):
    manager = DatasetManager(store, "me", limit_bytes=10)
    assert manager.add_sample("iris").n_rows == 150
