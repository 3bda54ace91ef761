"""The differences to the best model: how large, how sure, and which model to take."""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from components import controls, words
from components.controls import Child
from components.groups import View
from engine.comparison import Basis, Comparison, Difference, RankedModel
from engine.metrics import Metric, format_score

MINUS: Final = "−"  # noqa: RUF001  a minus as typeset
UNKNOWN: Final = "–"  # noqa: RUF001  a dash as typeset

_HOW: Final[dict[Basis, str]] = {
    "cross-validation": (
        "Each model's score minus that of the best, over the folds that they share. The interval "
        "allows for folds that share rows to learn from; where it holds 0, the difference may be "
        "luck."
    ),
    "hold-out": (
        "Each model's score minus that of the best, on the same held-out rows and on resamples of "
        "them; where the interval holds 0, the difference may be luck. Whether it would be the "
        "same with other rows to learn from is only seen with folds."
    ),
    "all rows": (
        "Each model's score minus that of the best, on all rows. Clusters are made from the very "
        "rows they are judged on, so there is no interval."
    ),
}

_FROM: Final[dict[Basis, str]] = {
    "cross-validation": (
        "The probabilities are those of a Bayesian t-test for folds that share rows."
    ),
    "hold-out": "The probabilities are the shares of the resamples.",
    "all rows": "",
}


def card(view: View) -> Component | None:
    """A table of all models but the best one; nothing where there is only one."""
    others = [one for one in view.comparison.ranking if one.difference is not None]
    if not others:
        return None
    has_odds = any(one.difference and one.difference.equal is not None for one in others)
    table = controls.table(
        _head(has_odds=has_odds),
        [_row(one, view.metric, has_odds=has_odds) for one in others],
        name="Differences to the best",
    )
    region = _region(view, others[0].difference) if has_odds else None
    parts = [html.P(_HOW[view.comparison.basis], className="muted"), table, region, _remarks(view)]
    return controls.card("Differences to the best", parts, class_name="differences")


def advice(comparison: Comparison) -> Component | None:
    """Which model to take, with the reason, unless the verdict has said so."""
    advised = comparison.recommendation
    if advised is None or advised.reason in comparison.verdict:
        return None
    if sum(one.rank is not None for one in comparison.ranking) < 2:
        return None
    return controls.message(f"Recommended: {advised.name}", hint=advised.reason, tone="accent")


def signed(gap: float, metric: Metric) -> str:
    """A difference of two scores with its sign, in the digits of the scores."""
    size = format_score(metric, abs(gap))
    if size == format_score(metric, 0.0):
        return size
    return f"+{size}" if gap > 0 else f"{MINUS}{size}"


def words_of(difference: Difference | None, metric: Metric) -> str:
    """A difference to the best for the leaderboard."""
    return UNKNOWN if difference is None else signed(difference.mean, metric)


def _head(*, has_odds: bool) -> list[Child]:
    head: list[Child] = ["Model", "Difference"]
    if not has_odds:
        return head
    likely = ["Practically better", "Practically equal", "Practically worse"]
    return [*head, "95 % interval", *likely]


def _row(ranked: RankedModel, metric: Metric, *, has_odds: bool) -> list[Child]:
    found = ranked.difference
    row: list[Child] = [f"{ranked.rank}. {ranked.name}", words_of(found, metric)]
    if found is None or not has_odds:
        return row
    likely = (found.better, found.equal, found.worse)
    return [*row, _interval(found, metric), *(_share(one) for one in likely)]


def _interval(found: Difference, metric: Metric) -> str:
    if found.ci95 is None:
        return "no interval"
    low, high = (signed(bound, metric) for bound in found.ci95)
    return f"{low} to {high}"


def _share(probability: float | None) -> str:
    return UNKNOWN if probability is None else words.share(probability)


def _region(view: View, found: Difference | None) -> Component | None:
    """What counts as practically equal, and where the probabilities come from."""
    if found is None:
        return None
    size = format_score(view.metric, found.rope)
    region = f"Differences of up to {size} in {view.metric.name} count as practically equal."
    return html.P(f"{region} {_FROM[view.comparison.basis]}", className="figure-note")


def _remarks(view: View) -> Component | None:
    """Which models are not clearly better than the simplest quick one."""
    told = [one for one in view.comparison.ranking if one.remark is not None]
    if not told:
        return None
    items = [html.Li(f"{one.rank}. {one.name}: {one.remark}") for one in told]
    return html.Details(
        [
            html.Summary(
                words.count(
                    len(told),
                    "{n} model is not clearly better than a simple, quick one",
                    "{n} models are not clearly better than a simple, quick one",
                )
            ),
            html.Ul(items),
        ]
    )
