"""The form of the Train step as Dash gives it, and the request it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dash import ALL, State

from app.context import workspace
from components import run_options, setting_fields, setting_panels, tiles
from engine.algorithm_choice import starting_values
from engine.algorithms import AlgorithmConfig, algorithm
from engine.records import Dataset, Setting
from engine.training_request import TrainingRequest, request_of

# All that is chosen and typed, for the callbacks that make a request of it.
FORM: Final[dict[str, State]] = {
    "boxes": State(tiles.ids.algorithm(ALL), "id"),
    "chosen": State(tiles.ids.algorithm(ALL), "value"),
    "switches": State(setting_panels.ids.search(ALL), "id"),
    "searched": State(setting_panels.ids.search(ALL), "value"),
    "settings": State(setting_fields.ids.setting(ALL, ALL), "id"),
    "values": State(setting_fields.ids.setting(ALL, ALL), "value"),
    "options": State(run_options.ids.option(ALL), "id"),
    "option_values": State(run_options.ids.option(ALL), "value"),
}


def request_from(dataset_id: str, form: Mapping[str, Any]) -> TrainingRequest:
    """What the form asks for, completed from what is stored with the dataset.

    Raises
    ------
    InvalidValueError
        If an option of the run cannot be; all else is checked when it is started.
    """
    chosen = tuple(box["key"] for box in _on(form["boxes"], form["chosen"]))
    switches = [switch["algorithm"] for switch in _on(form["switches"], form["searched"])]
    searched = tuple(key for key in switches if key in chosen)
    options = {
        one["name"]: value
        for one, value in zip(form["options"], form["option_values"], strict=True)
    }
    base = request_of(workspace().datasets.get(dataset_id))
    return base.model_copy(
        update={
            "algorithms": chosen,
            "hyperparameters": {
                key: setting_fields.sent(
                    algorithm(key).hyperparameters, given, searching=key in searched
                )
                for key, given in _typed(form, chosen).items()
            },
            "search": run_options.search_plan(options, searched),
            "time_budget": run_options.time_budget(options),
        }
    )


def start_of(entry: AlgorithmConfig, dataset: Dataset) -> dict[str, Setting]:
    """Values with which the settings of an algorithm begin on this dataset."""
    return starting_values(entry, class_weight=dataset.preparation.preprocessing.class_weight)


def _on(boxes: list[dict[str, str]], values: list[bool | None]) -> list[dict[str, str]]:
    """Ids of the boxes or switches that are on."""
    return [box for box, is_on in zip(boxes, values, strict=True) if is_on]


def _typed(form: Mapping[str, Any], chosen: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Values of the settings of each chosen algorithm."""
    given: dict[str, dict[str, Any]] = {key: {} for key in chosen}
    for setting, value in zip(form["settings"], form["values"], strict=True):
        if setting["algorithm"] in given:
            given[setting["algorithm"]][setting["name"]] = value
    return given
