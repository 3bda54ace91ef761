"""Metrics of predicted classes, in screen order; the first is the task's own."""

from __future__ import annotations

from functools import partial
from math import inf

from engine.metrics import class_scores as scores
from engine.metrics.config import Metric

_metric = partial(
    Metric,
    task_types=("classification",),
    greater_is_better=True,
    range=(0.0, 1.0),
    unit="share",
    requires=scores.always,
)

CLASSIFICATION: tuple[Metric, ...] = (
    _metric(
        key="accuracy",
        name="Accuracy",
        help="The share of rows whose class was predicted right.",
        misleads=(
            "With one frequent class: always predicting it is right nearly always. Compare it with "
            "the baseline, and look at balanced accuracy."
        ),
        compute=scores.accuracy,
        resample=scores.weighted("recall"),
        fallback=scores.all_right,
    ),
    _metric(
        key="balanced_accuracy",
        name="Balanced accuracy",
        help=(
            "The share of rows predicted right within each class, averaged over the classes, so "
            "that a rare class counts as much as a frequent one. Guessing gives one divided by the "
            "number of classes."
        ),
        misleads="When mistakes in a rare class really matter less than in a frequent one.",
        compute=scores.balanced_accuracy,
        resample=scores.of_occurring,
    ),
    _metric(
        key="f1",
        name="F1",
        help=(
            "Precision and recall of the positive class in one number, which is low as soon as "
            "either is."
        ),
        misleads="When false alarms and missed cases do not cost the same.",
        compute=scores.of_positive("f1"),
        requires=scores.has_positives,
        resample=scores.positive("f1"),
    ),
    _metric(
        key="precision",
        name="Precision",
        help="Of the rows predicted to be in the positive class, the share that really is.",
        misleads="Alone: a model that dares only one sure prediction has perfect precision.",
        compute=scores.of_positive("precision"),
        requires=scores.has_positives,
        resample=scores.positive("precision"),
    ),
    _metric(
        key="recall",
        name="Recall",
        help="Of the rows that really are in the positive class, the share that was found.",
        misleads="Alone: a model that always predicts the positive class has perfect recall.",
        compute=scores.of_positive("recall"),
        requires=scores.has_positives,
        resample=scores.positive("recall"),
    ),
    _metric(
        key="f1_macro",
        name="F1 (mean of classes)",
        help="F1 of each class, averaged with every class counting the same.",
        misleads="With a class of very few rows: single rows then move the mean a lot.",
        compute=scores.mean_of_classes("f1"),
        resample=scores.macro("f1"),
    ),
    _metric(
        key="f1_weighted",
        name="F1 (mean of rows)",
        help="F1 of each class, averaged with every class counting as often as it occurs.",
        misleads="With one frequent class: its score hides those of the rare ones.",
        compute=scores.mean_of_rows("f1"),
        resample=scores.weighted("f1"),
    ),
    _metric(
        key="precision_macro",
        name="Precision (mean of classes)",
        help="Precision of each class, averaged with every class counting the same.",
        misleads="When a class is hardly ever predicted: its precision rests on few rows.",
        compute=scores.mean_of_classes("precision"),
        resample=scores.macro("precision"),
    ),
    _metric(
        key="precision_weighted",
        name="Precision (mean of rows)",
        help="Precision of each class, averaged with every class counting as often as it occurs.",
        misleads="With one frequent class: its score hides those of the rare ones.",
        compute=scores.mean_of_rows("precision"),
        resample=scores.weighted("precision"),
    ),
    _metric(
        key="recall_macro",
        name="Recall (mean of classes)",
        help="Recall of each class, averaged with every class counting the same.",
        misleads="With a class of very few rows: single rows then move the mean a lot.",
        compute=scores.mean_of_classes("recall"),
        resample=scores.macro("recall"),
    ),
    _metric(
        key="recall_weighted",
        name="Recall (mean of rows)",
        help=(
            "Recall of each class, averaged with every class counting as often as it occurs. It "
            "is the same number as accuracy."
        ),
        misleads="With one frequent class, just as accuracy does.",
        compute=scores.mean_of_rows("recall"),
        resample=scores.weighted("recall"),
        fallback=scores.all_right,
    ),
    _metric(
        key="roc_auc",
        name="ROC AUC",
        help=(
            "How often a row of a class is ranked above a row that is not of it: 0.5 is chance, "
            "1 is perfect. With more than two classes it is the mean over those that occur, each "
            "against the rest. It does not depend on any threshold."
        ),
        misleads=(
            "With a very rare class: it stays high although most alarms are false. It also says "
            "nothing about whether the probabilities are right."
        ),
        compute=scores.roc_auc,
        requires=scores.can_rank,
        resample=lambda resamples: resamples.roc_auc,
    ),
    _metric(
        key="log_loss",
        name="Log loss",
        greater_is_better=False,
        range=(0.0, inf),
        unit="none",
        help=(
            "How surprised the probabilities are by what is true: 0 is perfect, and being sure of "
            "something wrong costs most. Compare it with the baseline."
        ),
        misleads="Between data sets: its size depends on how many classes there are and how rare.",
        compute=scores.log_loss,
        requires=scores.has_probabilities,
        resample=lambda resamples: resamples.log_loss,
    ),
)
