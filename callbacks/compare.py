"""The Compare step: ranks models that were scored on the same rows, and deletes models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.looking import stay_on, theme_of
from callbacks.notices import in_place
from components import compare, models, overlays, query, search, shell
from components.figures import Figure
from components.groups import Group, View
from components.side_by_side import Shown
from engine.algorithms import baseline, entry_of
from engine.comparison import Comparison, folds_key
from engine.errors import InvalidValueError, NotFoundError
from engine.holdout import has_folds
from engine.metrics import metric
from engine.records import Problem, TrainedModel

# So many of the best are ticked when the address names none.
TICKED_AT_FIRST = 5

ids = compare.ids
url = shell.ids.url


@callback(
    Output(ids.content, "children"),
    Input(url, "search"),
    Input(ids.changed, "data"),
    State(url, "pathname"),
)
@in_place()
def show(address: str | None, _changed: object, pathname: str) -> Any:  # noqa: ANN401  part of a page
    """Rank the models of the group that is looked at."""
    stay_on("compare", pathname)
    asked, known = query(address), workspace().models.list()
    if not known:
        return [models.none_yet(asked.get("dataset"))]
    view, problem = _view(grouped(known), asked)
    notes = _missing(known, asked) + ([compare.unknown_metric(problem)] if problem else [])
    return compare.content(view, notes=notes)


@callback(
    Output(ids.chosen, "children"),
    Output(ids.delete, "disabled"),
    Input(ids.grid, "selectedRows"),
    State(ids.drawn, "data"),
    State(shell.ids.theme, "data"),
)
def choose(ticked: object, drawn: dict[str, str], theme: str | None) -> tuple[Any, bool]:
    """Put the ticked models side by side."""
    group = looked_at(grouped(workspace().models.list()), {"rows": drawn["group"]})
    comparison = workspace().models.compare(group.ids, metric=drawn["metric"])
    chosen = _ticked(group, comparison, ticked_ids(ticked))
    by = metric(drawn["metric"])
    drawn_parts = compare.chosen(
        comparison, chosen, metric=by, theme=theme_of(theme), overlaid=_overlaid(chosen)
    )
    return drawn_parts, not chosen


@callback(
    Output(url, "search", allow_duplicate=True),
    Input(ids.metric, "value"),
    State(ids.drawn, "data"),
    State(ids.grid, "selectedRows"),
    State(url, "search"),
    prevent_initial_call=True,
)
def change_metric(
    metric_key: str, drawn: dict[str, str], ticked: object, address: str | None
) -> str:
    """Rank by another metric; what is ticked stays ticked."""
    if metric_key == drawn["metric"]:
        raise PreventUpdate
    chosen = ",".join(ticked_ids(ticked))
    return search(
        **{**query(address), "metric": metric_key, "rows": drawn["group"], "models": chosen}
    )


@callback(
    Output(url, "search", allow_duplicate=True),
    Input(ids.group, "value"),
    State(ids.drawn, "data"),
    prevent_initial_call=True,
)
def change_group(group_key: str, drawn: dict[str, str]) -> str:
    """Look at the models that were scored on other rows."""
    if group_key == drawn["group"]:
        raise PreventUpdate
    group = looked_at(grouped(workspace().models.list()), {"rows": group_key})
    return search(**models.looked_at(group.models[0]), rows=group.key)


@callback(
    Output(ids.delete_dialog, "is_open"),
    Output(ids.delete_words, "children"),
    Output(ids.delete_asked, "data"),
    Output(ids.changed, "data"),
    Output(shell.ids.notices, "children", allow_duplicate=True),
    Input(ids.delete, "n_clicks"),
    State(ids.grid, "selectedRows"),
    State(ids.drawn, "data"),
    prevent_initial_call=True,
)
def ask_to_delete(clicks: int | None, ticked: object, drawn: dict[str, str]) -> tuple[Any, ...]:
    """Ask before models are deleted; those that are gone already are only told of."""
    wanted = ticked_ids(ticked)
    if not clicks or not wanted:
        raise PreventUpdate
    left = [model for model in workspace().models.list() if model.id in wanted]
    if not left:
        return False, no_update, no_update, wanted, shell.popup(compare.already_gone(len(wanted)))
    asked = {"models": [model.id for model in left], "group": drawn["group"]}
    question = compare.delete_question(left)
    return True, question, asked, no_update, no_update


@callback(
    Output(ids.delete_dialog, "is_open", allow_duplicate=True),
    Output(ids.changed, "data", allow_duplicate=True),
    Output(url, "search", allow_duplicate=True),
    Output(shell.ids.notices, "children", allow_duplicate=True),
    Input(ids.delete_confirm, "n_clicks"),
    State(ids.delete_asked, "data"),
    State(url, "search"),
    prevent_initial_call=True,
)
def delete(
    clicks: int | None, asked: dict[str, Any], address: str | None
) -> tuple[bool, Any, str, Any]:
    """Delete the models that were asked about; some may be gone already."""
    if not clicks:
        raise PreventUpdate
    wanted, group = asked["models"], asked["group"]
    n_gone = sum(not _deleted(model_id) for model_id in wanted)
    notice = shell.popup(compare.already_gone(n_gone)) if n_gone else no_update
    return False, wanted, without(address, wanted, group=group), notice


@callback(
    Output(ids.delete_dialog, "is_open", allow_duplicate=True),
    Input(ids.delete_cancel, "n_clicks"),
    prevent_initial_call=True,
)
def keep(clicks: int | None) -> bool:
    """Close the question without deleting."""
    return not clicks


clientside_callback(
    ClientsideFunction("compare", "remember_ticked"),
    Input(ids.grid, "selectedRows"),
    State(ids.drawn, "data"),
)


def grouped(known: Sequence[TrainedModel]) -> list[Group]:
    """Put models together that can be ranked: of the same rows and folds, newest group first."""
    groups: dict[str, list[TrainedModel]] = {}
    for model in known:
        key = sha256(repr(folds_key(model)).encode()).hexdigest()[:12]
        groups.setdefault(key, []).append(model)
    return [Group(key, tuple(members)) for key, members in groups.items()]


def looked_at(groups: Sequence[Group], asked: Mapping[str, str]) -> Group:
    """The group an address names by its key or by a model of it; else the newest."""
    wanted = {*asked.get("models", "").split(","), asked.get("model")}
    by_key = [group for group in groups if group.key == asked.get("rows")]
    by_model = [group for group in groups if wanted.intersection(group.ids)]
    return next(iter([*by_key, *by_model, *groups]))


def ticked_ids(ticked: object) -> list[str]:
    """Ids of the ticked rows; the grid gives ids at first, and whole rows from then on."""
    if isinstance(ticked, dict):
        return list(ticked["ids"])
    rows = ticked if isinstance(ticked, list) else []
    return [row["id"] for row in rows]


def without(address: str | None, deleted: Sequence[str], *, group: str) -> str:
    """The query of an address without the models that were deleted, in the group shown."""
    asked = query(address)
    left = [one for one in asked.get("models", "").split(",") if one not in deleted]
    model = None if asked.get("model") in deleted else asked.get("model")
    return search(**{**asked, "models": ",".join(left), "model": model, "rows": group})


def _view(groups: Sequence[Group], asked: Mapping[str, str]) -> tuple[View, Problem | None]:
    """What is looked at, and what was wrong about the metric that was asked for."""
    group = looked_at(groups, asked)
    comparison, problem = _compared(group, asked.get("metric"))
    entry = baseline(comparison.task_type)
    return View(
        comparison=comparison,
        group=group,
        others=[other for other in groups if other.key != group.key],
        metric=metric(comparison.metric),
        baseline=entry.name if entry else "Clusters dealt out at random",
        chosen=_first_ticked(comparison, asked),
    ), problem


def _compared(group: Group, metric_key: str | None) -> tuple[Comparison, Problem | None]:
    """Rank by the metric asked for, or by the first one if that cannot be."""
    try:
        return workspace().models.compare(group.ids, metric=metric_key), None
    except InvalidValueError as error:
        return workspace().models.compare(group.ids), error.problem()


def _first_ticked(comparison: Comparison, asked: Mapping[str, str]) -> list[str]:
    """The models of the address that are in the group, or else the best few."""
    ranked = [one.model_id for one in comparison.ranking]
    wanted = asked.get("models", "").split(",")
    return [one for one in ranked if one in wanted] or ranked[:TICKED_AT_FIRST]


def _missing(known: Sequence[TrainedModel], asked: Mapping[str, str]) -> list[Any]:
    """A note when the address names models that are not there."""
    named = [one for one in asked.get("models", "").split(",") if one]
    n_missing = len(set(named) - {model.id for model in known})
    return [compare.missing(n_missing)] if n_missing else []


def _ticked(group: Group, comparison: Comparison, wanted: Sequence[str]) -> list[Shown]:
    """The ticked models, best first."""
    by_id = {model.id: model for model in group.models}
    ticked = [one for one in comparison.ranking if one.model_id in wanted]
    return [_shown(compare.title(one), by_id[one.model_id]) for one in ticked]


def _overlaid(chosen: Sequence[Shown]) -> tuple[Figure, ...]:
    """Curves of the ticked models in one figure; none of clusterings.

    Of models with folds they are over those: comparing opens no held-out rows.
    """
    supervised = [one for one in chosen if one.model.task_type != "clustering"]
    if not supervised:
        return ()
    over_folds = has_folds(supervised[0].model)
    ticked = [one for one in supervised if has_folds(one.model) == over_folds]
    found = [
        (one.title, diagnosed)
        for one in ticked[: overlays.MOST_MODELS]
        if (diagnosed := workspace().models.choosing_diagnosis(one.model.id)) is not None
    ]
    target = ticked[0].model.target or ""
    return overlays.drawings(found, target=target, over_folds=over_folds)


def _shown(title: str, model: TrainedModel) -> Shown:
    entry = entry_of(model)
    labels = {one.name: one.label for one in entry.hyperparameters} if entry else {}
    return Shown(title, model, labels)


def _deleted(model_id: str) -> bool:
    """Delete a model; ``False`` if it was gone already."""
    try:
        workspace().models.delete(model_id)
    except NotFoundError:
        return False
    return True
