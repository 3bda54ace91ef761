"""Findings about a dataset before training: what would spoil a model, and the repair.

`CHECKS` is the registry: one frozen entry for each check, in the order in which
findings of the same severity are shown. What happened while the file was read
is not looked at again: those findings are in `Dataset.findings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from engine.audit.check import Check
from engine.audit.look import Look
from engine.audit.registry import CHECKS
from engine.duplicates import Load
from engine.reading.column_names import require_column
from engine.records import Dataset, Finding, Severity
from engine.suggestions import suggest_target, suggest_task_type
from engine.targets import with_target

__all__ = [
    "CHECKS",
    "Check",
    "audit",
    "severest_first",
    "suggest_target",
    "suggest_task_type",
    "with_target",
]

_SEVERITIES: tuple[Severity, ...] = ("blocker", "warning", "info")


def audit(
    dataset: Dataset, *, target: str | None = None, load: Load | None = None
) -> list[Finding]:
    """Run the checks, and give what they find, the severest first.

    Parameters
    ----------
    target : str, optional
        Column to predict, instead of the one with the role ``target``.
    load : callable, optional
        Gives columns of the table. Without it only those checks are run that
        need the record of the dataset alone, which takes no time.

    Raises
    ------
    InvalidValueError
        If there is no column `target`.
    """
    if target is not None:
        require_column(dataset, target, field="target")
        dataset = with_target(dataset, target)
    look = Look(dataset, load or _no_table)
    checks = [check for check in CHECKS if load is not None or not check.needs_table]
    return severest_first(finding for check in checks for finding in check.run(look))


def severest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by severity; those of the same stay in their order."""
    return sorted(findings, key=lambda finding: _SEVERITIES.index(finding.severity))


def _no_table(names: Sequence[str]) -> pd.DataFrame:
    raise LookupError(f"There is no table to load {', '.join(names)} from.")
