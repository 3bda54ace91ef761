"""The threshold between two classes on the Results step: costs and slider redraw what is said."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, no_update
from dash.exceptions import PreventUpdate

from app import runs
from app.context import workspace
from callbacks.looking import theme_of
from components import shell, thresholds
from engine.analyses import cost_analysis
from engine.diagnosis.words import of_thresholds
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter
from engine.records import Costs

ids = thresholds.ids
COST = Hyperparameter(
    name="cost",
    label="Cost",
    help="What one mistake costs, in any unit.",
    kind="number",
    default=1.0,
    minimum=0.0,
    maximum=1e9,
)


@callback(
    Output(ids.content, "children"),
    Output(ids.error, "children"),
    Input(ids.false_positive, "value"),
    Input(ids.false_negative, "value"),
    Input(ids.slider, "value"),
    State(ids.model, "data"),
    State(shell.ids.theme, "data"),
    prevent_initial_call=True,
)
def change(
    false_positive: object, false_negative: object, chosen: object, model_id: str, theme: str | None
) -> tuple[Any, str]:
    """Say what thresholds cost with these costs."""
    if chosen is None:
        raise PreventUpdate
    try:
        costs = _costs(false_positive, false_negative)
    except InvalidValueError as error:
        return no_update, error.message
    found = workspace().models.thresholds(model_id, **dict(costs))
    drawn = thresholds.content(
        found, of_thresholds(found), chosen=float(str(chosen)), theme=theme_of(theme)
    )
    return drawn, ""


@callback(
    Output(ids.tuned, "children"),
    Output(ids.error, "children", allow_duplicate=True),
    Input(ids.tune, "n_clicks"),
    State(ids.false_positive, "value"),
    State(ids.false_negative, "value"),
    State(ids.model, "data"),
    prevent_initial_call=True,
)
def tune(
    clicks: int | None, false_positive: object, false_negative: object, model_id: str
) -> tuple[str, str]:
    """Have a variant made whose threshold is tuned to these costs."""
    entry = cost_analysis(workspace().models.get(model_id)) if clicks else None
    if entry is None:
        raise PreventUpdate
    try:
        costs = _costs(false_positive, false_negative)
        session = workspace().sessions.analyse(model_id, entry.key, costs=costs)
    except InvalidValueError as error:
        return "", error.message
    runs.launch(session.id)
    return thresholds.started(entry.name), ""


def _costs(false_positive: object, false_negative: object) -> Costs:
    alarm, miss = (float(str(COST.check(value))) for value in (false_positive, false_negative))
    return Costs(cost_false_positive=alarm, cost_false_negative=miss)
