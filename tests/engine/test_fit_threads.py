"""How many threads a fit gets."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil
import pytest
from joblib import cpu_count
from threadpoolctl import threadpool_info

from engine import fit_threads, threads
from engine.algorithms import algorithm
from engine.fit_threads import SPARE_THREADS_FROM_ROWS, THREADS_FROM_ROWS, limited_threads

FOREST = algorithm("random_forest_classifier")
BOOSTING = algorithm("hist_gradient_boosting_classifier")


def openmp_threads(entry, n_rows):
    with limited_threads(entry, n_rows):
        found = [one["num_threads"] for one in threadpool_info() if one["user_api"] == "openmp"]
    return set(found)


@pytest.mark.parametrize(("spare", "expected"), [(0, 1), (1, 1), (2, 2)])
@pytest.mark.parametrize("n_rows", [SPARE_THREADS_FROM_ROWS, THREADS_FROM_ROWS])
def test_a_long_fit_that_can_use_them_gets_the_idle_cores(monkeypatch, spare, expected, n_rows):
    monkeypatch.setattr(fit_threads, "spare_cores", lambda: spare)
    assert openmp_threads(BOOSTING, n_rows) == {expected}


def test_nobody_looks_for_idle_cores_where_they_are_of_no_use(monkeypatch):
    def looked():
        raise AssertionError

    monkeypatch.setattr(fit_threads, "spare_cores", looked)
    assert openmp_threads(BOOSTING, SPARE_THREADS_FROM_ROWS - 1) == {1}
    assert openmp_threads(FOREST, SPARE_THREADS_FROM_ROWS) == {1}


def test_cores_that_the_same_run_will_use_are_not_idle(monkeypatch):
    monkeypatch.setattr(fit_threads, "spare_cores", lambda: 2)
    with limited_threads(BOOSTING, SPARE_THREADS_FROM_ROWS, alone=False):
        assert {one["num_threads"] for one in threadpool_info()} == {1}


def test_where_idle_cores_cannot_be_told_the_number_of_rows_decides(monkeypatch):
    monkeypatch.setattr(threads, "cpu_count", lambda: cpu_count() + 1)
    assert openmp_threads(BOOSTING, SPARE_THREADS_FROM_ROWS) == {1}
    assert openmp_threads(BOOSTING, THREADS_FROM_ROWS) == openmp_threads(FOREST, THREADS_FROM_ROWS)


@pytest.mark.skipif(psutil.cpu_count() != cpu_count(), reason="cores of others are in sight")
def test_a_machine_whose_cores_are_all_at_work_has_none_to_spare():
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(cpu_count())
    ]
    try:
        # Started, and at work.
        while any(psutil.Process(one.pid).cpu_times().user < 0.1 for one in busy):
            time.sleep(0.01)
        assert threads.spare_cores() == 0
    finally:
        for one in busy:
            one.kill()
            one.wait()
