"""What the scores of one model mean, in whole sentences: pure functions of its record."""

from __future__ import annotations

from typing import Final

from engine.metrics import Metric, format_score, metrics, why_missing
from engine.metrics import metric as metric_of
from engine.records import TrainedModel
from engine.simpler import is_a_baseline, simpler_words
from engine.words import Tone, Words

# Smaller differences between train and test are the rule, not a sign of overfitting.
NOTABLE_GAP: Final = 0.05


def words_of(model: TrainedModel, *, n_clusters: int | None = None) -> dict[str, Words]:
    """All that can be said of the scores of a model, the most important first.

    Parameters
    ----------
    model : TrainedModel
    n_clusters : int, optional
        How many clusters a clustering has, noise not counted.

    Returns
    -------
    dict of str to Words
        "score" always; "labels" of a clustering that was held against known classes;
        "overfitting" where there is some.
    """
    known = {
        "score": headline(model, n_clusters=n_clusters),
        "labels": against_classes(model),
        "overfitting": overfitting(model),
    }
    return {key: told for key, told in known.items() if told is not None}


def headline(model: TrainedModel, *, n_clusters: int | None = None) -> Words:
    """What the model is, on which rows it was judged, and whether it beats the baseline."""
    metric = metrics(model.task_type)[0]
    if model.task_type == "clustering":
        return _clusters(model, metric, n_clusters or 0)
    score = model.scores.test.get(metric.key)
    if score is None:
        return _without_score(model, metric)
    baseline = model.scores.baseline.get(metric.key)
    if baseline is None:
        return Words(
            meaning=_judged(model, metric, score),
            judgement="There is no baseline to hold it against.",
            try_next="Train it again: a baseline is then trained beside it.",
        )
    return _against_baseline(model, metric, score, baseline)


def overfitting(model: TrainedModel) -> Words | None:
    """A note when the model does far better on the rows it learned from."""
    metric = metrics(model.task_type)[0]
    train, test = _train_and_test(model, metric)
    if train is None or test is None or not _is_far_above(model, metric, train, test):
        return None
    return Words(
        meaning=f"On the rows it learned from, {metric.name} is {format_score(metric, train)}; on "
        f"new rows it is {format_score(metric, test)}.",
        judgement="It knows part of its learning rows by heart (overfitting). The score on new "
        "rows is the one that counts.",
        try_next=simpler_words(model),
        tone="warn",
    )


def against_classes(model: TrainedModel) -> Words | None:
    """How far clusters agree with a column of classes that they were held against."""
    entry, column = metric_of("adjusted_rand"), model.provenance.spec.labels
    score = model.scores.test.get(entry.key)
    if column is None or score is None:
        return None
    return Words(
        meaning=f"Held against {column}, which it did not look at, {entry.name} is "
        f"{format_score(entry, score)}.",
        judgement="1 is the same grouping, and about 0 is what clusters dealt out at random reach.",
        try_next=f"If {column} is what you want to know of new rows, train a classifier for it.",
    )


def _judged(model: TrainedModel, metric: Metric, score: float) -> str:
    known, n_test = format_score(metric, score), f"{model.provenance.n_test:,}"
    if model.task_type == "classification":
        return (
            f"{model.name} predicts {model.target} with {metric.name} {known} on {n_test} rows "
            "it has never seen."
        )
    return (
        f"{model.name} predicts {model.target} with {metric.name} {known} on {n_test} rows it "
        "has never seen; a perfect model has 1."
    )


def _without_score(model: TrainedModel, metric: Metric) -> Words:
    return Words(
        meaning=f"{model.name} predicts {model.target}, but how well cannot be said by "
        f"{metric.name}.",
        judgement=why_missing(metric, model),
        try_next="Look at its other scores, or hold out more rows and train it again.",
        tone="warn",
    )


def _against_baseline(model: TrainedModel, metric: Metric, score: float, baseline: float) -> Words:
    interval = model.scores.test_ci95.get(metric.key)
    if interval is None:
        return Words(
            meaning=_judged(model, metric, score),
            judgement="A baseline that ignores the features reaches "
            f"{format_score(metric, baseline)}.",
            try_next="Hold out more rows and train it again, so that an interval can say how much "
            "of the difference is luck.",
        )
    if min(_turned(bound, metric) for bound in interval) <= _turned(baseline, metric):
        return _perhaps_guessing(model, metric, score, baseline)
    low, high = (format_score(metric, bound) for bound in interval)
    return Words(
        meaning=_judged(model, metric, score),
        judgement=f"That is {format_score(metric, abs(score - baseline))} better than a baseline "
        f"that ignores the features ({format_score(metric, baseline)}). The true value lies "
        f"between {low} and {high} with 95 % confidence.",
        try_next="Compare it with other models on the same rows, and look at where it errs, before "
        "you take it with you.",
        tone="good",
    )


