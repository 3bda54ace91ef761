"""What one fit of each algorithm takes, beside what its entry in the registry says.

Every entry is fitted at its defaults on generated numbers, and then asked about
a quarter as many rows, as folds do. Each size is tried in a process of its own,
with one thread. It needs Linux. Time is the processor's, so that a busy machine changes little;
sizes that do not fit into the budget of an entry are left out, and its seconds
at 10,000 x 20 are then drawn out from smaller ones.

    python -m benchmarks.costs                          all entries
    python -m benchmarks.costs regression               those of a task type
    python -m benchmarks.costs svc gaussian_nb          those with these keys
"""

from __future__ import annotations

import ctypes
import math
import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import nnls
from sklearn.datasets import make_blobs, make_classification, make_regression
from threadpoolctl import threadpool_limits

from engine.algorithms import ALGORITHMS, AlgorithmConfig
from engine.algorithms.config import Cost

ROWS = (500, 1_000, 2_500, 10_000, 40_000, 160_000)
COLUMNS = (5, 60)
USUAL_ROWS, USUAL_COLUMNS = 10_000, 20
# Once for rows and once for columns.
BUDGET_SECONDS = 20.0
MEMORY_BYTES = 4 * 1024**3
# Quick fits are done again, and the quickest counts.
MOST_FITS, REPEAT_UNTIL = 5, 0.3
# Columns are compared at the most rows that take at most so many seconds.
QUICK = 0.4

Size = tuple[int, int]


class Measure(NamedTuple):
    """Processor time and memory of one fit; the features themselves are part of the memory."""

    seconds: float
    peak_bytes: int
    feature_bytes: int


