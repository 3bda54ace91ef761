"""The settings on the Train step: shown when they matter, checked while typed, reset."""

from __future__ import annotations

from typing import Any

from dash import ALL, MATCH, Input, Output, State, callback, ctx, no_update
from dash.exceptions import PreventUpdate

from app.context import workspace
from callbacks.training_form import start_of
from components import run_options, setting_fields, setting_panels, tiles, train
from components.setting_panels import Panel
from engine.algorithms import algorithm
from engine.records import Setting

fields, panels, options = setting_fields.ids, setting_panels.ids, run_options.ids


@callback(
    Output(tiles.ids.algorithm(ALL), "value"),
    Input(tiles.ids.choose_suitable, "n_clicks"),
    Input(tiles.ids.choose_none, "n_clicks"),
    State(tiles.ids.suitable, "data"),
    State(tiles.ids.algorithm(ALL), "id"),
    prevent_initial_call=True,
)
def choose_many(
    suitable_clicks: int | None,
    none_clicks: int | None,
    suitable: list[str],
    boxes: list[dict[str, str]],
) -> list[bool]:
    """Choose all algorithms that suit the data, or none."""
    if not (suitable_clicks or none_clicks):
        raise PreventUpdate
    keys = suitable if ctx.triggered_id == tiles.ids.choose_suitable else []
    return [box["key"] in keys for box in boxes]


@callback(
    Output(panels.panel(ALL), "children"),
    Output(panels.panel(ALL), "hidden"),
    inputs={
        "chosen": Input(tiles.ids.algorithm(ALL), "value"),
        "boxes": State(tiles.ids.algorithm(ALL), "id"),
        "places": State(panels.panel(ALL), "id"),
        "drawn": State(panels.body(ALL), "id"),
        "searching": State(options.search_all, "value"),
        "dataset_id": State(train.ids.form_for, "data"),
    },
    prevent_initial_call=True,
)
def choose(  # noqa: PLR0913  what Dash gives
    chosen: list[bool | None],
    boxes: list[dict[str, str]],
    places: list[dict[str, str]],
    drawn: list[dict[str, str]],
    *,
    searching: bool | None,
    dataset_id: str | None,
) -> tuple[list[Any], list[bool]]:
    """Show the settings of an algorithm while it is chosen; they survive being hidden."""
    if dataset_id is None:
        raise PreventUpdate
    wanted = {box["key"] for box, is_on in zip(boxes, chosen, strict=True) if is_on}
    new = wanted - {body["key"] for body in drawn}
    keys = [place["key"] for place in places]
    # One that was chosen by itself is opened; of many, each shows its title only.
    is_open = len(new) == 1
    parts = [
        setting_panels.draw(_panel(key, dataset_id, searching=bool(searching)), is_open=is_open)
        if key in new
        else no_update
        for key in keys
    ]
    return parts, [key not in wanted for key in keys]


@callback(
    Output(panels.search(ALL), "value"),
    Input(options.search_all, "value"),
    State(panels.search(ALL), "id"),
    prevent_initial_call=True,
)
def search_all(
    searching: bool | None,  # noqa: FBT001  what Dash gives
    switches: list[dict[str, str]],
) -> list[bool]:
    """Find good settings for all algorithms, or for none."""
    return [bool(searching)] * len(switches)


@callback(
    Output(panels.inner(MATCH), "children"),
    Input(panels.title(MATCH), "n_clicks"),
    State(panels.title(MATCH), "id"),
    State(panels.search(MATCH), "value"),
    State(train.ids.form_for, "data"),
    prevent_initial_call=True,
)
def open_panel(
    clicks: int | None,
    title: dict[str, str],
    searching: bool | None,  # noqa: FBT001  what Dash gives
    dataset_id: str | None,
) -> Any:  # noqa: ANN401  a part of the page
    """Draw the inputs of an algorithm when its panel is opened for the first time."""
    if clicks != 1 or dataset_id is None:
        raise PreventUpdate
    return setting_panels.fields(_panel(title["algorithm"], dataset_id, searching=bool(searching)))


