"""What stands around every step: header, stepper, pills, help, notices, runners.

The shell is drawn once. Changing the step exchanges the page inside it, so a
run that was started on one step goes on while another is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from components import STEPS, Step, StepKey, controls, href
from components.terms import TERMS
from engine.records import Dataset, Problem, TrainingSession

StepStatus = Literal["current", "done", "open", "closed"]

BRAND: Final = "ML Training Platform"
IDLE_MS: Final = 4_000
BUSY_MS: Final = 1_000


class ids:  # noqa: N801  ids are read as shell.ids.url
    """Ids of what this module draws."""

    url = "shell-url"
    page = "shell-page"
    title = "shell-title"
    notices = "shell-notices"
    run_pill = "shell-run-pill"
    dataset_pill = "shell-dataset-pill"
    help_button = "shell-help-button"
    help = "shell-help"
    theme = "shell-theme"
    theme_button = "shell-theme-button"
    clock = "shell-clock"
    active_runs = "shell-active-runs"
    runners = "shell-runners"
    uploaded = "shell-uploaded"

    @staticmethod
    def step(key: object) -> dict[str, object]:
        """Id of a button of the stepper; `key` may be a pattern."""
        return {"type": "step", "key": key}

    @staticmethod
    def runner(session: object) -> dict[str, object]:
        """Id of the store whose coming sets a session going; `session` may be a pattern."""
        return {"type": "runner", "session": session}

    @staticmethod
    def ran(session: object) -> dict[str, object]:
        """Id of the store that is told when a session has been run."""
        return {"type": "ran", "session": session}


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step looks in the stepper, and where its button leads.

    Parameters
    ----------
    step : Step
        The step itself.
    status : {"current", "done", "open", "closed"}
        Closed steps cannot be opened yet; their reason is `step.closed`.
    address : str
        Where the button leads.
    """

    step: Step
    status: StepStatus
    address: str


def layout() -> Component:
    """Draw the shell with an empty page; the router fills it."""
    return html.Div(
        [
            html.A("Skip to the content", href=f"#{ids.page}", className="skip-link"),
            _header(),
            html.Div(id="shell-offline", className="offline", role="alert", hidden=True),
            html.Div(
                id=ids.notices, className="notices", **controls.attributes(aria_live="polite")
            ),
            html.Main(id=ids.page, className="page", tabIndex=-1),
            _help(),
            *_unseen(),
        ]
    )


def _header() -> Component:
    pills = [
        html.Div(id=ids.run_pill, className="pill-place", **controls.attributes(aria_live="off")),
        html.Div(id=ids.dataset_pill, className="pill-place"),
        _pill_button(
            ["?", html.Span(" Help", className="pill-word")],
            ids.help_button,
            "Help: the words used here",
        ),
        _pill_button("☾", ids.theme_button, "Change between light and dark"),
    ]
    brand = dcc.Link(
        [html.Span("ML Training "), html.Span("Platform", className="brand-accent")],
        href="/data",
        className="brand",
    )
    return html.Header([brand, _stepper(), html.Div(pills, className="pills")], className="shell")


def _pill_button(text: controls.Children, element_id: str, label: str) -> Component:
    return html.Button(
        text,
        id=element_id,
        className="pill",
        type="button",
        title=label,
        **controls.attributes(aria_label=label),
    )


def _stepper() -> Component:
    items = [html.Li(_step_button(n, entry)) for n, entry in enumerate(STEPS, start=1)]
    return html.Nav(html.Ol(items), className="stepper", **controls.attributes(aria_label="Steps"))


def _step_button(position: int, entry: Step) -> Component:
    mark = html.Span(
        str(position), className="step-mark", **controls.attributes(aria_hidden="true")
    )
    done = html.Span("done: ", className="step-done-word visually-hidden")
    return html.Button(
        [mark, done, html.Span(entry.title, className="step-title")],
        id=ids.step(entry.key),
        className="step step-open",
        type="button",
    )


def _help() -> Component:
    pairs = [html.Div([html.Dt(word), html.Dd(sentence)]) for word, sentence in TERMS.items()]
    made: Component = dbc.Offcanvas(
        html.Dl(pairs, className="terms"),
        id=ids.help,
        title="The words used here",
        placement="end",
        is_open=False,
    )
    return made


def _unseen() -> list[Component]:
    """What holds no place on the screen: the address, clocks, and what is handed on."""
    return [
        dcc.Location(id=ids.url, refresh="callback-nav"),
        dcc.Interval(id=ids.clock, interval=IDLE_MS),
        dcc.Store(id=ids.title),
        dcc.Store(id=ids.theme),
        dcc.Store(id=ids.active_runs),
        dcc.Store(id=ids.uploaded),
        html.Div([], id=ids.runners, hidden=True),
    ]


def runner(session_id: str) -> Component:
    """What sets a session going when it comes onto the page.

    Each session has a pair of its own. Dash ends an unfinished background job
    when the same output is asked for again; two sessions share no output.
    """
    return html.Div(
        [dcc.Store(id=ids.runner(session_id), data=session_id), dcc.Store(id=ids.ran(session_id))]
    )


def dataset_pill(dataset: Dataset | None) -> Component | None:
    """Name of the dataset that is looked at; leads to it."""
    if dataset is None:
        return None
    return dcc.Link(
        dataset.name, href=href("data", dataset=dataset.id), className="pill", title=dataset.name
    )


def run_pill(active: list[TrainingSession], words: str) -> Component | None:
    """Tell of the runs that are going on; leads to the first of them."""
    if not active:
        return None
    first = active[0]
    address = href("train", dataset=first.dataset_id, session=first.id)
    return dcc.Link(words, href=address, className="pill pill-run")


def popup(problem: Problem) -> Component:
    """A notice above the page that can be closed."""
    made: Component = dbc.Alert(
        controls.message(problem.message, hint=problem.hint, tone="bad"),
        dismissable=True,
        class_name="popup",
    )
    return made


def not_found(path: str) -> Component:
    """What is shown at an address that leads nowhere."""
    return controls.empty(
        "There is no page at this address",
        f"Nothing is kept at {path}. It may have been mistyped.",
        actions=[controls.link_button("Go to your data", href("data"), primary=True)],
    )


def step_classes(states: list[StepState]) -> list[str]:
    """Class names of the stepper's buttons."""
    return [f"step step-{state.status}" for state in states]


def step_titles(states: list[StepState]) -> list[str]:
    """What a button of the stepper says when pointed at: its use, or why it is closed."""
    return [
        state.step.closed if state.status == "closed" else state.step.summary for state in states
    ]


def step_key(identifier: dict[str, str]) -> StepKey:
    """Key of the step whose button has this id."""
    return next(entry.key for entry in STEPS if entry.key == identifier["key"])
