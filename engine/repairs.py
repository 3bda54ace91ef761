"""Applying the repair of a finding."""

from __future__ import annotations

from engine.datasets import ColumnChange, DatasetManager
from engine.errors import WrongStateError
from engine.records import Dataset, Finding, Preparation, Repair


def repaired(manager: DatasetManager, dataset: Dataset, repair: Repair) -> Dataset:
    """Use columns otherwise, or split rows otherwise, as a repair says.

    Raises
    ------
    InvalidValueError
        If a value cannot work; nothing is changed then.
    """
    changes = [
        ColumnChange(
            name=name,
            role=repair.role,
            group_separator=repair.group_separator,
            missing_words=repair.missing_words.get(name),
        )
        for name in repair.columns
    ]
    if changes:
        dataset = manager.change_columns(dataset.id, changes)
    if repair.preparation:
        changed = dataset.preparation.model_dump() | repair.preparation
        dataset = manager.change_preparation(dataset.id, Preparation.model_validate(changed))
    return dataset


def repair_of(finding: Finding, known: list[Finding]) -> Repair:
    """Give the repair of a finding.

    Raises
    ------
    WrongStateError
        If it is not among the findings any more, or has no repair.
    """
    if finding not in known or finding.repair is None:
        raise WrongStateError(
            "This finding is not there any more, or nothing can be done about it by one click.",
            hint="Load the page again to see what there is to know now.",
        )
    return finding.repair
