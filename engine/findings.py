"""All there is to know about a dataset before training, found once and remembered.

The page asks for findings each time it is drawn, and several requests may ask at
once. What was found stays known until something of the dataset changes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from threading import Lock

from engine.audit import audit, severest_first
from engine.records import Dataset, Finding
from engine.store import Store
from engine.stored_tables import load_columns, table_path

REMEMBERED = 64

Findings = tuple[Finding, ...]
# Audits the table at a path for a dataset and a target, ``None`` for the dataset's own.
AuditTable = Callable[[Path, Dataset, str | None], Findings]


class FindingsCache:
    """Findings of the datasets that were asked about last.

    Parameters
    ----------
    size : int
        How many are remembered.
    """

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._known: OrderedDict[str, Future[Findings]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, find: Callable[[], Findings]) -> Findings:
        """Give what is known, or find it; whoever asks for the same meanwhile waits."""
        with self._lock:
            known = self._known.get(key)
            future = known or Future()
            self._known[key] = future
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        if known is None:
            self._fill(key, future, find)
        return future.result()

    def _fill(self, key: str, future: Future[Findings], find: Callable[[], Findings]) -> None:
        try:
            future.set_result(find())
        except BaseException as error:
            future.set_exception(error)
            with self._lock:
                self._known.pop(key, None)


_CACHE = FindingsCache()


def audit_table(path: Path, dataset: Dataset, target: str | None) -> Findings:
    """Run all checks, with the table at a path.

    It takes little and gives back little, so that it can run in a process of its own.
    """
    return tuple(audit(dataset, target=target, load=partial(load_columns, path, dataset)))


def findings(
    store: Store,
    dataset: Dataset,
    *,
    target: str | None = None,
    audit_table: AuditTable = audit_table,
) -> list[Finding]:
    """What happened while a dataset was read and what all checks found, the severest first.

    Parameters
    ----------
    target : str, optional
        Column to predict, instead of the one the dataset has.
    audit_table : callable
        Runs the checks; in this process unless given.

    Raises
    ------
    InvalidValueError
        If there is no column `target`.
    """

    def find() -> Findings:
        found = audit_table(table_path(store, dataset), dataset, target)
        return tuple(severest_first([*dataset.findings, *found]))

    return list(_CACHE.get(_key(dataset, target), find))


def _key(dataset: Dataset, target: str | None) -> str:
    """Digest of the whole record: its id, columns, preparation, and how it was read."""
    text = f"{target!r} {dataset.model_dump_json()}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
