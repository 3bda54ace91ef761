"""Words and bases that all records share."""

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
