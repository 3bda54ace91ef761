from __future__ import annotations

from io import BytesIO

import pytest
from dash.exceptions import PreventUpdate

from callbacks import prepare
from components import row_choice
from engine.datasets import ColumnChange
from engine.errors import NotFoundError

ids = prepare.ids
BY_CHANCE = row_choice.BY_CHANCE
VISITS = "when,x,patient,kind\n" + "".join(
    f"2024-{n % 12 + 1:02}-{n // 12 + 1:02},{n * 7 % 30}.5,p{n // 4}_{n % 4},{'ab'[n * 5 % 7 % 2]}"
    "\n"
    for n in range(60)
)


@pytest.fixture
def opened(space, flowers):
    prepare.fill(f"?dataset={flowers.id}")
    return space.datasets.get(flowers.id)


def split(dataset, *, stratify=True, **changes):
    usual = {"test_size": "20", "cv_folds": "5", "cv_repeats": "1", "random_seed": "42"}
    return prepare.change_split(
        given=usual | changes, stratify=stratify, search=f"?dataset={dataset.id}"
    )


def rows(dataset, **changes):
    given = {"drop_duplicates": False, "latest_by": BY_CHANCE} | changes
    return prepare.choose_rows(**given, search=f"?dataset={dataset.id}")


def test_the_step_shows_choices_and_what_follows(space, flowers, texts):
    form, plan, onward = prepare.fill(f"?dataset={flowers.id}")
    assert "kind has 2 different values" in texts(form)
    assert "To learn from 48" in texts(plan)
    assert "rose" in texts(plan)
    assert "Continue to Train" in texts(onward)


def test_without_a_dataset_there_is_a_way_to_one(space, texts):
    form, plan, _ = prepare.fill(None)
    assert "Choose a dataset" in texts(form)
    assert plan == []


def test_an_unknown_dataset_is_told(space, texts):
    with pytest.raises(NotFoundError) as caught:
        space.datasets.get("nothing")
    form, *_ = prepare.fill("?dataset=nothing")
    assert caught.value.message in texts(form)


def test_another_task_type_is_stored(space, opened, triggered, texts):
    triggered(ids.task_type, "value", "clustering")
    _, plan = prepare.choose_task("clustering", None, f"?dataset={opened.id}")
    assert space.datasets.get(opened.id).preparation.task_type == "clustering"
    assert "sought among all rows" in texts(plan)


def test_a_task_that_cannot_be_is_told_where_the_plan_would_be(space, opened, triggered, texts):
    triggered(ids.task_type, "value", "regression")
    _, plan = prepare.choose_task("regression", None, f"?dataset={opened.id}")
    assert "Regression predicts numbers" in texts(plan)


def test_another_target_brings_the_task_that_fits(space, opened, triggered):
    triggered(ids.target, "value", "0")
    prepare.choose_task("classification", "0", f"?dataset={opened.id}")
    stored = space.datasets.get(opened.id)
    assert stored.target == "petal"
    assert stored.column("kind").role == "feature"


def test_a_form_that_was_only_drawn_changes_nothing(space, opened, triggered):
    triggered(ids.task_type, "value", "classification")
    with pytest.raises(PreventUpdate):
        prepare.choose_task("classification", "3", f"?dataset={opened.id}")


def test_features_are_stored_as_roles(space, opened, texts):
    plan, words, card = prepare.choose_features(["0"], f"?dataset={opened.id}")
    stored = space.datasets.get(opened.id)
    assert stored.names("feature") == ("petal",)
    assert stored.names("ignore") == ("weight", "place")
    assert "1 of 3 columns are chosen" in words
    assert "petal" in texts(plan)
    assert "A missing number or date" in texts(card)
    with pytest.raises(PreventUpdate):
        prepare.choose_features(["0"], f"?dataset={opened.id}")


def test_all_features_and_none(space, opened, triggered, texts):
    triggered(ids.no_features, "n_clicks", 1)
    _, plan = prepare.choose_all_features(None, 1, f"?dataset={opened.id}")
    assert space.datasets.get(opened.id).names("feature") == ()
    assert "At least one feature" in texts(plan)
    triggered(ids.all_features, "n_clicks", 1)
    prepare.choose_all_features(1, 1, f"?dataset={opened.id}")
    assert space.datasets.get(opened.id).names("feature") == ("petal", "weight", "place")


