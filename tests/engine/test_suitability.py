"""What cannot be trained is refused with the numbers and the cure; what is slow is left out."""

import re
from typing import Any

import pytest

from engine.algorithms import AlgorithmConfig, algorithm
from engine.algorithms.config import Cost
from engine.prepared_size import PreparedSize, prepared_size
from engine.preprocessing import build_pipeline
from engine.records import Column, Preprocessing, TrainingSpec
from engine.run_costs import RunCosts
from engine.suitability import refusal, unsuitable
from engine.table_facts import TableFacts
from tests.engine import mixed_table

GB = 1024**3


def facts(n_rows: int, *columns: Column, task_type="classification", **more) -> TableFacts:
    columns = columns or tuple(number(f"x{position}") for position in range(20))
    chosen = {name: more.pop(name) for name in ("preprocessing", "time_budget") if name in more}
    spec = TrainingSpec(
        dataset_id="1",
        task_type=task_type,
        target=None if task_type == "clustering" else "y",
        features=tuple(column.name for column in columns),
        algorithms=(),
        **chosen,
    )
    return TableFacts(
        spec=spec,
        columns=columns,
        fold_rows=() if task_type == "clustering" else (n_rows * 4 // 5,) * 5,
        final_rows=n_rows,
        n_rows=n_rows,
        **more,
    )


def number(name: str) -> Column:
    return Column(name=name, type="numeric", missing=0, distinct=100)


def category(name: str, distinct: int) -> Column:
    return Column(name=name, type="categorical", missing=0, distinct=distinct)


def entry(key: str = "logistic_regression", **changes) -> AlgorithmConfig:
    return algorithm(key).model_copy(update=changes)


def test_all_pairs_of_many_rows_are_refused_with_the_numbers():
    pairs = entry(
        "agglomerative_clustering", max_rows=None, cost=Cost(seconds=1, rows=2, pair_bytes=8)
    )
    known = facts(100_000, task_type="clustering", memory_limit=9 * GB)
    problem = refusal(pairs, known)
    assert "would need about 75 GB of memory, but a run may use 9 GB" in problem.message
    assert "each pair of its 100,000 rows" in problem.message
    assert "fewer rows" in problem.hint
    assert refusal(pairs, facts(10_000, task_type="clustering", memory_limit=9 * GB)) is None


def test_agglomerative_on_100_000_rows_is_refused_with_an_estimate():
    problem = refusal(algorithm("agglomerative_clustering"), facts(100_000, task_type="clustering"))
    assert "100,000" in problem.message
    assert re.search(r"need about [\d.]+ [MG]B of memory and \d+ \w+", problem.message)


def test_many_levels_fit_by_default_and_are_refused_where_they_were_asked_for():
    dense = entry("random_forest_classifier")
    ids = category("id", 100_000)
    assert refusal(dense, facts(1_000_000, ids, memory_limit=9 * GB)) is None
    asked = Preprocessing(max_levels=10_000, categories="one_hot")
    problem = refusal(dense, facts(1_000_000, ids, memory_limit=9 * GB, preprocessing=asked))
    assert "may use 9 GB: 1,000,000 rows would become 10,000 numbers each" in problem.message
    assert "max_levels is 10,000" in problem.hint


def test_sparse_levels_need_no_more_than_what_is_not_zero():
    ids = category("id", 100_000)
    asked = Preprocessing(max_levels=10_000, categories="one_hot")
    sparse = entry(sparse=True)
    assert refusal(sparse, facts(1_000_000, ids, memory_limit=GB, preprocessing=asked)) is None
    assert RunCosts(sparse, facts(1_000_000, ids, preprocessing=asked)).memory < GB


def test_without_a_limit_no_memory_is_too_much():
    assert refusal(entry(), facts(10**9)) is None


def test_too_many_features_are_told_apart_from_too_many_rows():
    narrow = entry(max_features=50)
    assert refusal(narrow, facts(100, number("a"), category("b", 30))) is None
    problem = refusal(narrow, facts(1_000, number("a"), category("b", 80)))
    assert "at most 50 numbers in a row" in problem.message
    assert "about 81" in problem.message
    assert "levels" in problem.hint


@pytest.mark.parametrize(
    ("target_range", "minimum", "is_refused"),
    [
        ("positive", 0.0, True),
        ("positive", 0.5, False),
        ("non_negative", 0.0, False),
        ("non_negative", -2.5, True),
        ("any", -2.5, False),
    ],
)
def test_a_target_outside_of_what_is_predicted_is_refused(target_range, minimum, is_refused):
    one = entry("ridge", target_range=target_range)
    problem = refusal(one, facts(100, task_type="regression", target_minimum=minimum))
    assert (problem is not None) == is_refused
    if problem is not None:
        assert f"the smallest y is {minimum:g}" in problem.message


def test_what_is_slow_is_left_out_and_can_be_named_all_the_same():
    slow = entry(slow_rows=10_000, max_rows=None, cost=Cost(seconds=2, rows=2))
    known = facts(500_000)
    assert refusal(slow, known) is None
    problem = unsuitable(slow, known)
    assert problem.code == "too_slow"
    assert "slow above 10,000 rows" in problem.message
    assert re.search(r"may take [\d,.]+ (hours|days)", problem.message)
    assert "by name" in problem.hint
    assert unsuitable(slow, facts(10_000)) is None


def test_what_does_not_fit_into_the_time_is_left_out():
    long = entry(cost=Cost(seconds=60))
    assert unsuitable(long, facts(10_000)) is None
    problem = unsuitable(long, facts(10_000, time_budget=30.0))
    assert "may take 5 minutes, but the run may take 30 seconds" in problem.message
    assert unsuitable(entry(cost=Cost(seconds=0.01)), facts(10_000, time_budget=30.0)) is None


# One algorithm for each way in which features are wanted, and one that counts words.
DENSE = (
    "random_forest_classifier",
    "hist_gradient_boosting_classifier",
    "hist_gradient_boosting_regressor",
    "k_means",
    "dummy_classifier",
)


CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"missing_indicator": True},
    {"categories": "one_hot", "max_levels": 3},
    {"categories": "ordinal", "text": "hashed"},
    {"categories": "target"},
    {"dates": "circular"},
    {"dates": "spline", "text": "string_encoder"},
)


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
@pytest.mark.parametrize("key", DENSE)
def test_prepared_features_are_counted_as_they_come_out(key, chosen):
    matrix, size = prepared_and_told(key, **chosen)
    assert matrix.shape[1] == size.n_features == size.cells
    assert matrix.nbytes == size.n_bytes * len(matrix)


def test_words_of_a_text_are_never_more_than_what_is_told():
    matrix, size = prepared_and_told("logistic_regression")
    assert matrix.shape[1] <= size.n_features <= matrix.shape[1] + 5_000
    assert size.cells < 0.1 * size.n_features


def prepared_and_told(key: str, **chosen: Any) -> tuple[Any, PreparedSize]:
    one, preprocessing = algorithm(key), Preprocessing(**chosen)
    table = mixed_table.mixed_table()
    columns, target = mixed_table.columns(table), mixed_table.target(table, one.task_type)
    pipeline = build_pipeline(columns, one, {}, random_seed=0, preprocessing=preprocessing)
    matrix = pipeline["preparation"].fit_transform(table, target)
    n_classes = len(set(target)) if one.task_type == "classification" else 0
    told = prepared_size(one, columns, preprocessing, n_rows=len(table), n_classes=n_classes)
    return matrix, told
