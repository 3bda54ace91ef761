"""What balanced class weights change: the same training with and without them, fold by fold.

Weights make mistakes in rare classes count more while the model learns, so it finds more of
them, takes others for them, and says probabilities that are too high for them. How much of
each is measured on the folds of the model; the held-out rows have no part in it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import stats

from engine.algorithms import algorithm
from engine.analyses.config import OnProgress, ShouldStop
from engine.analyses.context import Context
from engine.analyses.subgroups import LEVEL, holm
from engine.diagnosis.classes import ClassScores, class_scores
from engine.errors import NotFoundError
from engine.evaluation import JudgedFold
from engine.fit_reports import kept_warnings
from engine.fitting import Stopped
from engine.metrics import Outcome, fold_scores
from engine.records import Record, Setting, TrainedModel
from engine.splits import Fold, folds, mean_test_ratio

# Names of the setting, and the value with which all classes weigh the same.
BALANCED: dict[str, Setting] = {"class_weight": "balanced", "auto_class_weights": "Balanced"}
OWN_FOLDS = 5
METRICS = ("balanced_accuracy", "accuracy", "f1", "f1_macro", "log_loss", "brier")


class BothWays(Record):
    """One number without and with class weights: means over the folds, and their difference.

    Parameters
    ----------
    without, balanced : float or None
        ``None`` where no fold has it, as the precision of a class that was never predicted.
    difference, std : float or None
        With less without, over the folds that have both.
    ci95 : tuple of float, optional
        Interval of Nadeau and Bengio (2003), as folds share rows to learn from.
    p_value : float, optional
        Of no difference, corrected where several classes are looked at (Holm, 1979).
    """

    without: float | None
    balanced: float | None
    difference: float | None = None
    std: float | None = None
    ci95: tuple[float, float] | None = None
    p_value: float | None = None

    @property
    def clear(self) -> bool:
        """Whether the difference is more than luck."""
        return self.p_value is not None and self.p_value < LEVEL


class ClassEffect(Record):
    """What weights change for one class.

    Parameters
    ----------
    label : str
    n_rows : int
        Rows of it among those that were asked about, once for each repetition of the folds.
    share : float
        Their share of all.
    recall, precision : BothWays
    probability : BothWays, optional
        What the model says for it on average; without weights about `share`.
    """

    label: str
    n_rows: int
    share: float
    recall: BothWays
    precision: BothWays
    probability: BothWays | None


class ClassWeights(Record):
    """The same training with and without balanced class weights.

    `has_weights` says whether the model itself was trained with some, `own_folds`
    whether the folds were cut for this, as the model was trained without any.
    Classes stand with the rarest first, scores by metric key.
    """

    has_weights: bool
    own_folds: bool
    n_folds: int
    n_rows: int
    classes: tuple[ClassEffect, ...]
    scores: dict[str, BothWays]


def objection(model: TrainedModel) -> str | None:
    """Why a model cannot be trained with and without class weights, ``None`` if it can."""
    if model.variant is not None:
        return "It is asked about the model a variant is of."
    try:
        name = _setting(model)
    except NotFoundError:
        return "Its algorithm is not there any more."
    if name is None:
        return f"{model.name} takes no weights for classes."
    return None


def class_weights(
    context: Context, on_progress: OnProgress, should_stop: ShouldStop
) -> ClassWeights:
    """Train without and with weights on each fold, and pair what comes of it."""
    parts, own = _folds(context)
    name = _setting(context.model)
    assert name is not None  # noqa: S101 - who calls has asked whether it applies
    given = context.model.hyperparameters
    ways = (given | {name: None}, given | {name: BALANCED[name]})
    judged: tuple[list[JudgedFold], list[JudgedFold]] = ([], [])
    with kept_warnings():
        for number, fold in enumerate(parts):
            for way, settings in enumerate(ways):
                if should_stop():
                    raise Stopped
                on_progress(2 * number + way, 2 * len(parts), f"fold {number + 1:,}")
                judged[way].append(_fold(context, settings, fold, should_stop))
    return ClassWeights(
        has_weights=given.get(name) is not None,
        own_folds=own,
        n_folds=len(parts),
        n_rows=sum(len(fold.validation) for fold in parts),
        classes=_classes(*judged, ratio=mean_test_ratio(parts)),
        scores=_scores(*judged, ratio=mean_test_ratio(parts)),
    )


def _setting(model: TrainedModel) -> str | None:
    known = algorithm(model.algorithm).defaults
    return next((name for name in BALANCED if name in known), None)


def _folds(context: Context) -> tuple[tuple[Fold, ...], bool]:
    """Those the model was judged on; without any, some of the rows it learned from."""
    judge = context.judge
    if judge.split.folds:
        return judge.split.folds, False
    spec = judge.spec.model_copy(update={"cv_folds": OWN_FOLDS, "cv_repeats": 1})
    return folds(spec, context.table, judge.split.train), True


def _fold(
    context: Context, settings: dict[str, Setting], fold: Fold, should_stop: ShouldStop
) -> JudgedFold:
    return context.judge.fold(
        context.entry, settings, fold, on_step=lambda _step: not should_stop()
    )


def _classes(
    without: Sequence[JudgedFold], balanced: Sequence[JudgedFold], *, ratio: float
) -> tuple[ClassEffect, ...]:
    ways = ([one.outcome for one in without], [one.outcome for one in balanced])
    told = tuple([class_scores(outcome) for outcome in way] for way in ways)

    def both(value: Callable[[ClassScores], float | None], code: int) -> BothWays:
        return paired(*([value(one[code]) for one in way] for way in told), ratio=ratio)

    codes = range(len(ways[0][0].labels))
    recalls = _corrected([both(lambda one: one.recall, code) for code in codes])
    precisions = _corrected([both(lambda one: one.precision, code) for code in codes])
    found = [_effect(code, ways, recalls[code], precisions[code], ratio=ratio) for code in codes]
    return tuple(sorted(found, key=lambda one: one.share))


def _effect(
    code: int,
    ways: tuple[list[Outcome], list[Outcome]],
    recall: BothWays,
    precision: BothWays,
    *,
    ratio: float,
) -> ClassEffect:
    n_rows = sum(int((outcome.true_codes == code).sum()) for outcome in ways[0])
    said = paired(*([_said(outcome, code) for outcome in way] for way in ways), ratio=ratio)
    return ClassEffect(
        label=str(ways[0][0].labels[code]),
        n_rows=n_rows,
        share=n_rows / sum(outcome.n_rows for outcome in ways[0]),
        recall=recall,
        precision=precision,
        probability=None if said.without is None else said,
    )


def _said(outcome: Outcome, code: int) -> float | None:
    columns = outcome.probability_columns
    return None if columns is None else float(columns[:, code].mean())


def _scores(
    without: Sequence[JudgedFold], balanced: Sequence[JudgedFold], *, ratio: float
) -> dict[str, BothWays]:
    found = {
        key: paired(
            *([fold.scores[key] for fold in way] for way in (without, balanced)), ratio=ratio
        )
        for key in METRICS
    }
    known = {key: one for key, one in found.items() if one.difference is not None}
    # Of two classes one F1 is enough.
    return {key: one for key, one in known.items() if key != "f1_macro" or "f1" not in known}


def paired(
    without: Sequence[float | None], balanced: Sequence[float | None], *, ratio: float
) -> BothWays:
    """Pair two lists of numbers, one of each for every fold.

    Parameters
    ----------
    without, balanced : sequence of float or None
    ratio : float
        Rows to judge on for each row to learn from.
    """
    pairs = zip(without, balanced, strict=True)
    differences = [b - a for a, b in pairs if a is not None and b is not None]
    summed = fold_scores(differences, test_ratio=ratio)
    return BothWays(
        without=_mean(without),
        balanced=_mean(balanced),
        difference=summed.mean,
        std=summed.std,
        ci95=summed.ci95,
        p_value=_p_value(differences, ratio),
    )


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _p_value(differences: Sequence[float], ratio: float) -> float | None:
    """Corrected resampled t test, to which the interval belongs."""
    if len(differences) < 2:
        return None
    mean = abs(float(np.mean(differences)))
    error = float(np.std(differences, ddof=1)) * math.sqrt(1 / len(differences) + ratio)
    if error == 0:
        return 1.0 if mean == 0 else 0.0
    return float(2 * stats.t.sf(mean / error, df=len(differences) - 1))


def _corrected(found: list[BothWays]) -> list[BothWays]:
    """The same with p-values that count how many classes were looked at."""
    known = [one.p_value for one in found if one.p_value is not None]
    corrected = iter(holm(known))
    return [
        one if one.p_value is None else one.model_copy(update={"p_value": next(corrected)})
        for one in found
    ]
