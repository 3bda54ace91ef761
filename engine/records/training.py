"""Records of a training session: what it computes, and how far it is."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from engine.records.base import FINISHED, Problem, Record, Setting, Status, Stored, TaskType


class AlgorithmChoice(Record):
    """An algorithm of a session with all its hyperparameters resolved."""

    key: str
    hyperparameters: dict[str, Setting] = Field(default_factory=dict)


class TrainingSpec(Record):
    """All that decides what a session computes: same spec, same numbers."""

    dataset_id: str
    task_type: TaskType
    target: str | None = None
    features: tuple[str, ...]
    group: str | None = None
    group_separator: str | None = None
    algorithms: tuple[AlgorithmChoice, ...]
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    random_seed: int = 42
    drop_duplicates: bool = False
    time_column: str | None = None


class Unit(Record):
    """A finished unit of work: one fit of one algorithm on one part of the rows."""

    algorithm: str
    part: str
    seconds: float
    score: float | None = None


class Progress(Record):
    """How far a session is, in units of work.

    `within` is the finished share of the unit that is running. `eta_seconds`
    is the range in which the end is expected, ``None`` while nothing is known.
    """

    done: int = 0
    total: int = 0
    within: float = 0.0
    stage: str = "waiting for its turn"
    algorithm: str | None = None
    eta_seconds: tuple[float, float] | None = None
    finished: tuple[Unit, ...] = ()

    @property
    def fraction(self) -> float:
        """Finished share of the whole, from 0 to 1."""
        return min(1.0, (self.done + self.within) / self.total) if self.total else 0.0


class TrainingSession(Stored):
    """One run: what it should compute, and how far it is.

    `failures` names the algorithms that did not give a model, with the reason.
    """

    dataset_id: str
    dataset_name: str
    spec: TrainingSpec
    status: Status = "queued"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stop_requested: bool = False
    progress: Progress = Progress()
    model_ids: tuple[str, ...] = ()
    failures: dict[str, Problem] = Field(default_factory=dict)
    error: Problem | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing will change any more."""
        return self.status in FINISHED
