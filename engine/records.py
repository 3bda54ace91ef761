"""What is stored, as frozen records that serialise to JSON and back.

Every record is a pydantic model: `model_dump_json` writes it and
`model_validate_json` reads an equal one. Ids are UUID4 text, times are UTC.
A number that does not exist (a score that does not apply) is ``None``, never
NaN, because JSON has no NaN.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TaskType = Literal["classification", "regression", "clustering"]
ColumnType = Literal["numeric", "categorical", "text", "datetime", "boolean"]
Role = Literal["feature", "target", "id", "group", "weight", "ignore"]
# Weights of rows are not used by this version, so no column is given that role.
ROLES: tuple[Role, ...] = ("feature", "target", "id", "group", "ignore")
Status = Literal["queued", "running", "completed", "failed", "stopped", "interrupted"]
Severity = Literal["info", "warning", "blocker"]
Setting = bool | int | float | str | None

FINISHED: frozenset[Status] = frozenset({"completed", "failed", "stopped", "interrupted"})


def new_id() -> str:
    """A fresh UUID4 as text."""
    return str(uuid.uuid4())


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


class Record(BaseModel):
    """Base of all records: frozen, and unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stored(Record):
    """A record with an identity of its own, which is kept until it is deleted."""

    id: str = Field(default_factory=new_id)
    created_at: datetime = Field(default_factory=now)


class Problem(Record):
    """An `engine.errors.EngineError` that can be stored or sent."""

    code: str
    message: str
    field: str | None = None
    hint: str | None = None


class Repair(Record):
    """One click that cures a finding: give these columns this role."""

    label: str
    role: Role
    columns: tuple[str, ...]


class Finding(Record):
    """Something to know about a dataset before training."""

    code: str
    severity: Severity
    columns: tuple[str, ...] = ()
    message: str
    evidence: str
    repair: Repair | None = None


class Column(Record):
    """One column of a dataset: what it holds and what it is used for.

    `minimum` and `maximum` are numbers for a numeric column, ISO 8601 text for
    a datetime column, and ``None`` otherwise. `top` holds the commonest values
    with their counts, as text. `reason` says why `type` and `role` were chosen.
    """

    name: str
    type: ColumnType
    role: Role = "feature"
    missing: int
    distinct: int
    minimum: float | str | None = None
    maximum: float | str | None = None
    mean: float | None = None
    top: tuple[tuple[str, int], ...] = ()
    examples: tuple[str, ...] = ()
    reason: str = ""


class Dialect(Record):
    """How a file was read. `reasons` has one sentence for each field."""

    encoding: str
    delimiter: str
    quote_char: str = '"'
    reasons: dict[str, str] = Field(default_factory=dict)


class Preparation(Record):
    """How a dataset is split and judged. Target and features are the columns' roles."""

    task_type: TaskType | None = None
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    random_seed: int = 42


class Dataset(Stored):
    """A table that was read from a CSV file, or a sample."""

    name: str
    size_bytes: int
    sha256: str
    n_rows: int
    n_columns: int
    columns: tuple[Column, ...]
    dialect: Dialect
    findings: tuple[Finding, ...] = ()
    preparation: Preparation = Preparation()

    def column(self, name: str) -> Column | None:
        """The column of this name, or ``None``."""
        return next((column for column in self.columns if column.name == name), None)

    def names(self, role: Role) -> tuple[str, ...]:
        """Names of the columns with this role, in the order of the file."""
        return tuple(column.name for column in self.columns if column.role == role)

    @property
    def target(self) -> str | None:
        """Name of the column with the role `target`, if there is one."""
        return next(iter(self.names("target")), None)


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
    algorithms: tuple[AlgorithmChoice, ...]
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    random_seed: int = 42


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


class FoldScores(Record):
    """One metric over the folds of a cross-validation.

    `ci95` is the corrected resampled t interval of Nadeau and Bengio (2003).
    """

    mean: float | None
    std: float | None
    folds: tuple[float | None, ...]
    ci95: tuple[float, float] | None = None


class Scores(Record):
    """All scores of a model, by metric key; ``None`` where a metric does not apply.

    `test` are scores on held-out rows (for clustering: on all rows), `test_ci95`
    their bootstrap intervals, `train` the same on the rows it learned from,
    `baseline` those of a model that ignores the features, on the held-out rows,
    and `baseline_cv` its means over the folds.
    """

    test: dict[str, float | None]
    test_ci95: dict[str, tuple[float, float] | None] = Field(default_factory=dict)
    train: dict[str, float | None] = Field(default_factory=dict)
    cv: dict[str, FoldScores] = Field(default_factory=dict)
    baseline: dict[str, float | None] = Field(default_factory=dict)
    baseline_cv: dict[str, float | None] = Field(default_factory=dict)


class Provenance(Record):
    """Where a model came from: enough to train it again and to compare the answer.

    `split_sha256` is over the positions of the held-out rows (for clustering: of
    all rows), `folds_sha256` over which row is in which fold, `predictions_sha256`
    over the held-out predictions.
    """

    dataset_id: str
    dataset_name: str
    dataset_sha256: str
    dialect: Dialect
    columns: tuple[Column, ...]
    spec: TrainingSpec
    parameters: dict[str, Setting | str]
    split_sha256: str
    folds_sha256: str | None
    predictions_sha256: str
    versions: dict[str, str]
    threads: int
    n_train: int
    n_test: int
    n_dropped: int


class TrainedModel(Stored):
    """A fitted pipeline's record; the pipeline and its predictions are blobs."""

    session_id: str
    dataset_id: str
    name: str
    algorithm: str
    task_type: TaskType
    target: str | None
    features: tuple[str, ...]
    classes: tuple[str, ...] = ()
    positive_class: str | None = None
    hyperparameters: dict[str, Setting]
    scores: Scores
    provenance: Provenance
    fit_seconds: float
    size_bytes: int
    pickle_sha256: str
    warnings: tuple[str, ...] = ()
