"""The scores of a model as a section: each with its interval, beside the baseline."""

from __future__ import annotations

from engine.holdout import Holdout
from engine.metrics import Metric, format_interval, format_score, metrics, why_no_values
from engine.records import FoldScores, TrainedModel
from engine.report.records import Cells, Section, Table

SUPERVISED = (
    "Metric",
    "Held-out rows",
    "95 % interval",
    "Cross-validation",
    "95 % interval",
    "Learning rows",
    "Baseline",
)
CLUSTERING = ("Metric", "All rows", "Random clusters")


def scores(model: TrainedModel, holdout: Holdout | None) -> Section:
    """Every score there is, and why there is none where a metric does not apply."""
    known = [one for one in metrics(model.task_type) if model.scores.test.get(one.key) is not None]
    clustering = model.task_type == "clustering"
    table = Table(
        name="Scores",
        head=CLUSTERING if clustering else SUPERVISED,
        rows=tuple((_clustered if clustering else _supervised)(one, model) for one in known),
    )
    return Section(
        title="Scores",
        remarks=(
            _how_judged(model),
            *([] if holdout is None else [holdout.words]),
            *why_no_values(model).values(),
        ),
        tables=(table,) if table.rows else (),
    )


def _how_judged(model: TrainedModel) -> str:
    rows = model.provenance
    if model.task_type == "clustering":
        return f"Computed on all {rows.n_train:,} rows."
    return f"It learned from {rows.n_train:,} rows and was judged on {rows.n_test:,} others."


def _supervised(metric: Metric, model: TrainedModel) -> Cells:
    known = model.scores
    mean, interval = _folds(metric, known.cv.get(metric.key))
    return (
        metric.name,
        format_score(metric, known.test.get(metric.key)),
        format_interval(metric, known.test_ci95.get(metric.key)),
        mean,
        interval,
        format_score(metric, known.train.get(metric.key)),
        format_score(metric, known.baseline.get(metric.key)),
    )


def _clustered(metric: Metric, model: TrainedModel) -> Cells:
    known = model.scores
    return (
        metric.name,
        format_score(metric, known.test.get(metric.key)),
        format_score(metric, known.baseline.get(metric.key)),
    )


def _folds(metric: Metric, folds: FoldScores | None) -> tuple[str, str]:
    """The mean with its spread over the folds, and the interval of the mean."""
    if folds is None or folds.mean is None:
        return "no folds", "no interval"
    mean = format_score(metric, folds.mean)
    spread = mean if folds.std is None else f"{mean} ± {format_score(metric, folds.std)}"
    return spread, format_interval(metric, folds.ci95)
