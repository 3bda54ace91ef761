"""The kinds of check: of each feature, of the target, of the dataset as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engine.audit.look import Look
from engine.reading.column_names import listed
from engine.records import Column, Dataset, Finding, Repair, Role, Severity


class Check(Protocol):
    """One thing that is looked for; `code` is the code of its findings."""

    @property
    def code(self) -> str:
        """The code of its findings."""

    @property
    def needs_table(self) -> bool:
        """Whether it looks at the rows, and not at the record alone."""

    def run(self, look: Look) -> list[Finding]:
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
    needs_table: bool = False

    def run(self, look: Look) -> list[Finding]:
        """Give one finding with all features it fires for, or none."""
        found = [column for column in look.features if self.fires(look.dataset, column)]
        return [self._finding(look.dataset, found)] if found else []

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
class Found:
    """What a check found: which columns it is about, the numbers, and what would cure it."""

    evidence: str
    columns: tuple[str, ...] = ()
    repair: Repair | None = None


@dataclass(frozen=True)
class TargetCheck:
    """A check of the target.

    Attributes
    ----------
    find : Callable
        What there is to say about a target, ``None`` if nothing.
    """

    code: str
    severity: Severity
    message: str
    find: Callable[[Look, Column], Found | None]
    needs_table: bool = False

    def run(self, look: Look) -> list[Finding]:
        """Give one finding, or none."""
        found = None if look.target is None else self.find(look, look.target)
        return _findings(self, found)


@dataclass(frozen=True)
class DatasetCheck:
    """A check of a dataset as a whole.

    Attributes
    ----------
    find : Callable
        What there is to say, ``None`` if nothing.
    """

    code: str
    severity: Severity
    message: str
    find: Callable[[Look], Found | None]
    needs_table: bool = True

    def run(self, look: Look) -> list[Finding]:
        """Give one finding, or none."""
        return _findings(self, self.find(look))


def _findings(check: TargetCheck | DatasetCheck, found: Found | None) -> list[Finding]:
    if found is None:
        return []
    return [
        Finding(
            code=check.code,
            severity=check.severity,
            columns=found.columns,
            message=check.message,
            evidence=found.evidence,
            repair=found.repair,
        )
    ]