@callback(
    Output(fields.row(MATCH, ALL), "hidden"),
    Output(fields.error(MATCH, ALL), "children"),
    Output(fields.restart(MATCH, ALL), "hidden"),
    Output(fields.setting(MATCH, ALL), "disabled"),
    Input(fields.setting(MATCH, ALL), "value"),
    Input(panels.search(MATCH), "value"),
    State(fields.setting(MATCH, ALL), "id"),
    State(panels.search(MATCH), "id"),
    State(train.ids.form_for, "data"),
    prevent_initial_call=True,
)
def look(
    values: list[object],
    searching: bool | None,  # noqa: FBT001  what Dash gives
    settings: list[dict[str, str]],
    panel: dict[str, str],
    dataset_id: str | None,
) -> tuple[list[Any], ...]:
    """Show the settings that matter, and say while it is typed when a value cannot be."""
    names = [setting["name"] for setting in settings]
    given = dict(zip(names, values, strict=True))
    entry, start = algorithm(panel["algorithm"]), _start(panel["algorithm"], dataset_id)
    states = setting_fields.states(
        entry.hyperparameters, given, start=start, searching=bool(searching)
    )
    looks = [states[name] for name in names]
    return (
        [one.hidden for one in looks],
        [one.error for one in looks],
        [not one.changed for one in looks],
        [one.searched for one in looks],
    )


@callback(
    Output(fields.setting(MATCH, MATCH), "value"),
    Input(fields.restart(MATCH, MATCH), "n_clicks"),
    State(fields.restart(MATCH, MATCH), "id"),
    State(train.ids.form_for, "data"),
    prevent_initial_call=True,
)
def restart(clicks: int | None, button: dict[str, str], dataset_id: str | None) -> str | bool:
    """Give one setting its starting value back."""
    if not clicks:
        raise PreventUpdate
    return _written(button["algorithm"], dataset_id)[button["name"]]


@callback(
    Output(fields.setting(MATCH, ALL), "value", allow_duplicate=True),
    Input(panels.reset(MATCH), "n_clicks"),
    State(panels.reset(MATCH), "id"),
    State(fields.setting(MATCH, ALL), "id"),
    State(train.ids.form_for, "data"),
    prevent_initial_call=True,
)
def reset(
    clicks: int | None,
    button: dict[str, str],
    settings: list[dict[str, str]],
    dataset_id: str | None,
) -> list[str | bool]:
    """Give all settings of an algorithm their starting values back."""
    if not clicks:
        raise PreventUpdate
    written = _written(button["algorithm"], dataset_id)
    return [written[setting["name"]] for setting in settings]


@callback(
    Output(options.error(MATCH), "children"),
    Input(options.option(MATCH), "value"),
    State(options.option(MATCH), "id"),
    prevent_initial_call=True,
)
def check_option(value: object, option: dict[str, str]) -> str:
    """Say while it is typed when an option of the run cannot be."""
    return run_options.refusal(option["name"], value)


@callback(
    Output(options.search, "hidden"),
    Input(panels.search(ALL), "value"),
    Input(tiles.ids.algorithm(ALL), "value"),
    State(panels.search(ALL), "id"),
    State(tiles.ids.algorithm(ALL), "id"),
    prevent_initial_call=True,
)
def show_search(
    searched: list[bool | None],
    chosen: list[bool | None],
    switches: list[dict[str, str]],
    boxes: list[dict[str, str]],
) -> bool:
    """Show how is searched only while settings of a chosen algorithm are searched."""
    wanted = {box["key"] for box, is_on in zip(boxes, chosen, strict=True) if is_on}
    found = {switch["algorithm"] for switch, is_on in zip(switches, searched, strict=True) if is_on}
    return not wanted & found


def _panel(key: str, dataset_id: str, *, searching: bool = False) -> Panel:
    return Panel(entry=algorithm(key), start=_start(key, dataset_id), searching=searching)


def _start(key: str, dataset_id: str | None) -> dict[str, Setting]:
    entry = algorithm(key)
    if dataset_id is None:
        return entry.defaults
    return start_of(entry, workspace().datasets.get(dataset_id))


def _written(key: str, dataset_id: str | None) -> dict[str, str | bool]:
    start = _start(key, dataset_id)
    return {
        one.name: setting_fields.written(one, start[one.name])
        for one in algorithm(key).hyperparameters
    }
