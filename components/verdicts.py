"""What the scores of one model mean, in whole sentences: pure functions of its record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from components.controls import Tone
from engine.metrics import Metric, format_score, metrics, why_missing
from engine.metrics import metric as metric_of
from engine.records import TrainedModel

# Smaller differences between train and test are the rule, not a sign of overfitting.
NOTABLE_GAP: Final = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence to remember, one to understand it, and whether it is good news."""

    text: str
    explanation: str
    tone: Tone


def headline(model: TrainedModel, *, n_clusters: int | None = None) -> Verdict:
    """What the model is, on which rows it was judged, and whether it beats the baseline."""
    metric = metrics(model.task_type)[0]
    if model.task_type == "clustering":
        return _clusters(model, metric, n_clusters or 0)
    text = _judged(model, metric)
    score = model.scores.test.get(metric.key)
    baseline = model.scores.baseline.get(metric.key)
    if score is None or baseline is None:
        return Verdict(text, "There is no baseline to hold it against.", "plain")
    return _against_baseline(model, metric, score, baseline)


def overfitting(model: TrainedModel) -> Verdict | None:
    """A note when the model does far better on the rows it learned from."""
    metric = metrics(model.task_type)[0]
    train, test = (part.get(metric.key) for part in (model.scores.train, model.scores.test))
    if train is None or test is None or not _is_far_above(model, metric, train, test):
        return None
    return Verdict(
        f"On the rows it learned from, {metric.name} is {format_score(metric, train)}; on new "
        f"rows it is {format_score(metric, test)}.",
        "It knows part of its learning rows by heart (overfitting). The score on new rows is the "
        "one that counts. Simpler settings or more rows bring the two together.",
        "warn",
    )


def against_classes(model: TrainedModel) -> Verdict | None:
    """How far clusters agree with a column of classes that they were held against."""
    entry, column = metric_of("adjusted_rand"), model.provenance.spec.labels
    score = model.scores.test.get(entry.key)
    if column is None or score is None:
        return None
    return Verdict(
        f"Held against {column}, which it did not look at, {entry.name} is "
        f"{format_score(entry, score)}.",
        "1 is the same grouping, and about 0 is what clusters dealt out at random reach.",
        "plain",
    )


def _judged(model: TrainedModel, metric: Metric) -> str:
    score = format_score(metric, model.scores.test.get(metric.key))
    n_test = f"{model.provenance.n_test:,}"
    if model.task_type == "classification":
        return (
            f"{model.name} predicts {model.target} with {metric.name} {score} on {n_test} rows "
            "it has never seen."
        )
    return (
        f"{model.name} predicts {model.target} with {metric.name} {score} on {n_test} rows it "
        "has never seen; a perfect model has 1."
    )


def _against_baseline(
    model: TrainedModel, metric: Metric, score: float, baseline: float
) -> Verdict:
    text = _judged(model, metric)
    interval = model.scores.test_ci95.get(metric.key)
    known = format_score(metric, baseline)
    if interval is None:
        return Verdict(text, f"A baseline that ignores the features reaches {known}.", "plain")
    low, high = (format_score(metric, bound) for bound in interval)
    if min(_turned(bound, metric) for bound in interval) <= _turned(baseline, metric):
        return Verdict(
            text,
            f"A baseline that ignores the features reaches {known}, which the 95 % interval from "
            f"{low} to {high} does not rule out: this may be no better than guessing.",
            "warn",
        )
    gain = format_score(metric, abs(score - baseline))
    return Verdict(
        text,
        f"That is {gain} better than a baseline that ignores the features ({known}). The true "
        f"value lies between {low} and {high} with 95 % confidence.",
        "good",
    )


def _turned(score: float, metric: Metric) -> float:
    """The score turned so that greater is better."""
    return score if metric.greater_is_better else -score


def _is_far_above(model: TrainedModel, metric: Metric, train: float, test: float) -> bool:
    """Whether train is better by a notable gap and outside the interval of the test score."""
    gap = _turned(train, metric) - _turned(test, metric)
    interval = model.scores.test_ci95.get(metric.key) or (test, test)
    best = max(_turned(bound, metric) for bound in interval)
    return gap > NOTABLE_GAP and _turned(train, metric) > best


def _clusters(model: TrainedModel, metric: Metric, n_clusters: int) -> Verdict:
    score = model.scores.test.get(metric.key)
    n_rows = f"{model.provenance.n_train:,}"
    if score is None:
        return Verdict(
            f"{model.name} found {n_clusters:,} clusters among {n_rows} rows.",
            why_missing(metric, model),
            "warn",
        )
    text = (
        f"{model.name} divides {n_rows} rows into {n_clusters:,} clusters with "
        f"{metric.name} {format_score(metric, score)}."
    )
    return Verdict(text, _separation(model, metric), _tone(score))


def _separation(model: TrainedModel, metric: Metric) -> str:
    chance = model.scores.baseline.get(metric.key)
    known = format_score(metric, chance)
    if chance is None:
        return f"{metric.name} is 1 for clusters far apart and about 0 for clusters that touch."
    return (
        f"{metric.name} is 1 for clusters far apart and about 0 for clusters that touch; clusters "
        f"of the same sizes dealt out at random reach {known}."
    )


def _tone(silhouette: float) -> Tone:
    """Kaufman and Rousseeuw (1990) call up to 0.25 no substantial structure."""
    if silhouette <= 0.25:
        return "warn"
    return "good" if silhouette > 0.5 else "plain"
