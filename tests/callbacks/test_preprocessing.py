from __future__ import annotations

import pytest

from callbacks import prepare, preprocessing
from components.preprocessing_choices import CHOICES

FIELDS = [choice.field for choice in CHOICES]


@pytest.fixture
def opened(space, flowers):
    prepare.fill(f"?dataset={flowers.id}")
    return space.datasets.get(flowers.id)


def change(dataset, shown_for=(), **changes):
    """What the page answers: the plan, and by field what is hidden and what is said."""
    stored = dataset.preparation.preprocessing.model_dump()
    given = {field: stored[field] for field in FIELDS} | changes
    plan, hidden, errors = preprocessing.change(
        list(given.values()),
        [preprocessing.ids.choice(field) for field in given],
        list(shown_for),
        f"?dataset={dataset.id}",
    )
    by_field = (dict(zip(given, answers, strict=True)) for answers in (hidden, errors))
    return plan, *by_field


def test_every_choice_is_stored_at_once_and_the_plan_follows(space, opened, texts):
    plan, _, errors = change(
        opened, scaling="robust", missing_indicator=True, feature_selection="best"
    )
    stored = space.datasets.get(opened.id).preparation.preprocessing
    assert (stored.scaling, stored.feature_selection) == ("robust", "best")
    assert stored.missing_indicator is True
    assert "the median is 0 and the middle half spans 1" in texts(plan)
    assert "the 50 % are kept" in texts(plan)
    assert not any(errors.values())


def test_what_depends_on_a_choice_appears_with_it(opened):
    _, before, _ = change(opened)
    _, after, _ = change(opened, numeric_imputation="constant", categories="target")
    assert (before["numeric_fill"], after["numeric_fill"]) == (True, False)
    assert (before["max_levels"], after["max_levels"]) == (False, True)
    assert all(before[field] for field in ("text", "dates", "target_transform"))
    assert not before["class_weight"]


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("max_levels", "1", "from 2 to 10,000"),
        ("max_levels", "many", "“many”"),
        ("selected_percent", "0", "from 1 to 100"),
        ("selected_percent", "2.5", "A whole number"),
        ("numeric_fill", "nan", "A number was expected"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_the_rest_stored(space, opened, field, given, words):
    _, _, errors = change(opened, **{field: given}, scaling="none")
    stored = space.datasets.get(opened.id).preparation.preprocessing
    assert words in errors.pop(field)
    assert not any(errors.values())
    assert stored == opened.preparation.preprocessing.model_copy(update={"scaling": "none"})


def test_numbers_are_read_as_people_write_them(space, opened):
    change(opened, selected_percent=" 30 % ", numeric_fill="-1.5", max_levels="20")
    stored = space.datasets.get(opened.id).preparation.preprocessing
    assert (stored.selected_percent, stored.numeric_fill, stored.max_levels) == (30, -1.5, 20)


def test_the_plan_stays_with_the_algorithm_that_is_looked_at(opened, texts):
    boosting = "hist_gradient_boosting_classifier"
    plan, *_ = change(opened, [boosting], categories="auto")
    assert "Levels stay categories" in texts(plan)
    # One of another task is not offered.
    plan, *_ = change(opened, ["ridge"])
    assert "Each level becomes a column" in texts(plan)


def test_another_algorithm_may_be_looked_at(opened, texts):
    forest = preprocessing.show_for("random_forest_classifier", f"?dataset={opened.id}")
    assert "Each level becomes a number" in texts(forest)
    linear = preprocessing.show_for("logistic_regression", f"?dataset={opened.id}")
    assert "mean 0 and standard deviation 1" in texts(linear)


def test_what_cannot_be_is_told_where_the_plan_would_be(opened, texts):
    prepare.choose_features([], f"?dataset={opened.id}")
    assert "At least one feature" in texts(change(opened)[0])
    notice = preprocessing.show_for("logistic_regression", f"?dataset={opened.id}")
    assert "At least one feature" in texts(notice)