def data(entry: AlgorithmConfig, n_rows: int, n_columns: int) -> tuple[np.ndarray, Any]:
    """Generate numbers on one scale, and a target that they explain in part."""
    informative = max(2, n_columns // 2)
    if entry.task_type == "clustering":
        features, target = make_blobs(n_rows, n_columns, centers=5, random_state=0)[0], None
    elif entry.task_type == "classification":
        features, target = make_classification(
            n_rows, n_columns, n_informative=informative, n_redundant=0, flip_y=0.1, random_state=0
        )
    else:
        features, target = make_regression(
            n_rows, n_columns, n_informative=informative, noise=20.0, random_state=0
        )
        target = target / target.std()
        target = target if entry.target_range == "any" else target - target.min() + 0.1
    scaled = (features - features.mean(axis=0)) / features.std(axis=0)
    return scaled.astype(entry.precision), target


def fit(entry: AlgorithmConfig, features: np.ndarray, target: Any) -> float:  # noqa: ANN401 - labels or numbers
    """Fit once and predict a quarter of the rows; the seconds of the processor."""
    started = time.process_time()
    estimator: Any = entry.build({}, random_seed=0).fit(features, target)
    if hasattr(estimator, "predict"):
        estimator.predict(features[: len(features) // 4])
    return time.process_time() - started


def measure(entry: AlgorithmConfig, size: Size) -> Measure:
    """Time and memory of a fit in this process, which must be a fresh one."""
    features, target = data(entry, *size)
    few = min(100, len(features))
    fit(entry, features[:few], None if target is None else target[:few])
    before = _reset_peak()
    times = [fit(entry, features, target)]
    peak = _peak_rss() - before + features.nbytes
    while len(times) < MOST_FITS and sum(times) < REPEAT_UNTIL:
        times.append(fit(entry, features, target))
    return Measure(min(times), max(peak, features.nbytes), features.nbytes)


def _reset_peak() -> int:
    """Give freed memory back, so that a fit cannot hide in it; the bytes in use now."""
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    return _peak_rss()


def _peak_rss() -> int:
    """The most memory this process had since the peak was set back, in bytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def _in_child(entry: AlgorithmConfig, size: Size, answer: Connection) -> None:
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    with threadpool_limits(1):
        answer.send(measure(entry, size))


def measure_apart(entry: AlgorithmConfig, size: Size, seconds: float) -> Measure | None:
    """Measure in a process of its own; ``None`` if it runs out of seconds or memory."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_in_child, args=(entry, size, there))
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(seconds) else None
    except EOFError:
        return None
    finally:
        child.kill()
        child.join()


def measures(entry: AlgorithmConfig) -> dict[Size, Measure]:
    """Ever more rows as far as the budget goes, then fewer and more columns at a quick size."""
    deadline = time.monotonic() + BUDGET_SECONDS
    sizes = [(rows, USUAL_COLUMNS) for rows in ROWS if rows <= (entry.max_rows or ROWS[-1])]
    found = _until(entry, sizes, deadline)
    quick = max((rows for (rows, _), one in found.items() if one.seconds <= QUICK), default=ROWS[0])
    deadline = time.monotonic() + BUDGET_SECONDS
    return found | _until(entry, [(quick, columns) for columns in COLUMNS], deadline)


def _until(entry: AlgorithmConfig, sizes: list[Size], deadline: float) -> dict[Size, Measure]:
    found: dict[Size, Measure] = {}
    for size in sizes:
        one = measure_apart(entry, size, max(0.0, deadline - time.monotonic()))
        if one is None:
            break
        found[size] = one
    return found


def measured_cost(found: Mapping[Size, Measure]) -> Cost:
    """Draw the cost out of the measures."""
    by_rows = sorted(
        (rows, one) for (rows, columns), one in found.items() if columns == USUAL_COLUMNS
    )
    by_columns = sorted(
        (columns, one) for (_, columns), one in found.items() if columns != USUAL_COLUMNS
    )
    rows = _exponent(*by_rows[-2], *by_rows[-1])
    columns = _exponent(*by_columns[0], *by_columns[1])
    largest, seconds = by_rows[-1][0], by_rows[-1][1].seconds
    known = found.get((USUAL_ROWS, USUAL_COLUMNS))
    copies, pair_bytes = _memory([(one, n_rows) for n_rows, one in by_rows])
    return Cost(
        seconds=known.seconds if known else seconds * (USUAL_ROWS / largest) ** rows,
        rows=rows,
        columns=columns,
        copies=copies,
        pair_bytes=pair_bytes,
    )


def _is_enough(found: Mapping[Size, Measure]) -> bool:
    """Whether there are two sizes of each to compare."""
    by_rows = [columns for _, columns in found if columns == USUAL_COLUMNS]
    return len(by_rows) >= 2 and len(found) == len(by_rows) + len(COLUMNS)


def _exponent(less: int, small: Measure, more: int, large: Measure) -> float:
    """How time grows with a size: 1 is in proportion, 2 with the square."""
    return math.log(large.seconds / small.seconds) / math.log(more / less)


def _memory(known: list[tuple[Measure, int]]) -> tuple[float, float]:
    """Copies of the features and bytes per pair of rows that explain the peaks best."""
    factors = np.array([(one.feature_bytes, n_rows**2) for one, n_rows in known], dtype=float)
    solution, _ = nnls(factors, np.array([one.peak_bytes for one, _ in known], dtype=float))
    return float(solution[0]), float(solution[1])


def row(key: str, what: str, cost: Cost) -> str:
    """One line of the table."""
    return (
        f"{key:34}{what:10}{cost.seconds:10.3g}{cost.rows:8.2f}{cost.columns:9.2f}"
        f"{cost.copies:8.1f}{cost.pair_bytes:12.2f}"
    )


def chosen(words: list[str]) -> list[AlgorithmConfig]:
    """The entries with these keys or of these task types; all if there is no word."""
    return [entry for entry in ALGORITHMS if not words or {entry.key, entry.task_type} & {*words}]


def main() -> None:
    """Print what was measured, and below it what the entry says."""
    print(f"{'':44}{'seconds':>10}{'rows':>8}{'columns':>9}{'copies':>8}{'pair bytes':>12}")
    for entry in chosen(sys.argv[1:]):
        entry.estimator_class()  # imported here once, and not in every child
        found = measures(entry)
        if not _is_enough(found):
            print(f"{entry.key:34}took longer than {BUDGET_SECONDS:.0f} s or failed")
            continue
        print(row(entry.key, "measured", measured_cost(found)))
        print(row("", "said", entry.cost), flush=True)


if __name__ == "__main__":
    main()
