"""The Compare step: what may be concluded from the scores of several models."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import (
    controls,
    differences,
    figures,
    groups,
    leaderboard,
    models,
    side_by_side,
    step,
    trade_offs,
    words,
)
from components.controls import Tone
from components.figures import Figure
from components.groups import View
from components.score_plots import ScoredModel, score_intervals
from components.side_by_side import Shown
from components.themes import Theme
from engine.comparison import Comparison, RankedModel
from engine.metrics import Metric, metrics
from engine.records import Problem, TrainedModel


class ids:  # noqa: N801  ids are read as compare.ids.content
    """Ids of what this module draws."""

    metric = "compare-metric"
    group = "compare-group"
    content = "compare-content"
    grid = "compare-grid"
    chosen = "compare-chosen"
    drawn = "compare-drawn"
    changed = "compare-changed"
    delete = "compare-delete"
    delete_dialog = "compare-delete-dialog"
    delete_words = "compare-delete-words"
    delete_asked = "compare-delete-asked"
    delete_confirm = "compare-delete-confirm"
    delete_cancel = "compare-delete-cancel"


def layout() -> Component:
    """Draw the step; models are filled in by callbacks."""
    header = controls.page_header("Compare", step("compare").summary)
    content = controls.loading(html.Div(id=ids.content, className="stack"))
    return html.Div(
        [figures.templates(), dcc.Store(id=ids.changed), header, content, _delete_dialog()]
    )


def choosers(view: View) -> Component:
    """The metric to rank by, and the group to look at when there are several."""
    known = metrics(view.comparison.task_type)
    metric = dbc.Select(
        id=ids.metric,
        options=[{"label": one.name, "value": one.key} for one in known],
        value=view.metric.key,
    )
    known_groups = groups.newest_first([view.group, *view.others])
    group = dbc.Select(
        id=ids.group,
        options=[{"label": groups.label(one), "value": one.key} for one in known_groups],
        value=view.group.key,
    )
    fields = [
        controls.field("Rank by", metric),
        html.Div(controls.field("Models scored on the same rows", group), hidden=not view.others),
    ]
    return html.Div(fields, className="choosers")


def content(view: View, *, notes: Sequence[Component] = ()) -> list[Component]:
    """Verdict, leaderboard, the chosen models, and those that cannot be ranked with them.

    All in one part, because the callbacks of one of its selects read what the others show.
    """
    return [
        *notes,
        choosers(view),
        _verdict(view),
        *filter(None, [differences.advice(view.comparison)]),
        _leaderboard(view),
        *filter(None, [differences.card(view)]),
        html.Div(id=ids.chosen, className="stack"),
        dcc.Store(id=ids.drawn, data=_drawn(view)),
        *([groups.apart(view.others)] if view.others else []),
    ]


def missing(n_missing: int) -> Component:
    """Say that models named in the address are no longer there."""
    text = words.count(
        n_missing,
        "{n} model that this address names is no longer here.",
        "{n} models that this address names are no longer here.",
    )
    hint = "Models may be deleted here, in another tab or over REST. What is left is shown."
    return controls.message(text, hint=hint, tone="warn")


def unknown_metric(problem: Problem) -> Component:
    """Say that the address names a metric that cannot be used here."""
    return controls.notice(problem)


def chosen(
    comparison: Comparison,
    ticked: Sequence[Shown],
    *,
    metric: Metric,
    theme: Theme,
    overlaid: Sequence[Figure] = (),
) -> list[Component]:
    """The ticked models in a chart and next to each other; nothing when none is ticked.

    `overlaid` are figures with a line for each of them.
    """
    if not ticked:
        return []
    chart = figures.draw(scores_figure(comparison, ticked, metric=metric), theme=theme)
    costs = trade_offs.trade_off(comparison, ticked, metric=metric)
    # Two models leave room beside the chart, more do not.
    beside = "two-columns" if len(ticked) <= 2 else "stack"
    return [
        html.Div([chart, side_by_side.differences(ticked)], className=beside),
        side_by_side.scores(ticked),
        *(figures.draw(figure, theme=theme) for figure in overlaid),
        *([figures.draw(costs, theme=theme)] if len(costs.table.rows) > 1 else []),
    ]


def scores_figure(comparison: Comparison, ticked: Sequence[Shown], *, metric: Metric) -> Figure:
    """Scores of the ticked models with their intervals, best on top."""
    titles = {one.model.id: one.title for one in ticked}
    ranked = [one for one in comparison.ranking if one.model_id in titles]
    known = [one.baseline for one in ranked if one.baseline is not None]
    return score_intervals(
        [_scored(one, titles[one.model_id]) for one in ranked if one.score is not None],
        metric=metric,
        target=ticked[0].model.target,
        baseline=known[0] if known else None,
    )


def title(ranked: RankedModel) -> str:
    """Name of a model with its rank, as in the leaderboard: two may have the same name."""
    return ranked.name if ranked.rank is None else f"{ranked.rank}. {ranked.name}"


def delete_question(doomed: Sequence[TrainedModel]) -> list[Component]:
    """What is asked before models are deleted."""
    question = words.count(
        len(doomed),
        "{n} model will be deleted for good, with its file:",
        "{n} models will be deleted for good, with their files:",
    )
    return [html.P(question), html.Ul([html.Li(models.label(model)) for model in doomed])]


def already_gone(n_gone: int) -> Problem:
    """Say that models were deleted elsewhere in the meantime."""
    text = words.count(
        n_gone,
        "{n} of these models was already deleted, in another tab or over REST.",
        "{n} of these models were already deleted, in another tab or over REST.",
    )
    return Problem(code="not_found", message=text, hint="The list now shows those that are left.")


def _scored(ranked: RankedModel, name: str) -> ScoredModel:
    return ScoredModel(
        name=name,
        score=ranked.score,
        ci95=ranked.ci95,
        standing=leaderboard.STANDING_WORDS[ranked.standing],
        best=ranked.standing == "best",
    )


def _drawn(view: View) -> dict[str, object]:
    """What the page shows, for callbacks that have to know it."""
    chosen = list(view.chosen)
    return {"metric": view.metric.key, "group": view.group.key, "ticked": chosen}


def _verdict(view: View) -> Component:
    has_best = any(one.standing == "best" for one in view.comparison.ranking)
    tone: Tone = "good" if has_best else "warn"
    hint = " ".join(filter(None, [_how_scored(view), view.comparison.caution]))
    return controls.message(view.comparison.verdict, hint=hint, tone=tone)


def _how_scored(view: View) -> str:
    """On which rows the scores were computed, for the sentence below the verdict."""
    n_rows, n = f"{view.comparison.n_rows:,}", len(view.group.models)
    if view.comparison.basis == "all rows":
        one = f"{{n}} model, scored on all {n_rows} rows."
        return words.count(n, one, f"{{n}} models, each scored on all {n_rows} rows.")
    if view.comparison.basis == "hold-out":
        one = f"{{n}} model, scored on {n_rows} held-out rows."
        return words.count(n, one, f"{{n}} models, each scored on the same {n_rows} held-out rows.")
    folds = view.group.models[0].provenance.spec.n_folds
    one = f"{{n}} model, scored over {folds} folds of {n_rows} rows."
    many = f"{{n}} models, each scored over the same {folds} folds of {n_rows} rows."
    return words.count(n, one, many)


def _leaderboard(view: View) -> Component:
    grid = leaderboard.grid(view, element_id=ids.grid)
    help_text = html.P("Tick models to see them side by side.", className="help")
    parts = [grid, help_text, _without_rank(view), _buttons(view)]
    return controls.card("Leaderboard", parts, class_name="leaderboard-card")


def _without_rank(view: View) -> Component | None:
    """Why some models of the group have no place, in words."""
    apart = [one for one in view.comparison.ranking if one.rank is None]
    if not apart:
        return None
    return html.Ul([html.Li(f"{one.name}: {one.reason}") for one in apart], className="muted")


def _buttons(view: View) -> Component:
    advised = view.comparison.recommendation
    best_id = view.comparison.best_model_id if advised is None else advised.model_id
    best = next((model for model in view.group.models if model.id == best_id), None)
    delete = dbc.Button(
        "Delete the ticked models", id=ids.delete, color="danger", outline=True, type="button"
    )
    take = [] if best is None else [_take(best)]
    return html.Div([*take, delete], className="buttons")


def _take(best: TrainedModel) -> Component:
    return controls.link_button(
        f"Take {best.name} with you", models.address("export", best), primary=True
    )


def _delete_dialog() -> Component:
    buttons = [
        controls.button("Keep them", element_id=ids.delete_cancel),
        dbc.Button("Delete", id=ids.delete_confirm, color="danger", outline=True, type="button"),
    ]
    dialog: Component = dbc.Modal(
        [
            dbc.ModalHeader(dbc.ModalTitle("Delete these models?")),
            dbc.ModalBody(html.Div(id=ids.delete_words)),
            dbc.ModalFooter(buttons),
            dcc.Store(id=ids.delete_asked),
        ],
        id=ids.delete_dialog,
        centered=True,
        is_open=False,
    )
    return dialog
