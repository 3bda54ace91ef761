"""Preparations: fitted once for each part of the rows, from those rows alone."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.preprocessing import StandardScaler

from engine.prepared_rows import Preparations, n_bytes


@pytest.fixture
def features() -> pd.DataFrame:
    return pd.DataFrame(np.random.default_rng(0).normal(size=(100, 3)), columns=list("abc"))


def test_an_equal_preparation_is_fitted_once_for_each_part(features):
    preparations = Preparations(features, None)
    first, second = np.arange(50), np.arange(50, 100)
    one = preparations.prepared(StandardScaler(), "scaled", first)
    assert preparations.prepared(StandardScaler(), "scaled", first) is one
    assert preparations.prepared(StandardScaler(), "otherwise", first) is not one
    other = preparations.prepared(StandardScaler(), "scaled", second)
    assert other.transformer.mean_ == pytest.approx(features.iloc[second].mean().to_numpy())
    assert one.transformer.mean_ == pytest.approx(features.iloc[first].mean().to_numpy())


def test_other_rows_are_prepared_by_what_was_learned_from_the_first(features):
    preparations = Preparations(features, None)
    train, test = np.arange(50), np.arange(50, 100)
    prepared = preparations.prepared(StandardScaler(), "scaled", train)
    expected = StandardScaler().fit(features.iloc[train]).transform(features.iloc[test])
    matrix = preparations.matrix(prepared, test)
    assert np.array_equal(matrix, expected)
    assert preparations.matrix(prepared, test) is matrix


def test_what_was_not_used_for_longest_is_forgotten_beyond_the_limit(features):
    rows = np.arange(100)
    preparations = Preparations(features, None, most_bytes=2 * 100 * 3 * 8)
    kept = [preparations.prepared(StandardScaler(), key, rows) for key in ("a", "b")]
    assert preparations.prepared(StandardScaler(), "a", rows) is kept[0]
    preparations.prepared(StandardScaler(), "c", rows)
    assert preparations.prepared(StandardScaler(), "a", rows) is kept[0]
    assert preparations.prepared(StandardScaler(), "b", rows) is not kept[1]


def test_everything_can_be_forgotten(features):
    rows = np.arange(100)
    preparations = Preparations(features, None)
    kept = preparations.prepared(StandardScaler(), "a", rows)
    preparations.clear()
    assert preparations.prepared(StandardScaler(), "a", rows) is not kept


def test_memory_of_matrices_is_counted():
    dense = np.eye(100)
    assert n_bytes(dense) == 80_000
    assert n_bytes(sparse.csr_matrix(dense)) < 3_000
