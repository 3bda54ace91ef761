"""Two or three columns that spell the target together, although none does alone.

Genotype, treatment and behaviour, for example, of which the class is only a
short name. Combinations of levels are looked up like the values of one column.
Honest columns come near as well (odor and spore print tell 99.4 % of mushrooms),
so that here the rule must have no exception: all rows with the same combination
have the same answer, and each combination occurs often enough to be no accident.

All pairs are tried, and of the triples those with the best pairs in them: some
3,000 look-ups of 0.1 ms at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from engine.audit.lookups import Answers
from engine.audit.samples import Codes, Sampled

MOST_LEVELS = 50
# With up to so many columns all triples are tried (1,140); with more, those of the best pairs.
EXHAUSTIVE = 20
MOST_COLUMNS = 50
BEST_PAIRS = 20
SEARCH_ROWS = 2_000
# Rows for each combination of levels, on average.
ROWS_PER_LEVEL = 5
SPELLS = 0.99
# A wrong label in a thousand is no exception.
EXCEPTIONS = 0.001

Members = tuple[int, ...]


@dataclass(frozen=True)
class Spelling:
    """Names of the columns, and how many different combinations of their levels there are."""

    names: tuple[str, ...]
    n_combinations: int


def spelling(columns: Sequence[Sampled], answers: Answers) -> Spelling | None:
    """Look for the smallest set of two or three columns that spells the target."""
    rows = np.arange(0, answers.n_rows, max(1, answers.n_rows // SEARCH_ROWS), dtype=np.int64)
    few = answers.take(rows)
    chosen = _candidates(columns, rows, few)
    codes = [_dense(column.codes[rows]) for column in chosen]
    for members in _sets(codes, few):
        found = _combined([chosen[member].codes for member in members])
        if _spells(found, answers):
            names = tuple(chosen[member].name for member in members)
            return Spelling(names, int(found.max()) + 1)
    return None


def _candidates(columns: Sequence[Sampled], rows: Codes, few: Answers) -> list[Sampled]:
    """Columns of few levels; of many such columns those that say most by themselves."""
    small = [column for column in columns if 2 <= column.n_levels <= MOST_LEVELS]
    if len(small) <= MOST_COLUMNS:
        return small
    ranked = sorted(small, key=lambda column: -few.score(column.codes[rows]))
    return sorted(ranked[:MOST_COLUMNS], key=small.index)


def _sets(codes: Sequence[Codes], few: Answers) -> Iterator[Members]:
    """Sets that may spell the target, pairs first, each kind with the best first."""
    pairs = _scored(combinations(range(len(codes)), 2), codes, few)
    yield from _promising(pairs)
    if len(codes) <= EXHAUSTIVE:
        triples: Iterable[Members] = combinations(range(len(codes)), 3)
    else:
        triples = _extended([members for _, members in pairs[:BEST_PAIRS]], len(codes))
    yield from _promising(_scored(triples, codes, few))


def _extended(pairs: Sequence[Members], n_columns: int) -> list[Members]:
    wider = {tuple(sorted({*pair, other})) for pair in pairs for other in range(n_columns)}
    return sorted(members for members in wider if len(members) == 3)


def _scored(
    sets: Iterable[Members], codes: Sequence[Codes], few: Answers
) -> list[tuple[float, Members]]:
    scored = [
        (few.score(_combined([codes[member] for member in members])), members) for members in sets
    ]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))


def _promising(scored: Sequence[tuple[float, Members]]) -> Iterator[Members]:
    """Sets that are close on few rows; rare combinations are seldom among them."""
    return (members for score, members in scored[:BEST_PAIRS] if score >= SPELLS - 0.05)


def _combined(codes: Sequence[Codes]) -> Codes:
    """One code for each combination that occurs."""
    together = codes[0]
    for more in codes[1:]:
        together = together * (int(more.max()) + 1) + more
    return _dense(together)


def _dense(codes: Codes) -> Codes:
    """Number the codes that occur from 0; those of few levels are counted by place."""
    occurs = np.zeros(int(codes.max()) + 1, dtype=np.int64)
    occurs[codes] = 1
    dense: Codes = (np.cumsum(occurs) - 1)[codes]
    return dense


def _spells(codes: Codes, answers: Answers) -> bool:
    n_combinations = int(codes.max()) + 1
    if n_combinations * ROWS_PER_LEVEL > len(codes) or answers.score(codes) < SPELLS:
        return False
    return answers.exceptions(codes) <= EXCEPTIONS
