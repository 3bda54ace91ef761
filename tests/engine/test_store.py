"""The store: records round-trip, are private to a workspace, and queue in order."""

import errno
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.errors import NotFoundError, QueueFullError, StorageFullError, WrongStateError
from engine.records import (
    AlgorithmChoice,
    Column,
    Dataset,
    Dialect,
    FoldScores,
    Problem,
    Progress,
    Provenance,
    Scores,
    TrainedModel,
    TrainingSession,
    TrainingSpec,
    Unit,
)
from engine.store import Owner, Store

OWNER = Owner("machine", 1, 2.0)


def a_dataset() -> Dataset:
    return Dataset(
        name="räume.csv",
        size_bytes=12,
        sha256="ab" * 32,
        n_rows=2,
        n_columns=2,
        columns=(
            Column(name="a", type="numeric", missing=1, distinct=1, minimum=0.5, maximum=2),
            Column(name="b", type="text", role="ignore", missing=0, distinct=2, top=(("x", 1),)),
        ),
        dialect=Dialect(encoding="utf-8", delimiter=",", reasons={"encoding": "It is valid."}),
    )


def a_session(dataset_id: str = "d", seed: int = 42) -> TrainingSession:
    choice = AlgorithmChoice(
        key="ridge", hyperparameters={"alpha": 0.5, "max_iter": None, "a": 1, "b": True, "c": "x"}
    )
    spec = TrainingSpec(
        dataset_id=dataset_id,
        task_type="regression",
        target="y",
        features=("a", "b"),
        algorithms=(choice,),
        random_seed=seed,
    )
    return TrainingSession(dataset_id=dataset_id, dataset_name="räume.csv", spec=spec)


def a_model(session: TrainingSession) -> TrainedModel:
    return TrainedModel(
        session_id=session.id,
        dataset_id=session.dataset_id,
        name="Ridge",
        algorithm="ridge",
        task_type="regression",
        target="y",
        features=("a", "b"),
        hyperparameters={"alpha": 0.5},
        scores=Scores(
            test={"r2": 0.5, "mae": None},
            test_ci95={"r2": (0.4, 0.6), "mae": None},
            cv={"r2": FoldScores(mean=0.5, std=0.1, folds=(0.4, None), ci95=(0.3, 0.7))},
        ),
        provenance=Provenance(
            dataset_id=session.dataset_id,
            dataset_name="räume.csv",
            dataset_sha256="ab" * 32,
            dialect=Dialect(encoding="utf-8", delimiter=","),
            columns=(),
            spec=session.spec,
            parameters={"alpha": 0.5},
            split_sha256="cd" * 32,
            folds_sha256=None,
            predictions_sha256="ef" * 32,
            versions={"python": "3.11"},
            threads=1,
            n_train=8,
            n_test=2,
            n_dropped=0,
        ),
        fit_seconds=0.1,
        size_bytes=10,
        pickle_sha256="01" * 32,
    )


@pytest.mark.parametrize("record", [a_dataset(), a_session(), a_model(a_session())])
def test_records_read_back_equal_from_json(record):
    assert type(record).model_validate_json(record.model_dump_json()) == record


def test_datasets_read_back_equal_newest_first(store: Store):
    first, second = a_dataset(), a_dataset()
    store.datasets.add("mine", first)
    store.datasets.add("mine", second)
    assert store.datasets.all("mine") == [second, first]
    assert store.datasets.get("mine", first.id) == first


def test_a_record_outlives_the_process_that_wrote_it(store: Store):
    dataset = a_dataset()
    store.datasets.add("mine", dataset)
    store.close()
    assert Store(store.data_dir).datasets.get("mine", dataset.id) == dataset


def test_somebody_elses_id_is_answered_like_an_unknown_one(store: Store):
    dataset, session = a_dataset(), a_session()
    model = a_model(session)
    store.datasets.add("mine", dataset)
    store.models.add("mine", model)
    store.sessions.add("mine", session, max_queued=5)
    looks = [
        lambda who, key: store.datasets.get(who, key or dataset.id),
        lambda who, key: store.models.get(who, key or model.id),
        lambda who, key: store.datasets.delete(who, key or dataset.id),
        lambda who, key: store.models.delete(who, key or model.id),
        lambda who, key: store.sessions.get(who, key or session.id),
        lambda who, key: store.sessions.request_stop(who, key or session.id),
    ]
    for look in looks:
        with pytest.raises(NotFoundError) as foreign:
            look("yours", None)
        with pytest.raises(NotFoundError) as unknown:
            look("mine", "no-such-id")
        assert foreign.value.hint == unknown.value.hint
        assert type(foreign.value) is type(unknown.value)
    assert (
        store.datasets.all("yours")
        == store.models.all("yours")
        == store.sessions.all("yours")
        == []
    )


