"""Look-up tables of the audit: what is said of a row comes from other rows."""

from __future__ import annotations

import numpy as np
import pytest

from engine.audit.lookups import amounts, classes

ROWS = 300
RANDOM = np.random.default_rng(3)
LABELS = RANDOM.integers(0, 3, ROWS)
NUMBERS = RANDOM.normal(size=ROWS)


def test_a_code_of_its_own_tells_nothing():
    assert classes(LABELS).score(np.arange(ROWS)) == pytest.approx(1 / 3, abs=0.01)
    assert amounts(NUMBERS).score(np.arange(ROWS)) < 0.01


def test_a_copy_tells_everything():
    assert classes(LABELS).score(2 - LABELS) == 1.0
    assert classes(LABELS).exceptions(2 - LABELS) == 0.0
    levels = np.round(NUMBERS)
    codes = np.unique(levels, return_inverse=True)[1]
    assert amounts(levels).exceptions(codes) == pytest.approx(0.0, abs=1e-12)


def test_rare_classes_count_as_much_as_common_ones():
    labels = (np.arange(ROWS) % 30 == 0).astype(np.int64)
    always_the_same = np.zeros(ROWS, dtype=np.int64)
    assert classes(labels).score(always_the_same) == pytest.approx(0.5)


def test_exceptions_are_rows_that_differ_from_their_like():
    wrong = LABELS.copy()
    wrong[:3] = (wrong[:3] + 1) % 3
    assert classes(wrong).exceptions(LABELS) == pytest.approx(3 / ROWS)


def test_folds_are_alike_and_the_same_each_time():
    first, second = classes(LABELS), classes(LABELS)
    assert (first.folds == second.folds).all()
    counts = np.bincount(first.folds * 3 + first.codes).reshape(-1, 3)
    assert (counts.max(axis=0) - counts.min(axis=0) <= 1).all()
