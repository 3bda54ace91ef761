"""Audits each table in a process of its own: looking at 100 MB takes memory for seconds."""

from __future__ import annotations

import logging
from pathlib import Path

from app.runs.calls import called_in_child
from engine.audit import audit
from engine.errors import EngineError
from engine.findings import Findings, audit_table
from engine.records import Dataset, Finding

MB = 1024**2
SECONDS = 60
MEMORY = 2048 * MB

_log = logging.getLogger(__name__)


def audit_in_child(table_path: Path, dataset: Dataset, target: str | None) -> Findings:
    """Do what `engine.findings.audit_table` does, in a process of its own.

    If that cannot be done, the checks that need no table are done, and a finding
    says so: training is still possible.
    """
    try:
        return called_in_child(audit_table, SECONDS, MEMORY, table_path, dataset, target)
    except EngineError:
        raise
    except Exception:
        _log.exception("A table could not be audited")
        return (*audit(dataset, target=target), NOT_AUDITED)


NOT_AUDITED = Finding(
    code="not_audited",
    severity="warning",
    message="The table itself could not be looked at. Columns that give the answer away, rows that "
    "repeat and groups that are parted were not looked for.",
    evidence="Looking took too much time or memory, or was ended from outside.",
)
