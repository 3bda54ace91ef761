"""What one session is worked on with: its rows, its order, its settings, its clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from engine.algorithms import algorithm
from engine.archive import Archive
from engine.candidates import searched
from engine.evaluation import Judge
from engine.fit_threads import has_all_cores
from engine.fitting import OnStep, Step
from engine.forecast import in_order
from engine.judging import judge_of
from engine.progress import ProgressMeter, Range
from engine.records import (
    AlgorithmChoice,
    Progress,
    SearchResult,
    Setting,
    TrainingSession,
    TrainingSpec,
)
from engine.search import Search
from engine.shared_work import SharedWork
from engine.splits import Fold, folds
from engine.store import Store
from engine.stored_tables import load_table
from engine.training_request import table_columns
from engine.trials import Trials
from engine.units import tasks
from engine.used_rows import Positions

# Of a unit with a search, the share that is the search.
SEARCH_SHARE = 0.9

FoldRows = Callable[[Positions], tuple[Fold, ...]]


@dataclass
class SessionWork:
    """What one session is worked on with.

    Parameters
    ----------
    judge : Judge
        Its rows, split once for all algorithms.
    archive : Archive
        Keeps its models.
    choices : list of AlgorithmChoice
        Its algorithms, quick ones first.
    meter : ProgressMeter
    fold_rows : callable
        How a search cuts training rows into folds.
    """

    judge: Judge
    archive: Archive
    choices: list[AlgorithmChoice]
    meter: ProgressMeter
    fold_rows: FoldRows

    def expect(self, seconds: Mapping[str, Range], share: SharedWork) -> Progress:
        """Begin to count, with what each algorithm is expected to take, and who else is at work."""
        self.meter = ProgressMeter(
            tasks(self.choices, self.judge.spec),
            seconds,
            others=share.others,
            processes=share.processes,
            shareable={choice.key for choice in self.shareable},
        )
        return self.meter.begin()

    @property
    def shareable(self) -> list[AlgorithmChoice]:
        """The algorithms that another process may train at the same time.

        Those that have all cores on so many rows leave none for others: beside another
        fit they take nearly twice as long as with one thread.
        """
        n_rows = len(self.judge.split.train)
        return [one for one in self.choices if not has_all_cores(algorithm(one.key), n_rows)]

    def settled(
        self, choice: AlgorithmChoice, rows: Positions, on_step: OnStep
    ) -> tuple[dict[str, Setting], SearchResult | None, OnStep]:
        """Give the settings to fit with on these rows, and who is told of that fit."""
        entry, spec = algorithm(choice.key), self.judge.spec
        plan = spec.search
        if plan is None or not spec.searches(choice.key) or not searched(entry):
            return choice.hyperparameters, None, on_step
        to_search = partial(_part_of, on_step, 0.0, SEARCH_SHARE)
        trials = Trials(self.judge, entry, rows, self.fold_rows, to_search)
        each = None if plan.seconds is None else plan.seconds / (spec.n_folds + 1)
        search = Search(entry, plan, self.judge.primary, trials, trials.n_rows, each, to_search)
        result = search.run(choice.hyperparameters, random_seed=spec.random_seed)
        to_fit = partial(_part_of, on_step, SEARCH_SHARE, 1.0)
        return {**choice.hyperparameters, **result.hyperparameters}, result, to_fit


def read_work(
    store: Store, workspace: str, session: TrainingSession, *, alone: bool = True
) -> SessionWork:
    """Read the columns a spec needs, and split the rows once for all algorithms.

    Parameters
    ----------
    alone : bool
        Whether no other process works on the session.
    """
    spec = session.spec
    dataset = store.datasets.get(workspace, session.dataset_id)
    table = load_table(store, dataset, table_columns(spec))
    judge = judge_of(spec, dataset, table, alone=alone)
    choices = in_order(spec.algorithms, judge)
    return SessionWork(
        judge,
        Archive(store, workspace, session, dataset, judge),
        choices,
        ProgressMeter(tasks(choices, spec)),
        partial(folds, _inner(spec), table),
    )


def _inner(spec: TrainingSpec) -> TrainingSpec:
    """How a search cuts its rows: as the session does, in folds of its own number."""
    n_folds = spec.search.cv_folds if spec.search else spec.cv_folds
    return spec.model_copy(update={"cv_folds": n_folds, "cv_repeats": 1})


def _part_of(on_step: OnStep, begin: float, end: float, step: Step) -> bool:
    """Tell of a step within a part of a unit."""
    share = None if step.share is None else begin + (end - begin) * step.share
    return on_step(Step(share, step.detail))
