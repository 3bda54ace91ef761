from __future__ import annotations

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import settings
from callbacks.choices import opened as look_up
from components import run_options, setting_fields, setting_panels, tiles
from engine.algorithms import ALGORITHMS, algorithm, algorithms
from engine.records import Preprocessing
from tests.callbacks.training_forms import FOREST, LINEAR

KEYS = [entry.key for entry in algorithms("classification") if not entry.baseline]
BOXES = [tiles.ids.algorithm(key) for key in KEYS]
# In another order than the boxes, as families are.
PLACES = [setting_panels.ids.panel(key) for key in reversed(KEYS)]


@pytest.fixture
def opened(space, flowers):
    return look_up(flowers.id)


@pytest.fixture
def balanced(space, opened):
    """The same table, prepared with balanced classes."""
    preparation = opened.preparation.model_copy(
        update={"preprocessing": Preprocessing(class_weight="balanced")}
    )
    return space.datasets.change_preparation(opened.id, preparation)


def choose(chosen, opened, drawn=(), *, searching=False):
    """What is drawn at the place of each algorithm, and whether it is hidden, by key."""
    bodies = [setting_panels.ids.body(key) for key in drawn]
    on = [key in chosen for key in KEYS]
    parts, hidden = settings.choose(
        on, BOXES, PLACES, bodies, searching=searching, dataset_id=opened.id
    )
    keys = [place["key"] for place in PLACES]
    return dict(zip(keys, parts, strict=True)), dict(zip(keys, hidden, strict=True))


def look(key, dataset_id, *, searching=False, **typed):
    entry = algorithm(key)
    given = entry.defaults | typed
    ids = [setting_fields.ids.setting(key, name) for name in given]
    panel = setting_panels.ids.search(key)
    answers = settings.look(list(given.values()), searching, ids, panel, dataset_id)
    names = ("hidden", "error", "is_start", "disabled")
    return {
        name: dict(zip(names, values, strict=True))
        for name, *values in zip(given, *answers, strict=True)
    }


def test_all_that_suit_are_chosen_with_one_click(triggered):
    triggered(tiles.ids.choose_suitable, "n_clicks", 1)
    assert settings.choose_many(1, None, KEYS[:3], BOXES) == [key in KEYS[:3] for key in KEYS]


def test_none_are_chosen_with_one_click(triggered):
    triggered(tiles.ids.choose_none, "n_clicks", 1)
    assert settings.choose_many(1, 1, KEYS, BOXES) == [False] * len(KEYS)


def test_buttons_that_were_only_drawn_choose_nothing():
    with pytest.raises(PreventUpdate):
        settings.choose_many(None, None, KEYS, BOXES)


def test_an_algorithm_shows_its_settings_once_it_is_chosen(opened, texts):
    parts, hidden = choose({FOREST}, opened)
    assert "n_estimators" in texts(parts[FOREST])
    assert hidden[FOREST] is False
    assert parts[LINEAR] is no_update
    assert hidden[LINEAR] is True


def test_of_many_that_are_chosen_at_once_only_the_titles_are_drawn(opened, texts):
    parts, hidden = choose({FOREST, LINEAR}, opened)
    assert "n_estimators" not in texts(parts[FOREST])
    assert "Random forest: settings" in texts(parts[FOREST])
    assert (hidden[FOREST], hidden[LINEAR]) == (False, False)


def test_settings_survive_that_an_algorithm_is_not_chosen(opened):
    assert choose(set(), opened, drawn=[FOREST])[0][FOREST] is no_update
    parts, hidden = choose({FOREST}, opened, drawn=[FOREST])
    assert parts[FOREST] is no_update
    assert hidden[FOREST] is False


def test_good_settings_are_found_for_all_or_none_also_of_those_chosen_later(opened):
    switches = [setting_panels.ids.search(key) for key in (FOREST, LINEAR)]
    for searching in (True, False):
        assert settings.search_all(searching, switches) == [searching, searching]
        parts, _ = choose({FOREST}, opened, searching=searching)
        assert switch_of(parts[FOREST], FOREST).value is searching


