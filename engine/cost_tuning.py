"""The threshold at which mistakes cost least, found within folds, as a plain scikit-learn model.

scikit-learn searches it with a scorer that is a function of this program, and keeps that in
the model: its pickle would not load without this program any more. So what is kept is its
`FixedThresholdClassifier` with the threshold that was found, as it would be after a fit on all
the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import make_scorer
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV

from engine.diagnosis.thresholds import STEPS, USUAL, checked_cost
from engine.errors import InvalidValueError
from engine.metrics import Outcome
from engine.records import Costs

# Of decision values, which have no range that is known beforehand.
N_THRESHOLDS = 200


def checked_costs(costs: Costs) -> Costs:
    """The costs, if a threshold can be tuned to them; `InvalidValueError` if not."""
    for field, value in costs:
        checked_cost(field, value)
    if costs.cost_false_positive == costs.cost_false_negative == 0:
        raise InvalidValueError(
            "Neither kind of mistake costs anything, so every threshold is as good as any other.",
            field="cost_false_negative",
            hint="Give at least one of the two a cost over 0.",
        )
    return costs


def mean_cost(y_true: Any, y_pred: Any, *, positive: object, costs: Costs) -> float:  # noqa: ANN401 - arrays of labels
    """What a row costs on average.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n,)
    positive : object
        The label that is looked for: taking others for it is a false alarm.
    costs : Costs
    """
    is_positive, said = np.asarray(y_true) == positive, np.asarray(y_pred) == positive
    alarms, missed = np.mean(said & ~is_positive), np.mean(is_positive & ~said)
    return float(costs.cost_false_positive * alarms + costs.cost_false_negative * missed)


def outcome_cost(outcome: Outcome, costs: Costs) -> float:
    """What a row of an outcome costs on average."""
    return mean_cost(
        outcome.true_codes, outcome.predicted_codes, positive=outcome.positive_code, costs=costs
    )


def tuned_to_costs(
    pipeline: Any,  # noqa: ANN401 - an unfitted pipeline
    rows: tuple[Any, np.ndarray],
    cv: Sequence[tuple[np.ndarray, np.ndarray]],
    *,
    positive: object,
    costs: Costs,
) -> FixedThresholdClassifier:
    """Fit on all rows, with the threshold that costs least over the folds.

    Parameters
    ----------
    pipeline : Pipeline
        Not fitted.
    rows : tuple of DataFrame and ndarray
        Features and target, of shape (n, d) and (n,).
    cv : sequence of tuple of ndarray
        Places of the rows of each fold to learn from, and of those to judge on.
    positive : object
        The second of the two classes in sorted order, whose threshold it is.
    costs : Costs
    """
    scorer = make_scorer(mean_cost, greater_is_better=False, positive=positive, costs=costs)
    has_probabilities = hasattr(pipeline, "predict_proba")
    grid = np.arange(STEPS + 1) / STEPS if has_probabilities else N_THRESHOLDS
    tuned = TunedThresholdClassifierCV(
        pipeline, scoring=scorer, thresholds=grid, cv=cv, store_cv_results=True
    ).fit(*rows)
    usual = USUAL if has_probabilities else 0.0
    return _fixed(tuned, _cheapest(tuned.cv_results_, usual))


def _cheapest(found: dict[str, np.ndarray], usual: float) -> float:
    """Of equally cheap thresholds the nearest to the usual, as a change should be worth it."""
    scores, thresholds = np.round(found["scores"], 12), found["thresholds"]
    best = thresholds[scores == scores.max()]
    return float(best[np.argmin(np.abs(best - usual))])


def _fixed(tuned: TunedThresholdClassifierCV, threshold: float) -> FixedThresholdClassifier:
    """What a fit of the plain classifier on the same rows gives, without a second fit."""
    fixed = FixedThresholdClassifier(tuned.estimator, threshold=threshold)
    for name in ("estimator_", "n_features_in_", "feature_names_in_"):
        if hasattr(tuned, name):
            setattr(fixed, name, getattr(tuned, name))
    return fixed
