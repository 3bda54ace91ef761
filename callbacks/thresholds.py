"""The threshold between two classes on the Results step: costs and slider redraw what is said."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.looking import theme_of
from components import shell, thresholds
from engine.diagnosis.words import of_thresholds
from engine.errors import InvalidValueError
from engine.hyperparameters import Hyperparameter

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
        costs = [float(str(COST.check(value))) for value in (false_positive, false_negative)]
    except InvalidValueError as error:
        return no_update, error.message
    found = workspace().models.thresholds(
        model_id, cost_false_positive=costs[0], cost_false_negative=costs[1]
    )
    drawn = thresholds.content(
        found, of_thresholds(found), chosen=float(str(chosen)), theme=theme_of(theme)
    )
    return drawn, ""
