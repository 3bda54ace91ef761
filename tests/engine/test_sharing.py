"""Several processes on one session: who does what, and what the session says as a whole."""

from __future__ import annotations

import threading

import pytest

from engine import fit_threads
from engine.contributions import with_contributions
from engine.records import (
    AlgorithmChoice,
    Contribution,
    Problem,
    Progress,
    TrainingSession,
    Unit,
)
from engine.session_work import read_work
from engine.shared_work import Alone
from engine.store import Owner, Store
from engine.training import ModelTrainer
from engine.training_request import TrainingRequest
from tests.made_models import made_spec

KEYS = ("ridge", "lasso", "svr")
OWNER, FIRST, SECOND = (Owner("here", pid, 1.0) for pid in (1, 2, 3))
PARTS = ("fold 1 of 2", "fold 2 of 2", "all training rows")
NO_LUCK = Problem(code="training", message="No luck.")


def units(key: str, n: int = len(PARTS)) -> tuple[Unit, ...]:
    return tuple(Unit(algorithm=key, part=part, seconds=1.0, score=0.5) for part in PARTS[:n])


@pytest.fixture
def session(store: Store) -> TrainingSession:
    algorithms = tuple(AlgorithmChoice(key=key) for key in KEYS)
    spec = made_spec(task_type="regression", algorithms=algorithms, cv_folds=2)
    added = TrainingSession(dataset_id="1", dataset_name="a.csv", spec=spec)
    store.sessions.add("mine", added, max_queued=5)
    claimed = store.sessions.claim(added.id, OWNER, max_running=1)
    assert claimed is not None
    progress = Progress(done=1, total=9, algorithm="ridge", finished=units("ridge", 1))
    written = claimed.model_copy(update={"progress": progress})
    store.sessions.write(written)
    return written


def at_once(n: int, work) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_there_are_as_many_places_as_said(store, session):
    given: list[int | None] = []
    at_once(6, lambda pid: given.append(store.sharing.join(session.id, FIRST, places=2)))
    assert sorted(place for place in given if place is not None) == [1, 2]
    store.sharing.leave(session.id, 1)
    assert store.sharing.join(session.id, SECOND, places=2) == 1


def test_nobody_joins_what_does_not_run(store, session):
    store.sessions.finish(session.id, "stopped")
    assert store.sharing.join(session.id, FIRST, places=2) is None
    assert not store.sharing.claim(session.id, 0, "ridge")
    assert store.sharing.join("no such session", FIRST, places=2) is None


def test_an_algorithm_is_claimed_once(store, session):
    claimed: list[int] = []

    def claim(place: int) -> None:
        if store.sharing.claim(session.id, place, "ridge"):
            claimed.append(place)

    at_once(8, claim)
    assert len(claimed) == 1


def test_what_is_left_undone_can_be_taken_over_once(store, session):
    place = store.sharing.join(session.id, FIRST, places=1)
    store.sharing.claim(session.id, place, "svr")
    store.sharing.tell(session.id, place, Contribution(algorithm="svr", units=units("svr", 1)))
    (claim,) = store.sharing.others(session.id)
    assert claim.owner == FIRST
    assert store.sharing.take_over(session.id, claim)
    assert not store.sharing.take_over(session.id, claim)
    assert store.sharing.others(session.id) == []
    assert not store.sharing.tell(session.id, place, claim.contribution)


def test_who_leaves_gives_back_what_is_undone_and_keeps_what_is_done(store, session):
    place = store.sharing.join(session.id, FIRST, places=1)
    for key in ("svr", "lasso"):
        store.sharing.claim(session.id, place, key)
    store.sharing.tell(session.id, place, Contribution(algorithm="svr", model_id="m"))
    store.sharing.leave(session.id, place)
    (claim,) = store.sharing.others(session.id)
    assert (claim.contribution.model_id, claim.owner) == ("m", None)
    assert store.sharing.claim(session.id, 0, "lasso")


def test_a_session_is_read_and_ended_as_a_whole(store, session):
    place = store.sharing.join(session.id, FIRST, places=1)
    for key in ("svr", "lasso"):
        store.sharing.claim(session.id, place, key)
    store.sharing.tell(
        session.id, place, Contribution(algorithm="svr", units=units("svr"), model_id="m")
    )
    store.sharing.tell(session.id, place, Contribution(algorithm="lasso", units=units("lasso", 2)))

    for seen in (store.sessions.get("mine", session.id), *store.sessions.all("mine")):
        assert seen.model_ids == ("m",)
        assert (seen.progress.done, seen.progress.total) == (6, 9)
        assert seen.progress.beside == ("lasso",)

    (active,) = store.sessions.active()
    assert active.joined == (FIRST,)
    store.sessions.finish(session.id, "stopped")
    ended = store.sessions.get("mine", session.id)
    assert (ended.status, ended.model_ids, ended.progress.done) == ("stopped", ("m",), 6)
    assert store.sharing.others(session.id) == []


def test_contributions_are_added_once(session):
    given = [
        Contribution(algorithm="svr", units=units("svr"), model_id="m"),
        Contribution(algorithm="lasso", units=units("lasso", 1), problem=NO_LUCK),
    ]
    once = with_contributions(session, given)
    assert once.model_ids == ("m",)
    assert once.failures == {"lasso": NO_LUCK}
    # Of three algorithms with three fits each, one ended after its first.
    assert (once.progress.done, once.progress.total) == (5, 7)
    assert with_contributions(once, given) == once


def test_a_session_that_has_not_begun_to_count_does_not_count_others(session):
    early = session.model_copy(update={"progress": Progress(stage="reading the data")})
    given = [Contribution(algorithm="svr", units=units("svr", 1))]
    assert with_contributions(early, given).progress == early.progress


def test_what_uses_all_cores_by_itself_is_not_shared(store, workspace, monkeypatch):
    dataset = workspace.datasets.add_sample("diabetes")
    keys = ("ridge", "hist_gradient_boosting_regressor", "decision_tree_regressor")
    request = TrainingRequest(
        dataset_id=dataset.id, task_type="regression", target="progression", algorithms=keys
    )
    session = workspace.sessions.start(request)
    work = read_work(store, workspace.name, session)
    assert {one.key for one in work.shareable} == set(keys)
    monkeypatch.setattr(fit_threads, "THREADS_FROM_ROWS", 100)
    assert {one.key for one in work.shareable} == {"ridge", "decision_tree_regressor"}


@pytest.mark.parametrize("alone", [True, False])
def test_who_is_not_alone_leaves_idle_cores_to_others(store, workspace, monkeypatch, alone):
    asked = []
    monkeypatch.setattr(fit_threads, "SPARE_THREADS_FROM_ROWS", 100)
    monkeypatch.setattr(fit_threads, "spare_cores", lambda: asked.append(1) or 1)
    dataset = workspace.datasets.add_sample("diabetes")
    request = TrainingRequest(
        dataset_id=dataset.id,
        task_type="regression",
        target="progression",
        algorithms=("hist_gradient_boosting_regressor",),
        cv_folds=0,
    )
    session = workspace.sessions.start(request)
    share = Alone()
    share.alone = alone
    trainer = ModelTrainer(
        store,
        workspace.name,
        on_progress=lambda _session: None,
        should_stop=lambda: False,
        share=share,
    )
    assert trainer.train(session).model_ids
    assert bool(asked) == alone
