"""Algorithms: the registry, read-only."""

from __future__ import annotations

from typing import cast

from apiflask import APIBlueprint

from app.api.schemas import AlgorithmList, HyperparameterList
from engine.algorithms import algorithm, algorithms
from engine.records import Setting, TaskType

blueprint = APIBlueprint("algorithms", __name__, url_prefix="/api/algorithms")


@blueprint.get("/<task_type>")
@blueprint.output(AlgorithmList)
def list_algorithms(task_type: str) -> AlgorithmList:
    """List the algorithms of a task type."""
    # The engine refuses a text that is no task type.
    return AlgorithmList(algorithms=algorithms(cast("TaskType", task_type)))


@blueprint.get("/<key>/hyperparameters")
@blueprint.output(HyperparameterList)
def list_hyperparameters(key: str) -> HyperparameterList:
    """List what can be set on an algorithm, with limits and help."""
    return HyperparameterList(hyperparameters=algorithm(key).hyperparameters)


@blueprint.get("/<key>/defaults")
def get_defaults(key: str) -> dict[str, Setting]:
    """Show the default of everything that can be set on an algorithm."""
    return {entry.name: entry.default for entry in algorithm(key).hyperparameters}
