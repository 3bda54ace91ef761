"""What is said of algorithms that were not finished when the time for a run was over."""

from __future__ import annotations

from collections.abc import Collection

from engine.algorithms import algorithm
from engine.amounts import time_words
from engine.records import Problem, TrainingSession, TrainingSpec

CODE = "time_budget"
HINT = "Give the run more time, or choose fewer folds, fewer rows or quicker algorithms."


def out_of_time(spec: TrainingSpec, ended: Collection[str]) -> dict[str, Problem]:
    """The reason for each algorithm of a run that gave no model in time, by its key.

    Parameters
    ----------
    ended : collection of str
        Keys of the algorithms that gave a model, or failed for another reason.
    """
    rest = [choice.key for choice in spec.algorithms if choice.key not in ended]
    return {key: unfinished(key, spec) for key in rest}


def ended_by_time(session: TrainingSession, models: dict[str, str]) -> TrainingSession:
    """A session whose time is over: whole with the models there are, failed without any.

    Parameters
    ----------
    models : dict of str to str
        All models of the session that are stored: the key of the algorithm by the id.
    """
    late = out_of_time(session.spec, {*models.values(), *session.failures})
    changes = {
        "status": "completed" if models else "failed",
        "model_ids": tuple(dict.fromkeys((*session.model_ids, *models))),
        "failures": session.failures | late,
        "error": None if models else _no_model(session.spec.time_budget or 0.0),
    }
    return session.model_copy(update=changes)


def unfinished(key: str, spec: TrainingSpec) -> Problem:
    """The reason why an algorithm gave no model in time."""
    return Problem(
        code=CODE,
        message=f"{algorithm(key).name} was not finished when the time for the run, "
        f"{time_words(spec.time_budget or 0.0)}, was over.",
        hint=HINT,
    )


def _no_model(seconds: float) -> Problem:
    return Problem(
        code=CODE,
        message=f"The time for the run, {time_words(seconds)}, was over before a model was "
        "finished.",
        hint=HINT,
    )
