"""What the Compare step draws of several models."""

from __future__ import annotations

from typing import Any

import pytest

from components import compare, differences, leaderboard, side_by_side, trade_offs
from components.groups import Group, View
from components.side_by_side import Shown
from engine.comparison import Comparison, Difference, RankedModel, Recommendation
from engine.metrics import metric
from engine.records import Preprocessing, TrainedModel
from tests.made_models import ACCURACY, made_clustering, made_model

FIRST = made_model(name="Forest", hyperparameters={"n_estimators": 100}, fit_seconds=1.5)
SECOND = made_model(name="Logistic", hyperparameters={"C": 1.0})
THIRD = made_model(name="Neighbours", hyperparameters={"n_neighbors": 5})


def ranked(model: TrainedModel, rank: int | None = 1, **changes: Any) -> RankedModel:
    given: dict[str, Any] = {
        "model_id": model.id,
        "name": model.name,
        "rank": rank,
        "score": None if rank is None else 0.9 - rank / 10,
        "ci95": None if rank is None else (0.85 - rank / 10, 0.95 - rank / 10),
        "baseline": None if rank is None else 0.5,
        "standing": "best",
        "reason": "The best score of the models compared.",
    }
    return RankedModel(**(given | changes))


def compared(*ranking: RankedModel, **changes: Any) -> Comparison:
    given: dict[str, Any] = {
        "task_type": "classification",
        "metric": "accuracy",
        "basis": "cross-validation",
        "n_rows": 712,
        "ranking": ranking,
        "verdict": "Forest is the best of 2, with Accuracy 0.8.",
        "best_model_id": ranking[0].model_id,
    }
    return Comparison(**(given | changes))


def view(**changes: Any) -> View:
    given: dict[str, Any] = {
        "comparison": compared(
            ranked(FIRST),
            ranked(SECOND, 2, standing="tied_with_best", reason="It may be luck."),
            ranked(THIRD, None, standing="not_comparable", reason="It has no such score."),
        ),
        "group": Group("abc", (FIRST, SECOND, THIRD)),
        "others": (),
        "metric": metric("accuracy"),
        "baseline": "Commonest class",
        "chosen": [FIRST.id],
    }
    return View(**(given | changes))


def verdict_of(shown: View) -> Any:
    """What stands between the choice of metric and the leaderboard."""
    return compare.content(shown)[1]


def test_the_verdict_stands_first(drawn: Any) -> None:
    first = drawn(verdict_of(view()))
    assert "Forest is the best of 2" in first
    assert "3 models, each scored over the same 5 folds of 712 rows." in first


def test_guessing_is_no_good_news(drawn: Any) -> None:
    lost = compared(ranked(FIRST, standing="no_better_than_guessing"))
    verdict = verdict_of(view(comparison=lost, group=Group("abc", (FIRST,))))
    assert "tone-warn" in verdict.className


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("hold-out", "each scored on the same 712 held-out rows."),
        ("all rows", "each scored on all 712 rows."),
    ],
)
def test_it_is_said_how_the_scores_were_computed(drawn: Any, basis: str, words: str) -> None:
    changed = view().comparison.model_copy(update={"basis": basis})
    assert words in drawn(compare.content(view(comparison=changed)))


def test_rows_sort_by_numbers_and_show_words() -> None:
    first, second, third = leaderboard.rows(view())
    assert (first["score"], first["score_words"]) == (0.8, "0.800")
    assert first["interval_words"] == "0.750 to 0.850"
    assert (first["standing_words"], second["standing_words"]) == ("best", "tied with the best")
    assert second["reason"] == "It may be luck."
    assert (first["gap"], first["gap_words"]) == (pytest.approx(0.02), "+0.020")
    assert (first["fit"], first["fit_words"]) == (1.5, "1.5 s")
    assert (third["rank"], third["score"], third["gap"]) == (None, None, None)
    assert third["standing_words"] == "not comparable"


