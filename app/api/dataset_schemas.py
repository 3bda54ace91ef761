"""Requests and answers of REST about datasets where they are not a record of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field, Json

from engine.datasets import MOST_PREVIEW_ROWS, ColumnChange
from engine.records import Column, Dataset, DialectChoices, Finding, Record


class DatasetList(Record):
    """All datasets, newest first."""

    datasets: Sequence[Dataset]


class PreviewQuery(Record):
    """Which rows to show: how many, from which one (the first is 0), and sorted by what."""

    rows: int = Field(default=50, ge=1, le=MOST_PREVIEW_ROWS)
    start: int = Field(default=0, ge=0)
    sort: str | None = None
    descending: bool = False


class HeadQuery(Record):
    """How the file is written, as far as it is known: the choices as JSON."""

    choices: Json[DialectChoices] = DialectChoices()


class Look(Record):
    """How to look at a file; what is left out is found out."""

    choices: DialectChoices = DialectChoices()


class AuditQuery(Record):
    """The target to look at, if it is not the one the dataset has."""

    target: str | None = None


class ColumnList(Record):
    """All columns, in the order of the file."""

    columns: tuple[Column, ...]


class ColumnChanges(Record):
    """New types or roles for some columns."""

    columns: Annotated[tuple[ColumnChange, ...], Field(min_length=1)]


class FindingList(Record):
    """What to know before training."""

    findings: tuple[Finding, ...]
