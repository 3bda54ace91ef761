"""What the checks look at: the record of a dataset, and its table when they need it.

A table may have 570,000 rows and the audit runs beside other requests, so that
no more than one whole column is in memory at a time. One pass over the columns
keeps what several checks need: a sample of rows for the models, and one key of
eight bytes for each row, by which rows that repeat are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from engine.audit.column_checks import counts_rows
from engine.audit.leaks import Leaks, leaks
from engine.audit.repeats import Repeats, are_more_than_chance, repeats
from engine.audit.samples import Sample, Sampled, sampled
from engine.duplicates import Keys, Load, add_to_keys
from engine.errors import EngineError
from engine.records import Column, Dataset, TaskType
from engine.splits import Split, split
from engine.suggestions import suggest_task_type
from engine.training_request import open_spec, request_of, split_columns
from engine.used_rows import Positions

# So many cells are sampled: 10,000 rows of up to 200 columns, fewer of more columns.
SAMPLED_ROWS = (500, 10_000)
SAMPLED_CELLS = 2_000_000
# Opening a file of thousands of columns takes longer than reading one of them.
LOADED_CELLS = 1_000_000
SEED = 0


class Look:
    """A dataset as the checks look at it.

    Parameters
    ----------
    dataset : Dataset
    load : callable
        Gives columns of its table by name, as training gets them.
    """

    def __init__(self, dataset: Dataset, load: Load) -> None:
        self.dataset = dataset
        self.load = load

    @cached_property
    def task_type(self) -> TaskType:
        """The chosen task type, or the one that is suggested."""
        chosen = self.dataset.preparation.task_type
        return chosen or suggest_task_type(self.dataset, self.dataset.target)[0]

    @property
    def target(self) -> Column | None:
        """The column to predict, ``None`` while groups are sought."""
        name = self.dataset.target
        return None if name is None or self.task_type == "clustering" else self.dataset.column(name)

    @property
    def features(self) -> tuple[Column, ...]:
        """The columns to learn from."""
        return tuple(column for column in self.dataset.columns if column.role == "feature")

    @property
    def is_split_by_chance(self) -> bool:
        """Whether rows are held out by chance, so that rows that belong together may part."""
        grouped = bool(self.dataset.names("group"))
        ordered = self.dataset.preparation.time_column is not None
        return self.target is not None and not grouped and not ordered

    def values(self, name: str) -> pd.Series:
        """One whole column; it is not kept."""
        return self.load([name])[name]

    def columns(self, names: Sequence[str]) -> Iterator[pd.Series]:
        """Whole columns one after the other; as many are loaded at once as have few cells."""
        at_once = max(1, LOADED_CELLS // max(1, self.dataset.n_rows))
        for start in range(0, len(names), at_once):
            table = self.load(names[start : start + at_once])
            yield from (table[name] for name in table)

    @cached_property
    def rows(self) -> Positions:
        """Positions of the rows that training uses: those with a target."""
        if self.target is None:
            return np.arange(self.dataset.n_rows, dtype=np.int64)
        return np.flatnonzero(self.values(self.target.name).notna()).astype(np.int64)

    @cached_property
    def split(self) -> Split | None:
        """The held-out rows of the dataset's own preparation, ``None`` if it cannot be split."""
        request = request_of(self.dataset)
        try:
            # Which rows repeat is asked of all rows.
            spec = open_spec(self.dataset, request.model_copy(update={"drop_duplicates": False}))
            spec = spec.model_copy(update={"cv_folds": 0})
            return split(spec, self.load(split_columns(spec)))
        except EngineError:
            return None

    @cached_property
    def repeats(self) -> Repeats | None:
        """Rows that are used and repeat another one, if they seem to be the same case.

        Not those that are alike by chance, nor those that most have a name or an
        identifier of their own; one that only counts the rows is none.
        """
        if self.dataset.preparation.drop_duplicates or not self.features:
            return None
        found = repeats(self._pass[0], self.rows, self.columns(self._names))
        if found is None or not are_more_than_chance(found, self.sample, len(self.rows)):
            return None
        return None if found.are_told_apart(self._others) else found

    @property
    def _others(self) -> list[pd.Series]:
        """Whole columns that are not learned from, but may tell rows apart."""
        others = [column for column in self.dataset.columns if column.name not in self._names]
        n_rows = self.dataset.n_rows
        return [self.values(column.name) for column in others if not counts_rows(column, n_rows)]

    @cached_property
    def sample(self) -> Sample:
        """Some rows of all features, for the models."""
        return self._pass[1]

    @cached_property
    def leaks(self) -> Leaks | None:
        """Columns that give the answer away; ``None`` where that cannot be asked."""
        return None if self.target is None else leaks(self.sample, self.task_type)

    @property
    def _names(self) -> list[str]:
        """The columns in which rows are compared: features, then the target."""
        return [column.name for column in (*self.features, *filter(None, [self.target]))]

    @cached_property
    def _pass(self) -> tuple[Keys, Sample]:
        keys = np.zeros(len(self.rows), dtype=np.uint64)
        chosen = self._sampled_rows(len(self._names))
        columns: list[Sampled] = []
        used = (*self.features, *filter(None, [self.target]))
        for column, whole in zip(used, self.columns(self._names), strict=True):
            values = whole.iloc[self.rows]
            keys = add_to_keys(keys, values)
            columns.append(sampled(column, values.iloc[chosen]))
        answer = columns.pop() if self.target is not None else None
        return keys, Sample(tuple(columns), answer, n_rows=len(chosen), n_of=len(self.rows))

    def _sampled_rows(self, n_columns: int) -> Positions:
        """Positions among `rows`, the same each time."""
        wanted = int(np.clip(SAMPLED_CELLS // max(1, n_columns), *SAMPLED_ROWS))
        if len(self.rows) <= wanted:
            return np.arange(len(self.rows), dtype=np.int64)
        random = np.random.default_rng(SEED)
        return np.sort(random.choice(len(self.rows), wanted, replace=False)).astype(np.int64)
