"""Answers of REST about runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from engine.records import Problem, Record, Status, TrainingSession, Unit

Interval = tuple[float, float]


class SessionState(Record):
    """A run right after it was started or asked to stop."""

    session_id: str
    status: Status


class SessionStarted(SessionState):
    """A run right after it was started.

    `cautions` says by algorithm why its fits may take long; without any it is
    left out.
    """

    cautions: dict[str, str] = Field(default_factory=dict, exclude_if=lambda found: not found)


class SessionStatus(SessionState):
    """How far a run is.

    `progress` goes from 0 to 1. `eta_seconds` is the range in which the end is
    expected, ``null`` while nothing is known.
    """

    progress: float
    stage: str
    eta_seconds: Interval | None
    model_ids: tuple[str, ...]
    failures: dict[str, Problem]
    error: Problem | None


class SessionProgress(SessionState):
    """The units of work of a run: finished ones with their times, and the current one.

    `within` is the finished share of the current unit, from 0 to 1. `beside` names
    algorithms that other processes work on at the same time; `shareable_seconds` is
    what is expected to be left in algorithms that another process may begin.
    """

    progress: float
    done: int
    total: int
    within: float
    stage: str
    algorithm: str | None
    detail: str | None
    eta_seconds: Interval | None
    expected_seconds: Interval | None
    expected_error: float | None
    finished: tuple[Unit, ...]
    beside: tuple[str, ...]
    shareable_seconds: float
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class SessionList(Record):
    """All runs, newest first."""

    sessions: Sequence[TrainingSession]


def status(session: TrainingSession) -> SessionStatus:
    """How far a session is."""
    return SessionStatus(
        session_id=session.id,
        status=session.status,
        progress=session.progress.fraction,
        stage=session.progress.stage,
        eta_seconds=session.progress.eta_seconds,
        model_ids=session.model_ids,
        failures=session.failures,
        error=session.error,
    )


def progress(session: TrainingSession) -> SessionProgress:
    """All units of a session."""
    return SessionProgress(
        session_id=session.id,
        status=session.status,
        progress=session.progress.fraction,
        created_at=session.created_at,
        started_at=session.started_at,
        finished_at=session.finished_at,
        expected_seconds=session.expected_seconds,
        expected_error=session.expected_error,
        **dict(session.progress),
    )
