"""The scores of one model: held out, over the folds, on the learning rows, and the baseline's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.controls import Child
from engine.holdout import Holdout
from engine.metrics import Metric, format_interval, format_score, metrics, why_missing
from engine.records import FoldScores, TrainedModel

_SUPERVISED_HEAD: Final = (
    "Metric",
    "Held-out rows",
    "95 % interval",
    "Cross-validation",
    "Learning rows",
    "Baseline",
)
_CLUSTERING_HEAD: Final = ("Metric", "All rows", "Random clusters")
# So many are shown at once; the rest say the same in other ways.
FIRST_METRICS: Final = 5


def card(model: TrainedModel, holdout: Holdout | None = None) -> Component:
    """The first metrics in a table, the others folded away, and what does not apply in words.

    `holdout` says how often the held-out rows were opened.
    """
    known = metrics(model.task_type)
    applies = [metric for metric in known if model.scores.test.get(metric.key) is not None]
    missing = [metric for metric in known if metric not in applies]
    parts = [
        _how_judged(model),
        _table(model, applies[:FIRST_METRICS], name="Scores"),
        _other_metrics(model, applies[FIRST_METRICS:]),
        None if holdout is None else html.P(holdout.words, className="figure-note"),
        _missing(missing, model),
    ]
    return controls.card("Scores", parts, class_name="scores")


def _table(model: TrainedModel, shown: Sequence[Metric], *, name: str) -> Component:
    if model.task_type == "clustering":
        rows = [_clustering_row(metric, model) for metric in shown]
        return controls.table(_CLUSTERING_HEAD, rows, name=name)
    rows = [_supervised_row(metric, model) for metric in shown]
    return controls.table(_SUPERVISED_HEAD, rows, name=name)


def _other_metrics(model: TrainedModel, others: Sequence[Metric]) -> Component | None:
    if not others:
        return None
    title = words.count(len(others), "Show {n} more metric", "Show {n} more metrics")
    table = _table(model, others, name="More scores")
    return html.Details([html.Summary(title), table], className="more-metrics")


def _how_judged(model: TrainedModel) -> Component:
    provenance = model.provenance
    if model.task_type == "clustering":
        return html.P(f"Computed on all {provenance.n_train:,} rows.", className="muted")
    return html.P(
        f"The model learned from {provenance.n_train:,} rows and was judged on "
        f"{provenance.n_test:,} others. Open a metric to read what it means.",
        className="muted",
    )


def _supervised_row(metric: Metric, model: TrainedModel) -> list[Child]:
    scores = model.scores
    return [
        _metric(metric),
        html.B(format_score(metric, scores.test.get(metric.key))),
        format_interval(metric, scores.test_ci95.get(metric.key)),
        _folds(metric, scores.cv.get(metric.key)),
        format_score(metric, scores.train.get(metric.key)),
        format_score(metric, scores.baseline.get(metric.key)),
    ]


def _clustering_row(metric: Metric, model: TrainedModel) -> list[Child]:
    scores = model.scores
    return [
        _metric(metric),
        html.B(format_score(metric, scores.test.get(metric.key))),
        format_score(metric, scores.baseline.get(metric.key)),
    ]


def _metric(metric: Metric) -> Component:
    """Name of a metric; opened, it says what it means and when it misleads."""
    explained = [html.P(metric.help), html.P(metric.misleads)]
    return html.Details([html.Summary(metric.name), *explained], className="metric")


def _folds(metric: Metric, folds: FoldScores | None) -> Child:
    """Mean over the folds, how much it varies, and its interval."""
    if folds is None or folds.mean is None:
        return "no folds"
    mean = format_score(metric, folds.mean)
    if folds.std is None:
        return mean
    spread = f"{mean} ± {format_score(metric, folds.std)}"
    if folds.ci95 is None:
        return spread
    interval = format_interval(metric, folds.ci95)
    return html.Span([html.Span(spread), html.Span(interval, className="below")])


def _missing(missing: Sequence[Metric], model: TrainedModel) -> Component | None:
    if not missing:
        return None
    reasons = [html.Li(why_missing(metric, model)) for metric in missing]
    return html.Div(
        [html.H3("Does not apply here", className="part-title"), html.Ul(reasons)],
        className="does-not-apply",
    )
