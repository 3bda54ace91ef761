"""How far a run is, what it has found so far, and how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from components import controls, href, run_problems, words
from engine.metrics import Metric, format_score
from engine.records import Status, TrainedModel, TrainingSession, Unit

REFRESH_MS: Final = 450

_TONES: Final[dict[Status, controls.Tone]] = {
    "queued": "plain",
    "running": "accent",
    "completed": "good",
    "stopped": "plain",
    "failed": "bad",
    "interrupted": "bad",
}


class ids:  # noqa: N801  ids are read as progress.ids.panel
    """Ids of what this module draws."""

    panel = "progress-panel"
    title = "progress-title"
    left = "progress-left"
    stop = "progress-stop"
    body = "progress-body"
    clock = "progress-clock"


@dataclass(frozen=True)
class Run:
    """A session with what is needed to tell of it.

    Parameters
    ----------
    session : TrainingSession
    names : mapping of str to str
        Name of each algorithm, by key.
    metric : Metric
        The one its scores so far are given in.
    place : int
        Place in the queue, counted from 1; 0 when it does not wait.
    models : sequence of TrainedModel
        What it gave and what was not deleted since, once it is finished.
    """

    session: TrainingSession
    names: Mapping[str, str]
    metric: Metric
    place: int = 0
    models: Sequence[TrainedModel] = field(default=())

    def units(self, algorithm: str) -> list[Unit]:
        """Finished units of an algorithm."""
        return [unit for unit in self.session.progress.finished if unit.algorithm == algorithm]

    @property
    def units_each(self) -> int:
        """How many units each algorithm takes."""
        return self.session.spec.n_folds + 1

    def grown(self, algorithm: str) -> tuple[int, int] | None:
        """How far the model of an algorithm had grown when it was stopped."""
        models = [model for model in self.models if model.algorithm == algorithm]
        return models[0].grown if models else None


def frame() -> Component:
    """The panel without a run: callbacks fill it while the address names a session."""
    stop = controls.button("Stop and keep what is finished", element_id=ids.stop, small=True)
    head = html.Div(
        [
            html.H2(id=ids.title, className="card-title", role="status"),
            html.Div(
                [html.Span(id=ids.left, className="muted figures"), stop], className="buttons"
            ),
        ],
        className="card-top",
    )
    panel = html.Section(
        [head, html.Div(id=ids.body)], id=ids.panel, className="panel", hidden=True
    )
    return html.Div([panel, dcc.Interval(id=ids.clock, interval=REFRESH_MS, disabled=True)])


def title(run: Run) -> str:
    """How far the run is, in one sentence."""
    session = run.session
    done, total = session.progress.done, session.progress.total
    if session.status == "queued":
        waiting = f"Waiting for its turn: place {run.place} in the queue"
        return waiting if run.place > 1 else "Starting: next in the queue"
    if session.status == "running":
        if session.stop_requested:
            return "Stopping after what is running now"
        return f"Running: {done} of {total} fits" if total else "Starting"
    return _ended(session)


def _ended(session: TrainingSession) -> str:
    kept = words.count(len(session.model_ids), "{n} model", "{n} models")
    sentences = {
        "completed": f"Finished: {kept} in {_took(session)}",
        "stopped": f"Stopped after {_took(session)}: {kept} kept",
        "failed": "The run failed",
        "interrupted": "The run was interrupted",
    }
    return sentences[session.status]


def _took(session: TrainingSession) -> str:
    if session.started_at is None or session.finished_at is None:
        return words.duration(0)
    return words.duration((session.finished_at - session.started_at).total_seconds())


def time_left(session: TrainingSession) -> str:
    """When the end of a run is expected; nothing while it waits or when it is over."""
    if session.status != "running" or session.stop_requested:
        return ""
    return words.time_left(session.progress.eta_seconds)


def body(run: Run) -> list[Component]:
    """Bar, a line for each algorithm, what went wrong, and the way on."""
    session = run.session
    whole = 1.0 if session.status == "completed" else session.progress.fraction
    parts = [
        controls.bar(whole, name="Progress of the run", tone=_TONES[session.status]),
        *_as_expected(session),
        _table(run),
    ]
    told = [*run_problems.draw(session, run.names), *_warnings(run)]
    return [html.Div([*parts, *told, *_next(run)], className="run")]


def _as_expected(session: TrainingSession) -> list[Component]:
    """How long it took against what was expected when it began."""
    if session.expected_seconds is None or session.expected_error is None:
        return []
    expected = words.between(session.expected_seconds)
    sentence = f"It took {_took(session)}; {expected} were expected when it began."
    return [html.P(sentence, className="help")]


def _table(run: Run) -> Component:
    head = ["Algorithm", "Progress", "Now", _score_title(run)]
    rows = [_row(run, choice.key) for choice in run.session.spec.algorithms]
    return controls.table(head, rows, name="Progress of each algorithm")


def _score_title(run: Run) -> str:
    name = run.metric.name
    if not run.session.is_finished:
        return f"{name} so far"
    return f"{name}, mean of the folds" if run.units_each > 1 else name


def _row(run: Run, key: str) -> list[controls.Child]:
    share, now, detail = _state(run, key)
    name = run.names.get(key, key)
    tone: controls.Tone = "good" if now == "done" else "accent"
    if key in run.session.failures:
        tone = "bad"
    return [
        html.Span(name, className="name"),
        controls.bar(share, name=f"Progress of {name}", tone=tone),
        html.Div([now, *[html.Div(line, className="below") for line in detail]], className="muted"),
        html.Span(score_so_far(run, key), className="figures"),
    ]


def _state(run: Run, key: str) -> tuple[float, str, list[str]]:
    """Finished share of an algorithm, what it is doing now, and that in detail."""
    session = run.session
    n_done = len(run.units(key))
    share = n_done / run.units_each
    grown = run.grown(key)
    if key in session.failures:
        late = session.failures[key].code == run_problems.NO_TIME
        return share, "out of time" if late else "failed", []
    if grown is not None:
        return 1.0, words.grown(grown), []
    if n_done >= run.units_each:
        return 1.0, "done", []
    if session.is_finished:
        return share, "not finished", []
    return _now(run, key, n_done)


def _now(run: Run, key: str, n_done: int) -> tuple[float, str, list[str]]:
    """The same for an algorithm that is not finished yet."""
    share, progress = n_done / run.units_each, run.session.progress
    if run.session.status != "running":
        return share, "waiting", []
    if progress.algorithm == key:
        told = [progress.detail] if progress.detail else []
        return (n_done + progress.within) / run.units_each, progress.stage, told
    return share, "in another process" if key in progress.beside else "waiting", []


def score_so_far(run: Run, key: str) -> str:
    """Mean score of an algorithm over the folds that are finished."""
    units = run.units(key)
    folds = units[: run.units_each - 1] or units
    scores = [unit.score for unit in folds if unit.score is not None]
    return format_score(run.metric, mean(scores)) if scores else ""


def _warnings(run: Run) -> list[Component]:
    lines = [
        html.Li([html.B(model.name), ": ", warning])
        for model in run.models
        for warning in model.warnings
    ]
    if not lines:
        return []
    text = words.count(len(lines), "{n} remark while it learned", "{n} remarks while they learned")
    return [html.Details([html.Summary(text), html.Ul(lines, className="help")])]


def _next(run: Run) -> list[Component]:
    """Where to go from here, once there is something to see."""
    if not run.models:
        return []
    here = {"dataset": run.session.dataset_id, "session": run.session.id}
    first = href("results", **here, model=run.models[0].id)
    links = [controls.link_button("See results", first, primary=True)]
    if len(run.models) > 1:
        models = ",".join(model.id for model in run.models)
        links.append(controls.link_button("Compare them", href("compare", **here, models=models)))
    return [html.Div(links, className="buttons onward")]
