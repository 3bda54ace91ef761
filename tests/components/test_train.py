from __future__ import annotations

import pytest

from components import train


@pytest.mark.parametrize(
    ("n", "task_type", "folds", "expected"),
    [
        (0, "classification", (5, 1), "Choose at least one algorithm."),
        (1, "classification", (5, 1), "1 algorithm on 5 folds: 6 fits."),
        (2, "regression", (3, 1), "2 algorithms on the same 3 folds: 8 fits."),
        (2, "regression", (3, 2), "2 algorithms on the same 6 folds: 14 fits."),
        (2, "classification", (0, 1), "2 algorithms, one fit each."),
        (1, "clustering", (5, 1), "1 algorithm, one fit."),
    ],
)
def test_the_summary_counts_the_fits(dataset, n, task_type, folds, expected):
    preparation = dataset.preparation.model_copy(
        update={"task_type": task_type, "cv_folds": folds[0], "cv_repeats": folds[1]}
    )
    assert train.summary(n, dataset.model_copy(update={"preparation": preparation})) == expected
