"""Requests and answers about models, in lists and with their scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from engine.holdout import Holdout, Openings, is_open
from engine.metrics import why_no_values
from engine.records import FoldScores, Record, Setting, TaskType, TrainedModel
from engine.words import Words

Interval = tuple[float, float]


class ModelSummary(Record):
    """A model in a list: its means over the folds in `cv`, and `test` on the held-out rows.

    A model with folds is chosen by them: its `test` is ``null`` until somebody has
    looked at that model.
    """

    id: str
    session_id: str
    dataset_id: str
    dataset_name: str
    name: str
    algorithm: str
    task_type: TaskType
    target: str | None
    hyperparameters: dict[str, Setting]
    cv: dict[str, float | None]
    test: dict[str, float | None] | None
    fit_seconds: float
    size_bytes: int
    created_at: datetime


class ModelList(Record):
    """All models, newest first."""

    models: Sequence[ModelSummary]


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
    `holdout` says when the held-out rows were opened for this model, and for how many
    of its split; it is ``null`` for a clustering.
    """

    task_type: TaskType
    test: dict[str, float | None]
    test_ci95: dict[str, Interval | None]
    train: dict[str, float | None]
    cv: dict[str, FoldScores]
    baseline: dict[str, float | None]
    baseline_cv: dict[str, float | None]
    reasons: dict[str, str]
    holdout: Holdout | None
    words: dict[str, Words]


class ComparisonRequest(Record):
    """Models to rank, by `metric` or the first of their task type."""

    model_ids: Annotated[tuple[str, ...], Field(min_length=1)]
    metric: str | None = None


def summary(model: TrainedModel, openings: Openings) -> ModelSummary:
    """Give what a list shows of a model."""
    shared = ModelSummary.model_fields.keys() & TrainedModel.model_fields.keys()
    return ModelSummary(
        dataset_name=model.provenance.dataset_name,
        cv={key: folds.mean for key, folds in model.scores.cv.items()},
        test=model.scores.test if is_open(model, openings) else None,
        **model.model_dump(include=set(shared)),
    )


def details(model: TrainedModel, words: dict[str, Words]) -> ModelDetails:
    """Put what its scores mean beside a model."""
    return ModelDetails(**dict(model), words=words)


def metrics(model: TrainedModel, holdout: Holdout | None, words: dict[str, Words]) -> ModelMetrics:
    """All scores of a model, and what they mean."""
    known = {"reasons": why_no_values(model), "holdout": holdout, "words": words}
    return ModelMetrics(task_type=model.task_type, **(dict(model.scores) | known))
