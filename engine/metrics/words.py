"""Scores for people: as many digits as say something, and never more."""

from __future__ import annotations

from engine.metrics.config import Metric
from engine.metrics.registry import metrics
from engine.records import TrainedModel

DOES_NOT_APPLY = "does not apply"
# Beyond this a row of digits is harder to read than a power of ten.
MOST_READABLE = 1e15


def format_score(metric: Metric, value: float | None) -> str:
    """Write a score for people.

    Shares have three decimals ("0.829"). Other numbers have at least three
    digits that say something: "69,052", "561.6", "5.234", "0.0123".
    """
    if value is None:
        return DOES_NOT_APPLY
    if metric.unit == "share" and abs(value) < 1_000:
        return f"{value:z.3f}"
    return _number(value)


def format_interval(metric: Metric, ci95: tuple[float, float] | None) -> str:
    """Write an interval for people: ``"0.800 to 0.860"``."""
    if ci95 is None:
        return "no interval"
    low, high = (format_score(metric, bound) for bound in ci95)
    return f"{low} to {high}"


def why_missing(metric: Metric, model: TrainedModel) -> str:
    """Why a model has no value of a metric, in a sentence; for the page and for REST."""
    known = model.scores.reasons.get(metric.key)
    if known is not None:
        return known
    if metric.key not in model.scores.test:
        return (
            f"{metric.name} was not computed when this model was trained. Train it again to get it."
        )
    return f"{metric.name} cannot be computed on the rows that this model was judged on."


def why_no_values(model: TrainedModel) -> dict[str, str]:
    """The same for every metric of its task type without a value, by metric key."""
    missing = [one for one in metrics(model.task_type) if model.scores.test.get(one.key) is None]
    return {one.key: why_missing(one, model) for one in missing}


def _number(value: float) -> str:
    size = abs(value)
    if size >= MOST_READABLE:
        return f"{value:z.3g}"
    if size >= 1_000:
        return f"{value:,.0f}"
    if size >= 1:
        decimals = 4 - len(str(int(size)))
        return f"{value:,.{decimals}f}"
    return f"{value:z.3g}"
