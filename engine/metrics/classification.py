"""Metrics of predicted classes, in screen order; the first is the task's own."""

from __future__ import annotations

from functools import partial
from math import inf

from engine.metrics import class_scores as scores
from engine.metrics import requirements
from engine.metrics.config import Metric

_metric = partial(
    Metric,
    task_types=("classification",),
    greater_is_better=True,
    range=(0.0, 1.0),
    unit="share",
    requires=requirements.nothing,
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
        fallback=scores.all_right(scores.accuracy),
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
        requires=requirements.positives,
        resample=scores.positive("f1"),
    ),
    _metric(
        key="precision",
        name="Precision",
        help="Of the rows predicted to be in the positive class, the share that really is.",
        misleads="Alone: a model that dares only one sure prediction has perfect precision.",
        compute=scores.of_positive("precision"),
        requires=requirements.positives,
        resample=scores.positive("precision"),
    ),
    _metric(
        key="recall",
        name="Recall",
        help="Of the rows that really are in the positive class, the share that was found.",
        misleads="Alone: a model that always predicts the positive class has perfect recall.",
        compute=scores.of_positive("recall"),
        requires=requirements.positives,
        resample=scores.positive("recall"),
    ),
    _metric(
        key="mcc",
        name="Matthews correlation",
        range=(-1.0, 1.0),
        help=(
            "How closely predicted and true classes go together, from all cells of the confusion "
            "matrix: 1 is perfect, 0 is no better than guessing, below 0 is worse than that. A "
            "frequent class does not hide the mistakes in a rare one."
        ),
        misleads="When one kind of mistake costs much more than another: it weighs all alike.",
        compute=scores.matthews,
        requires=requirements.two_classes,
        resample=scores.correlation,
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
        fallback=scores.all_right(scores.accuracy),
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
        requires=requirements.ranking,
        resample=lambda resamples: resamples.roc_auc,
    ),
    _metric(
        key="average_precision",
        name="Average precision",
        help=(
            "Going down the rows from the most to the least probable one of a class: the mean "
            "share that really is of it, over all points where one is found. 1 is perfect; "
            "guessing gives the share of the class. With more than two classes it is the mean "
            "over those that occur, each against the rest."
        ),
        misleads=(
            "Between data sets: the rarer the class, the lower is the value that guessing gives. "
            "Compare it with the baseline."
        ),
        compute=scores.average_precision,
        requires=requirements.ranking,
        resample=lambda resamples: resamples.average_precision,
    ),
    _metric(
        key="top_3_accuracy",
        name="Top-3 accuracy",
        help=(
            "The share of rows whose true class is among the three that the model holds most "
            "probable. It is for five classes or more, where a short list is of use."
        ),
        misleads="With few classes, or frequent ones: a list of three is right by chance then.",
        compute=scores.top_three,
        requires=requirements.top_classes,
        resample=lambda resamples: resamples.mean(resamples.rows.outcome.top_hits),
        fallback=scores.all_right(scores.top_three),
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
        requires=requirements.probabilities,
        resample=lambda resamples: resamples.mean(resamples.rows.surprise),
    ),
    _metric(
        key="brier",
        name="Brier score",
        greater_is_better=False,
        range=(0.0, 2.0),
        unit="none",
        help=(
            "The mean squared distance between the probabilities and what is true: 0 is perfect. "
            "With two classes, always saying one half gives 0.25 and the worst is 1; with more "
            "classes the distances of all of them are added up and the worst is 2."
        ),
        misleads=(
            "With a rare class: it is low for everybody. Compare it with the baseline. Scores of "
            "two and of more classes are not on one scale."
        ),
        compute=scores.brier,
        requires=requirements.probabilities,
        resample=lambda resamples: resamples.mean(resamples.rows.outcome.brier_losses),
    ),
)
