"""Findings about a dataset before training: what would spoil a model, and the repair.

`CHECKS` is the registry: one frozen entry for each check, in the order in which
findings are shown. What happened while the file was read is not looked at
again: those findings are in `Dataset.findings`.
"""

from __future__ import annotations

from engine import audit_checks as checks
from engine.audit_checks import Check, FeatureCheck, TargetCheck
from engine.reading.column_names import require_column
from engine.records import Dataset, Finding, Role
from engine.suggestions import suggest_target, suggest_task_type

__all__ = ["CHECKS", "Check", "audit", "suggest_target", "suggest_task_type"]

_LEAVE_OUT: tuple[str, Role] = ("Leave out", "ignore")

CHECKS: tuple[Check, ...] = (
    TargetCheck(
        code="target_has_one_value",
        severity="blocker",
        message="The target must have at least two different values, or there is nothing to learn.",
        evidence=checks.one_value_evidence,
    ),
    TargetCheck(
        code="target_is_date",
        severity="blocker",
        message="A date cannot be predicted. Choose another target, or make it a number.",
        evidence=checks.date_evidence,
    ),
    TargetCheck(
        code="class_too_small",
        severity="warning",
        message="A class has too few rows to be in every part of the data, so that its scores "
        "say little. Use fewer folds, collect more rows, or merge rare classes.",
        evidence=checks.small_class_evidence,
    ),
    TargetCheck(
        code="target_missing",
        severity="info",
        message="Rows without a value in the target are left out of training and of all scores.",
        evidence=checks.target_missing_evidence,
    ),
    FeatureCheck(
        code="identifier_among_features",
        severity="warning",
        message="An identifier names a row but says nothing about new rows. A model that learns "
        "it by heart fails on them.",
        fires=checks.is_identifier,
        evidence=checks.distinct_evidence,
        repair=("Use as identifier", "id"),
    ),
    FeatureCheck(
        code="empty_column",
        severity="warning",
        message="A column without any value cannot help.",
        fires=checks.is_empty,
        evidence=checks.missing_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="constant_column",
        severity="info",
        message="A column that is the same in all rows cannot help.",
        fires=checks.is_constant,
        evidence=checks.constant_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="mostly_missing",
        severity="warning",
        message="More than half of the cells are empty, so most of what a model sees there is "
        "filled in.",
        fires=checks.is_mostly_missing,
        evidence=checks.missing_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="free_text",
        severity="info",
        message="The text is different in most rows. Algorithms for tables learn little from it.",
        fires=checks.is_free_text,
        evidence=checks.distinct_evidence,
        repair=_LEAVE_OUT,
    ),
    FeatureCheck(
        code="many_levels",
        severity="info",
        message="A category with so many levels makes training slow, and rare levels are hardly "
        "learned.",
        fires=checks.has_many_levels,
        evidence=checks.distinct_evidence,
        repair=_LEAVE_OUT,
    ),
)


def audit(dataset: Dataset, *, target: str | None = None) -> list[Finding]:
    """Run all checks.

    Parameters
    ----------
    target : str, optional
        Column to predict, instead of the one with the role ``target``.

    Raises
    ------
    InvalidValueError
        If there is no column `target`.
    """
    if target is not None:
        require_column(dataset, target, field="target")
        dataset = with_target(dataset, target)
    return [finding for check in CHECKS for finding in check.run(dataset)]


def with_target(dataset: Dataset, target: str) -> Dataset:
    """Give the same dataset with this column as the only target.

    A task type that was chosen for another target is forgotten, so that it is
    suggested anew.
    """
    if target == dataset.target:
        return dataset
    roles: dict[str, Role] = dict.fromkeys(dataset.names("target"), "feature")
    roles[target] = "target"
    columns = tuple(
        column.model_copy(update={"role": roles.get(column.name, column.role)})
        for column in dataset.columns
    )
    preparation = dataset.preparation.model_copy(update={"task_type": None})
    return dataset.model_copy(update={"columns": columns, "preparation": preparation})
