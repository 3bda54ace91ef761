"""Rows as an algorithm gets them, prepared once for all algorithms that want the same.

What a preparation learns, it learns from the rows of one part alone: from the
training rows of a fold, or from all training rows. Algorithms that want their
numbers alike then share the fitted preparation and the matrices it gave.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from engine.threads import thread_limits
from engine.used_rows import Positions

Matrix = Any  # ndarray or scipy sparse matrix of shape (n_rows, n_features)

# Matrices over this many bytes are not kept for the next algorithm.
MOST_BYTES = 1024**3


@dataclass(frozen=True)
class Prepared:
    """A fitted preparation, the rows it was fitted on, and what it made of rows.

    Parameters
    ----------
    transformer : transformer
        Fitted; pipelines of several algorithms may hold it.
    train : matrix of shape (n_rows, n_features)
    seconds : float
        What fitting it and preparing the training rows took.
    """

    transformer: Any
    rows: Positions
    train: Matrix
    seconds: float
    _others: dict[int, tuple[Positions, Matrix]] = field(default_factory=dict)

    def matrix(self, features: pd.DataFrame, rows: Positions) -> Matrix:
        """Prepare other rows, or give what was made of them before.

        Always by `transform`, also for the training rows: a target encoding
        gives those other values while it is fitted.
        """
        found = self._others.get(id(rows))
        if found is None:
            # The rows are kept too, so that their id is theirs alone.
            found = (rows, self.transformer.transform(features.iloc[rows]))
            self._others[id(rows)] = found
        return found[1]

    @property
    def n_bytes(self) -> int:
        """Memory of all matrices."""
        return n_bytes(self.train) + sum(n_bytes(matrix) for _, matrix in self._others.values())


class Preparations:
    """Fits each kind of preparation once for each part of the rows.

    Parameters
    ----------
    features : DataFrame of shape (n_rows, n_columns)
    target : ndarray of shape (n_rows,) or None
    most_bytes : int
        Matrices that were not used for longest are forgotten beyond that.
    """

    def __init__(
        self, features: pd.DataFrame, target: np.ndarray | None, *, most_bytes: int = MOST_BYTES
    ) -> None:
        self._features = features
        self._target = target
        self._most_bytes = most_bytes
        self._known: OrderedDict[tuple[Hashable, int], Prepared] = OrderedDict()

    def prepared(self, preparation: Any, key: Hashable, rows: Positions) -> Prepared:  # noqa: ANN401 - any transformer
        """Fit a preparation on these rows, unless an equal one was already.

        Parameters
        ----------
        preparation : transformer
            Not fitted; it is fitted only if there is none yet.
        key : hashable
            Equal for preparations that learn the same from the same rows.
        """
        place = (key, id(rows))
        if place not in self._known:
            self._known[place] = self._fitted(preparation, rows)
        self._known.move_to_end(place)
        self._forget()
        return self._known[place]

    def matrix(self, prepared: Prepared, rows: Positions) -> Matrix:
        """Rows as this preparation gives them to the estimator."""
        return prepared.matrix(self._features, rows)

    def clear(self) -> None:
        """Forget everything, where memory has run out."""
        self._known.clear()

    def _fitted(self, preparation: Any, rows: Positions) -> Prepared:  # noqa: ANN401 - any transformer
        started = time.perf_counter()
        target = None if self._target is None else self._target[rows]
        # The topics of a text differ in their last bits between thread counts.
        with thread_limits(1):
            matrix = preparation.fit_transform(self._features.iloc[rows], target)
        return Prepared(preparation, rows, matrix, time.perf_counter() - started)

    def _forget(self) -> None:
        """Keep within the limit; the one that was used last always stays."""
        total = sum(one.n_bytes for one in self._known.values())
        while total > self._most_bytes and len(self._known) > 1:
            _, oldest = self._known.popitem(last=False)
            total -= oldest.n_bytes


def n_bytes(matrix: Matrix) -> int:
    """Memory of a dense or sparse matrix."""
    if sparse.issparse(matrix):
        return sum(
            int(getattr(matrix, name).nbytes)
            for name in ("data", "indices", "indptr", "row", "col")
            if hasattr(matrix, name)
        )
    return int(np.asarray(matrix).nbytes)
