"""The end of a run whose time is over, whatever the run itself does at that moment."""

from __future__ import annotations

import pytest

from app.runs.child import end_late
from engine.records import AlgorithmChoice, Problem, TrainingSession
from engine.store import Owner
from tests.made_models import made_model, made_spec

KEYS = ("logistic_regression", "svc", "gaussian_nb")


@pytest.fixture
def running(store) -> TrainingSession:
    algorithms = tuple(AlgorithmChoice(key=key) for key in KEYS)
    session = TrainingSession(
        dataset_id="1",
        dataset_name="a.csv",
        spec=made_spec(algorithms=algorithms, time_budget=90.0),
    )
    store.sessions.add("mine", session, max_queued=1)
    claimed = store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
    assert claimed is not None
    return claimed


def stored_model(store, session: TrainingSession, key: str) -> str:
    model = made_model(session_id=session.id, algorithm=key)
    store.models.add("mine", model)
    return model.id


def test_models_that_are_stored_are_kept_also_those_not_yet_told(store, running):
    told = stored_model(store, running, "logistic_regression")
    store.sessions.write(running.model_copy(update={"model_ids": (told,)}))
    just_now = stored_model(store, running, "gaussian_nb")
    stored_model(store, running.model_copy(update={"id": "another"}), "svc")
    end_late(store, running.id)
    ended = store.sessions.get("mine", running.id)
    assert ended.status == "completed"
    assert ended.model_ids == (told, just_now)
    assert ended.error is None
    assert ended.finished_at is not None
    assert set(ended.failures) == {"svc"}
    assert ended.failures["svc"].code == "time_budget"
    assert "1.5 minutes" in ended.failures["svc"].message


def test_without_a_model_it_failed_and_earlier_reasons_stay(store, running):
    broken = Problem(code="training_failed", message="The matrix is singular.")
    store.sessions.write(running.model_copy(update={"failures": {"svc": broken}}))
    end_late(store, running.id)
    ended = store.sessions.get("mine", running.id)
    assert (ended.status, ended.model_ids) == ("failed", ())
    assert ended.error is not None
    assert ended.error.code == "time_budget"
    assert ended.failures["svc"] == broken
    assert set(ended.failures) == set(KEYS)


def test_what_the_run_writes_later_changes_nothing(store, running):
    end_late(store, running.id)
    ended = store.sessions.get("mine", running.id)
    store.sessions.write(running.model_copy(update={"model_ids": ("late",)}))
    assert not store.sessions.finish(running.id, "completed")
    assert store.sessions.get("mine", running.id) == ended


def test_a_run_that_ended_by_itself_stays_as_it_is(store, running):
    store.sessions.finish(running.id, "stopped")
    ended = store.sessions.get("mine", running.id)
    end_late(store, running.id)
    assert store.sessions.get("mine", running.id) == ended
