"""Records of a training session: what it computes, and how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, FiniteFloat

from engine.records.base import FINISHED, Problem, Record, Setting, Status, Stored, TaskType
from engine.records.preprocessing import Preprocessing

Range = tuple[float, float]


class AlgorithmChoice(Record):
    """An algorithm of a session with all its hyperparameters resolved."""

    key: str
    hyperparameters: dict[str, Setting] = Field(default_factory=dict)


class SearchPlan(Record):
    """How good settings are searched for, within the training rows of each fold alone.

    Parameters
    ----------
    method : {"random", "halving"}
        Whether every candidate is tried on all rows, or the better third goes on
        to three times the rows (successive halving).
    n_candidates : int
        How many combinations of settings are tried.
    cv_folds : int
        Into how many folds the training rows are cut to judge a candidate.
    seconds : float, optional
        Time for all searches of one algorithm; when it is over, the best so far counts.
    algorithms : tuple of str, optional
        Keys of the algorithms that are searched, ``None`` for all of them.
    """

    method: Literal["random", "halving"] = "random"
    n_candidates: Annotated[int, Field(ge=2, le=500)] = 20
    cv_folds: Annotated[int, Field(ge=2, le=10)] = 3
    seconds: Annotated[float, Field(gt=0, le=86_400)] | None = 120.0
    algorithms: tuple[str, ...] | None = None

    def includes(self, key: str) -> bool:
        """Whether settings of this algorithm are searched."""
        return self.algorithms is None or key in self.algorithms


class Candidate(Record):
    """One combination of settings that was tried, on how many rows, with its mean score."""

    hyperparameters: dict[str, Setting]
    n_rows: int
    score: float | None
    seconds: float


class SearchResult(Record):
    """What a search on all training rows found.

    `hyperparameters` are the best ones, of the settings that were searched.
    `at_edge` names those whose best value is at an end of its range, so that a
    better one may lie beyond. `ended` says whether all candidates were tried.
    """

    plan: SearchPlan
    metric: str
    hyperparameters: dict[str, Setting]
    score: float | None
    candidates: tuple[Candidate, ...]
    at_edge: tuple[str, ...] = ()
    ended: Literal["all tried", "time", "stopped"] = "all tried"
    seconds: float = 0.0


class TrainingSpec(Record):
    """All that decides what a session computes: same spec, same numbers.

    Only with a `time_budget` in seconds, or one of the search, does it depend on
    the clock how much is computed; what was, is in the models. `labels` names a
    column of classes that a clustering is held against and does not look at.
    """

    dataset_id: str
    task_type: TaskType
    target: str | None = None
    features: tuple[str, ...]
    labels: str | None = None
    group: str | None = None
    group_separator: str | None = None
    algorithms: tuple[AlgorithmChoice, ...]
    test_size: float = 0.2
    stratify: bool = True
    cv_folds: int = 5
    cv_repeats: int = 1
    random_seed: int = 42
    drop_duplicates: bool = False
    time_column: str | None = None
    preprocessing: Preprocessing = Preprocessing()
    search: SearchPlan | None = None
    time_budget: float | None = None

    @property
    def n_folds(self) -> int:
        """How many folds there are over all repeats; 0 for clustering, which has none."""
        return 0 if self.task_type == "clustering" else self.cv_folds * self.cv_repeats

    def searches(self, key: str) -> bool:
        """Whether good settings of this algorithm are searched for."""
        return self.search is not None and self.search.includes(key)


class FitEstimate(Record):
    """What one algorithm is expected to take in a session: all its fits, and the most memory.

    `caution` is a sentence for a person when it may take too long.
    """

    seconds: Range
    memory_bytes: int
    caution: str | None = None


class Estimate(Record):
    """What a session is expected to take before it starts, as a range of seconds.

    `refusals` holds the algorithms that cannot be trained on these data, with the reason.
    """

    seconds: Range
    memory_bytes: int
    memory_limit: int
    algorithms: dict[str, FitEstimate] = Field(default_factory=dict)
    refusals: dict[str, Problem] = Field(default_factory=dict)


class Unit(Record):
    """A finished unit of work: one fit of one algorithm on one part of the rows."""

    algorithm: str
    part: str
    seconds: float
    score: float | None = None


class Progress(Record):
    """How far a session is, in units of work.

    `within` is the finished share of the unit that is running, `detail` what it
    is doing, such as the candidate of a search. `eta_seconds` is the range in
    which the end is expected, ``None`` while nothing is known. `beside` names the
    algorithms that other processes work on at the same time. `shareable_seconds` is
    how much of the rest is expected to be in algorithms that another process may begin.
    """

    done: int = 0
    total: int = 0
    within: float = 0.0
    stage: str = "waiting for its turn"
    detail: str | None = None
    algorithm: str | None = None
    eta_seconds: Range | None = None
    finished: tuple[Unit, ...] = ()
    beside: tuple[str, ...] = ()
    shareable_seconds: float = 0.0

    @property
    def fraction(self) -> float:
        """Finished share of the whole, from 0 to 1."""
        return min(1.0, (self.done + self.within) / self.total) if self.total else 0.0


class Contribution(Record):
    """What another process does of a session: one algorithm, and what came of it so far."""

    algorithm: str
    units: tuple[Unit, ...] = ()
    model_id: str | None = None
    problem: Problem | None = None

    @property
    def is_done(self) -> bool:
        """Whether it gave a model, or the reason why there is none."""
        return self.model_id is not None or self.problem is not None


class Costs(Record):
    """What one mistake of each kind costs, in any unit."""

    cost_false_positive: FiniteFloat = 1.0
    cost_false_negative: FiniteFloat = 1.0


class AnalysisChoice(Record):
    """What is to be found out about which model: `key` is that of an analysis.

    `costs` are what a threshold is to be tuned to, where the analysis takes any.
    """

    key: str
    model_id: str
    costs: Costs | None = None


class TrainingSession(Stored):
    """One run: what it should compute, and how far it is.

    With `analysis` it trains nothing, but finds something out about a model; the
    spec is that of the model then.

    `failures` names the algorithms that did not give a model, with the reason.
    `expected_seconds` is how long it was expected to take when its first unit
    began, and `expected_error` by how much that was wrong once it is completed:
    0.5 means that it took half as long again as expected, -0.5 half as long.
    """

    dataset_id: str
    dataset_name: str
    spec: TrainingSpec
    analysis: AnalysisChoice | None = None
    status: Status = "queued"
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stop_requested: bool = False
    progress: Progress = Progress()
    model_ids: tuple[str, ...] = ()
    failures: dict[str, Problem] = Field(default_factory=dict)
    expected_seconds: Range | None = None
    expected_error: float | None = None
    error: Problem | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing will change any more."""
        return self.status in FINISHED
