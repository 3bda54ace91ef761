"""A cluster in words: the best short rule over the columns of the file.

A shallow decision tree learns to tell the rows of one cluster from all others.
Each of its nodes is a rule of at most three conditions. The one that fits best is
taken (by the harmonic mean of the share of the cluster that it covers and the
share of its rows that are in the cluster, F1), and a shorter one where that
fits nearly as well. It is judged as it is read, on all rows: who has no age is not
"over 42", wherever the tree put the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.tree import DecisionTreeClassifier

from engine.clusters.conditions import Cut, Marks, conditions_of, holds
from engine.clusters.original import OriginalColumn
from engine.clusters.records import Condition, Description
from engine.metrics.outcome import Codes, Floats

DEPTH = 3
# A tree of three turns is found on a sample as on all rows: so many of the cluster, and so
# many others, or fewer in a wide table. 300 columns and 20 clusters took 7 s otherwise.
SAMPLE_ROWS = (200, 2_000)
SAMPLE_CELLS = 100_000
MOST_TREE_LEVELS = 20
# A condition more must make the fit better by this much.
WORTH = 0.01


@dataclass(frozen=True, eq=False)
class _Trait:
    """One column of the tree's input; `values` are the sorted values that its ranks stand for."""

    column: OriginalColumn
    ranks: Floats
    values: Floats | None = None
    level: int | None = None

    def cut(self, threshold: float, *, yes: bool) -> Cut:
        if self.values is None:
            return Cut(self.column, yes, level=self.level)
        low, high = self.values[int(threshold)], self.values[int(threshold) + 1]
        return Cut(self.column, yes, limits=(float(low), float(high)))


def describe_cluster(
    columns: Sequence[OriginalColumn], inside: Marks, *, random_seed: int
) -> Description | None:
    """Find the words for the rows that are marked.

    Returns
    -------
    Description or None
        ``None`` if nothing tells these rows from the others, or there are no others.
    """
    if not columns or inside.all() or not inside.any():
        return None
    rows = _sample(inside, _n_sampled(columns), np.random.default_rng(random_seed))
    traits = [trait for column in columns for trait in _traits(column, rows)]
    if not traits:
        return None
    tree = DecisionTreeClassifier(
        max_depth=DEPTH, class_weight="balanced", random_state=random_seed
    )
    tree.fit(np.column_stack([trait.ranks for trait in traits]), inside[rows])
    rules = dict.fromkeys(conditions_of(path) for path in _paths(tree.tree_, traits))
    known = {column.name: column for column in columns}
    judged = [_judged(rule, known, inside) for rule in rules]
    return max((one for one in judged if one is not None), key=_worth, default=None)


def _n_sampled(columns: Sequence[OriginalColumn]) -> int:
    width = sum(max(1, min(len(column.levels), MOST_TREE_LEVELS)) for column in columns)
    least, most = SAMPLE_ROWS
    return min(most, max(least, SAMPLE_CELLS // width))


def _sample(inside: Marks, most: int, random: np.random.Generator) -> Codes:
    """As many rows of the cluster as of the others, as far as there are."""
    parts = [random.permutation(np.flatnonzero(inside == own))[:most] for own in (1, 0)]
    return np.sort(np.concatenate(parts))


def _traits(column: OriginalColumn, rows: Codes) -> Iterator[_Trait]:
    """What a tree can cut a column by, where the sample differs in it.

    Numbers as ranks: a tree computes in single precision, which cannot tell two
    moments of a day apart.
    """
    missing = column.missing[rows]
    if column.kind == "levels":
        for level in range(min(len(column.levels), MOST_TREE_LEVELS)):
            yield from _if_it_differs(
                _Trait(column, (column.codes[rows] == level).astype(np.float64), level=level)
            )
    elif not missing.all():
        known = column.numbers[rows]
        known = np.where(missing, np.nanmedian(known), known)
        values, ranks = np.unique(known, return_inverse=True)
        yield from _if_it_differs(_Trait(column, ranks.astype(np.float64), values))
    yield from _if_it_differs(_Trait(column, missing.astype(np.float64)))


def _if_it_differs(trait: _Trait) -> Iterator[_Trait]:
    if trait.ranks.min() < trait.ranks.max():
        yield trait


def _paths(tree: object, traits: Sequence[_Trait]) -> Iterator[tuple[Cut, ...]]:
    """The turns to every node but the root, by the arrays of scikit-learn's `Tree`."""
    names = ("children_left", "children_right", "feature", "threshold")
    left, right, feature, threshold = (getattr(tree, name) for name in names)

    def below(node: int, path: tuple[Cut, ...]) -> Iterator[tuple[Cut, ...]]:
        if path:
            yield path
        if left[node] >= 0:
            for child, yes in ((left[node], False), (right[node], True)):
                cut = traits[feature[node]].cut(float(threshold[node]), yes=yes)
                yield from below(child, (*path, cut))

    return below(0, ())


def _judged(
    rule: tuple[Condition, ...], columns: dict[str, OriginalColumn], inside: Marks
) -> Description | None:
    """How well a rule fits all rows; ``None`` if it is about no row of the cluster."""
    described = np.logical_and.reduce([holds(condition, columns) for condition in rule])
    both, n_described = int((described & inside).sum()), int(described.sum())
    if not both:
        return None
    return Description(
        conditions=rule,
        covered=both / int(inside.sum()),
        right=both / n_described,
        n_rows=n_described,
    )


def _worth(one: Description) -> float:
    f1 = 2 * one.covered * one.right / (one.covered + one.right)
    return f1 - WORTH * len(one.conditions)