def test_buttons_that_were_only_drawn_choose_nothing(space, opened):
    with pytest.raises(PreventUpdate):
        prepare.choose_all_features(None, None, f"?dataset={opened.id}")


def test_the_split_is_stored_at_once(space, opened, texts):
    plan, *errors, hidden = split(
        opened, test_size="25 %", cv_folds="3", random_seed="7", cv_repeats="2", stratify=False
    )
    stored = space.datasets.get(opened.id).preparation
    assert (stored.test_size, stored.cv_folds, stored.random_seed) == (0.25, 3, 7)
    assert stored.stratify is False
    assert stored.cv_repeats == 2
    assert errors == [None, None, None, None]
    assert hidden is False
    assert "learns 6 times: 2 times the learning rows are cut into 3 folds" in texts(plan)
    assert "To learn from 45" in texts(plan)


@pytest.mark.parametrize(
    ("field", "text", "position"),
    [
        ("test_size", "", 0),
        ("test_size", "2", 0),
        ("test_size", "60", 0),
        ("test_size", "nan", 0),
        ("cv_folds", "1", 1),
        ("cv_folds", "2.5", 1),
        ("cv_folds", "many", 1),
        ("cv_folds", "inf", 1),
        ("random_seed", "-1", 3),
        ("random_seed", "99999999999", 3),
        ("random_seed", "x", 3),
        ("cv_repeats", "0", 2),
        ("cv_repeats", "21", 2),
        ("cv_repeats", "1.5", 2),
    ],
)
def test_a_value_that_cannot_be_is_told_below_its_input(space, opened, field, text, position):
    _, *errors, _ = split(opened, **{field: text})
    assert errors[position]
    assert [error for n, error in enumerate(errors) if n != position] == [None] * 3
    assert space.datasets.get(opened.id).preparation == opened.preparation


@pytest.fixture
def visits(space):
    """Rows with a date each, four for every patient."""
    dataset = space.datasets.add(BytesIO(VISITS.encode()), name="visits.csv")
    prepare.fill(f"?dataset={dataset.id}")
    return space.datasets.get(dataset.id)


def test_duplicate_rows_are_left_out(space, opened, texts):
    plan, *_ = rows(opened, drop_duplicates=True)
    assert space.datasets.get(opened.id).preparation.drop_duplicates
    assert "Left out, because they repeat an earlier row" in texts(plan)
    plan, *_ = rows(opened)
    assert not space.datasets.get(opened.id).preparation.drop_duplicates
    assert "repeat" not in texts(plan)


def test_the_latest_rows_are_held_out(space, visits, texts):
    plan, *_ = rows(visits, latest_by="0")
    assert space.datasets.get(visits.id).preparation.time_column == "when"
    assert "Held out for the test, the latest by when 12" in texts(plan)
    assert "Left out, because the time is missing 0" in texts(plan)
    assert "earlier than those it is judged on" in texts(plan)
    rows(visits)
    assert space.datasets.get(visits.id).preparation.time_column is None


def test_folds_in_time_are_not_repeated(space, visits):
    split(visits, cv_repeats="4")
    _, repeats, hidden = rows(visits, latest_by="0")
    assert (repeats, hidden) == ("1", True)
    assert space.datasets.get(visits.id).preparation.cv_repeats == 1
    _, repeats, hidden = rows(visits)
    assert (repeats, hidden) == ("1", False)


def test_without_folds_there_is_nothing_to_repeat(opened):
    *_, hidden = split(opened, cv_folds="0")
    assert hidden is True
    *_, hidden = split(opened, cv_folds="0", cv_repeats="2")
    assert hidden is False


def test_rows_that_were_only_drawn_are_not_chosen(space, visits):
    with pytest.raises(PreventUpdate):
        rows(visits)


def test_time_and_groups_at_once_are_refused_in_words(space, visits, texts):
    change = ColumnChange(name="patient", role="group", group_separator="_")
    space.datasets.change_columns(visits.id, [change])
    form, plan, _ = prepare.fill(f"?dataset={visits.id}")
    assert "Rows whose patient is the same before the last “_” stay together" in texts(form)
    assert "To learn from 48" in texts(plan)
    plan, *_ = rows(visits, latest_by="0")
    assert "by time (when) or by group (patient), not both" in texts(plan)
