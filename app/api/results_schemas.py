"""Requests and answers about one model's results where they are not a record of the engine."""

from __future__ import annotations

from pydantic import FiniteFloat

from engine.analyses.analyst import KeptAnalysis
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis, RegressorDiagnosis
from engine.diagnosis.thresholds import Thresholds
from engine.errors import InvalidValueError
from engine.records import Costs, Record, Setting
from engine.words import Words


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


class NewRows(Record):
    """New rows: either `rows` as objects with names and values, or those of a dataset."""

    rows: tuple[dict[str, Setting], ...] | None = None
    dataset_id: str | None = None

    @property
    def required_rows(self) -> tuple[dict[str, Setting], ...]:
        """The rows; `InvalidValueError` unless exactly they are given."""
        if self.rows is None or self.dataset_id is not None:
            raise InvalidValueError(
                "Exactly one of rows and dataset_id must be given.",
                field="rows",
                hint='Send {"rows": [{"column": value}]}, or {"dataset_id": "..."}.',
            )
        return self.rows


class AnalysisList(Record):
    """What can be found out about a model, with the answers there are."""

    analyses: tuple[KeptAnalysis, ...]
