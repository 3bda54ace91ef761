"""The registry of metrics: one entry each, the only place a metric is named."""

from __future__ import annotations

from engine.errors import InvalidValueError
from engine.metrics.classification import CLASSIFICATION
from engine.metrics.clustering import CLUSTERING
from engine.metrics.config import Metric
from engine.metrics.regression import REGRESSION
from engine.records import TaskType

METRICS: tuple[Metric, ...] = (*CLASSIFICATION, *REGRESSION, *CLUSTERING)


def metrics(task_type: TaskType) -> tuple[Metric, ...]:
    """The metrics of a task type; the first is the one models are ranked by if none is chosen."""
    return tuple(entry for entry in METRICS if task_type in entry.task_types)


def metric(key: str) -> Metric:
    """The metric with this key.

    Raises
    ------
    InvalidValueError
        There is none; the message lists the keys there are.
    """
    for entry in METRICS:
        if entry.key == key:
            return entry
    known = ", ".join(entry.key for entry in METRICS)
    raise InvalidValueError(
        f'The metric must be one of these: {known}. Given was "{key}".',
        field="metric",
        hint="Choose one of the metrics listed.",
    )
