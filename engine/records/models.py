"""Records of a trained model: its scores, and where it came from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.records.base import Record, Setting, Stored, TaskType
from engine.records.datasets import Column, Dialect
from engine.records.training import Costs, SearchResult, TrainingSpec

VariantKind = Literal["calibrated", "tuned_threshold"]


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
    `baseline` what guessing gives that ignores the features, by each metric the best
    way to guess, and `baseline_cv` its means over the folds. `reasons` says in a sentence why a
    metric has no value in `test`.
    """

    test: dict[str, float | None]
    test_ci95: dict[str, tuple[float, float] | None] = Field(default_factory=dict)
    train: dict[str, float | None] = Field(default_factory=dict)
    cv: dict[str, FoldScores] = Field(default_factory=dict)
    baseline: dict[str, float | None] = Field(default_factory=dict)
    baseline_cv: dict[str, float | None] = Field(default_factory=dict)
    reasons: dict[str, str] = Field(default_factory=dict)


class Provenance(Record):
    """Where a model came from: enough to train it again and to compare the answer.

    `split_sha256` is over the positions of the held-out rows (for clustering: of
    all rows), `folds_sha256` over which row is in which fold, `predictions_sha256`
    over the held-out predictions. Rows in neither part: `n_dropped` have no
    target, `n_untimed` no time, `n_duplicates` repeat an earlier row. `threads` is the
    limit of BLAS and OpenMP, 0 for none; an algorithm that is the same with any number
    of threads may have had idle cores besides.
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
    n_untimed: int = 0
    n_duplicates: int = 0


class TrainedModel(Stored):
    """A fitted pipeline's record; the pipeline and its predictions are blobs.

    `grown` is set for an ensemble that was stopped while it grew: how many of
    how many rounds or trees it has. `search` is how its settings were found.
    `variant` says what was made of the model `variant_of`, whose id it is, and
    `costs` to what its threshold was tuned, if that was not balanced accuracy.
    """

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
    grown: tuple[int, int] | None = None
    variant: VariantKind | None = None
    variant_of: str | None = None
    costs: Costs | None = None
    search: SearchResult | None = None
