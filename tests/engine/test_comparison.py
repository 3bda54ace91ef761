"""Comparison: ranked on the same rows only, and never more concluded than may be."""

from datetime import UTC, datetime

import pytest

from engine.comparison import ModelComparator
from engine.errors import ComparisonError, InvalidValueError
from engine.holdout import rows_of
from engine.metrics import fold_scores
from engine.records import (
    AlgorithmChoice,
    Dialect,
    DialectChoices,
    Provenance,
    Scores,
    TrainedModel,
    TrainingSpec,
)
from engine.store import Opening

METRIC = {"classification": "accuracy", "regression": "rmse", "clustering": "silhouette"}


def a_model(
    name,
    folds,
    *,
    task_type="classification",
    metric=None,
    baseline=0.5,
    split="one",
    features=("x",),
    test=None,
    ci95=None,
    algorithm="logistic_regression",
    fit_seconds=0.1,
    n_folds=5,
):
    key = metric or METRIC[task_type]
    cv = {key: fold_scores(folds, test_ratio=0.25)} if folds else {}
    known = [fold for fold in folds if fold is not None]
    score = sum(known) / len(known) if test is None and known else test
    spec = TrainingSpec(
        dataset_id="d",
        task_type=task_type,
        features=features,
        algorithms=(AlgorithmChoice(key=algorithm),),
        cv_folds=n_folds,
    )
    return TrainedModel(
        session_id="s",
        dataset_id="d",
        name=name,
        algorithm=algorithm,
        task_type=task_type,
        target=None if task_type == "clustering" else "y",
        features=features,
        hyperparameters={},
        scores=Scores(
            test={key: score},
            test_ci95={key: ci95},
            cv=cv,
            baseline={key: baseline},
            baseline_cv={key: baseline} if folds else {},
        ),
        provenance=Provenance(
            dataset_id="d",
            dataset_name="d.csv",
            dataset_sha256="data",
            dialect=Dialect(encoding="utf-8", delimiter=","),
            columns=(),
            spec=spec,
            parameters={},
            split_sha256=split,
            folds_sha256="folds" if folds else None,
            predictions_sha256="p",
            versions={},
            threads=1,
            n_train=100,
            n_test=25,
            n_dropped=0,
        ),
        fit_seconds=fit_seconds,
        size_bytes=1,
        pickle_sha256="x",
    )


GOOD = (0.90, 0.91, 0.92, 0.90, 0.91)
LIKE_GOOD = (0.91, 0.90, 0.91, 0.91, 0.90)
WORSE = (0.70, 0.72, 0.71, 0.70, 0.71)
GUESS = (0.49, 0.52, 0.50, 0.51, 0.48)


def standings(comparison):
    return {one.name: (one.rank, one.standing) for one in comparison.ranking}


def test_best_tied_worse_and_guessing_are_told_apart():
    models = [
        a_model(*pair)
        for pair in (("guess", GUESS), ("worse", WORSE), ("twin", LIKE_GOOD), ("good", GOOD))
    ]
    comparison = ModelComparator(models).compare()
    assert standings(comparison) == {
        "good": (1, "best"),
        "twin": (2, "tied_with_best"),
        "worse": (3, "worse"),
        "guess": (4, "no_better_than_guessing"),
    }
    assert comparison.best_model_id == models[-1].id
    assert comparison.basis == "cross-validation"
    assert "good" in comparison.verdict
    assert "luck" in comparison.verdict


def test_less_error_is_better():
    models = [
        a_model("big", (9.0, 9.1, 9.0), task_type="regression", baseline=20.0),
        a_model("small", (2.0, 2.1, 2.0), task_type="regression", baseline=20.0),
        a_model("guess", (20.0, 20.4, 19.9), task_type="regression", baseline=20.0),
    ]
    assert standings(ModelComparator(models).compare(metric="rmse")) == {
        "small": (1, "best"),
        "big": (2, "worse"),
        "guess": (3, "no_better_than_guessing"),
    }


def test_models_scored_on_other_rows_are_set_apart_with_the_reason():
    models = [a_model("a", GOOD), a_model("b", WORSE), a_model("other", GOOD, split="two")]
    comparison = ModelComparator(models).compare()
    apart = comparison.ranking[-1]
    assert (apart.name, apart.rank, apart.standing) == ("other", None, "not_comparable")
    assert "other rows" in apart.reason
    assert comparison.best_model_id == models[0].id


def read_with(model, **changes):
    dialect = model.provenance.dialect.model_copy(update=changes)
    provenance = model.provenance.model_copy(update={"dialect": dialect})
    return model.model_copy(update={"provenance": provenance})


@pytest.mark.parametrize(
    "changes", [{"decimal": ","}, {"skipped_lines": 2}, {"missing_words": ("-",)}]
)
def test_a_file_that_was_read_in_another_way_has_other_rows(changes):
    models = [a_model("a", GOOD), a_model("b", WORSE), read_with(a_model("c", GOOD), **changes)]
    apart = ModelComparator(models).compare().ranking[-1]
    assert (apart.name, apart.standing) == ("c", "not_comparable")
    assert "read otherwise" in apart.reason


