"""The two kinds of check: one looks at each feature, the other at the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engine.reading.column_names import is_identifier_name, listed
from engine.records import Column, Dataset, Finding, Repair, Role, Severity
from engine.suggestions import suggest_task_type

MOSTLY_MISSING = 0.5
MOSTLY_UNIQUE = 0.5
FEWEST_ROWS = 10
MANY_LEVELS = 100
# A split into a part to learn from and a part to be judged on needs two of each class.
FEWEST_OF_CLASS = 2


class Check(Protocol):
    """One thing that is looked for; `code` is the code of its findings."""

    @property
    def code(self) -> str:
        """The code of its findings."""

    def run(self, dataset: Dataset) -> list[Finding]:
        """Give the findings about a dataset, none if all is well."""


@dataclass(frozen=True)
class FeatureCheck:
    """A check of each feature by itself; all it fires for share one finding.

    Attributes
    ----------
    fires : Callable
        Whether it has something to say about a feature.
    evidence : Callable
        The numbers behind it, for one feature.
    repair : tuple of str and Role
        Label of the button, and the role that it gives these features.
    """

    code: str
    severity: Severity
    message: str
    fires: Callable[[Dataset, Column], bool]
    evidence: Callable[[Dataset, Column], str]
    repair: tuple[str, Role]

    def run(self, dataset: Dataset) -> list[Finding]:
        """Give one finding with all features it fires for, or none."""
        features = [column for column in dataset.columns if column.role == "feature"]
        found = [column for column in features if self.fires(dataset, column)]
        return [self._finding(dataset, found)] if found else []

    def _finding(self, dataset: Dataset, columns: list[Column]) -> Finding:
        names = tuple(column.name for column in columns)
        label, role = self.repair
        return Finding(
            code=self.code,
            severity=self.severity,
            columns=names,
            message=self.message,
            evidence=listed([self.evidence(dataset, column) for column in columns], " "),
            repair=Repair(label=label, role=role, columns=names),
        )


@dataclass(frozen=True)
class TargetCheck:
    """A check of the target, without a repair: only a person can choose another one.

    Attributes
    ----------
    evidence : Callable
        The numbers behind it, ``None`` if it does not fire.
    """

    code: str
    severity: Severity
    message: str
    evidence: Callable[[Dataset, Column], str | None]

    def run(self, dataset: Dataset) -> list[Finding]:
        """Give one finding, or none."""
        target = dataset.column(dataset.target) if dataset.target is not None else None
        evidence = self.evidence(dataset, target) if target is not None else None
        if target is None or evidence is None:
            return []
        return [
            Finding(
                code=self.code,
                severity=self.severity,
                columns=(target.name,),
                message=self.message,
                evidence=evidence,
            )
        ]


def n_present(dataset: Dataset, column: Column) -> int:
    """Number of filled cells of a column."""
    return dataset.n_rows - column.missing


def is_identifier(dataset: Dataset, column: Column) -> bool:
    """Whether a column has the name of an identifier, or a code of its own in each row."""
    present = n_present(dataset, column)
    if column.type in {"datetime", "boolean"} or present < 2:
        return False
    if is_identifier_name(column.name):
        return column.distinct > MOSTLY_UNIQUE * present
    is_code = all(" " not in example for example in column.examples)
    is_text = column.type in {"categorical", "text"}
    return is_text and is_code and column.distinct == present >= FEWEST_ROWS


def is_empty(_: Dataset, column: Column) -> bool:
    """Whether a column has no value at all."""
    return column.distinct == 0


def is_constant(_: Dataset, column: Column) -> bool:
    """Whether all rows have the same value; with empty cells, being filled tells something."""
    return column.distinct == 1 and column.missing == 0


def is_mostly_missing(dataset: Dataset, column: Column) -> bool:
    """Whether more cells are empty than filled."""
    return column.distinct > 0 and column.missing > MOSTLY_MISSING * dataset.n_rows


def is_free_text(dataset: Dataset, column: Column) -> bool:
    """Whether a column holds text that is different in most rows, other than codes."""
    present = n_present(dataset, column)
    is_varied = column.distinct > MOSTLY_UNIQUE * present
    return column.type == "text" and is_varied and not is_identifier(dataset, column)


def has_many_levels(dataset: Dataset, column: Column) -> bool:
    """Whether a category has more levels than can be learned one by one."""
    is_category = column.type in {"categorical", "text"} and column.distinct > MANY_LEVELS
    return is_category and not is_free_text(dataset, column) and not is_identifier(dataset, column)


def distinct_evidence(dataset: Dataset, column: Column) -> str:
    """How many different values there are."""
    present = n_present(dataset, column)
    return f"{column.name} has {column.distinct} different values in {present} filled cells."


def missing_evidence(dataset: Dataset, column: Column) -> str:
    """How many cells are empty."""
    return f"{column.name} is empty in {column.missing} of {dataset.n_rows} rows."


def constant_evidence(_: Dataset, column: Column) -> str:
    """The one value that all rows have."""
    return f"{column.name} is {column.examples[0]!r} in all rows."


def target_missing_evidence(dataset: Dataset, target: Column) -> str | None:
    """How many rows have no target, if some have one."""
    return missing_evidence(dataset, target) if target.missing and target.distinct else None


def one_value_evidence(dataset: Dataset, target: Column) -> str | None:
    """The target's number of values if it is below two."""
    return distinct_evidence(dataset, target) if target.distinct < 2 else None


def date_evidence(_: Dataset, target: Column) -> str | None:
    """The target's range if it is a date."""
    if target.type != "datetime":
        return None
    return f"{target.name} runs from {target.minimum} to {target.maximum}."


def small_class_evidence(dataset: Dataset, target: Column) -> str | None:
    """The target's smallest class if it has fewer rows than there are folds."""
    task_type = dataset.preparation.task_type or suggest_task_type(dataset, target.name)[0]
    if task_type != "classification" or target.distinct < 2:
        return None
    needed = max(dataset.preparation.cv_folds, FEWEST_OF_CLASS)
    smallest = _smallest_class(dataset, target)
    if smallest >= needed:
        return None
    return f"The smallest class of {target.name} has {smallest} rows; {needed} are needed."


def _smallest_class(dataset: Dataset, target: Column) -> int:
    """Rows of the smallest class; where only the commonest are listed, at most so many."""
    listed = [count for _, count in target.top]
    n_unlisted = target.distinct - len(listed)
    if n_unlisted == 0:
        return min(listed)
    return (n_present(dataset, target) - sum(listed)) // n_unlisted
