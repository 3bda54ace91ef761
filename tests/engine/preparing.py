"""How tests prepare a table without training on it."""

import pandas as pd
import pytest
from scipy import sparse

from engine.algorithms import algorithm
from engine.preprocessing import build_pipeline
from engine.records import Column
from tests.engine.mixed_table import columns

# One entry for each way of preparing.
KEYS = (
    "logistic_regression",
    "gaussian_nb",
    "random_forest_classifier",
    "hist_gradient_boosting_classifier",
    "svc",
)
every_way = pytest.mark.parametrize("key", KEYS)
# scikit-learn divides by the variance of the texts, also where there is none.
same_texts = pytest.mark.filterwarnings(
    "ignore:(invalid value|divide by zero) encountered:RuntimeWarning:sklearn.decomposition"
)


def a_column(name, kind, values):
    """The record of a column with these values."""
    values = pd.Series(values)
    return Column(name=name, type=kind, missing=int(values.isna().sum()), distinct=values.nunique())


def prepared(key, table, known=None, **hyperparameters):
    """An unfitted estimator behind a fitted preparation, and the dense matrix it makes."""
    pipeline = build_pipeline(
        known or columns(table), algorithm(key), hyperparameters, random_seed=0
    )
    matrix = pipeline["preparation"].fit_transform(table)
    return pipeline, dense(matrix)


def dense(matrix):
    """An ordinary array, whatever kind of matrix it was."""
    return matrix.toarray() if sparse.issparse(matrix) else matrix
