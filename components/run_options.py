"""Options of a whole run: how much time it may take, and how good settings are searched for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components import controls
from components.setting_fields import control
from engine.algorithms.kinds import choice, integer, number
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter
from engine.records import SearchPlan, Setting, TrainingSpec

_MINUTE: Final = 60.0
_LEAST_MINUTES: Final = 0.1
# What a search is called here, and in its record.
_METHODS: Final = {"random": "random", "successive halving": "halving"}
_USUAL: Final = SearchPlan()

BUDGET: Final = number(
    "budget_minutes",
    "Minutes for the whole run",
    "When they are over, the run ends and keeps what is finished. Empty means no limit.",
    default=None,
    limits=(_LEAST_MINUTES, 1_440.0),
    allow_none=True,
)
METHOD: Final = choice(
    "method",
    "How to search",
    '"random" tries every combination on all rows. "successive halving" begins with few rows and '
    "goes on with the better third on three times as many, which is quicker on large data.",
    default="random",
    choices=tuple(_METHODS),
)
CANDIDATES: Final = integer(
    "n_candidates",
    "Combinations to try",
    "More find better settings, and take longer. From 2 to 500; usually 20.",
    default=_USUAL.n_candidates,
    limits=(2, 500),
)
SEARCH_MINUTES: Final = number(
    "search_minutes",
    "Minutes for the search of each algorithm",
    "When they are over, the best settings so far count. Empty means no limit.",
    default=None if _USUAL.seconds is None else _USUAL.seconds / _MINUTE,
    limits=(_LEAST_MINUTES, 1_440.0),
    allow_none=True,
)
OPTIONS: Final[tuple[Hyperparameter, ...]] = (BUDGET, METHOD, CANDIDATES, SEARCH_MINUTES)


class ids:  # noqa: N801  ids are read as run_options.ids.search
    """Ids of what this module draws."""

    search = "run-options-search"
    search_all = "run-options-search-all"

    @staticmethod
    def option(name: object) -> dict[str, object]:
        """Id of the input of an option."""
        return {"type": "run-option", "name": name}

    @staticmethod
    def error(name: object) -> dict[str, object]:
        """Id of what is said about a value that cannot be."""
        return {"type": "run-option-error", "name": name}


def card(values: Mapping[str, Setting], *, searching: bool) -> Component:
    """All options; those of the search are seen while settings of an algorithm are searched."""
    given = {one.name: values.get(one.name, one.default) for one in OPTIONS}
    drawn = {one.name: _field(one, given[one.name]) for one in OPTIONS}
    budget = drawn.pop(BUDGET.name)
    title = html.H3("Search for good settings", className="part-title")
    search = html.Div([title, *drawn.values()], id=ids.search, hidden=not searching)
    return controls.card("Run options", [budget, _search_all(), search], class_name="run-options")


def _search_all() -> Component:
    """Turns the search on or off for all algorithms at once; each has its own switch besides."""
    label = "Find good settings for all chosen algorithms"
    return html.Div(
        dbc.Switch(id=ids.search_all, label=label, value=False), className="search-switch"
    )


def _field(one: Hyperparameter, value: Setting) -> Component:
    return controls.field(
        one.label,
        control(ids.option(one.name), one, value),
        help_text=one.help,
        error_id=ids.error(one.name),
    )


def refusal(name: str, value: object) -> str:
    """Why an option cannot have this value; empty if it can."""
    option = next(one for one in OPTIONS if one.name == name)
    try:
        option.check(value)
    except InvalidValueError as error:
        return error.message
    return ""


def time_budget(given: Mapping[str, object]) -> float | None:
    """Seconds for the whole run.

    Raises
    ------
    InvalidValueError
        Names the range and what was given.
    """
    return _seconds(BUDGET, given)


def search_plan(given: Mapping[str, object], algorithms: tuple[str, ...]) -> SearchPlan | None:
    """How settings of these algorithms are searched; raises as `time_budget` does."""
    if not algorithms:
        return None
    checked = {one.name: one.check(given.get(one.name, one.default)) for one in OPTIONS[1:3]}
    return SearchPlan.model_validate(
        {
            "method": _METHODS[str(checked[METHOD.name])],
            "n_candidates": checked[CANDIDATES.name],
            "seconds": _seconds(SEARCH_MINUTES, given),
            "algorithms": algorithms,
        }
    )


def _seconds(one: Hyperparameter, given: Mapping[str, object]) -> float | None:
    minutes = one.check(given.get(one.name, one.default))
    return None if minutes is None else float(minutes) * _MINUTE


def values_of(spec: TrainingSpec) -> dict[str, Setting]:
    """The options of an earlier run."""
    values: dict[str, Setting] = {BUDGET.name: _minutes(spec.time_budget)}
    if spec.search is not None:
        names = {method: name for name, method in _METHODS.items()}
        values |= {
            METHOD.name: names[spec.search.method],
            CANDIDATES.name: spec.search.n_candidates,
            SEARCH_MINUTES.name: _minutes(spec.search.seconds),
        }
    return values


def _minutes(seconds: float | None) -> float | None:
    """Minutes as they may be typed; a run that was not started here may have had less."""
    return None if seconds is None else max(_LEAST_MINUTES, round(seconds / _MINUTE, 2))
