"""What an algorithm takes in a whole session: all its fits, with search and scores."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.algorithms import AlgorithmConfig
from engine.fit_costs import fit_memory, fit_seconds, preparation_seconds
from engine.metrics.clustering import SILHOUETTE_ROWS
from engine.prepared_size import PreparedSize, prepared_size
from engine.records import SearchPlan, Setting
from engine.table_facts import TableFacts

# Scores of a fold, and of the model itself with the intervals of its scores: measured on few rows.
FOLD_SECONDS = 0.03
FINAL_SECONDS = 0.3
# A distance between two rows; all of a sample are there at once.
PAIR_BYTES = 8
# In successive halving a third of the candidates goes on to three times the rows.
HALVING = 3


@dataclass(frozen=True)
class RunCosts:
    """What one algorithm takes in a session, as a formula has it.

    Parameters
    ----------
    entry : AlgorithmConfig
    known : TableFacts
    settings : mapping of str to Setting
        Hyperparameters; those left out take their defaults.
    """

    entry: AlgorithmConfig
    known: TableFacts
    settings: Mapping[str, Setting] = field(default_factory=dict)

    @cached_property
    def size(self) -> PreparedSize:
        """What the columns become, in the largest fit."""
        return prepared_size(
            self.entry,
            self.known.columns,
            self.known.spec.preprocessing,
            n_rows=self.known.largest_fit,
            n_classes=self.known.n_classes,
        )

    @property
    def memory(self) -> int:
        """Bytes at the peak of the largest fit, or of the scores that follow."""
        needed = fit_memory(
            self.entry,
            self.known.columns,
            self.size,
            n_rows=self.known.largest_fit,
            n_table_rows=self.known.n_rows,
        )
        clusters = self.known.spec.task_type == "clustering"
        return max(needed, self._distances) if clusters else needed

    @property
    def _distances(self) -> int:
        """Bytes of the distances that tell how well clusters are apart."""
        return PAIR_BYTES * min(self.known.largest_fit, SILHOUETTE_ROWS) ** 2

    @property
    def seconds(self) -> float:
        """Seconds of all fits, with search and scores."""
        folds = Counter(self.known.fold_rows).items()
        in_folds = sum(count * self.fold_seconds(n_rows) for n_rows, count in folds)
        return self.search_seconds + in_folds + self.final_seconds

    def fold_seconds(self, n_rows: int) -> float:
        """Seconds to fit on so many rows of a fold and to judge the others."""
        return self._fit(n_rows) + FOLD_SECONDS

    @property
    def final_seconds(self) -> float:
        """Seconds of the fit that is the model itself, with its scores."""
        return self._fit(self.known.final_rows) + FINAL_SECONDS

    @cached_property
    def search_seconds(self) -> float:
        """Seconds of all searches for good settings; 0 if nothing is searched."""
        spec, searched = self.known.spec, any(one.search for one in self.entry.hyperparameters)
        if spec.search is None or not spec.searches(self.entry.key) or not searched:
            return 0.0
        parts = Counter((*self.known.fold_rows, self.known.final_rows)).items()
        seconds = sum(count * self._search(spec.search, n_rows) for n_rows, count in parts)
        return seconds if spec.search.seconds is None else min(seconds, spec.search.seconds)

    def _search(self, plan: SearchPlan, n_rows: int) -> float:
        learned = n_rows * (plan.cv_folds - 1) // plan.cv_folds
        return _tried(plan) * plan.cv_folds * self.fold_seconds(learned)

    def _fit(self, n_rows: int) -> float:
        fitting = fit_seconds(self.entry, self.settings, n_rows, self.size.cells)
        # A baseline ignores the columns; what is held out is prepared as well.
        return fitting if self.entry.baseline else fitting + self._preparation

    @cached_property
    def _preparation(self) -> float:
        return preparation_seconds(self.known.columns, self.known.n_rows)


def _tried(plan: SearchPlan) -> int:
    """As how many candidates on all rows a search counts."""
    if plan.method == "random":
        return plan.n_candidates
    # Each round takes about as long as the last one, which has a few candidates on all rows.
    rounds = int(math.log(plan.n_candidates, HALVING)) + 1
    return math.ceil(plan.n_candidates / float(HALVING ** (rounds - 1))) * rounds