def test_an_equal_spec_is_one_run_until_it_is_finished(store: Store):
    first = store.sessions.add("mine", a_session(), max_queued=5)
    twin = store.sessions.add("mine", a_session(), max_queued=5)
    other = store.sessions.add("yours", a_session(), max_queued=5)
    assert twin.id == first.id
    assert other.id != first.id
    store.sessions.finish(first.id, "completed")
    assert store.sessions.add("mine", a_session(), max_queued=5).id != first.id


def test_twenty_double_clicks_at_once_are_one_run(store: Store):
    ids: list[str] = []

    def click() -> None:
        ids.append(store.sessions.add("mine", a_session(), max_queued=5).id)

    threads = [threading.Thread(target=click) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 20
    assert len(set(ids)) == 1


def test_a_full_queue_refuses_and_keeps_nothing(store: Store):
    for seed in range(2):
        store.sessions.add("mine", a_session(seed=seed), max_queued=2)
    with pytest.raises(QueueFullError) as refused:
        store.sessions.add("mine", a_session(seed=9), max_queued=2)
    assert refused.value.retry_after > 0
    assert len(store.sessions.all("mine")) == 2
    store.sessions.add("yours", a_session(seed=9), max_queued=2)


def test_runs_are_claimed_once_and_in_the_order_of_asking(store: Store):
    sessions = [store.sessions.add("mine", a_session(seed=seed), max_queued=5) for seed in range(3)]
    first, second, third = (session.id for session in sessions)
    assert [store.sessions.place(one) for one in (first, second, third)] == [1, 2, 3]
    assert store.sessions.claim(second, OWNER, max_running=1) is None
    claimed = store.sessions.claim(first, OWNER, max_running=1)
    assert claimed is not None
    assert claimed.status == "running"
    assert claimed.started_at is not None
    assert store.sessions.claim(first, OWNER, max_running=5) is None
    assert store.sessions.claim(second, OWNER, max_running=1) is None
    store.sessions.finish(first, "completed")
    assert store.sessions.next_queued(max_running=1) == second
    assert store.sessions.claim(second, OWNER, max_running=1) is not None


def test_many_claims_at_once_never_exceed_the_limit(store: Store):
    ids = [store.sessions.add("mine", a_session(seed=seed), max_queued=20).id for seed in range(10)]
    claimed: list[str] = []

    def claim_all() -> None:
        claimed.extend(
            one for one in ids if store.sessions.claim(one, OWNER, max_running=3) is not None
        )

    threads = [threading.Thread(target=claim_all) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == sorted(ids[:3])


def test_progress_is_kept_and_the_wish_to_stop_survives_it(store: Store):
    session = store.sessions.add("mine", a_session(), max_queued=5)
    running = store.sessions.claim(session.id, OWNER, max_running=1)
    assert running is not None
    store.sessions.request_stop("mine", session.id)
    unit = Unit(algorithm="ridge", part="fold 1 of 5", seconds=0.1, score=0.5)
    progress = Progress(done=1, total=6, stage="fold 2 of 5", finished=(unit,))
    store.sessions.write(running.model_copy(update={"progress": progress}))
    seen = store.sessions.get("mine", session.id)
    assert seen.progress == progress
    assert seen.stop_requested
    assert store.sessions.stop_requested(session.id)


def test_a_finished_session_stays_as_it_is(store: Store):
    session = store.sessions.add("mine", a_session(), max_queued=5)
    running = store.sessions.claim(session.id, OWNER, max_running=1)
    assert running is not None
    problem = Problem(code="killed", message="It was killed.")
    assert store.sessions.finish(session.id, "failed", problem)
    assert not store.sessions.finish(session.id, "completed")
    store.sessions.write(running)
    seen = store.sessions.get("mine", session.id)
    assert (seen.status, seen.error) == ("failed", problem)
    assert seen.finished_at is not None


def test_stopping_a_waiting_session_ends_it_at_once(store: Store):
    session = store.sessions.add("mine", a_session(), max_queued=5)
    assert store.sessions.request_stop("mine", session.id).status == "stopped"
    assert store.sessions.claim(session.id, OWNER, max_running=1) is None


def test_a_dataset_in_use_is_not_deleted(store: Store):
    dataset = a_dataset()
    store.datasets.add("mine", dataset)
    session = store.sessions.add("mine", a_session(dataset.id), max_queued=5)
    with pytest.raises(WrongStateError):
        store.datasets.delete("mine", dataset.id)
    store.sessions.finish(session.id, "stopped")
    store.datasets.delete("mine", dataset.id)
    assert store.datasets.all("mine") == []


def test_a_blob_appears_whole_or_not_at_all(store: Store):
    with store.new_blob("models", "a.pkl") as path:
        path.write_bytes(b"whole")
        with pytest.raises(NotFoundError):
            store.blob("models", "a.pkl")
    assert store.blob("models", "a.pkl").read_bytes() == b"whole"
    with pytest.raises(RuntimeError), store.new_blob("models", "b.pkl") as path:
        path.write_bytes(b"half")
        raise RuntimeError
    assert [path.name for path in store.data_dir.rglob("*.p*") if path.is_file()] == ["a.pkl"]


def test_a_full_disk_is_said_in_words_and_loses_nothing(store: Store):
    with store.new_blob("models", "a.pkl") as path:
        path.write_bytes(b"old")
    with pytest.raises(StorageFullError), store.new_blob("models", "a.pkl") as path:
        path.write_bytes(b"new")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert store.blob("models", "a.pkl").read_bytes() == b"old"


def test_the_sweep_takes_leftovers_of_the_dead_and_leaves_writes_under_way(store: Store):
    folder = store.data_dir / "blobs" / "datasets"
    folder.mkdir(parents=True)
    left = folder / "x.csv.1.part"
    left.write_bytes(b"part")
    with store.new_blob("datasets", "y.csv") as path:
        path.write_bytes(b"whole")
        assert store.sweep() == 1
        assert not left.exists()
        assert path.exists()
    assert store.blob("datasets", "y.csv").read_bytes() == b"whole"


def test_the_sweep_takes_files_whose_record_was_never_stored(store: Store):
    dataset = a_dataset()
    store.datasets.add("mine", dataset)
    long_ago = time.time() - 7200
    for name in (f"{dataset.id}.csv", "nobody.csv", "nobody.2.arrow", "young.csv"):
        with store.new_blob("datasets", name) as path:
            path.write_bytes(b"whole")
        if name != "young.csv":
            os.utime(store.blob("datasets", name), (long_ago, long_ago))
    store.sweep()
    kept = {path.name for path in (store.data_dir / "blobs" / "datasets").iterdir()}
    assert kept == {f"{dataset.id}.csv", "young.csv"}


def test_a_record_is_changed_or_stays_as_it_was(store: Store):
    dataset = a_dataset()
    store.datasets.add("mine", dataset)

    def rename(old: Dataset) -> Dataset:
        return old.model_copy(update={"name": f"{old.name}!"})

    def fail(old: Dataset) -> Dataset:
        raise RuntimeError

    assert store.datasets.change("mine", dataset.id, rename).name == "räume.csv!"
    with pytest.raises(RuntimeError):
        store.datasets.change("mine", dataset.id, fail)
    with pytest.raises(NotFoundError):
        store.datasets.change("yours", dataset.id, rename)
    assert store.datasets.get("mine", dataset.id).name == "räume.csv!"
    store.sessions.add("mine", a_session(dataset.id), max_queued=1)
    with pytest.raises(WrongStateError):
        store.datasets.change("mine", dataset.id, rename, unused=True)
    assert store.datasets.get("mine", dataset.id).name == "räume.csv!"


def test_several_processes_may_start_on_an_empty_directory_at_once(tmp_path):
    def open_one(folder: Path, ready: threading.Barrier) -> None:
        ready.wait()
        Store(folder).close()

    n_at_once = 6
    with ThreadPoolExecutor(n_at_once) as pool:
        for n in range(10):
            ready = threading.Barrier(n_at_once)
            opened = [pool.submit(open_one, tmp_path / str(n), ready) for _ in range(n_at_once)]
            for one in opened:
                one.result()
