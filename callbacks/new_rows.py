"""New rows on the Results step: a dataset is chosen, and the model is asked about its rows."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, callback
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.notices import in_place
from components import new_rows

ids = new_rows.ids


@callback(
    Output(ids.answer, "children"),
    Input(ids.dataset, "value"),
    State(ids.model, "data"),
    prevent_initial_call=True,
)
@in_place()
def choose(dataset_id: str | None, model_id: str) -> Any:  # noqa: ANN401  part of a page
    """Say what the model makes of the rows of a dataset."""
    if not dataset_id:
        raise PreventUpdate
    mine = workspace()
    found = mine.models.predict_dataset(model_id, dataset_id)
    return new_rows.answer(found, mine.datasets.get(dataset_id))
