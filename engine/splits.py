"""Which rows a model learns from and which it is judged on.

The rows are split once per session, before anything is fitted: all algorithms
of the session, and the baseline, get the same rows and the same folds.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    train_test_split,
)

from engine.errors import InvalidValueError
from engine.records import TrainingSpec

Positions = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Fold:
    """One fold of a cross-validation, as positions of rows in the table."""

    train: Positions
    validation: Positions


@dataclass(frozen=True)
class Split:
    """The split of a table: positions of rows, counted from 0.

    `test` is empty for clustering. `n_dropped` rows have no target and are in
    neither part. `warnings` are sentences about scores that rest on little.
    """

    train: Positions
    test: Positions
    folds: tuple[Fold, ...]
    n_dropped: int
    warnings: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Digest of the rows that scores are computed on."""
        return _digest(self.test if len(self.test) else self.train)

    @property
    def folds_sha256(self) -> str | None:
        """Digest of which row is judged in which fold, ``None`` without folds."""
        if not self.folds:
            return None
        return _digest(*(fold.validation for fold in self.folds))


def split(spec: TrainingSpec, table: pd.DataFrame) -> Split:
    """Split a table as a spec asks.

    Parameters
    ----------
    spec : TrainingSpec
        Test share, folds, seed, and whether classes or groups count.
    table : DataFrame of shape (n_rows, n_columns)
        Holds the target and the group column, if the spec names them.

    Raises
    ------
    InvalidValueError
        If the rows cannot be split that way.
    """
    if spec.task_type == "clustering":
        everything = np.arange(len(table), dtype=np.int64)
        return Split(everything, np.array([], dtype=np.int64), (), 0)
    target = table[spec.target]
    rows = np.flatnonzero(target.notna()).astype(np.int64)
    train, test = _hold_out(spec, table, rows)
    folds = _folds(spec, table, train) if spec.cv_folds else ()
    dropped = len(table) - len(rows)
    return Split(train, test, folds, dropped, _rare_classes(spec, table, train))


def _hold_out(
    spec: TrainingSpec, table: pd.DataFrame, rows: Positions
) -> tuple[Positions, Positions]:
    try:
        train, test = _parts(spec, table, rows)
    except ValueError as error:
        raise InvalidValueError(
            f"{len(rows)} rows cannot be split with a test share of {spec.test_size:g}: {error}",
            field="test_size",
            hint="Use a larger test share, more rows, or switch the stratified split off.",
        ) from error
    return np.sort(train), np.sort(test)


def _parts(spec: TrainingSpec, table: pd.DataFrame, rows: Positions) -> tuple[Positions, Positions]:
    if spec.group is not None:
        splitter = GroupShuffleSplit(1, test_size=spec.test_size, random_state=spec.random_seed)
        first, second = next(splitter.split(rows, groups=_codes(table, spec.group, rows)))
        return rows[first], rows[second]
    classes = _codes(table, spec.target, rows) if _stratifies(spec) else None
    train, test = train_test_split(
        rows, test_size=spec.test_size, random_state=spec.random_seed, stratify=classes
    )
    return train, test


def _folds(spec: TrainingSpec, table: pd.DataFrame, train: Positions) -> tuple[Fold, ...]:
    groups = None if spec.group is None else _codes(table, spec.group, train)
    classes = _codes(table, spec.target, train) if _stratifies(spec) else None
    try:
        with warnings.catch_warnings():
            # Told in `_rare_classes`, in words that name the class.
            warnings.filterwarnings("ignore", "The least populated class", UserWarning)
            pairs = list(_splitter(spec).split(train, classes, groups))
    except ValueError as error:
        raise InvalidValueError(
            f"{len(train)} training rows cannot be cut into {spec.cv_folds} folds: {error}",
            field="cv_folds",
            hint="Use fewer folds, or 0 to judge by the held-out rows alone.",
        ) from error
    return tuple(Fold(train[first], train[second]) for first, second in pairs)


def _rare_classes(spec: TrainingSpec, table: pd.DataFrame, train: Positions) -> tuple[str, ...]:
    """Name the classes that cannot be in every fold."""
    if spec.task_type != "classification" or not spec.cv_folds:
        return ()
    counts = table[spec.target].iloc[train].value_counts()
    return tuple(
        f"The class {str(label)!r} has {count} training rows and there are {spec.cv_folds} folds, "
        "so some folds are judged without it."
        for label, count in counts.items()
        if count < spec.cv_folds
    )


def _splitter(
    spec: TrainingSpec,
) -> KFold | StratifiedKFold | GroupKFold | StratifiedGroupKFold:
    kinds = {
        (False, False): KFold,
        (True, False): StratifiedKFold,
        (False, True): GroupKFold,
        (True, True): StratifiedGroupKFold,
    }
    kind = kinds[_stratifies(spec), spec.group is not None]
    return kind(spec.cv_folds, shuffle=True, random_state=spec.random_seed)


def _stratifies(spec: TrainingSpec) -> bool:
    return spec.stratify and spec.task_type == "classification"


def _codes(table: pd.DataFrame, column: str | None, rows: Positions) -> Positions:
    """Give each distinct value a number: splitters sort values, mixed types do not sort."""
    codes, _ = pd.factorize(table[column].iloc[rows], use_na_sentinel=False)
    return np.asarray(codes, dtype=np.int64)


def _digest(*parts: Positions) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(part, dtype="<i8").tobytes())
    return digest.hexdigest()
