"""Prediction intervals that hold what they promise: split-conformal, and measured.

The residuals of rows that a fit has not learned from say how far it is off on new
rows. Their quantile around a prediction gives an interval that covers at least the
promised share of new rows if those come from where the old ones came from (Vovk,
Gammerman and Shafer, 2005; Lei and others, 2018, "Distribution-free predictive
inference for regression"). Residuals of the folds are of fits on fewer rows, so the
intervals are a little wide (Barber and others, 2021, call it CV+'s simpler sibling).
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from scipy.stats import binomtest

from engine.metrics import Outcome, requirements
from engine.metrics.outcome import Floats
from engine.records import Record

LEVELS = (0.8, 0.9, 0.95)
Basis = Literal["folds", "half of the held-out rows"]


class PredictionInterval(Record):
    """An interval around each prediction, and how often it held.

    Parameters
    ----------
    level : float
        The share of new rows it promises to cover.
    half_width : float
        Prediction less and plus this, in the unit of the target.
    coverage : float
        The share of rows it covered that had no part in its width.
    coverage_ci95 : tuple of float
        Interval of that share (Clopper and Pearson, 1934).
    n_calibration, n_measured : int
        Rows that gave the width, and rows on which coverage was measured.
    """

    level: float
    half_width: float
    coverage: float
    coverage_ci95: tuple[float, float]
    basis: Basis
    n_calibration: int
    n_measured: int

    @property
    def holds(self) -> bool:
        """Whether what was measured does not rule out what is promised."""
        return self.coverage_ci95[1] >= self.level


def prediction_intervals(
    outcome: Outcome, folds: Outcome | None, *, random_seed: int
) -> tuple[PredictionInterval, ...]:
    """Intervals at the usual levels; none where there are too few rows for a level.

    Parameters
    ----------
    outcome : Outcome
        Of the held-out rows.
    folds : Outcome or None
        Of all folds; without them half of the held-out rows gives the width, and
        coverage is measured on the other half.
    """
    given = [one for one in (outcome, folds) if one is not None]
    if any(requirements.finite(one) is not None for one in given):
        return ()
    calibration, measured, basis = _parts(outcome, folds, random_seed)
    if not len(measured):
        return ()
    widths = {level: half_width(calibration, level) for level in LEVELS}
    return tuple(
        _interval(level, width, measured, basis, len(calibration))
        for level, width in widths.items()
        if width is not None
    )


def interval_width(
    outcome: Outcome, folds: Outcome | None, *, level: float, random_seed: int
) -> float | None:
    """Half the width of the interval at one level; ``None`` where there is none.

    With folds, the held-out rows have no part in it.
    """
    if requirements.finite(folds or outcome) is not None:
        return None
    return half_width(_parts(outcome, folds, random_seed)[0], level)


def half_width(residual_sizes: Floats, level: float) -> float | None:
    """The quantile of residuals that covers a share of new rows.

    It is the ``ceil((n + 1) * level)``-th smallest of `n` (Lei and others, 2018,
    algorithm 2); ``None`` if `n` is too small for there to be one.
    """
    place = math.ceil((len(residual_sizes) + 1) * level)
    if place > len(residual_sizes):
        return None
    return float(np.partition(residual_sizes, place - 1)[place - 1])


def _parts(
    outcome: Outcome, folds: Outcome | None, random_seed: int
) -> tuple[Floats, Floats, Basis]:
    """Residual sizes that give the width, and those on which coverage is measured."""
    held_out = np.abs(outcome.targets - outcome.predictions)
    if folds is not None:
        return np.abs(folds.targets - folds.predictions), held_out, "folds"
    order = np.random.default_rng(random_seed).permutation(len(held_out))
    half = len(order) // 2
    return held_out[order[:half]], held_out[order[half:]], "half of the held-out rows"


def _interval(
    level: float, width: float, measured: Floats, basis: Basis, n_calibration: int
) -> PredictionInterval:
    covered = int((measured <= width).sum())
    interval = binomtest(covered, len(measured)).proportion_ci(method="exact")
    return PredictionInterval(
        level=level,
        half_width=width,
        coverage=covered / len(measured),
        coverage_ci95=(float(interval.low), float(interval.high)),
        basis=basis,
        n_calibration=n_calibration,
        n_measured=len(measured),
    )
