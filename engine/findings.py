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
from threading import Lock

from engine.audit import audit, severest_first
from engine.datasets import load_table
from engine.records import Dataset, Finding
from engine.store import Store

REMEMBERED = 64

Findings = tuple[Finding, ...]


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


def findings(store: Store, dataset: Dataset, *, target: str | None = None) -> list[Finding]:
    """What happened while a dataset was read and what all checks found, the severest first.

    Raises
    ------
    InvalidValueError
        If there is no column `target`.
    """

    def find() -> Findings:
        found = audit(dataset, target=target, load=partial(load_table, store, dataset))
        return tuple(severest_first([*dataset.findings, *found]))

    return list(_CACHE.get(_key(dataset, target), find))


def _key(dataset: Dataset, target: str | None) -> str:
    """Digest of the whole record: its id, columns, preparation, and how it was read."""
    text = f"{target!r} {dataset.model_dump_json()}"
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
