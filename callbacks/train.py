"""The Train step: choose algorithms, start a session, watch it, stop it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from dash import ALL, MATCH, Input, Output, Patch, State, callback, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.choices import opened
from callbacks.notices import in_place
from components import controls, progress, query, search, shell, train
from engine.algorithms import AlgorithmConfig, algorithm, algorithms
from engine.errors import EngineError, NotFoundError
from engine.metrics import metrics
from engine.records import Dataset, Setting, TrainedModel, TrainingSession
from engine.training_request import TrainingRequest, request_of

ids = train.ids
url = shell.ids.url


@callback(
    Output(shell.ids.ran(MATCH), "data"),
    Input(shell.ids.runner(MATCH), "data"),
    background=True,
    interval=2000,
)
def run(session_id: str) -> bool:
    """Execute a session in a process of its own; all that counts is in its record."""
    # Only the training process may load what trains.
    from app.runs import execute  # noqa: PLC0415

    execute(session_id)
    return True


@callback(
    Output(ids.header, "children"),
    Output(ids.algorithms, "children"),
    Output(ids.settings, "children"),
    Output(ids.start_card, "hidden"),
    Output(ids.form_for, "data"),
    Input(url, "search"),
    State(ids.form_for, "data"),
)
@in_place(outputs=5)
def fill(address: str | None, form_for: str | None) -> tuple[Any, ...]:
    """Offer the algorithms for the dataset of the address; keep what was set already."""
    session = _known_session(address)
    dataset_id = query(address).get("dataset") or (session.dataset_id if session else None)
    if dataset_id is None:
        return train.no_dataset(), [], [], True, None
    if dataset_id == form_for:
        raise PreventUpdate
    dataset = opened(dataset_id)
    return train.header(dataset), *_form(dataset, session), False, dataset.id


@callback(
    Output(ids.panel(MATCH), "children"),
    Output(ids.panel(MATCH), "hidden"),
    Input(ids.algorithm(MATCH), "value"),
    State(ids.panel(MATCH), "children"),
    State(ids.algorithm(MATCH), "id"),
    prevent_initial_call=True,
)
def choose(chosen: bool | None, drawn: Any, box: dict[str, str]) -> tuple[Any, bool]:  # noqa: ANN401, FBT001  what Dash gives
    """Show the settings of an algorithm while it is chosen; they survive being hidden."""
    if chosen and not drawn:
        return train.panel(algorithm(box["key"]), {}, is_open=True), False
    return no_update, not chosen


@callback(
    Output(ids.summary, "children"),
    Output(ids.start, "disabled"),
    Input(ids.algorithm(ALL), "value"),
    Input(ids.form_for, "data"),
)
def summarise(chosen: list[bool | None], dataset_id: str | None) -> tuple[str, bool]:
    """Say what pressing the button would do."""
    if dataset_id is None:
        raise PreventUpdate
    dataset = workspace().datasets.get(dataset_id)
    n_chosen = sum(map(bool, chosen))
    return train.summary(n_chosen, dataset), n_chosen == 0


@callback(
    Output(ids.setting_error(MATCH, MATCH), "children"),
    Input(ids.setting(MATCH, MATCH), "value"),
    State(ids.setting(MATCH, MATCH), "id"),
    prevent_initial_call=True,
)
def check_setting(value: object, field: dict[str, str]) -> str | None:
    """Say while it is typed when a value cannot be."""
    entry = algorithm(field["algorithm"])
    definition = next(one for one in entry.hyperparameters if one.name == field["name"])
    try:
        definition.check(value)
    except EngineError as error:
        return error.message
    return None


@callback(
    Output(ids.fields(MATCH), "children"),
    Input(ids.reset(MATCH), "n_clicks"),
    State(ids.reset(MATCH), "id"),
    prevent_initial_call=True,
)
def reset(clicks: int | None, button: dict[str, str]) -> Any:  # noqa: ANN401  a part of the page
    """Give an algorithm its defaults back."""
    if not clicks:
        raise PreventUpdate
    return train.fields(algorithm(button["key"]), {})


@callback(
    Output(url, "href", allow_duplicate=True),
    Output(shell.ids.runners, "children"),
    Output(ids.refusal, "children"),
    inputs={
        "clicks": Input(ids.start, "n_clicks"),
        "form": {
            "boxes": State(ids.algorithm(ALL), "id"),
            "chosen": State(ids.algorithm(ALL), "value"),
            "settings": State(ids.setting(ALL, ALL), "id"),
            "values": State(ids.setting(ALL, ALL), "value"),
        },
        "dataset_id": State(ids.form_for, "data"),
        "runners": State(shell.ids.runner(ALL), "id"),
    },
    running=[(Output(ids.start, "disabled"), True, False)],
    prevent_initial_call=True,
)
def start(
    clicks: int | None, form: dict[str, Any], dataset_id: str, runners: list[dict[str, str]]
) -> tuple[Any, Any, Any]:
    """Start a session, and put what runs it onto the page."""
    if not clicks:
        raise PreventUpdate
    try:
        session = workspace().sessions.start(_request(dataset_id, form))
    except EngineError as error:
        return no_update, no_update, controls.notice(error.problem())
    address = "/train" + search(dataset=dataset_id, session=session.id)
    return address, _with_runner(session, runners), None


@callback(
    Output(progress.ids.body, "children"),
    Output(progress.ids.title, "children"),
    Output(progress.ids.left, "children"),
    Output(progress.ids.stop, "hidden"),
    Output(progress.ids.panel, "hidden"),
    Output(progress.ids.clock, "disabled"),
    Input(progress.ids.clock, "n_intervals"),
    Input(url, "search"),
)
def draw_run(_ticks: int | None, address: str | None) -> tuple[Any, ...]:
    """Show the session of the address as its record says."""
    try:
        session = _session(address)
    except EngineError as error:
        return controls.notice(error.problem()), "", "", True, False, True
    if session is None:
        return [], "", "", True, True, True
    run = _run(session)
    left = progress.time_left(session)
    can_stop = not session.is_finished and not session.stop_requested
    return progress.body(run), progress.title(run), left, not can_stop, False, session.is_finished


@callback(
    Output(progress.ids.stop, "hidden", allow_duplicate=True),
    Input(progress.ids.stop, "n_clicks"),
    State(url, "search"),
    prevent_initial_call=True,
)
def stop(clicks: int | None, address: str | None) -> bool:
    """Ask the session of the address to stop."""
    if not clicks:
        raise PreventUpdate
    workspace().sessions.stop(query(address)["session"])
    return True


def _session(address: str | None) -> TrainingSession | None:
    session_id = query(address).get("session")
    return workspace().sessions.get(session_id) if session_id else None


def _known_session(address: str | None) -> TrainingSession | None:
    """The session of an address; `draw_run` tells when there is none of this id."""
    try:
        return _session(address)
    except NotFoundError:
        return None


def _form(dataset: Dataset, session: TrainingSession | None) -> tuple[Any, Any]:
    """Give algorithms and settings as they were in this session, or else as proposed."""
    entries = _entries(dataset)
    values: dict[str, dict[str, Setting]] = {}
    if session is not None and session.dataset_id == dataset.id:
        values = {choice.key: choice.hyperparameters for choice in session.spec.algorithms}
    known = {entry.key for entry in entries} & set(values)
    chosen = known or set(train.preselected(entries))
    cards = train.cards(entries, chosen=chosen, n_rows=dataset.n_rows)
    return cards, train.settings(entries, chosen=chosen, values=values)


def _entries(dataset: Dataset) -> list[AlgorithmConfig]:
    """Algorithms that can be chosen; the baseline is trained in any case."""
    task_type = request_of(dataset).task_type
    return [entry for entry in algorithms(task_type) if not entry.baseline]


def _request(dataset_id: str, form: dict[str, Any]) -> TrainingRequest:
    boxes = zip(form["boxes"], form["chosen"], strict=True)
    chosen = tuple(box["key"] for box, is_chosen in boxes if is_chosen)
    given: dict[str, dict[str, Any]] = {key: {} for key in chosen}
    for setting, value in zip(form["settings"], form["values"], strict=True):
        if setting["algorithm"] in given:
            given[setting["algorithm"]][setting["name"]] = value
    base = request_of(workspace().datasets.get(dataset_id))
    return base.model_copy(update={"algorithms": chosen, "hyperparameters": given})


def _with_runner(session: TrainingSession, runners: list[dict[str, str]]) -> Any:  # noqa: ANN401  a Patch or nothing
    """Add what runs a session, unless it is on the page already."""
    if any(runner["session"] == session.id for runner in runners):
        return no_update
    patch = Patch()
    patch.append(shell.runner(session.id))
    return patch


def _run(session: TrainingSession) -> progress.Run:
    space = workspace()
    ended = session.is_finished
    return progress.Run(
        session=session,
        names={choice.key: algorithm(choice.key).name for choice in session.spec.algorithms},
        metric=metrics(session.spec.task_type)[0],
        place=0 if ended else space.sessions.place(session.id),
        models=_models(session) if ended else (),
    )


def _models(session: TrainingSession) -> list[TrainedModel]:
    """What a session gave, as far as it was not deleted since."""
    models = []
    for model_id in session.model_ids:
        with suppress(NotFoundError):
            models.append(workspace().models.get(model_id))
    return models
