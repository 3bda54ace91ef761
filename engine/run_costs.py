"""What an algorithm takes in a whole session: all its fits, with search and scores."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.algorithms import AlgorithmConfig
from engine.fit_costs import fit_memory, fit_seconds, preparation_seconds
from engine.prepared_size import PreparedSize, prepared_size
from engine.records import SearchPlan, Setting
from engine.table_facts import TableFacts

# Scores of a fold, and of the model itself with the intervals of its scores: measured on few rows.
FOLD_SECONDS = 0.03
FINAL_SECONDS = 0.3
# In successive halving a third of the candidates goes on to three times the rows.
HALVING = 3

Settings = Mapping[str, Setting]


def size_of(entry: AlgorithmConfig, known: TableFacts) -> PreparedSize:
    """What the columns become for an algorithm in its largest fit."""
    return prepared_size(
        entry,
        known.columns,
        known.spec.preprocessing,
        n_rows=known.largest_fit,
        n_classes=known.n_classes,
    )


def run_memory(entry: AlgorithmConfig, known: TableFacts) -> int:
    """Bytes at the peak of the largest fit."""
    return fit_memory(
        entry,
        known.columns,
        size_of(entry, known),
        n_rows=known.largest_fit,
        n_table_rows=known.n_rows,
    )


def run_seconds(entry: AlgorithmConfig, settings: Settings, known: TableFacts) -> float:
    """Seconds of all fits of an algorithm, as a formula has it."""
    searching = search_seconds(entry, settings, known)
    folds = sum(unit_seconds(entry, settings, known, rows) for rows in known.fold_rows)
    last = unit_seconds(entry, settings, known, known.final_rows)
    return searching + folds + last + FOLD_SECONDS * len(known.fold_rows) + FINAL_SECONDS


def unit_seconds(
    entry: AlgorithmConfig, settings: Settings, known: TableFacts, n_rows: int
) -> float:
    """Seconds to prepare so many rows and to fit on them."""
    fitting = fit_seconds(entry, settings, n_rows, size_of(entry, known).cells)
    # A baseline ignores the columns; what is held out is prepared as well.
    return fitting if entry.baseline else fitting + preparation_seconds(known.columns, known.n_rows)


def search_seconds(entry: AlgorithmConfig, settings: Settings, known: TableFacts) -> float:
    """Seconds of all searches for good settings; 0 if nothing of an algorithm is searched."""
    plan = known.spec.search
    searched = any(one.search for one in entry.hyperparameters)
    if plan is None or not known.spec.searches(entry.key) or not searched:
        return 0.0
    seconds = sum(
        _search(plan, unit_seconds(entry, settings, known, rows * (plan.cv_folds - 1)))
        for rows in (n_rows // plan.cv_folds for n_rows in (*known.fold_rows, known.final_rows))
    )
    return seconds if plan.seconds is None else min(seconds, plan.seconds)


def _search(plan: SearchPlan, candidate_fit: float) -> float:
    """Seconds of one search, from those of one candidate on all rows of one fold."""
    tried = plan.n_candidates
    if plan.method == "halving":
        # Each round takes about as long as the last one, which has a few candidates on all rows.
        rounds = int(math.log(plan.n_candidates, HALVING)) + 1
        tried = math.ceil(plan.n_candidates / HALVING ** (rounds - 1)) * rounds
    return tried * plan.cv_folds * (candidate_fit + FOLD_SECONDS)
