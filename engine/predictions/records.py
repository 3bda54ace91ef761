"""What a model says of new rows, as records and in sentences; the same for page and REST."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import Field

from engine.clusters.assignment import RULES
from engine.clusters.words import cluster_name
from engine.predictions.asking import Answers
from engine.reading.column_names import listed
from engine.records import Record, TaskType, TrainedModel

# Of the levels that are measured, the one in the middle.
INTERVAL_LEVEL = 0.9


class Prediction(Record):
    """What a model says of one row.

    Parameters
    ----------
    prediction : str, int or float
        Class, number, or number of the cluster; -1 is noise.
    name : str or None
        What a cluster is called.
    probabilities : dict of str to float or None
        Of each class, where the model gives them.
    interval : tuple of float or None
        Around a number, where the model's errors give one.
    flags : tuple of str
        What to be careful about, in sentences.
    """

    prediction: str | int | float
    name: str | None = None
    probabilities: dict[str, float] | None = None
    interval: tuple[float, float] | None = None
    flags: tuple[str, ...] = ()


class Predictions(Record):
    """What a model says of new rows, in their order.

    Parameters
    ----------
    counts : dict of str to int
        How many rows have each class or cluster, the commonest first; empty for numbers.
    n_flagged : int
        How many rows have something to be careful about.
    ignored : tuple of str
        Columns that were given, but that the model does not look at.
    interval_level : float or None
        The share of new rows whose true value the intervals should hold.
    words : tuple of str
        How the answers were found and what to know about them.
    """

    model_id: str
    task_type: TaskType
    target: str | None
    n_rows: int
    counts: dict[str, int] = Field(default_factory=dict)
    n_flagged: int
    ignored: tuple[str, ...]
    interval_level: float | None = None
    words: tuple[str, ...]
    predictions: tuple[Prediction, ...]


def predictions_of(model: TrainedModel, answers: Answers, half_width: float | None) -> Predictions:
    """Put the answers of a model into words.

    Parameters
    ----------
    half_width : float or None
        Half the width of a prediction interval at `INTERVAL_LEVEL`, for numbers.
    """
    told = tuple(_predictions(model, answers, half_width))
    return Predictions(
        model_id=model.id,
        task_type=model.task_type,
        target=model.target,
        n_rows=len(told),
        counts=_counts(model, told),
        n_flagged=sum(bool(one.flags) for one in told),
        ignored=answers.ignored,
        interval_level=None if half_width is None else INTERVAL_LEVEL,
        words=tuple(_words(model, answers, half_width)),
        predictions=told,
    )


def _predictions(
    model: TrainedModel, answers: Answers, half_width: float | None
) -> Iterator[Prediction]:
    is_clustering = model.task_type == "clustering"
    given = _probabilities(model, answers)
    for row, value in enumerate(answers.predicted.tolist()):
        yield Prediction(
            prediction=value,
            name=cluster_name(value) if is_clustering else None,
            probabilities=given[row],
            interval=None if half_width is None else (value - half_width, value + half_width),
            flags=answers.flags[row],
        )


def _probabilities(model: TrainedModel, answers: Answers) -> Sequence[dict[str, float] | None]:
    if answers.probabilities is None:
        return [None] * len(answers.predicted)
    rows = answers.probabilities.tolist()
    return [dict(zip(model.classes, row, strict=True)) for row in rows]


def _counts(model: TrainedModel, told: Sequence[Prediction]) -> dict[str, int]:
    if model.task_type == "regression":
        return {}
    return dict(Counter(one.name or str(one.prediction) for one in told).most_common())


def _words(model: TrainedModel, answers: Answers, half_width: float | None) -> Iterator[str]:
    if answers.rule is not None:
        yield RULES[answers.rule]
    if half_width is not None:
        yield _INTERVAL
    n_flagged, n_rows = sum(map(bool, answers.flags)), len(answers.flags)
    if n_flagged == 1:
        yield f"1 of {n_rows:,} rows is unlike the training data in some way; its flags say how."
    elif n_flagged:
        yield (
            f"{n_flagged:,} of {n_rows:,} rows are unlike the training data in some way; their "
            "flags say how."
        )
    if answers.ignored:
        yield (
            f"{model.name} does not look at these columns, so they were ignored: "
            f"{listed(answers.ignored, ', ')}."
        )


_INTERVAL = (
    "Each interval should hold the true value for 90 % of rows that come from where the training "
    "rows came from. Its width comes from the model's errors on rows it had not learned from."
)
