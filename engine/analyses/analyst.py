"""Working an analysis out: its session tells how far it is, its answer is kept with the model."""

from __future__ import annotations

import time
from collections.abc import Callable

from pydantic import SerializeAsAny

from engine.analyses.context import Context
from engine.analyses.registry import analysis
from engine.cost_tuning import checked_costs
from engine.errors import DoesNotApplyError, InvalidValueError, NotFoundError
from engine.fitting import Stopped
from engine.records import (
    AnalysisChoice,
    Costs,
    Progress,
    Record,
    TrainedModel,
    TrainingSession,
)
from engine.store import Store
from engine.words import Words

# How far the rest may take from what the parts before took.
SPREAD = (0.7, 1.5)


class Analyst:
    """Works out the analyses of one workspace's models.

    Parameters
    ----------
    store : Store
    workspace : str
    on_progress : callable
        Gets the session each time something of it has changed.
    should_stop : callable
        Asked between parts.
    """

    def __init__(
        self,
        store: Store,
        workspace: str,
        *,
        on_progress: Callable[[TrainingSession], None],
        should_stop: Callable[[], bool],
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._on_progress = on_progress
        self._should_stop = should_stop

    def work_out(self, session: TrainingSession) -> None:
        """Find the answer of a session's analysis, and keep it.

        Raises
        ------
        EngineError
            If there is none, with the reason.
        """
        chosen = session.analysis
        assert chosen is not None  # noqa: S101 - who calls has looked
        model = self._store.models.get(self._workspace, chosen.model_id)
        entry = analysis(chosen.key)
        check_applies(chosen.key, model)
        started = time.monotonic()

        def tell(done: int, total: int, words: str) -> None:
            progress = _progress(done, total, words, time.monotonic() - started)
            self._on_progress(session.model_copy(update={"progress": progress}))

        tell(0, 1, "reading the data")
        context = Context(self._store, self._workspace, model, chosen.costs)
        try:
            answer = entry.run(context, tell, self._should_stop)
        except Stopped:
            return
        keep(self._store, chosen, answer)
        tell(1, 1, "saving the results")


def check_applies(key: str, model: TrainedModel) -> None:
    """Raise `DoesNotApplyError` if an analysis cannot be asked about a model."""
    refusal = analysis(key).refusal(model)
    if refusal is not None:
        raise DoesNotApplyError(
            f"“{analysis(key).name}” does not apply to this model: {refusal}",
            field="analysis",
            hint="GET /api/models/{id}/analyses lists those that do.",
        )


def check_costs(key: str, costs: Costs | None) -> None:
    """Raise `InvalidValueError` for costs that an analysis cannot be asked with."""
    if costs is None:
        return
    if not analysis(key).takes_costs:
        raise InvalidValueError(
            f"“{analysis(key).name}” does not depend on what mistakes cost.",
            field="cost_false_negative",
            hint="Ask without costs, or for a variant with a tuned threshold.",
        )
    checked_costs(costs)


def keep(store: Store, chosen: AnalysisChoice, answer: Record) -> None:
    """Keep an answer with its model; it is deleted with it."""
    with store.new_blob("models", _name(chosen)) as path:
        path.write_text(answer.model_dump_json())


class KeptAnalysis(Record):
    """An analysis of a model, with its answer and what that means once it was worked out."""

    key: str
    name: str
    question: str
    answer: SerializeAsAny[Record] | None = None
    words: Words | None = None


def kept(store: Store, chosen: AnalysisChoice) -> KeptAnalysis:
    """What is known of an analysis of a model by now."""
    entry = analysis(chosen.key)
    empty = KeptAnalysis(key=entry.key, name=entry.name, question=entry.question)
    try:
        content = store.blob("models", _name(chosen)).read_bytes()
    except NotFoundError:
        return empty
    answer = entry.answer.model_validate_json(content)
    return empty.model_copy(update={"answer": answer, "words": entry.words(answer)})


def _name(chosen: AnalysisChoice) -> str:
    return f"{chosen.model_id}.{chosen.key}.json"


def _progress(done: int, total: int, words: str, seconds: float) -> Progress:
    low, high = SPREAD
    rest = seconds / done * (total - done) if done else None
    return Progress(
        done=done,
        total=total,
        stage=words,
        eta_seconds=None if rest is None else (rest * low, rest * high),
    )
