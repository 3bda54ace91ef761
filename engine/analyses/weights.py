"""What a model itself weighs: coefficients of a linear model, importances of trees.

Coefficients count on prepared features: scaled numbers, zeros and ones of levels, so
they can be held against each other. Importances of trees sum up by how much splits
at a feature made the nodes purer, on the rows the model learned from; they favour
columns with many values (Strobl and others, 2007).
"""

from __future__ import annotations

import re
from typing import Literal

import numpy as np

from engine.algorithms import algorithm
from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.errors import DoesNotApplyError, NotFoundError
from engine.fitting import Stopped
from engine.metrics.outcome import Floats
from engine.preprocessing import learner, resulting_features
from engine.records import Record, TrainedModel

Kind = Literal["coefficients", "importances"]
# As scikit-learn documents the attribute of a fitted estimator.
_ATTRIBUTES: dict[Kind, str] = {"coefficients": "coef_", "importances": "feature_importances_"}
MOST_FEATURES = 200


class FeatureWeight(Record):
    """One prepared feature: the column it comes from, and its weight.

    Of several classes the weight is the mean size over them.
    """

    feature: str
    column: str
    weight: float


class ColumnShare(Record):
    """A column's share of the sizes of all weights."""

    column: str
    share: float


class Weights(Record):
    """All weights, the largest first; `n_features` is how many there are."""

    kind: Kind
    features: tuple[FeatureWeight, ...]
    columns: tuple[ColumnShare, ...]
    n_features: int
    n_classes: int


def kind_of(key: str) -> Kind | None:
    """Which weights models of an algorithm have by their documentation."""
    try:
        words = algorithm(key).estimator_class().__doc__ or ""
    except NotFoundError:
        return None
    documented = [
        kind
        for kind, name in _ATTRIBUTES.items()
        if re.search(rf"^\s+{name}\s*:", words, flags=re.MULTILINE)
    ]
    return documented[0] if documented else None


def objection(model: TrainedModel) -> str | None:
    """Why a model has no weights of its own, ``None`` if it has."""
    if model.variant is not None:
        return "It is asked about the model a variant is of."
    if kind_of(model.algorithm) is None:
        return f"{model.name} has no weights or importances of its own."
    return None


def weights(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> Weights:
    """Read the weights of the fitted estimator.

    Raises
    ------
    DoesNotApplyError
        If this one has none, as a support vector machine with a bent kernel.
    """
    kind = kind_of(context.model.algorithm)
    if should_stop():
        raise Stopped
    on_progress(0, 1, "opening the model")
    try:
        found = getattr(learner(context.pipeline), _ATTRIBUTES[kind or "coefficients"])
    except AttributeError as error:
        raise DoesNotApplyError(
            f"{context.model.name} has no weights of its own with these settings.",
            field="analysis",
            hint="Ask which columns it needs instead.",
        ) from error
    return _summed_up(context, kind or "coefficients", np.asarray(found, dtype=np.float64))


def _summed_up(context: Context, kind: Kind, found: Floats) -> Weights:
    rows = np.atleast_2d(found)
    values = rows[0] if len(rows) == 1 else np.abs(rows).mean(axis=0)
    kept = [one for one in resulting_features(context.pipeline) if one.kept]
    order = np.argsort(-np.abs(values), kind="stable")
    features = [
        FeatureWeight(feature=kept[at].name, column=kept[at].column, weight=float(values[at]))
        for at in order[:MOST_FEATURES]
    ]
    sizes: dict[str, float] = {}
    for one, size in zip(kept, np.abs(values), strict=True):
        sizes[one.column] = sizes.get(one.column, 0.0) + float(size)
    total = sum(sizes.values()) or 1.0
    return Weights(
        kind=kind,
        features=tuple(features),
        columns=tuple(
            ColumnShare(column=name, share=size / total)
            for name, size in sorted(sizes.items(), key=lambda one: -one[1])
        ),
        n_features=len(values),
        n_classes=len(rows),
    )
