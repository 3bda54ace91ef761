"""Two or three columns of numbers that give the target by a formula.

A total with its parts among the features, for example. How well some columns
explain another in a straight line follows from their correlations, so that all
pairs are tried at once; the best pairs are then tried with each third column.
In logarithms, sums and differences are products and ratios.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from engine.audit.lookups import Amounts
from engine.audit.samples import Codes, Floats, Sampled

MOST_COLUMNS = 60
MOST_ROWS = 2_000
FEWEST_ROWS = 50
BEST_PAIRS = 10
# Share of the spread that a formula explains; rounding of the parts costs less.
EXACT = 0.999
# Of columns that are nearly the same, which one counts is chance.
NEARLY_SINGULAR = 1e-6
FILLED = 0.9
NONE = np.array([], dtype=np.int64)


def formula(columns: Sequence[Sampled], answers: Amounts) -> tuple[str, ...]:
    """Names of two or three columns that give the target by a formula, empty if none do."""
    rows = np.arange(0, answers.n_rows, max(1, answers.n_rows // MOST_ROWS))
    if len(rows) < FEWEST_ROWS:
        return ()
    target = answers.values[rows]
    numbers = {column.name: column.numbers[rows] for column in columns if _is_measured(column)}
    return _explaining(numbers, target) or _explaining(*_logarithms(numbers, target))


def _is_measured(column: Sampled) -> bool:
    numeric = column.column.type == "numeric" and column.n_levels > 1
    return numeric and bool(column.is_missing.mean() <= 1 - FILLED)


def _logarithms(numbers: dict[str, Floats], target: Floats) -> tuple[dict[str, Floats], Floats]:
    """Logarithms of the columns that are above zero; of none if the target is not."""
    if not (target > 0).all():
        return {}, target
    positive = {name: values for name, values in numbers.items() if np.nanmin(values) > 0}
    return {name: np.log(values) for name, values in positive.items()}, np.log(target)


def _explaining(numbers: dict[str, Floats], target: Floats) -> tuple[str, ...]:
    """Names of the columns of the best straight line, if that explains the target."""
    if len(numbers) < 2:
        return ()
    names = np.array(list(numbers), dtype=object)
    answer = _standardised(target)
    matrix = np.stack([_standardised(values) for values in numbers.values()])
    with_target = (matrix * answer).mean(axis=1)
    chosen = np.sort(np.argsort(-np.abs(with_target), kind="stable")[:MOST_COLUMNS])
    matrix = matrix[chosen]
    # Not through BLAS, whose threads are for training.
    among = np.einsum("in,jn->ij", matrix, matrix) / len(target)
    return tuple(names[chosen][_best_set(among, with_target[chosen])])


def _standardised(values: Floats) -> Floats:
    """Numbers with mean 0 and standard deviation 1; empty cells are the mean."""
    filled = np.where(np.isnan(values), np.nanmean(values), values)
    # Through the largest, so that 1e308 squared is no infinity.
    filled = filled / max(np.abs(filled).max(), np.finfo(float).tiny)
    spread = filled.std()
    return (filled - filled.mean()) / spread if spread > 0 else np.zeros(len(filled))


def _best_set(among: Floats, with_target: Floats) -> Codes:
    """Places of the two or three columns that explain the target, none if there are none."""
    pairs = np.array(list(combinations(range(len(among)), 2)))
    explained = _explained(pairs, among, with_target)
    best = pairs[np.argsort(-explained, kind="stable")]
    if explained.max() >= EXACT:
        return np.asarray(best[0])
    if len(among) < 3:
        return NONE
    wider = {tuple(sorted({*pair, n})) for pair in best[:BEST_PAIRS] for n in range(len(among))}
    triples = np.array(sorted(members for members in wider if len(members) == 3))
    explained = _explained(triples, among, with_target)
    if explained.max() >= EXACT:
        return np.asarray(triples[explained.argmax()])
    return NONE


def _explained(sets: Codes, among: Floats, with_target: Floats) -> Floats:
    """R² of the straight line of each set of columns."""
    matrices = among[sets[:, :, None], sets[:, None, :]]
    known = with_target[sets]
    regular = np.linalg.det(matrices) > NEARLY_SINGULAR
    matrices[~regular] = np.eye(sets.shape[1])
    weights = np.linalg.solve(matrices, known[:, :, None])[:, :, 0]
    return np.where(regular, (weights * known).sum(axis=1), 0.0)