def test_the_best_is_marked_by_more_than_colour() -> None:
    rows = leaderboard.rows(view())
    assert [row["best"] for row in rows] == [True, False, False]
    assert rows[0]["standing_words"] == "best"


def test_a_partly_grown_model_is_marked() -> None:
    grown = FIRST.model_copy(update={"grown": (37, 100)})
    shown = view(group=Group("abc", (grown, SECOND, THIRD)))
    assert [row["grown"] for row in leaderboard.rows(shown)] == [
        "partly grown: 37 of 100",
        None,
        None,
    ]


def test_names_lead_to_the_results() -> None:
    address = leaderboard.rows(view())[0]["address"]
    assert address == f"/results?dataset=dataset-1&session=session-1&model={FIRST.id}"


def grid(found: Any) -> Any:
    return found.by_id(compare.ids.grid)


def test_the_baseline_stands_at_the_bottom_and_cannot_be_ticked(drawn: Any) -> None:
    options = grid(drawn(compare.content(view()))).dashGridOptions
    (baseline,) = options["pinnedBottomRowData"]
    assert (baseline["name"], baseline["score_words"]) == ("Commonest class", "0.500")
    assert baseline["standing_words"] == "baseline"


def test_without_a_baseline_there_is_no_such_row(drawn: Any) -> None:
    none = compared(ranked(FIRST, baseline=None))
    found = drawn(compare.content(view(comparison=none, group=Group("abc", (FIRST,)))))
    assert grid(found).dashGridOptions["pinnedBottomRowData"] == []


def test_all_intervals_are_drawn_on_one_scale(drawn: Any) -> None:
    columns = grid(drawn(compare.content(view()))).columnDefs
    interval = next(column for column in columns if column.get("cellRenderer") == "Interval")
    assert interval["cellRendererParams"] == {
        "low": pytest.approx(0.5),
        "high": pytest.approx(0.85),
    }


def columns_of(shown: View) -> dict[str, Any]:
    return {column["field"]: column for column in leaderboard._columns(shown)}


def test_for_errors_the_first_click_sorts_the_smallest_to_the_top() -> None:
    for key, first in (("accuracy", "desc"), ("log_loss", "asc")):
        assert columns_of(view(metric=metric(key)))["score"]["sortingOrder"][0] == first


def test_columns_that_would_be_empty_are_left_out() -> None:
    assert {"low", "gap"} <= set(columns_of(view()))
    clustering = compared(ranked(FIRST, ci95=None), task_type="clustering", metric="silhouette")
    assert not {"low", "gap"} & set(columns_of(view(comparison=clustering)))


def test_nothing_of_the_grid_is_evaluated_as_code(drawn: Any) -> None:
    found = grid(drawn(compare.content(view())))
    assert not getattr(found, "dangerously_allow_code", False)
    assert "function" not in str(found.columnDefs)


def test_a_model_without_a_place_has_its_reason_below(drawn: Any) -> None:
    assert "Neighbours: It has no such score." in drawn(compare.content(view()))


def test_models_scored_on_other_rows_are_shown_apart_with_the_reason(drawn: Any) -> None:
    other = Group("xyz", (made_clustering(),))
    found = drawn(compare.content(view(others=[other])))
    assert "Scores on different rows cannot be ranked together" in found
    assert "titanic.csv · clustering of 2 columns · 1 model" in found
    assert any(link.endswith("rows=xyz") for link in found.links())


def test_the_group_can_be_chosen_only_when_there_are_several(drawn: Any) -> None:
    alone = drawn(compare.choosers(view()))
    assert any(getattr(part, "hidden", False) for part in alone.parts)
    other = Group("xyz", (made_clustering(),))
    several = drawn(compare.choosers(view(others=[other])))
    assert not any(getattr(part, "hidden", False) for part in several.parts)
    values = [option["value"] for option in several.by_id(compare.ids.group).options]
    assert sorted(values) == ["abc", "xyz"]


def test_metrics_of_the_task_type_can_be_chosen(drawn: Any) -> None:
    options = drawn(compare.choosers(view())).by_id(compare.ids.metric).options
    keys = [option["value"] for option in options]
    assert "accuracy" in keys
    assert "rmse" not in keys


