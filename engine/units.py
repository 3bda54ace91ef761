"""The units of work of a session: which fits it takes, and how large each is."""

from __future__ import annotations

from collections.abc import Sequence

from engine.progress import Task
from engine.records import AlgorithmChoice, TrainingSpec


def tasks(choices: Sequence[AlgorithmChoice], spec: TrainingSpec) -> list[Task]:
    """All fits of these algorithms, in the order in which they are done."""
    parts = [*_fold_names(spec), "all training rows"]
    units = list(zip(parts, _weights(spec), strict=True))
    return [Task(choice.key, part, weight) for choice in choices for part, weight in units]


def _fold_names(spec: TrainingSpec) -> list[str]:
    names = [f"fold {number} of {spec.cv_folds}" for number in range(1, spec.cv_folds + 1)]
    if spec.n_folds <= spec.cv_folds:
        return names[: spec.n_folds]
    return [
        f"{name}, repeat {repeat} of {spec.cv_repeats}"
        for repeat in range(1, spec.cv_repeats + 1)
        for name in names
    ]


def _weights(spec: TrainingSpec) -> list[float]:
    """Sizes of the fits on each fold and on all training rows, against that on the first fold."""
    if spec.time_column is not None:
        # Each fold learns from all rows before it.
        return [float(size) for size in range(1, spec.n_folds + 2)]
    whole = spec.cv_folds / (spec.cv_folds - 1) if spec.cv_folds > 1 else 1.0
    return [1.0] * spec.n_folds + [whole]
