"""Differences to the best, the quick model to beat, and which model to take."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from engine.algorithms import ALGORITHMS
from engine.algorithms.config import Family
from engine.algorithms.simplicity import SIMPLEST_FIRST, family_of, simplicity
from engine.comparison import ModelComparator
from engine.comparison.differences import probabilities
from engine.metrics import metrics
from engine.records import FoldScores
from tests.engine.test_comparison import GOOD, GUESS, LIKE_GOOD, WORSE, a_model

FOREST, TREE, LINEAR = (
    "random_forest_classifier",
    "decision_tree_classifier",
    "logistic_regression",
)


def compared(*models, metric=None):
    return ModelComparator(models).compare(metric=metric)


def by_name(comparison):
    return {one.name: one for one in comparison.ranking}


# Differences


def independently(differences, *, ratio, rope):
    """The same from the definition: the density of the posterior, summed up piece by piece."""
    n_folds, mean = len(differences), np.mean(differences)
    variance = sum((one - mean) ** 2 for one in differences) / (n_folds - 1)
    scale = np.sqrt((1 / n_folds + ratio) * variance)

    def density(value):
        return stats.t.pdf((value - mean) / scale, n_folds - 1) / scale

    edges = (mean - 2_000 * scale, -rope, rope, mean + 2_000 * scale)
    grids = [np.linspace(low, high, 400_001) for low, high in pairwise(edges)]
    return [integrate.trapezoid(density(grid), grid) for grid in grids]


@pytest.mark.parametrize(
    "differences",
    [
        (0.01, 0.02, -0.01, 0.0, 0.015),
        (-0.1, -0.12, -0.08),
        (0.004, -0.003, 0.002, 0.001, -0.002, 0.003, 0.0, 0.001, -0.001, 0.002),
    ],
)
def test_the_probabilities_are_those_of_the_correlated_t_test(differences):
    found = probabilities(differences, test_ratio=0.25, rope=0.01)

    assert sum(found) == pytest.approx(1, abs=1e-12)
    assert tuple(found) == pytest.approx(
        independently(differences, ratio=0.25, rope=0.01), abs=2e-5
    )


def test_the_probabilities_agree_with_the_interval():
    """Without a region, the posterior has the quantiles of the corrected t interval."""
    differences = np.array([0.03, 0.01, 0.04, 0.02, 0.05])
    scale = np.sqrt((1 / 5 + 0.25) * differences.var(ddof=1))
    low = differences.mean() - stats.t.ppf(0.975, 4) * scale
    found = probabilities(list(differences - low), test_ratio=0.25, rope=0.0)

    assert found.worse == pytest.approx(0.025)
    assert found.equal == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("differences", "expected"),
    [((0.0, 0.0), (0, 1, 0)), ((0.5, 0.5), (0, 0, 1)), ((-0.5, -0.5), (1, 0, 0))],
)
def test_differences_without_spread_leave_no_doubt(differences, expected):
    assert probabilities(differences, test_ratio=0.25, rope=0.01) == expected


@pytest.mark.parametrize("differences", [(), (0.1,)])
def test_fewer_than_two_differences_say_nothing(differences):
    assert probabilities(differences, test_ratio=0.25, rope=0.01) is None


def test_every_model_but_the_best_has_its_difference():
    comparison = compared(a_model("good", GOOD), a_model("twin", LIKE_GOOD), a_model("bad", WORSE))
    found = by_name(comparison)

    assert found["good"].difference is None
    twin, bad = found["twin"].difference, found["bad"].difference
    assert twin.mean == pytest.approx(np.mean(LIKE_GOOD) - np.mean(GOOD))
    assert twin.ci95[0] < 0 < twin.ci95[1]
    assert bad.ci95[1] < 0
    assert bad.worse > 0.99
    assert twin.equal > bad.equal
    assert all(one.better + one.equal + one.worse == pytest.approx(1) for one in (twin, bad))
    assert twin.rope == 0.01


def test_for_an_error_the_smaller_one_is_better():
    given = {"task_type": "regression", "baseline": 20.0}
    comparison = compared(
        a_model("small", (2.0, 2.1, 2.0), **given),
        a_model("big", (9.0, 9.1, 9.0), **given),
        metric="rmse",
    )
    difference = by_name(comparison)["big"].difference

    assert difference.mean == pytest.approx(7)
    assert difference.worse > 0.99
    # A hundredth of what guessing gives, in the unit of the target.
    assert difference.rope == pytest.approx(0.2)


def test_without_a_baseline_the_region_is_a_share_of_the_best_score():
    given = {"task_type": "regression", "baseline": None}
    comparison = compared(a_model("a", (2.0, 2.0)), a_model("b", (3.0, 3.1)), metric="accuracy")
    assert by_name(comparison)["a"].difference.rope == 0.01
    comparison = compared(
        a_model("a", (2.0, 2.0), **given), a_model("b", (3.0, 3.1), **given), metric="rmse"
    )
    assert by_name(comparison)["b"].difference.rope == pytest.approx(0.02)


def test_without_folds_there_is_a_difference_but_no_probability():
    comparison = compared(
        a_model("a", (), test=0.90, ci95=(0.85, 0.95)),
        a_model("b", (), test=0.88, ci95=(0.82, 0.93)),
    )
    difference = by_name(comparison)["b"].difference

    assert comparison.basis == "hold-out"
    assert difference.mean == pytest.approx(-0.02)
    assert (difference.ci95, difference.equal) == (None, None)


# Bad input


def test_folds_that_failed_are_left_out_of_the_pairs():
    failed = (None, *GOOD[1:])
    comparison = compared(a_model("good", GOOD), a_model("failed", failed))
    second = by_name(comparison)["good" if comparison.ranking[0].name == "failed" else "failed"]

    assert second.difference.mean == pytest.approx(0)
    assert second.difference.equal == 1
    assert second.standing == "tied_with_best"


def test_one_shared_fold_alone_gives_no_interval():
    comparison = compared(
        a_model("a", (0.9, None, 0.8, None, None), baseline=-9.0),
        a_model("b", (0.79, 0.8, None, None, None), baseline=-9.0),
    )
    second = comparison.ranking[1]

    assert (second.difference.ci95, second.difference.better) == (None, None)
    assert second.standing == "tied_with_best"


def test_without_any_interval_no_model_is_clearly_behind():
    comparison = compared(a_model("a", (), test=0.90), a_model("b", (), test=0.88))
    assert comparison.ranking[1].standing == "tied_with_best"
    given = {"task_type": "clustering", "baseline": 0.0}
    comparison = compared(a_model("a", (), test=0.6, **given), a_model("b", (), test=0.5, **given))
    assert comparison.ranking[1].standing == "worse"
    assert "Clearly" not in comparison.ranking[1].reason


def test_without_a_shared_fold_only_the_means_are_compared():
    comparison = compared(
        a_model("a", (0.9, None, None, None, None)), a_model("b", (None, 0.8, None, None, None))
    )
    assert comparison.ranking[1].difference.mean == pytest.approx(-0.1)


def test_equal_scores_are_tied_and_the_quicker_model_is_taken():
    comparison = compared(
        a_model("slow", GOOD, fit_seconds=1.0), a_model("fast", GOOD, fit_seconds=0.2)
    )
    assert [one.standing for one in comparison.ranking] == ["best", "tied_with_best"]
    assert comparison.ranking[1].difference.equal == 1
    assert comparison.recommendation.name == "fast"
    assert "quickest of them to fit (0.2 s)" in comparison.recommendation.reason


def test_a_model_of_an_older_version_has_no_score_and_is_set_apart():
    old, new = a_model("old", GOOD), a_model("new", GOOD)
    scores = new.scores.model_copy(
        update={
            "cv": {"mcc": FoldScores(mean=0.5, std=0.1, folds=(0.4, 0.6), ci95=(0.3, 0.7))},
            "test": {"mcc": 0.5},
        }
    )
    comparison = compared(old, new.model_copy(update={"scores": scores}), metric="mcc")
    last = comparison.ranking[-1]

    assert (last.name, last.rank) == ("old", None)
    assert last.reason.endswith("Train it again to get it.")


def test_models_on_other_rows_have_no_part_in_any_advice():
    comparison = compared(
        a_model("a", GOOD, algorithm=FOREST),
        a_model("b", LIKE_GOOD, algorithm=FOREST),
        a_model("other", GOOD, split="two"),
    )
    apart = comparison.ranking[-1]

    assert (apart.difference, apart.remark) == (None, None)
    assert comparison.recommendation.model_id != apart.model_id
    assert comparison.quick_model_id != apart.model_id


def test_the_verdict_follows_from_the_records_alone():
    models = [a_model("a", GOOD), a_model("b", WORSE)]
    again = [type(one).model_validate_json(one.model_dump_json()) for one in models]

    assert compared(*models) == compared(*again)


@pytest.mark.parametrize("entry", metrics("classification"), ids=lambda entry: entry.key)
def test_any_metric_can_be_asked_for(entry):
    assert compared(a_model("a", GOOD), metric=entry.key).verdict


# The quick model to beat


def test_what_is_not_clearly_better_than_a_quick_simple_model_gets_a_remark():
    comparison = compared(
        a_model("forest", GOOD, algorithm=FOREST, fit_seconds=30.0),
        a_model("line", LIKE_GOOD, algorithm=LINEAR, fit_seconds=0.4),
    )
    found = by_name(comparison)

    assert comparison.quick_model_id == found["line"].model_id
    assert found["line"].remark is None
    assert found["forest"].remark == (
        "It is not clearly better than line (rank 2), the simplest of the quick models: its fit "
        "took 0.4 s."
    )


def test_what_is_clearly_better_gets_none():
    comparison = compared(
        a_model("forest", GOOD, algorithm=FOREST), a_model("line", WORSE, algorithm=LINEAR)
    )
    assert by_name(comparison)["forest"].remark is None
    assert comparison.recommendation.name == "forest"


def test_a_slow_model_or_one_that_guesses_is_no_quick_model():
    comparison = compared(
        a_model("forest", GOOD, algorithm=FOREST, fit_seconds=2.1),
        a_model("line", GUESS, algorithm=LINEAR),
    )
    assert comparison.quick_model_id is None
    assert [one.remark for one in comparison.ranking] == [None, None]


def test_exactly_two_seconds_are_quick():
    comparison = compared(a_model("forest", GOOD, algorithm=FOREST, fit_seconds=2.0))
    assert comparison.quick_model_id == comparison.ranking[0].model_id


def test_the_verdict_says_that_a_quick_model_does_as_well():
    """The simplest of the tied ones is slow; a quick one, less simple, is tied as well."""
    comparison = compared(
        a_model("forest", GOOD, algorithm=FOREST, fit_seconds=60.0),
        a_model("line", LIKE_GOOD, algorithm=LINEAR, fit_seconds=40.0),
        a_model("tree", LIKE_GOOD, algorithm=TREE, fit_seconds=0.3),
    )
    assert comparison.recommendation.name == "line"
    assert "None is clearly better than tree (rank 3), whose fit took 0.3 s." in comparison.verdict


# What to take


def test_of_tied_models_the_simplest_is_recommended_with_the_reason():
    comparison = compared(
        a_model("forest", GOOD, algorithm=FOREST, fit_seconds=0.1),
        a_model("tree", LIKE_GOOD, algorithm=TREE, fit_seconds=0.5),
        a_model("bad", WORSE, algorithm=LINEAR),
    )
    assert comparison.recommendation.name == "tree"
    assert comparison.recommendation.reason == (
        "Of the 2 models that cannot be told apart, tree is the simplest (Trees), so it is the "
        "one to take."
    )
    assert comparison.verdict.endswith(comparison.recommendation.reason)


def test_one_that_is_ahead_of_all_is_recommended():
    comparison = compared(a_model("good", GOOD), a_model("bad", WORSE))
    assert comparison.recommendation.reason == "good is better than all others by more than luck."


def test_one_model_alone_is_recommended_only_if_it_is_better_than_guessing():
    assert compared(a_model("good", GOOD)).recommendation.name == "good"
    assert compared(a_model("guess", GUESS)).recommendation is None


def test_without_intervals_nothing_is_said_of_luck():
    given = {"task_type": "clustering", "baseline": 0.0}
    comparison = compared(a_model("a", (), test=0.6, **given), a_model("b", (), test=0.5, **given))
    assert "cannot be said" in comparison.recommendation.reason


def test_a_leader_that_may_be_guessing_is_not_called_the_best():
    wild = (0.99, 0.99, 0.60, 0.99, 0.99)
    steady = (0.80, 0.81, 0.80, 0.79, 0.80)
    comparison = compared(a_model("wild", wild, baseline=0.7), a_model("steady", steady))
    first, second = comparison.ranking

    assert (first.name, first.standing) == ("wild", "no_better_than_guessing")
    assert (second.name, second.standing) == ("steady", "best")
    assert comparison.best_model_id == second.model_id
    assert comparison.verdict.startswith("steady is the best of those that are clearly better")
    assert "wild stands before it" in comparison.verdict
    assert "better than guessing" in comparison.recommendation.reason


def test_of_many_models_one_may_leave_the_baseline_out_by_luck():
    lucky = a_model("lucky", (0.58, 0.55, 0.62, 0.59, 0.57))
    alone = compared(lucky)
    assert alone.ranking[0].standing == "best"
    assert alone.ranking[0].ci95[0] > 0.5
    among = compared(lucky, *(a_model(f"guess {n}", GUESS) for n in range(20)))
    assert among.ranking[0].standing == "no_better_than_guessing"
    assert among.ranking[0].reason == (
        "Its own interval leaves the baseline out, but of 21 models that only guess, one may do "
        "so by luck."
    )
    assert among.verdict.startswith("No model is clearly better than guessing.")


def test_the_allowance_for_many_models_is_bonferronis():
    """The interval reaches the baseline exactly where the one at 1 - 0.05 / n does."""
    folds = (0.58, 0.55, 0.62, 0.59, 0.57)
    error = np.sqrt(1 / 5 + 0.25) * np.std(folds, ddof=1)
    edge = np.mean(folds) - stats.t.ppf(1 - 0.05 / 2 / 4, 4) * error
    for baseline, standing in ((edge - 1e-6, "best"), (edge + 1e-6, "no_better_than_guessing")):
        models = [a_model("one", folds, baseline=baseline)]
        models += [a_model(f"guess {n}", GUESS, baseline=0.6) for n in range(3)]
        assert compared(*models).ranking[0].standing == standing


def test_where_one_model_has_learned_the_others_are_judged_by_their_own_intervals():
    modest = a_model("modest", (0.58, 0.55, 0.62, 0.59, 0.57))
    guesses = [a_model(f"guess {n}", GUESS) for n in range(20)]
    found = by_name(compared(modest, a_model("good", GOOD), *guesses))
    assert found["good"].standing == "best"
    assert found["modest"].standing == "worse"
    assert found["guess 3"].standing == "no_better_than_guessing"


def test_all_guessing_by_an_error_is_told_by_the_lowest():
    given = {"task_type": "regression", "baseline": 2.0, "metric": "rmse"}
    comparison = compared(
        a_model("a", (2.0, 2.1, 1.9), **given),
        a_model("b", (3.0, 3.1, 2.9), **given),
        metric="rmse",
    )
    assert "The lowest RMSE is 2.000" in comparison.verdict


# The order of families


def test_every_family_has_its_place():
    assert set(SIMPLEST_FIRST) == set(Family.__args__)
    assert len(SIMPLEST_FIRST) == len(set(SIMPLEST_FIRST))


@pytest.mark.parametrize("entry", ALGORITHMS, ids=lambda entry: entry.key)
def test_every_algorithm_has_its_place(entry):
    assert family_of(entry.key) == entry.family
    assert simplicity(entry.key) < len(SIMPLEST_FIRST)


def test_an_unknown_algorithm_is_the_least_simple():
    assert simplicity("nothing") == len(SIMPLEST_FIRST)
    assert simplicity(LINEAR) < simplicity(TREE) < simplicity(FOREST)
