"""Rows that belong together, such as visits of one patient, and would be parted by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from engine.audit.check import Found
from engine.audit.look import Look
from engine.audit.samples import Codes
from engine.groups import group_codes
from engine.reading.column_names import IDENTIFIER_LAST, words_of
from engine.records import Column, Repair
from engine.splits import Split

# Signs between what names a group and what counts its rows, as in 309_15.
SEPARATORS = ("_", "-", ".", "/", ":", "#", " ")
FEWEST_GROUPS = 5
ROWS_PER_GROUP = 2
# Share of the rows that are not alone in their group.
IN_COMPANY = 0.9
# Counters start anew in each group, so that there are not many more than rows in the largest.
COUNTERS_PER_ROW = 2
# Who or what is measured more than once.
_WHO = frozenset(
    {
        "animal", "athlete", "child", "client", "customer", "device", "donor", "driver", "family",
        "household", "machine", "member", "mouse", "owner", "participant", "patient", "person",
        "player", "respondent", "sensor", "session", "speaker", "specimen", "student", "subject",
        "user", "vehicle", "volunteer",
    }
)  # fmt: skip
_NAMING = IDENTIFIER_LAST | {"name", "code"}
_LABEL = "Keep groups together"


@dataclass(frozen=True)
class _Groups:
    """A column that says which rows belong together; with a `separator`, its text before that."""

    column: Column
    codes: Codes
    separator: str | None = None

    @property
    def n_groups(self) -> int:
        return int(self.codes.max()) + 1

    def n_parted(self, split: Split) -> int:
        """How many groups have rows on both sides of a split."""
        learned, held_out = (np.unique(self.codes[rows]) for rows in (split.train, split.test))
        return len(np.intersect1d(learned, held_out))


def split_groups(look: Look) -> Found | None:
    """A column that says which rows belong together, if the split parts them."""
    if look.split is None or look.dataset.preparation.time_column is not None:
        return None
    found = next(filter(None, (_groups(look, column) for column in _candidates(look))), None)
    if found is None:
        return None
    n_parted = found.n_parted(look.split)
    if n_parted == 0:
        return None
    name = found.column.name
    repair = Repair(label=_LABEL, role="group", columns=(name,), group_separator=found.separator)
    return Found(f"{_what(found)} {_parted(found, n_parted)}", (name,), repair)


def _what(found: _Groups) -> str:
    n_rows = len(found.codes)
    if found.separator is None:
        return (
            f"{found.column.name} has {found.n_groups:,} different values in {n_rows:,} rows, so "
            "that many rows are about the same one."
        )
    return (
        f"What stands before the last {found.separator!r} in {found.column.name} repeats, which "
        f"makes {found.n_groups:,} groups of {n_rows:,} rows."
    )


def _parted(found: _Groups, n_parted: int) -> str:
    return (
        f"{n_parted:,} of these {found.n_groups:,} groups would have rows both to learn from and "
        "to be judged on."
    )


def _candidates(look: Look) -> list[Column]:
    """Columns that may name groups; if one was chosen to, it may lack a separator only."""
    chosen = [column for column in look.dataset.columns if column.role == "group"]
    if chosen:
        return [column for column in chosen if column.group_separator is None]
    return [column for column in look.dataset.columns if column.role != "target"]


def _groups(look: Look, column: Column) -> _Groups | None:
    if column.type in {"datetime", "boolean"}:
        return None
    n_present = look.dataset.n_rows - column.missing
    if column.distinct > n_present / ROWS_PER_GROUP:
        return _before_separator(look, column)
    if column.role == "group" or column.distinct < FEWEST_GROUPS:
        return None
    if not _names_someone(column.name):
        return None
    return _Groups(column, group_codes(look.values(column.name)))


def _names_someone(name: str) -> bool:
    """Whether a name is one like patient_id, and not one like patient_age."""
    words = set(words_of(name))
    return words == {"id"} or (bool(words & _WHO) and words <= _WHO | _NAMING)


def _before_separator(look: Look, column: Column) -> _Groups | None:
    if column.type == "numeric":
        return None
    for separator in SEPARATORS:
        if column.examples and all(separator in example for example in column.examples):
            values = look.values(column.name)
            codes = group_codes(values, separator)
            if _count_within_groups(values, codes, separator):
                return _Groups(column, codes, separator)
    return None


def _count_within_groups(values: pd.Series, codes: Codes, separator: str) -> bool:
    """Whether what follows the separator only counts the rows of each group."""
    sizes = np.bincount(codes)
    if len(sizes) < FEWEST_GROUPS or sizes[sizes > 1].sum() < IN_COMPANY * len(codes):
        return False
    counters = values.dropna().astype(str).str.rpartition(separator)[2].nunique()
    return bool(counters <= COUNTERS_PER_ROW * sizes.max())
