"""Which rows a model learns from and which it is judged on.

The rows are split once per session, before anything is fitted: all algorithms
of the session, and the baseline, get the same rows and the same folds. With a
time column the latest rows are held out, and each fold is judged on rows later
than those it learned from.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    KFold,
    StratifiedGroupKFold,
    StratifiedKFold,
    TimeSeriesSplit,
    train_test_split,
)

from engine.errors import InvalidValueError
from engine.groups import group_codes
from engine.records import TrainingSpec
from engine.used_rows import Positions, in_time, used_rows


@dataclass(frozen=True)
class Fold:
    """One fold of a cross-validation, as positions of rows in the table."""

    train: Positions
    validation: Positions


@dataclass(frozen=True)
class Split:
    """The split of a table: positions of rows, counted from 0.

    `test` is empty for clustering. In neither part are the `n_dropped` rows
    without a target, the `n_untimed` ones without a time when the latest are
    held out, and the `n_duplicates` that repeat an earlier row when those are
    left out. `warnings` are sentences about scores that rest on little.
    """

    train: Positions
    test: Positions
    folds: tuple[Fold, ...]
    n_dropped: int
    n_untimed: int = 0
    n_duplicates: int = 0
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
        Test share, folds, seed, and whether classes, groups, times or
        duplicates count.
    table : DataFrame of shape (n_rows, n_columns)
        Holds the target, the group and the time column, if the spec names them,
        and the features if duplicates are left out.

    Raises
    ------
    InvalidValueError
        If the rows cannot be split that way.
    """
    used = used_rows(spec, table)
    nothing = np.array([], dtype=np.int64)
    train, test = (used.rows, nothing)
    if spec.task_type != "clustering":
        train, test = _hold_out(spec, table, used.rows)
    made = folds(spec, table, train) if spec.cv_folds else ()
    if spec.task_type == "classification" and spec.time_column is not None:
        _check_early_classes(spec, table, [train, *(fold.train for fold in made)])
    return Split(
        train=train,
        test=test,
        folds=made,
        n_dropped=used.n_dropped,
        n_untimed=used.n_untimed,
        n_duplicates=used.n_duplicates,
        warnings=_rare_classes(spec, table, train, made),
    )


def mean_test_ratio(folds: Sequence[Fold]) -> float:
    """Rows judged for each row learned from; folds in time learn from more rows each."""
    return float(np.mean([len(fold.validation) / len(fold.train) for fold in folds]))


def usual_test_ratio(n_folds: int, *, in_time: bool) -> float:
    """Give the same for parts of equal size, from the number of folds alone."""
    if not in_time:
        return 1 / (n_folds - 1)
    return float(np.mean([1 / part for part in range(1, n_folds + 1)]))


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
    if spec.time_column is not None:
        ordered = in_time(table[spec.time_column], rows)
        first, latest = train_test_split(ordered, test_size=spec.test_size, shuffle=False)
        return first, latest
    if spec.group is not None:
        splitter = GroupShuffleSplit(1, test_size=spec.test_size, random_state=spec.random_seed)
        first, second = next(splitter.split(rows, groups=_groups(spec, table, rows)))
        return rows[first], rows[second]
    classes = _classes(spec, table, rows) if _stratifies(spec) else None
    train, test = train_test_split(
        rows, test_size=spec.test_size, random_state=spec.random_seed, stratify=classes
    )
    return train, test


def folds(spec: TrainingSpec, table: pd.DataFrame, train: Positions) -> tuple[Fold, ...]:
    """Cut rows into the folds of a spec, as often as it repeats them.

    Raises
    ------
    InvalidValueError
        If there are too few rows or groups for so many folds.
    """
    if spec.time_column is not None:
        train = in_time(table[spec.time_column], train)
    groups = None if spec.group is None else _groups(spec, table, train)
    classes = _classes(spec, table, train) if _stratifies(spec) else None
    try:
        with warnings.catch_warnings():
            # Told in `_rare_classes`, in words that name the class.
            warnings.filterwarnings("ignore", "The least populated class", UserWarning)
            pairs = [
                pair
                for repeat in range(spec.cv_repeats)
                for pair in _splitter(spec, repeat).split(train, classes, groups)
            ]
    except ValueError as error:
        raise InvalidValueError(
            f"{len(train)} training rows cannot be cut into {spec.cv_folds} folds: {error}",
            field="cv_folds",
            hint="Use fewer folds, or 0 to judge by the held-out rows alone.",
        ) from error
    return tuple(Fold(np.sort(train[first]), np.sort(train[second])) for first, second in pairs)


def _check_early_classes(
    spec: TrainingSpec, table: pd.DataFrame, parts: Sequence[Positions]
) -> None:
    """Refuse parts to learn from that are all of one class, as the earliest rows may be."""
    smallest = min(parts, key=len)
    if table[spec.target].iloc[smallest].nunique() < 2:
        raise InvalidValueError(
            f"The earliest {len(smallest)} rows by {spec.time_column} are all of one class of "
            f"{spec.target}, so nothing can be learned from them.",
            field="time_column",
            hint="Use fewer folds, or hold rows out by chance.",
        )


def _rare_classes(
    spec: TrainingSpec, table: pd.DataFrame, train: Positions, folds: Sequence[Fold]
) -> tuple[str, ...]:
    """Name the classes that are not in every fold."""
    if spec.task_type != "classification":
        return ()
    counts = table[spec.target].iloc[train].value_counts()
    judged = [set(table[spec.target].iloc[fold.validation].unique()) for fold in folds]
    return tuple(
        f"The class {str(label)!r} has {count} training rows and there are {spec.cv_folds} folds, "
        "so some folds are judged without it."
        for label, count in counts.items()
        if any(label not in classes for classes in judged)
    )


def _splitter(
    spec: TrainingSpec, repeat: int
) -> KFold | StratifiedKFold | GroupKFold | StratifiedGroupKFold | TimeSeriesSplit:
    if spec.time_column is not None:
        return TimeSeriesSplit(spec.cv_folds)
    kinds = {
        (False, False): KFold,
        (True, False): StratifiedKFold,
        (False, True): GroupKFold,
        (True, True): StratifiedGroupKFold,
    }
    kind = kinds[_stratifies(spec), spec.group is not None]
    # Each repeat draws other folds; the first draws those that there are without repeats.
    seed = (spec.random_seed + repeat) % 2**32
    return kind(spec.cv_folds, shuffle=True, random_state=seed)


def _stratifies(spec: TrainingSpec) -> bool:
    return spec.stratify and spec.task_type == "classification" and spec.time_column is None


def _classes(spec: TrainingSpec, table: pd.DataFrame, rows: Positions) -> Positions:
    return group_codes(table[spec.target].iloc[rows])


def _groups(spec: TrainingSpec, table: pd.DataFrame, rows: Positions) -> Positions:
    return group_codes(table[spec.group].iloc[rows], spec.group_separator)


def _digest(*parts: Positions) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(np.ascontiguousarray(part, dtype="<i8").tobytes())
    return digest.hexdigest()