def switch_of(part, key):
    wanted = setting_panels.ids.search(key)
    return next(one for one in part._traverse() if getattr(one, "id", None) == wanted)


def test_the_inputs_come_with_the_first_click_on_a_title(opened, texts):
    title = setting_panels.ids.title(FOREST)
    assert "n_estimators" in texts(
        settings.open_panel(1, title, searching=False, dataset_id=opened.id)
    )
    for clicks in (None, 0, 2):
        with pytest.raises(PreventUpdate):
            settings.open_panel(clicks, title, searching=False, dataset_id=opened.id)


@pytest.mark.parametrize(
    ("value", "is_fine"),
    [("100", True), ("0", False), ("", False), ("many", False), ("1.5", False)],
)
def test_a_value_is_checked_while_it_is_typed(opened, value, is_fine):
    told = look(FOREST, opened.id, n_estimators=value)["n_estimators"]["error"]
    assert (told == "") is is_fine
    assert is_fine or "whole number" in told


def test_an_empty_field_means_no_limit_where_that_is_allowed(opened):
    assert look(FOREST, opened.id, max_depth="")["max_depth"]["error"] == ""


def test_a_dependent_setting_appears_when_it_matters(opened):
    dependent = [
        (entry.key, one)
        for entry in ALGORITHMS
        for one in entry.hyperparameters
        if len(one.matters) == 1
    ]
    assert dependent
    for key, one in dependent:
        ((other, values),) = one.matters.items()
        assert not look(key, opened.id, **{other: str(values[0])})[one.name]["hidden"]


def test_a_reset_is_offered_for_what_is_not_as_at_its_start(opened):
    found = look(FOREST, opened.id, n_estimators="20")
    assert found["n_estimators"]["is_start"] is False
    assert found["max_depth"]["is_start"] is True


def test_the_start_is_that_of_the_preparation(balanced):
    assert look(LINEAR, balanced.id, class_weight="balanced")["class_weight"]["is_start"]
    assert not look(LINEAR, balanced.id, class_weight="none")["class_weight"]["is_start"]


def test_what_is_searched_is_closed(opened):
    searchable = [entry for entry in ALGORITHMS if any(one.search for one in entry.hyperparameters)]
    assert searchable
    for entry in searchable:
        found = look(entry.key, opened.id, searching=True)
        closed = {name for name, one in found.items() if one["disabled"]}
        assert closed == {one.name for one in entry.hyperparameters if one.search}
        assert not any(one["disabled"] for one in look(entry.key, opened.id).values())


def test_one_setting_is_reset_by_itself(balanced):
    button = setting_fields.ids.restart(FOREST, "n_estimators")
    assert settings.restart(1, button, balanced.id) == "100"
    weights = setting_fields.ids.restart(LINEAR, "class_weight")
    assert settings.restart(1, weights, balanced.id) == "balanced"
    with pytest.raises(PreventUpdate):
        settings.restart(None, button, balanced.id)


def test_all_settings_are_reset_in_the_order_of_their_inputs(opened):
    ids = [setting_fields.ids.setting(FOREST, name) for name in ("max_depth", "n_estimators")]
    button = setting_panels.ids.reset(FOREST)
    assert settings.reset(1, button, ids, opened.id) == ["", "100"]
    with pytest.raises(PreventUpdate):
        settings.reset(None, button, ids, opened.id)


@pytest.mark.parametrize(("value", "is_fine"), [("20", True), ("1", False), ("x", False)])
def test_an_option_of_the_run_is_checked_while_it_is_typed(value, is_fine):
    told = settings.check_option(value, run_options.ids.option("n_candidates"))
    assert (told == "") is is_fine


def test_how_is_searched_is_shown_while_a_chosen_algorithm_is_searched():
    switches = [setting_panels.ids.search(FOREST), setting_panels.ids.search(LINEAR)]

    def hidden(searched, chosen):
        on = [key in chosen for key in KEYS]
        return settings.show_search(searched, on, switches, BOXES)

    assert hidden([True, False], {FOREST}) is False
    assert hidden([True, False], {LINEAR}) is True
    assert hidden([False, False], {FOREST, LINEAR}) is True
