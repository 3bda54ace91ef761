"""One entry of the registry of analyses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.analyses.context import Context
from engine.records import Record, TaskType, TrainedModel
from engine.words import Words

# Gets how many of how many parts are done, and what is next in words.
OnProgress = Callable[[int, int, str], None]
ShouldStop = Callable[[], bool]
Run = Callable[[Context, OnProgress, ShouldStop], Record]


@dataclass(frozen=True)
class AnalysisConfig:
    """A question about a model that takes a while to answer.

    Parameters
    ----------
    key, name : str
    question : str
        What it answers, in a sentence.
    task_types : tuple of TaskType
        Models it can be asked about.
    answer : type of Record
        What `run` gives.
    run : callable
        Works it out; it asks `should_stop` between parts and raises `Stopped`.
    words : callable
        What an answer means.
    objection : callable
        Why it cannot be asked about a model, ``None`` if it can.
    takes_costs : bool
        Whether it can be said with the question what mistakes cost.
    """

    key: str
    name: str
    question: str
    task_types: tuple[TaskType, ...]
    answer: type[Record]
    run: Run
    words: Callable[[Any], Words]
    objection: Callable[[TrainedModel], str | None] = lambda _model: None
    takes_costs: bool = False

    def refusal(self, model: TrainedModel) -> str | None:
        """Why it cannot be asked about this model, ``None`` if it can."""
        if model.task_type not in self.task_types:
            return f"{self.name} is for {' and '.join(self.task_types)}."
        return self.objection(model)