def test_the_same_reading_found_out_or_chosen_has_the_same_rows():
    chosen = {"choices": DialectChoices(delimiter=","), "reasons": {"delimiter": "You chose it."}}
    models = [a_model("a", GOOD), read_with(a_model("b", WORSE), **chosen)]
    assert [one.rank for one in ModelComparator(models).compare().ranking] == [1, 2]


def test_clusterings_of_other_columns_are_set_apart():
    models = [
        a_model("a", (), task_type="clustering", test=0.5, baseline=0.0),
        a_model("b", (), task_type="clustering", test=0.9, baseline=0.0, features=("z",)),
    ]
    comparison = ModelComparator(models).compare()
    assert [one.standing for one in comparison.ranking] == ["best", "not_comparable"]
    assert comparison.basis == "all rows"


def test_without_folds_the_held_out_rows_decide():
    models = [
        a_model("a", (), test=0.90, ci95=(0.85, 0.95)),
        a_model("b", (), test=0.88, ci95=(0.82, 0.93)),
        a_model("c", (), test=0.70, ci95=(0.62, 0.78)),
        a_model("d", (), test=0.52, ci95=(0.44, 0.60)),
    ]
    comparison = ModelComparator(models).compare()
    assert comparison.basis == "hold-out"
    assert [one.standing for one in comparison.ranking] == [
        "best",
        "tied_with_best",
        "worse",
        "no_better_than_guessing",
    ]


def test_models_without_the_folds_of_the_others_are_set_apart():
    """Never ranked by held-out rows: those of a model with folds may not be opened."""
    models = [a_model("a", GOOD), a_model("b", (), test=0.5, ci95=(0.4, 0.6))]
    comparison = ModelComparator(models).compare()
    assert comparison.basis == "cross-validation"
    last = comparison.ranking[-1]
    assert (last.name, last.standing) == ("b", "not_comparable")
    assert "over other folds, or has none" in last.reason


def test_most_models_decide_which_folds_are_compared():
    models = [a_model("a", GOOD), *(a_model(name, (), test=0.8) for name in "bc")]
    comparison = ModelComparator(models).compare()
    assert comparison.basis == "hold-out"
    assert comparison.ranking[-1].name == "a"
    assert comparison.ranking[-1].score is None


def opened(*models):
    moment = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
    return {model.id: Opening(moment, rows_of(model)) for model in models}


def test_held_out_scores_stand_beside_the_folds_only_once_opened():
    models = [a_model("a", GOOD, test=0.5), a_model("b", WORSE, test=0.98765)]
    closed = ModelComparator(models).compare()
    assert [one.held_out for one in closed.ranking] == [None, None]
    assert closed.caution is None
    one = ModelComparator(models, opened(models[1])).compare()
    assert [(place.name, place.held_out) for place in one.ranking] == [("a", None), ("b", 0.98765)]
    assert "98765" not in closed.model_dump_json()


def test_without_folds_it_is_said_how_many_were_judged_on_these_rows():
    models = [a_model(name, (), test=0.8) for name in "ab"]
    gone = a_model("deleted", (), test=0.7)
    assert "2 were judged on these very rows" in ModelComparator(models).compare().caution
    known = opened(*models, gone, a_model("elsewhere", (), test=0.7, split="two"))
    assert "3 were judged on these very rows" in ModelComparator(models, known).compare().caution
    assert "this model is judged by" in ModelComparator(models[:1]).compare().caution


def test_when_all_guess_the_verdict_says_so():
    comparison = ModelComparator([a_model("a", GUESS), a_model("b", GUESS)]).compare()
    assert {one.standing for one in comparison.ranking} == {"no_better_than_guessing"}
    assert "guessing" in comparison.verdict


def test_a_model_without_the_score_is_set_apart():
    models = [a_model("a", GOOD), a_model("b", (None, None, None, None, None), test=0.5)]
    last = ModelComparator(models).compare().ranking[-1]
    assert (last.name, last.standing) == ("b", "not_comparable")
    assert "does not apply" in last.reason


def test_one_model_alone_is_no_victory():
    verdict = ModelComparator([a_model("a", GOOD)]).compare().verdict
    assert "Train others" in verdict


def test_what_cannot_be_compared_is_refused_in_words():
    with pytest.raises(InvalidValueError):
        ModelComparator([])
    with pytest.raises(ComparisonError) as refused:
        ModelComparator([a_model("a", GOOD), a_model("b", (), task_type="clustering", test=1.0)])
    assert "clustering" in refused.value.message
    with pytest.raises(InvalidValueError) as unknown:
        ModelComparator([a_model("a", GOOD)]).compare(metric="speed")
    assert "accuracy" in str(unknown.value.hint)
