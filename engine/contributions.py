"""A session as a whole, where several processes work on its algorithms."""

from __future__ import annotations

from collections.abc import Sequence

from engine.records import Contribution, Progress, TrainingSession, Unit


def with_contributions(
    session: TrainingSession, contributions: Sequence[Contribution]
) -> TrainingSession:
    """Add what other processes did, once: what the session has already is not added again.

    Parameters
    ----------
    session : TrainingSession
        As its owner tells of it.
    contributions : sequence of Contribution
        Of all other processes.
    """
    if not contributions:
        return session
    given = [one.model_id for one in contributions if one.model_id is not None]
    problems = {one.algorithm: one.problem for one in contributions if one.problem is not None}
    failures = {**session.failures, **problems}
    units = [unit for one in contributions for unit in one.units]
    session = session.model_copy(
        update={
            "model_ids": tuple(dict.fromkeys([*session.model_ids, *given])),
            "failures": failures,
        }
    )
    beside = tuple(one.algorithm for one in contributions if not one.is_done)
    return session.model_copy(update={"progress": _progress(session, units, beside)})


def _progress(session: TrainingSession, units: Sequence[Unit], beside: tuple[str, ...]) -> Progress:
    progress = session.progress
    if not progress.total:
        return progress
    known = {(unit.algorithm, unit.part) for unit in progress.finished}
    new = [unit for unit in units if (unit.algorithm, unit.part) not in known]
    finished = (*progress.finished, *new)
    changes = {
        "done": len(finished),
        "total": _total(session, finished),
        "finished": finished,
        "beside": beside,
    }
    return progress.model_copy(update=changes)


def _total(session: TrainingSession, finished: Sequence[Unit]) -> int:
    """All units; of an algorithm that failed, those that it had finished before."""
    spec = session.spec
    done = sum(unit.algorithm in session.failures for unit in finished)
    return (len(spec.algorithms) - len(session.failures)) * (spec.n_folds + 1) + done
