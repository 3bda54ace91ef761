"""Requests and answers about one model's results where they are not a record of the engine."""

from __future__ import annotations

from pydantic import FiniteFloat

from app.api.schemas import Interval
from engine.analyses.analyst import KeptAnalysis
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis, RegressorDiagnosis
from engine.diagnosis.thresholds import Thresholds
from engine.metrics import why_no_values
from engine.records import Costs, FoldScores, Record, TaskType, TrainedModel
from engine.words import Words


class ModelDetails(TrainedModel):
    """A model with all its scores, where it came from, and what its scores mean.

    `words` has "score" always, "labels" of a clustering that was held against known
    classes, and "overfitting" where there is some.
    """

    words: dict[str, Words]


class ModelMetrics(Record):
    """All scores of a model by metric; ``null`` where a metric does not apply.

    `reasons` says in a sentence why, for each metric without a value in `test`, and
    `words` what the scores mean, as with the model itself.
    """

    task_type: TaskType
    test: dict[str, float | None]
    test_ci95: dict[str, Interval | None]
    train: dict[str, float | None]
    cv: dict[str, FoldScores]
    baseline: dict[str, float | None]
    baseline_cv: dict[str, float | None]
    reasons: dict[str, str]
    words: dict[str, Words]


class ModelDiagnosis(Record):
    """Where a model is right and where it errs: one of the two, by its task type."""

    classification: ClassifierDiagnosis | None = None
    regression: RegressorDiagnosis | None = None

    @classmethod
    def of(cls, found: Diagnosis) -> ModelDiagnosis:
        """Put a diagnosis under the name of its task type."""
        if isinstance(found, ClassifierDiagnosis):
            return cls(classification=found)
        return cls(regression=found)


class AnalysisCosts(Record):
    """What mistakes cost, for a threshold that is tuned to that; of two, one left out is 1."""

    cost_false_positive: FiniteFloat | None = None
    cost_false_negative: FiniteFloat | None = None

    def given(self) -> Costs | None:
        """The costs, ``None`` if none were named."""
        named = self.model_dump(exclude_none=True)
        return Costs(**named) if named else None


class ModelThresholds(Record):
    """All thresholds, and whether another one than the usual is worth it."""

    thresholds: Thresholds
    words: Words


class AnalysisList(Record):
    """What can be found out about a model, with the answers there are."""

    analyses: tuple[KeptAnalysis, ...]


def details(model: TrainedModel, words: dict[str, Words]) -> ModelDetails:
    """Put what its scores mean beside a model."""
    return ModelDetails(**dict(model), words=words)


def metrics(model: TrainedModel, words: dict[str, Words]) -> ModelMetrics:
    """All scores of a model, and what they mean."""
    known = dict(model.scores) | {"reasons": why_no_values(model), "words": words}
    return ModelMetrics(task_type=model.task_type, **known)
