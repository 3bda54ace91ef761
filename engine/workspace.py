"""All of one person's things: what callbacks and routes call."""

from __future__ import annotations

from dataclasses import dataclass

from engine.algorithm_choice import Suitability, suitability
from engine.datasets import DatasetManager
from engine.estimates import estimate, session_cautions
from engine.findings import AuditTable, audit_table, findings
from engine.models import ModelManager
from engine.planning import PreparationPlan, plan
from engine.predictions.asking import Ask, ask
from engine.reading.file_reading import Read, read_file
from engine.records import Dataset, Estimate, Finding, TrainingSession
from engine.repairs import repair_of, repaired
from engine.sessions import SessionManager
from engine.store import Store
from engine.training_request import TrainingRequest


@dataclass(frozen=True)
class Limits:
    """How much one workspace may use."""

    upload_bytes: int = 100 * 1024**2
    max_queued: int = 10
    run_memory_bytes: int = 8 * 1024**3


@dataclass(frozen=True)
class Work:
    """How what takes time and memory is done, so that another process may do it.

    Parameters
    ----------
    read : callable
        Reads a file and writes its table.
    audit_table : callable
        Looks at a table before training.
    ask : callable
        Asks a model about new rows.
    """

    read: Read = read_file
    audit_table: AuditTable = audit_table
    ask: Ask = ask


HERE = Work()


class Workspace:
    """The datasets, sessions and models that belong together.

    Parameters
    ----------
    store : Store
    name : str
        Nothing of another name is ever seen.
    limits : Limits
    work : Work
        How what takes time and memory is done; in this process unless given.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        *,
        limits: Limits,
        work: Work = HERE,
    ) -> None:
        self._store = store
        self._audit_table = work.audit_table
        self._memory_limit = limits.run_memory_bytes
        self.name = name
        self.datasets = DatasetManager(store, name, limit_bytes=limits.upload_bytes, read=work.read)
        self.sessions = SessionManager(
            store, name, max_queued=limits.max_queued, memory_limit=limits.run_memory_bytes
        )
        self.models = ModelManager(store, name, ask=work.ask)

    def findings(self, dataset_id: str, *, target: str | None = None) -> list[Finding]:
        """What to know about a dataset before training, the severest first.

        Parameters
        ----------
        target : str, optional
            Column to predict, instead of the one the dataset has.
        """
        dataset = self.datasets.get(dataset_id)
        return findings(self._store, dataset, target=target, audit_table=self._audit_table)

    def repair(self, dataset_id: str, finding: Finding) -> Dataset:
        """Apply the repair of a finding.

        Raises
        ------
        WrongStateError
            If the dataset has no such finding any more; nothing is changed then.
        """
        repair = repair_of(finding, self.findings(dataset_id))
        return repaired(self.datasets, self.datasets.get(dataset_id), repair)

    def plan(self, request: TrainingRequest) -> PreparationPlan:
        """What training would do with the data: rows of each part, preparation, features."""
        return plan(self._store, self.datasets.get(request.dataset_id), request)

    def estimate(self, request: TrainingRequest) -> Estimate:
        """What a run would take, and which of its algorithms cannot be trained.

        Raises
        ------
        InvalidValueError
            If anything else than the choice of algorithms cannot work.
        """
        dataset = self.datasets.get(request.dataset_id)
        return estimate(self._store, self.name, dataset, request, memory_limit=self._memory_limit)

    def cautions(self, session: TrainingSession) -> dict[str, str]:
        """What to know about the time a run that was started may take, by algorithm."""
        return session_cautions(self._store, self.name, session)

    def suitability(self, request: TrainingRequest) -> dict[str, Suitability]:
        """Which algorithms can be trained on the rows of a request and which suit them, by key."""
        dataset = self.datasets.get(request.dataset_id)
        return suitability(self._store, dataset, request, memory_limit=self._memory_limit)
