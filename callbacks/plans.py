"""What training would do with a dataset as it is prepared now, for the Prepare step."""

from __future__ import annotations

from typing import Any

from app.context import workspace
from components import controls, plan
from engine.errors import EngineError
from engine.planning import PreparationPlan
from engine.records import Dataset
from engine.training_request import request_of


def plan_parts(dataset: Dataset, algorithm: str | None = None) -> Any:  # noqa: ANN401  a part of the page
    """What will happen to rows and columns, or why nothing can."""
    try:
        return plan.parts(found_plan(dataset, algorithm), dataset)
    except EngineError as error:
        return controls.notice(error.problem())


def found_plan(dataset: Dataset, algorithm: str | None) -> PreparationPlan:
    """The preparation as an algorithm gets it, if there is such one for the task."""
    request = request_of(dataset)
    if algorithm in {entry.key for entry in plan.offered(request.task_type)}:
        request = request.model_copy(update={"algorithms": (algorithm,)})
    return workspace().plan(request)
