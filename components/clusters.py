"""What the clusters of a model are: in words, as silhouettes, and how the columns count."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import controls, figures, words
from components.controls import Child
from components.silhouette_plot import silhouettes
from components.themes import Theme
from engine.clusters.records import Cluster
from engine.clusters.report import ClusterReport, ClusterWords

_HEAD = ("Cluster", "Rows", "In words", "What distinguishes it from all other rows")


def cards(report: ClusterReport, *, theme: Theme) -> list[Component]:
    """Everything about the clusters, the most important first."""
    drawn = silhouettes(report.profile)
    plot = [] if drawn is None else [figures.draw(drawn, theme=theme)]
    return [_profile(report), *plot, *_columns(report)]


def _profile(report: ClusterReport) -> Component:
    parts: list[Child] = [controls.told(report.reading)]
    if report.clusters:
        parts.append(_table(report))
    said = [report.noise, *report.limits, report.new_rows]
    parts.append(html.Ul([html.Li(one) for one in said if one], className="muted remarks"))
    return controls.card("What the clusters are", parts, class_name="cluster-profile")


def _table(report: ClusterReport) -> Component:
    told = zip(report.profile.clusters, report.clusters, strict=True)
    rows = [_row(cluster, words) for cluster, words in told]
    return controls.table(_HEAD, rows, name="Clusters in words")


def _row(cluster: Cluster, told: ClusterWords) -> list[Child]:
    size = html.Span(
        [f"{cluster.n_rows:,}", html.Span(words.share(cluster.share), className="below")]
    )
    described = html.Span([told.words, html.Span(told.fit, className="below")])
    return [html.B(told.name), size, described, _differences(told)]


def _differences(told: ClusterWords) -> Component:
    """The strongest difference; opened, all of them."""
    first, *others = told.differences
    if not others:
        return html.Span(first)
    listed = html.Ul([html.Li(one) for one in others])
    return html.Details([html.Summary(first), listed], className="more-differences")


def _columns(report: ClusterReport) -> list[Component]:
    """How the columns became numbers, and how much each counts."""
    if not (report.mixed or report.preparation):
        return []
    steps: list[Component] = []
    for step in report.preparation:
        steps += [html.Dt(", ".join(step.columns)), html.Dd(" ".join(step.transformers))]
    parts: list[Child] = [html.P(sentence) for sentence in report.mixed]
    folded = html.Details(
        [html.Summary("Show what became of each column"), html.Dl(steps)],
        className="more-metrics",
    )
    return [controls.card("How the columns count", [*parts, folded if steps else None])]
