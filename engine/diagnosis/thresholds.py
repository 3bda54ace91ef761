"""From which probability on a row is taken for the positive class, and what mistakes cost.

The threshold is chosen on rows that no fit has learned from: those of the folds,
each asked about by a fit on the other folds. What the choice is worth is then
read on the held-out rows, which had no part in it.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from engine.errors import InvalidValueError
from engine.metrics import Outcome
from engine.metrics.outcome import Floats
from engine.records import Record

USUAL = 0.5
STEPS = 100
MOST_COST = 1e9

Basis = Literal["folds", "hold-out"]


class Threshold(Record):
    """Rows of each kind at one threshold, as shares of all, and the mean cost of a row.

    `false_positives` are false alarms, `false_negatives` missed cases.
    """

    threshold: float
    true_positives: float
    false_positives: float
    false_negatives: float
    true_negatives: float
    precision: float | None
    recall: float
    cost: float


class Thresholds(Record):
    """All thresholds, the cheapest of them, and what it is worth on the held-out rows.

    Parameters
    ----------
    basis : {"folds", "hold-out"}
        Whose rows the curve is of. Without folds there are only the held-out
        rows, and a cost that was chosen on them looks better than it is.
    cost_false_positive, cost_false_negative : float
    points : tuple of Threshold
        By rising threshold.
    usual, best : Threshold
        At 0.5, and where the cost is lowest.
    held_out_usual, held_out_best : Threshold
        The same two thresholds on the held-out rows.
    """

    label: str
    basis: Basis
    n_rows: int
    cost_false_positive: float
    cost_false_negative: float
    points: tuple[Threshold, ...]
    usual: Threshold
    best: Threshold
    held_out_usual: Threshold
    held_out_best: Threshold


def thresholds(
    outcome: Outcome,
    folds: Outcome | None,
    *,
    cost_false_positive: float = 1.0,
    cost_false_negative: float = 1.0,
) -> Thresholds | None:
    """Cost of every threshold for two classes; ``None`` if there are others, or no probabilities.

    Parameters
    ----------
    outcome : Outcome
        Of the held-out rows.
    folds : Outcome or None
        Of the rows of all folds together.
    cost_false_positive, cost_false_negative : float
        What one mistake of each kind costs, in any unit.
    """
    costs = (
        checked_cost("cost_false_positive", cost_false_positive),
        checked_cost("cost_false_negative", cost_false_negative),
    )
    if outcome.probability_columns is None or len(outcome.labels) != 2:
        return None
    chosen_on = _Sorted(outcome if folds is None else folds, costs)
    held_out = _Sorted(outcome, costs)
    points = tuple(chosen_on.at(value / STEPS) for value in range(STEPS + 1))
    # Of equally cheap ones, the nearest to the usual: a change should be worth it.
    best = min(points, key=lambda one: (round(one.cost, 12), abs(one.threshold - USUAL)))
    return Thresholds(
        label=str(outcome.labels[outcome.positive_code]),
        basis="hold-out" if folds is None else "folds",
        n_rows=chosen_on.n_rows,
        cost_false_positive=costs[0],
        cost_false_negative=costs[1],
        points=points,
        usual=chosen_on.at(USUAL),
        best=best,
        held_out_usual=held_out.at(USUAL),
        held_out_best=held_out.at(best.threshold),
    )


def checked_cost(field: str, value: float) -> float:
    """A cost, if it is one that can be reckoned with; `InvalidValueError` if not."""
    if not 0 <= value <= MOST_COST:
        raise InvalidValueError(
            f"A cost is a number from 0 to {MOST_COST:,.0f}, but {value} was given.",
            field=field,
            hint="Say how bad one such mistake is against the other kind, such as 1 and 5.",
        )
    return float(value)


class _Sorted:
    """Probabilities of the positive class in order, so that any threshold is a lookup."""

    def __init__(self, outcome: Outcome, costs: tuple[float, float]) -> None:
        columns, code = outcome.probability_columns, outcome.positive_code
        assert columns is not None  # noqa: S101 - who calls has asked
        is_positive = outcome.true_codes == code
        self._positive: Floats = np.sort(columns[is_positive, code])
        self._negative: Floats = np.sort(columns[~is_positive, code])
        self._costs = costs
        self.n_rows = outcome.n_rows

    def at(self, threshold: float) -> Threshold:
        """Count what is taken for positive from this probability on."""
        missed = int(np.searchsorted(self._positive, threshold, side="left"))
        right = int(np.searchsorted(self._negative, threshold, side="left"))
        found, alarms = len(self._positive) - missed, len(self._negative) - right
        cost = self._costs[0] * alarms + self._costs[1] * missed
        return Threshold(
            threshold=threshold,
            true_positives=found / self.n_rows,
            false_positives=alarms / self.n_rows,
            false_negatives=missed / self.n_rows,
            true_negatives=right / self.n_rows,
            precision=found / (found + alarms) if found + alarms else None,
            recall=found / len(self._positive) if len(self._positive) else 0.0,
            cost=cost / self.n_rows,
        )
