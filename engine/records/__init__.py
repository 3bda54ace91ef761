"""What is stored, as frozen records that serialise to JSON and back.

Every record is a pydantic model: `model_dump_json` writes it and
`model_validate_json` reads an equal one. Ids are UUID4 text, times are UTC.
A number that does not exist (a score that does not apply) is ``None``, never
NaN, because JSON has no NaN.
"""

from engine.records.base import (
    FINISHED,
    ROLES,
    ColumnType,
    Problem,
    Record,
    Role,
    Setting,
    Severity,
    Status,
    Stored,
    TaskType,
    new_id,
    now,
)
from engine.records.datasets import (
    QUANTILES,
    Column,
    ColumnFormat,
    Dataset,
    DateOrder,
    DecimalMark,
    Dialect,
    DialectChoices,
    Finding,
    Histogram,
    LineEnd,
    Preparation,
    Repair,
    ThousandsMark,
    ValueKind,
)
from engine.records.models import FoldScores, Provenance, Scores, TrainedModel
from engine.records.training import AlgorithmChoice, Progress, TrainingSession, TrainingSpec, Unit

__all__ = [
    "FINISHED",
    "QUANTILES",
    "ROLES",
    "AlgorithmChoice",
    "Column",
    "ColumnFormat",
    "ColumnType",
    "Dataset",
    "DateOrder",
    "DecimalMark",
    "Dialect",
    "DialectChoices",
    "Finding",
    "FoldScores",
    "Histogram",
    "LineEnd",
    "Preparation",
    "Problem",
    "Progress",
    "Provenance",
    "Record",
    "Repair",
    "Role",
    "Scores",
    "Setting",
    "Severity",
    "Status",
    "Stored",
    "TaskType",
    "ThousandsMark",
    "TrainedModel",
    "TrainingSession",
    "TrainingSpec",
    "Unit",
    "ValueKind",
    "new_id",
    "now",
]
