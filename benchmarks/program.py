"""What the benchmarks of training share: the program in this process, and taking turns.

Each benchmark does the program's way and the bare way in turn, several times,
and prints the median of their ratios. Absolute times mean little: they are those
of a machine at one moment. `--small` tries a benchmark on few rows.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from joblib import parallel_config
from sklearn.pipeline import Pipeline

from engine.algorithms import AlgorithmConfig, algorithm
from engine.fit_threads import limited_threads
from engine.fitting import FIT_JOBS, JOBS_FROM_ROWS
from engine.preprocessing import build_pipeline
from engine.records import Dataset, SearchPlan, Setting, TaskType, TrainingSession
from engine.splits import Split, split
from engine.store import Owner, Store
from engine.stored_tables import load_table
from engine.training import ModelTrainer
from engine.training_request import TrainingRequest, table_columns
from engine.workspace import Limits, Workspace

SMALL = "--small" in sys.argv[1:]
SEED = 0
GIB = 1024**3

Work = Callable[[], object]


class Program:
    """The engine with data of its own; a session is trained as a training process does it.

    Parameters
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)
        self.workspace = Workspace(self.store, "mine", limits=Limits(upload_bytes=GIB))

    def add(self, table: pd.DataFrame) -> Dataset:
        """Take in a table whose last column is the target."""
        content = io.BytesIO(table.to_csv(index=False).encode())
        return self.workspace.datasets.add(content, name="table.csv")

    def train(  # noqa: PLR0913 - what is trained, and how
        self,
        dataset: Dataset,
        task_type: TaskType,
        algorithms: Sequence[str],
        *,
        cv_folds: int = 0,
        hyperparameters: dict[str, dict[str, Any]] | None = None,
        search: SearchPlan | None = None,
    ) -> TrainingSession:
        """Train a session from its request to its end.

        Raises
        ------
        RuntimeError
            If an algorithm gave no model: a run that fails is quick.
        """
        request = TrainingRequest(
            dataset_id=dataset.id,
            task_type=task_type,
            target=None if task_type == "clustering" else dataset.columns[-1].name,
            algorithms=tuple(algorithms),
            hyperparameters=hyperparameters or {},
            cv_folds=cv_folds,
            random_seed=SEED,
            search=search,
        )
        session = self.workspace.sessions.start(request)
        self.store.sessions.claim(session.id, Owner("here", 1, 1.0), max_running=1)
        trainer = ModelTrainer(
            self.store,
            "mine",
            on_progress=self.store.sessions.write,
            should_stop=lambda: self.store.sessions.stop_requested(session.id),
        )
        session = trainer.train(session)
        self.store.sessions.finish(session.id, "completed")
        if session.failures:
            raise RuntimeError(str(session.failures))
        return session

    def parts(self, session: TrainingSession) -> tuple[pd.DataFrame, np.ndarray, Split]:
        """Features, target and split of a session, to do the same without the program."""
        spec = session.spec
        dataset = self.store.datasets.get("mine", session.dataset_id)
        table = load_table(self.store, dataset, table_columns(spec))
        return table[list(spec.features)], table[spec.target].to_numpy(), split(spec, table)


@contextmanager
def program() -> Iterator[Program]:
    """Open the program on an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        opened = Program(Path(folder))
        try:
            yield opened
        finally:
            opened.store.close()


def pipeline_of(
    entry: AlgorithmConfig, dataset: Dataset, settings: dict[str, Setting] | None = None
) -> Pipeline:
    """Build the very pipeline that the program fits, unfitted."""
    return build_pipeline(dataset.columns[:-1], entry, settings or {}, random_seed=SEED)


@contextmanager
def threads_as_in_the_program(entry: AlgorithmConfig, n_rows: int) -> Iterator[None]:
    """The limits of BLAS and OpenMP, and the jobs of a forest, with which the program fits."""
    jobs = FIT_JOBS if n_rows >= JOBS_FROM_ROWS else 1
    with limited_threads(entry, n_rows), parallel_config("threading", n_jobs=jobs):
        yield


def entries(keys: Sequence[str]) -> list[AlgorithmConfig]:
    """Entries of the registry; the classes are imported, as a warm process has them."""
    found = [algorithm(key) for key in keys]
    for entry in found:
        entry.estimator_class()
    return found


def in_turn(works: Sequence[Work], *, rounds: int, warm_up: bool = True) -> list[list[float]]:
    """Do works in turn; the seconds of each, round by round.

    Parameters
    ----------
    works : sequence of callable
    rounds : int
    warm_up : bool
        Whether a round that does not count comes first.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = [[seconds(work) for work in works] for _ in range(rounds + warm_up)]
    return done[warm_up:]


def seconds(work: Work) -> float:
    """How long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def report(name: str, pairs: Sequence[tuple[float, float]], *, goal: float | None = None) -> None:
    """Print the medians of two ways that were done in turn, and of their ratios.

    Parameters
    ----------
    pairs : sequence of (float, float)
        Seconds of the program's way and of the other, round by round.
    goal : float, optional
        The ratio should not be above it.
    """
    ours, other = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratios = sorted(one / two for one, two in pairs)
    ratio = statistics.median(ratios)
    judged = "" if goal is None else f"   goal {goal:.1f}: {'met' if ratio <= goal else 'missed'}"
    print(
        f"{name:44}{ours:8.2f} s{other:8.2f} s   ratio {ratio:5.2f}"
        f" ({ratios[0]:.2f} to {ratios[-1]:.2f}){judged}",
        flush=True,
    )


def header(title: str, other: str) -> None:
    """Print what is compared with what."""
    print(f"{title}{' (small)' if SMALL else ''}")
    print(f"{'':44}{'program':>10}{other:>10}")