def test_the_best_can_be_taken_at_once(drawn: Any) -> None:
    found = drawn(compare.content(view()))
    assert "Take Forest with you" in found
    nobody = view().comparison.model_copy(update={"best_model_id": None})
    assert "Take" not in drawn(compare.content(view(comparison=nobody)))


BEHIND = Difference(
    mean=-0.1, ci95=(-0.14, -0.06), rope=0.01, better=0.001, equal=0.019, worse=0.98
)


def with_differences(**changes: Any) -> View:
    second = ranked(
        SECOND,
        2,
        standing="worse",
        difference=BEHIND,
        remark="It is not clearly better than Forest (rank 1).",
    )
    advised = Recommendation(model_id=SECOND.id, name="Logistic", reason="It is the simplest.")
    comparison = compared(ranked(FIRST), second, recommendation=advised, **changes)
    return view(comparison=comparison, group=Group("abc", (FIRST, SECOND)))


def test_differences_to_the_best_stand_in_a_table(drawn: Any) -> None:
    found = drawn(differences.card(with_differences()))
    row = "2. Logistic −0.100 −0.140 to −0.060 under 1 % 2 % 98 %"  # noqa: RUF001  a minus as typeset
    assert row in found
    assert "Differences of up to 0.010 in Accuracy count as practically equal." in found


def test_without_folds_the_basis_is_said(drawn: Any) -> None:
    second = ranked(SECOND, 2, standing="worse", difference=BEHIND)
    comparison = compared(ranked(FIRST), second, basis="hold-out")
    found = drawn(differences.card(view(comparison=comparison)))
    assert "on the same held-out rows and on resamples of them" in found
    assert "98 %" in found
    assert "The probabilities are the shares of the resamples." in found
    assert "Bayesian" not in found


def test_without_answers_of_the_models_no_probability_is_shown(drawn: Any) -> None:
    bare = ranked(SECOND, 2, standing="worse", difference=Difference(mean=-0.1, rope=0.01))
    comparison = compared(ranked(FIRST), bare, basis="hold-out")
    found = drawn(differences.card(view(comparison=comparison)))
    assert "practically" not in found


def test_one_model_alone_has_no_differences_and_no_advice() -> None:
    advised = Recommendation(model_id=FIRST.id, name="Forest", reason="It is the only one.")
    alone = compared(ranked(FIRST), recommendation=advised)
    assert differences.card(view(comparison=alone)) is None
    assert differences.advice(alone) is None


def test_what_is_recommended_is_said_with_the_reason_and_can_be_taken(drawn: Any) -> None:
    found = drawn(compare.content(with_differences()))
    assert "Recommended: Logistic" in found
    assert "It is the simplest." in found
    assert "Take Logistic with you" in found


def test_what_the_verdict_says_of_it_is_not_said_twice(drawn: Any) -> None:
    shown = with_differences(verdict="Forest is ahead. It is the simplest.")
    found = drawn(compare.content(shown))
    assert "Recommended" not in found
    assert "Take Logistic with you" in found


def test_datasets_are_told_only_where_they_have_several_names() -> None:
    assert "dataset" not in columns_of(view())
    other = made_model(name="Logistic", provenance={"dataset_name": "copy.csv"})
    comparison = compared(ranked(FIRST), ranked(other, 2, standing="worse"))
    assert "dataset" in columns_of(view(comparison=comparison, group=Group("abc", (FIRST, other))))


def test_what_is_not_better_than_a_quick_model_has_a_remark(drawn: Any) -> None:
    found = drawn(differences.card(with_differences()))
    assert "1 model is not clearly better than a simple, quick one" in found
    assert "2. Logistic: It is not clearly better than Forest (rank 1)." in found
    reason = leaderboard.rows(with_differences())[1]["reason"]
    assert reason.endswith("It is not clearly better than Forest (rank 1).")