def _perhaps_guessing(model: TrainedModel, metric: Metric, score: float, baseline: float) -> Words:
    low, high = (format_score(metric, bound) for bound in model.scores.test_ci95[metric.key] or ())
    return Words(
        meaning=_judged(model, metric, score),
        judgement=f"A baseline that ignores the features reaches {format_score(metric, baseline)}, "
        f"which the 95 % interval from {low} to {high} does not rule out: this may be no better "
        "than guessing.",
        try_next=_try_when_guessing(model, metric, score, baseline),
        tone="warn",
    )


def _try_when_guessing(model: TrainedModel, metric: Metric, score: float, baseline: float) -> str:
    """What helps depends on whether it fails to learn, or learns what is true of its rows only."""
    if is_a_baseline(model):
        return "It is there for others to be held against: train any other algorithm."
    by_class = _better_by_class(model)
    if by_class is not None:
        return by_class
    if overfitting(model) is not None:
        return (
            "It learned its own rows and little that holds for others: make it simpler, or bring "
            "more rows."
        )
    if _turned(score, metric) > _turned(baseline, metric):
        return (
            "Hold out more rows or repeat the folds, to see whether the lead is luck; shuffling "
            "the answers shows whether there is anything to learn."
        )
    return (
        "Shuffle the answers to see whether there is anything to learn; if there is, try an "
        "algorithm that finds finer patterns, and if not, bring other columns."
    )


def _better_by_class(model: TrainedModel) -> str | None:
    """A rare class hardly counts in accuracy: a model that finds it may still beat guessing."""
    if model.task_type != "classification":
        return None
    metric, scores = metric_of("balanced_accuracy"), model.scores
    score, baseline = scores.test.get(metric.key), scores.baseline.get(metric.key)
    interval = scores.test_ci95.get(metric.key)
    if score is None or baseline is None or interval is None or interval[0] <= baseline:
        return None
    return (
        f"Judge it by {metric.name}, in which each class counts alike: there it is "
        f"{format_score(metric, score)} and clearly better than guessing "
        f"({format_score(metric, baseline)}). If missing the rare class is dear, balance the "
        "classes or move the threshold."
    )


def _train_and_test(model: TrainedModel, metric: Metric) -> tuple[float | None, float | None]:
    return model.scores.train.get(metric.key), model.scores.test.get(metric.key)


def _turned(score: float, metric: Metric) -> float:
    """The score turned so that greater is better."""
    return score if metric.greater_is_better else -score


def _is_far_above(model: TrainedModel, metric: Metric, train: float, test: float) -> bool:
    """Whether train is better by a notable gap and outside the interval of the test score."""
    gap = _turned(train, metric) - _turned(test, metric)
    interval = model.scores.test_ci95.get(metric.key) or (test, test)
    best = max(_turned(bound, metric) for bound in interval)
    return gap > NOTABLE_GAP and _turned(train, metric) > best


def _clusters(model: TrainedModel, metric: Metric, n_clusters: int) -> Words:
    score = model.scores.test.get(metric.key)
    n_rows = f"{model.provenance.n_train:,}"
    if score is None:
        return Words(
            meaning=f"{model.name} found {n_clusters:,} clusters among {n_rows} rows.",
            judgement=why_missing(metric, model),
            try_next="Change the settings that decide how many clusters there are, or see whether "
            "there is any structure in these data.",
            tone="warn",
        )
    tone, try_next = _separated(score)
    return Words(
        meaning=f"{model.name} divides {n_rows} rows into {n_clusters:,} clusters with "
        f"{metric.name} {format_score(metric, score)}.",
        judgement=_separation(model, metric),
        try_next=try_next,
        tone=tone,
    )


def _separation(model: TrainedModel, metric: Metric) -> str:
    chance = model.scores.baseline.get(metric.key)
    known = format_score(metric, chance)
    if chance is None:
        return f"{metric.name} is 1 for clusters far apart and about 0 for clusters that touch."
    return (
        f"{metric.name} is 1 for clusters far apart and about 0 for clusters that touch; clusters "
        f"of the same sizes dealt out at random reach {known}."
    )


def _separated(silhouette: float) -> tuple[Tone, str]:
    """Kaufman and Rousseeuw (1990) call up to 0.25 no substantial structure."""
    if silhouette <= 0.25:
        return "warn", (
            "See whether there is any structure in these data before anything is read into the "
            "clusters."
        )
    return "good" if silhouette > 0.5 else "plain", (
        "See whether another number of clusters does as well, and whether each can be given a name."
    )
