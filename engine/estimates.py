"""What a run is expected to take before it starts: time as a range, and memory.

A formula knows how the time of each algorithm grows; the earlier runs of the
workspace say by how much it is wrong on this machine and these data.
"""

from __future__ import annotations

from engine.algorithm_choice import weighed_request
from engine.algorithms import AlgorithmConfig, algorithm
from engine.amounts import time_words
from engine.errors import NotFoundError
from engine.past_runs import PastRuns, past_runs
from engine.records import (
    AlgorithmChoice,
    Dataset,
    Estimate,
    FitEstimate,
    TrainingSession,
)
from engine.records.training import Range
from engine.run_costs import RunCosts
from engine.store import Store
from engine.table_facts import TableFacts, rough_facts
from engine.training_request import TrainingRequest

# Who waits longer than this should have been told.
CAUTION_SECONDS = 600.0
# Earlier runs that are looked at: the newest tell most about the machine as it is.
PAST_SESSIONS, PAST_DATASETS = 20, 5


def estimate(
    store: Store,
    workspace: str,
    dataset: Dataset,
    request: TrainingRequest,
    *,
    memory_limit: int,
) -> Estimate:
    """Say what a run would take.

    Parameters
    ----------
    workspace : str
        Whose earlier runs are looked at.
    memory_limit : int
        Bytes that a run may use.

    Raises
    ------
    InvalidValueError
        If anything else than the choice of algorithms cannot work.
    """
    known, refusals = weighed_request(store, dataset, request, memory_limit=memory_limit)
    fits = fit_estimates(known, earlier_runs(store, workspace, dataset))
    return Estimate(
        seconds=_altogether(known, fits),
        memory_bytes=max((fit.memory_bytes for fit in fits.values()), default=0),
        memory_limit=memory_limit,
        algorithms=fits,
        refusals=refusals,
    )


def session_cautions(store: Store, workspace: str, session: TrainingSession) -> dict[str, str]:
    """What to know about the time of a session, by the algorithm it is about."""
    dataset = store.datasets.get(workspace, session.dataset_id)
    known = rough_facts(dataset, session.spec)
    fits = fit_estimates(known, earlier_runs(store, workspace, dataset))
    return {key: fit.caution for key, fit in fits.items() if fit.caution is not None}


def fit_estimates(known: TableFacts, past: PastRuns) -> dict[str, FitEstimate]:
    """What each algorithm of a spec will take, by its key.

    Parameters
    ----------
    known : TableFacts
        Its spec names the algorithms.
    past : PastRuns
        What earlier runs tell.
    """
    return {choice.key: _fit_estimate(choice, known, past) for choice in known.spec.algorithms}


def earlier_runs(store: Store, workspace: str, dataset: Dataset) -> PastRuns:
    """What the newest runs of a workspace tell, those on a dataset and on a few others."""
    sessions = store.sessions.all(workspace, limit=PAST_SESSIONS)
    datasets = {dataset.id: dataset}
    for dataset_id in dict.fromkeys(session.dataset_id for session in sessions):
        if dataset_id not in datasets and len(datasets) < PAST_DATASETS:
            try:
                datasets[dataset_id] = store.datasets.get(workspace, dataset_id)
            except NotFoundError:
                continue
    return past_runs(sessions, datasets)


def _fit_estimate(choice: AlgorithmChoice, known: TableFacts, past: PastRuns) -> FitEstimate:
    entry = algorithm(choice.key)
    costs = RunCosts(entry, known, choice.hyperparameters)
    low, high = past.correction(known.spec.dataset_id, choice.key)
    unlimited = (costs.seconds * low, costs.seconds * high)
    seconds = _in_time(unlimited, known.spec.time_budget)
    return FitEstimate(
        seconds=seconds,
        memory_bytes=costs.memory,
        caution=_caution(entry, known, unlimited) if _is_long(entry, known, seconds) else None,
    )


def _altogether(known: TableFacts, fits: dict[str, FitEstimate]) -> Range:
    lows, highs = (sum(fit.seconds[end] for fit in fits.values()) for end in (0, 1))
    return _in_time((lows, highs), known.spec.time_budget)


def _in_time(seconds: Range, budget: float | None) -> Range:
    low, high = seconds
    return seconds if budget is None else (min(low, budget), min(high, budget))


def _is_long(entry: AlgorithmConfig, known: TableFacts, seconds: Range) -> bool:
    return _is_slow(entry, known) or seconds[1] > CAUTION_SECONDS


def _is_slow(entry: AlgorithmConfig, known: TableFacts) -> bool:
    return entry.slow_rows is not None and known.largest_fit > entry.slow_rows


def _caution(entry: AlgorithmConfig, known: TableFacts, seconds: Range) -> str:
    low, high = map(time_words, seconds)
    if _is_slow(entry, known):
        return (
            f"{entry.name} gets slow above {entry.slow_rows:,} rows, and gets "
            f"{known.largest_fit:,}: all its fits may take from {low} to {high}."
        )
    return f"All fits of {entry.name} may take from {low} to {high}."