def test_the_leaderboard_has_the_difference_to_the_best() -> None:
    first, second = leaderboard.rows(with_differences())
    assert (first["difference"], first["difference_words"]) == (None, "–")  # noqa: RUF001  a dash as typeset
    assert (second["difference"], second["difference_words"]) == (-0.1, "−0.100")  # noqa: RUF001  a minus as typeset
    assert "difference" in columns_of(with_differences())
    assert "difference" not in columns_of(view())


def test_the_costs_of_a_score_are_drawn_with_a_table(drawn: Any) -> None:
    big = SECOND.model_copy(update={"size_bytes": 3_000_000, "fit_seconds": 0.0})
    figure = trade_offs.trade_off(
        view().comparison, beside(FIRST, big, THIRD), metric=metric("accuracy")
    )
    assert figure.table.rows == (
        ("1. Forest", "0.800", "1.5 s", "2 kB"),
        ("2. Logistic", "0.700", "under 0.1 s", "2.9 MB"),
    )
    times, sizes = figure.traces
    assert list(times.x) == [1.5, 0.001]
    assert list(sizes.x) == [2_048, 3_000_000]
    assert list(times.text) == ["1", "2"]
    assert figure.layout["xaxis"]["range"] == [-3.1, 1.1]


@pytest.mark.parametrize(("key", "word"), [("accuracy", "Higher"), ("log_loss", "Lower")])
def test_the_costs_say_which_end_is_better(key: str, word: str) -> None:
    figure = trade_offs.trade_off(view().comparison, beside(FIRST), metric=metric(key))
    assert figure.says.startswith(f"{word} is better")


def test_one_model_alone_has_no_costs_to_weigh(drawn: Any) -> None:
    assert len(chosen(drawn, FIRST).with_id_type("figure")) == 1


LABELS = {"n_estimators": "Trees", "C": "Strength"}


def beside(*models: TrainedModel) -> list[Shown]:
    return [Shown(f"{n}. {model.name}", model, LABELS) for n, model in enumerate(models, start=1)]


def chosen(drawn: Any, *models: TrainedModel) -> Any:
    parts = compare.chosen(
        view().comparison, beside(*models), metric=metric("accuracy"), theme="light"
    )
    return drawn(parts)


def test_the_chosen_models_are_drawn_with_their_intervals(drawn: Any) -> None:
    found = chosen(drawn, FIRST, SECOND)
    graph, costs = found.with_id_type("figure")
    assert len(graph.figure.data) == 2
    assert len(costs.figure.data[0].x) == 2
    assert "0.750 to 0.850" in found


def test_a_title_tells_models_of_one_name_apart() -> None:
    assert compare.title(ranked(FIRST, 2)) == "2. Forest"
    assert compare.title(ranked(FIRST, None)) == "Forest"


def test_only_differing_settings_come_first(drawn: Any) -> None:
    table = side_by_side.settings(beside(FIRST, SECOND))
    assert table["Trees"] == ["100", side_by_side.NOT_A_SETTING]
    found = chosen(drawn, FIRST, SECOND)
    assert "Trees   100" in found
    assert "Test share" not in found


def test_settings_of_one_model_alone_do_not_fill_the_table(drawn: Any) -> None:
    twin = FIRST.model_copy(update={"id": "twin", "hyperparameters": {"n_estimators": 5}})
    parts = drawn(side_by_side.differences(beside(FIRST, twin, SECOND)))
    assert f"Trees 100 5 {side_by_side.NOT_A_SETTING}" in parts
    assert "Settings that only one of them has" in parts
    assert f"Strength {side_by_side.NOT_A_SETTING}" not in parts


def test_one_name_of_scikit_learn_with_two_meanings_stands_on_two_lines() -> None:
    shown = [
        Shown(
            "1. a",
            FIRST.model_copy(update={"hyperparameters": {"max_iter": 9}}),
            {"max_iter": "Steps"},
        ),
        Shown(
            "2. b",
            FIRST.model_copy(update={"hyperparameters": {"max_iter": 7}}),
            {"max_iter": "Trees"},
        ),
    ]
    table = side_by_side.settings(shown)
    assert table["Steps"] == ["9", side_by_side.NOT_A_SETTING]
    assert table["Trees"] == [side_by_side.NOT_A_SETTING, "7"]


