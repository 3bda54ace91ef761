"""The router, the stepper, and what the header tells from every step."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    no_update,
)
from dash.exceptions import PreventUpdate

from app.context import workspace
from components import STEPS, Step, href, query, shell, step_at, words
from components.shell import StepState, StepStatus
from engine.errors import NotFoundError, WrongStateError
from engine.records import Dataset, TrainedModel, TrainingSession

ids = shell.ids


@dataclass(frozen=True, slots=True)
class Place:
    """What the address looks at, as far as it exists."""

    dataset: Dataset | None = None
    session: TrainingSession | None = None
    model: str | None = None

    @property
    def looked_at(self) -> dict[str, str | None]:
        """The same as the query of an address."""
        return {
            "dataset": self.dataset.id if self.dataset else None,
            "session": self.session.id if self.session else None,
            "model": self.model,
        }


@callback(
    Output(ids.page, "children"),
    Output(ids.title, "data"),
    Output(ids.notices, "children"),
    Input(ids.url, "pathname"),
)
def show_step(pathname: str | None) -> tuple[Any, str, list[Any]]:
    """Put the step of an address onto the page."""
    entry = step_at(pathname)
    if entry is None:
        return shell.not_found(pathname or "/"), f"Page not found · {shell.BRAND}", []
    module = import_module(f"components.{entry.key}")
    return module.layout(), f"{entry.title} · {shell.BRAND}", []


@callback(
    Output(ids.step(ALL), "className"),
    Output(ids.step(ALL), "aria-disabled"),
    Output(ids.step(ALL), "aria-current"),
    Output(ids.step(ALL), "title"),
    Output(ids.dataset_pill, "children"),
    Input(ids.url, "pathname"),
    Input(ids.url, "search"),
    Input(ids.active_runs, "data"),
)
def draw_stepper(
    pathname: str | None, search: str | None, _runs: object
) -> tuple[list[str], list[str], list[str | None], list[str], Any]:
    """Show which steps are done and which can be opened."""
    place = find(search)
    states = step_states(step_at(pathname), place)
    closed = ["true" if state.status == "closed" else "false" for state in states]
    current = ["step" if state.status == "current" else None for state in states]
    titles = shell.step_titles(states)
    return shell.step_classes(states), closed, current, titles, shell.dataset_pill(place.dataset)


@callback(
    Output(ids.url, "href"),
    Input(ids.step(ALL), "n_clicks"),
    State(ids.url, "search"),
    prevent_initial_call=True,
)
def open_step(clicks: list[int | None], search: str | None) -> str:
    """Go to the step whose button was clicked, or say why it is still closed."""
    if not any(clicks):
        raise PreventUpdate
    key = shell.step_key(ctx.triggered_id)
    state = next(entry for entry in step_states(None, find(search)) if entry.step.key == key)
    if state.status == "closed":
        raise WrongStateError(f"{state.step.title} cannot be opened yet.", hint=state.step.closed)
    return state.address


@callback(
    Output(ids.run_pill, "children"),
    Output(ids.clock, "interval"),
    Output(ids.active_runs, "data"),
    Input(ids.clock, "n_intervals"),
    Input(ids.url, "search"),
    State(ids.active_runs, "data"),
)
def watch_runs(
    _ticks: int | None, _search: str | None, known: list[str] | None
) -> tuple[Any, int, Any]:
    """Tell of the runs that are going on, wherever they were started."""
    active = list(workspace().sessions.list(unfinished=True))
    # The oldest is the one that runs; those behind it wait for their turn.
    active.sort(key=lambda session: (session.status != "running", session.created_at))
    names = [session.id for session in active]
    interval = shell.BUSY_MS if active else shell.IDLE_MS
    told = no_update if names == known else names
    return shell.run_pill(active, run_words(active)), interval, told


@callback(
    Output(ids.help, "is_open"), Input(ids.help_button, "n_clicks"), prevent_initial_call=True
)
def open_help(clicks: int | None) -> bool:
    """Open the list of words."""
    return bool(clicks)


clientside_callback(
    ClientsideFunction("shell", "show_title"),
    Input(ids.title, "data"),
)
clientside_callback(
    ClientsideFunction("shell", "change_theme"),
    Output(ids.theme, "data"),
    Output(ids.theme_button, "children"),
    Input(ids.theme_button, "n_clicks"),
)


def find(search: str | None) -> Place:
    """Look up what an address names; a model leads to its session, and that to its dataset."""
    asked = query(search)
    model = _model(asked.get("model"))
    session = _session(asked.get("session") or (model.session_id if model else None))
    known = model or session
    dataset = _dataset(asked.get("dataset") or (known.dataset_id if known else None))
    return Place(dataset, session, model.id if model else _newest_model(dataset, session))


def step_states(current: Step | None, place: Place) -> list[StepState]:
    """How every step looks from one of them."""
    return [
        StepState(entry, _status(entry, current, place), _address(entry, place)) for entry in STEPS
    ]


def run_words(active: list[TrainingSession]) -> str:
    """The runs that are going on, in a few words."""
    if not active or active[0].status != "running":
        return words.count(len(active), "{n} run is waiting", "{n} runs are waiting")
    first = active[0].progress
    done, left = words.share(first.fraction), words.time_left(first.eta_seconds)
    if first.eta_seconds is None:
        return words.count(len(active), f"{{n}} run · {done}", f"{{n}} runs · {done}")
    return words.count(len(active), f"{{n}} run · {done} · {left}", f"{{n}} runs · {done} · {left}")


def _status(entry: Step, current: Step | None, place: Place) -> StepStatus:
    if entry is current:
        return "current"
    if not _can_open(entry, place):
        return "closed"
    return "done" if _is_done(entry, current, place) else "open"


def _can_open(entry: Step, place: Place) -> bool:
    present = {"nothing": True, "dataset": bool(place.dataset), "model": bool(place.model)}
    return present[entry.needs]


def _is_done(entry: Step, current: Step | None, place: Place) -> bool:
    """Whether what a step is for is there; looking at a model cannot be seen afterwards."""
    passed = current is not None and STEPS.index(current) > STEPS.index(entry)
    done = {
        "data": bool(place.dataset),
        "prepare": bool(place.session or place.model or (place.dataset and passed)),
        "train": bool(place.model),
        "results": bool(place.model) and passed,
    }
    return done.get(entry.key, False)


def _address(entry: Step, place: Place) -> str:
    if entry.key == "compare" and place.session and place.session.model_ids:
        return href("compare", **place.looked_at, models=",".join(place.session.model_ids))
    return href(entry.key, **place.looked_at)


def _model(model_id: str | None) -> TrainedModel | None:
    try:
        return workspace().models.get(model_id) if model_id else None
    except NotFoundError:
        return None


def _session(session_id: str | None) -> TrainingSession | None:
    try:
        return workspace().sessions.get(session_id) if session_id else None
    except NotFoundError:
        return None


def _dataset(dataset_id: str | None) -> Dataset | None:
    try:
        return workspace().datasets.get(dataset_id) if dataset_id else None
    except NotFoundError:
        return None


def _newest_model(dataset: Dataset | None, session: TrainingSession | None) -> str | None:
    """The model that Results and Export open when the address names none."""
    models = workspace().models.list()
    if session is not None:
        of_session = (model.id for model in models if model.session_id == session.id)
        return next(of_session, None)
    if dataset is None:
        return None
    return next((model.id for model in models if model.dataset_id == dataset.id), None)