def test_features_are_told_by_what_is_missing() -> None:
    fewer = made_model(spec={"features": ("Age",)})
    assert side_by_side.settings(beside(FIRST, fewer))["Features"] == ["all", "all but Sex"]


def test_what_differs_in_the_preparation_is_shown(drawn: Any) -> None:
    scaled = made_model(spec={"preprocessing": Preprocessing(scaling="robust", max_levels=7)})
    plain = made_model()
    found = drawn(side_by_side.differences(beside(plain, scaled)))
    assert "One scale for all numbers Automatic Robust: median 0" in found
    assert "A missing number or date" not in found


def test_models_with_equal_settings_are_told_so(drawn: Any) -> None:
    twin = FIRST.model_copy(update={"id": "twin"})
    parts = side_by_side.differences(beside(FIRST, twin))
    assert "These models were trained with the same settings." in drawn(parts)


def test_one_model_differs_from_nothing(drawn: Any) -> None:
    assert "Tick two or more models" in drawn(side_by_side.differences(beside(FIRST)))


def test_the_best_score_of_each_line_has_a_star(drawn: Any) -> None:
    folds = ACCURACY.cv["accuracy"].model_copy(update={"mean": 0.7})
    worse = ACCURACY.model_copy(update={"cv": {**ACCURACY.cv, "accuracy": folds}})
    second = SECOND.model_copy(update={"scores": worse})
    found = drawn(side_by_side.scores(beside(FIRST, second)))
    assert "Means over the folds" in found
    assert "Accuracy ★ 0.790  best 0.700" in found


def test_without_folds_the_held_out_scores_stand_beside_each_other(drawn: Any) -> None:
    bare = FIRST.model_copy(update={"scores": ACCURACY.model_copy(update={"cv": {}})})
    found = drawn(side_by_side.scores(beside(bare, bare)))
    assert "Scores on the held-out rows" in found
    assert "0.800" in found


def test_held_out_scores_have_a_column_once_one_was_opened() -> None:
    assert "held_out" not in columns_of(view())
    ranking = (ranked(FIRST, held_out=0.81), ranked(SECOND, 2, standing="worse"))
    shown = view(comparison=compared(*ranking), group=Group("abc", (FIRST, SECOND)))
    assert columns_of(shown)["held_out"]["headerName"] == "Held out, opened"
    assert [row["held_out_words"] for row in leaderboard.rows(shown)] == ["0.810", "not opened"]
    assert [row["held_out"] for row in leaderboard.rows(shown)] == [0.81, None]


def test_a_caution_stands_below_the_verdict(drawn: Any) -> None:
    changed = view().comparison.model_copy(update={"basis": "hold-out", "caution": "Take care."})
    assert "held-out rows. Take care." in drawn(verdict_of(view(comparison=changed)))


def test_more_models_than_fit_are_told(drawn: Any) -> None:
    many = [FIRST.model_copy(update={"id": str(n)}) for n in range(8)]
    found = drawn(side_by_side.scores(beside(*many)))
    assert "The first 5 of the 8 chosen models are shown." in found


def test_nothing_is_drawn_when_nothing_is_chosen() -> None:
    assert compare.chosen(view().comparison, [], metric=metric("accuracy"), theme="light") == []


def test_a_deletion_is_asked_about_by_name_and_score(drawn: Any) -> None:
    one = drawn(compare.delete_question([FIRST]))
    assert one.text.startswith("1 model will be deleted for good, with its file: Forest · Accuracy")
    assert "2 models will be" in drawn(compare.delete_question([FIRST, SECOND]))


def test_models_deleted_elsewhere_are_told() -> None:
    assert compare.already_gone(2).message.startswith("2 of these models were already deleted")
