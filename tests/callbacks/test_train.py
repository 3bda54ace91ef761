from __future__ import annotations

import pytest
from dash import Patch, no_update
from dash.exceptions import PreventUpdate

from callbacks import train
from callbacks.choices import opened as look
from engine.errors import NotFoundError

FOREST = "random_forest_classifier"
LINEAR = "logistic_regression"


@pytest.fixture
def opened(space, flowers):
    return look(flowers.id)


def form_of(*chosen, settings=()):
    keys = [entry.key for entry in train.algorithms("classification") if not entry.baseline]
    return {
        "boxes": [train.ids.algorithm(key) for key in keys],
        "chosen": [key in chosen for key in keys],
        "settings": [train.ids.setting(key, name) for key, name, _ in settings],
        "values": [value for *_, value in settings],
    }


def session_of(space, address):
    return space.sessions.get(address.split("session=")[1])


def test_the_step_offers_algorithms_for_the_task(space, opened, texts):
    header, cards, settings, hidden, form_for = train.fill(f"?dataset={opened.id}", None)
    assert "Predict kind in flowers.csv" in texts(header)
    assert "Random forest" in texts(cards)
    assert "Baseline" not in texts(cards)
    assert "Reset to defaults" in texts(settings)
    assert (hidden, form_for) == (False, opened.id)


def test_a_change_of_the_address_keeps_what_was_set(space, opened):
    with pytest.raises(PreventUpdate):
        train.fill(f"?dataset={opened.id}", opened.id)


def test_without_a_dataset_there_is_a_way_to_one(space, texts):
    header, *_, hidden, _ = train.fill(None, None)
    assert "Choose a dataset" in texts(header)
    assert hidden


def test_an_unknown_dataset_is_told(space, texts):
    with pytest.raises(NotFoundError) as caught:
        space.datasets.get("nothing")
    header, *others = train.fill("?dataset=nothing", None)
    assert caught.value.message in texts(header)
    assert others == [no_update] * 4


def test_an_unknown_session_does_not_hide_the_form(space, opened, texts):
    _, cards, *_ = train.fill(f"?dataset={opened.id}&session=nothing", None)
    assert "Random forest" in texts(cards)


def test_an_algorithm_shows_its_settings_once_it_is_chosen(space, texts):
    panel, hidden = train.choose(chosen=True, drawn=None, box=train.ids.algorithm(FOREST))
    assert "n_estimators" in texts(panel)
    assert hidden is False


def test_settings_survive_that_an_algorithm_is_not_chosen(space):
    box = train.ids.algorithm(FOREST)
    assert train.choose(chosen=False, drawn={"drawn": 1}, box=box) == (no_update, True)
    assert train.choose(chosen=True, drawn={"drawn": 1}, box=box) == (no_update, False)


def test_the_button_waits_for_a_choice(space, opened):
    assert train.summarise([False, None], opened.id)[1] is True
    words, disabled = train.summarise([True, True], opened.id)
    assert "12 fits" in words
    assert disabled is False


@pytest.mark.parametrize(
    ("value", "is_fine"),
    [("100", True), ("0", False), ("", False), ("many", False), ("1.5", False)],
)
def test_a_value_is_checked_while_it_is_typed(value, is_fine):
    told = train.check_setting(value, train.ids.setting(FOREST, "n_estimators"))
    assert (told is None) is is_fine
    if told:
        assert "whole number" in told


def test_an_empty_field_means_no_limit_where_that_is_allowed():
    assert train.check_setting("", train.ids.setting(FOREST, "max_depth")) is None


def test_reset_draws_the_defaults(texts):
    with pytest.raises(PreventUpdate):
        train.reset(None, train.ids.reset(FOREST))
    assert "100" in texts(train.reset(1, train.ids.reset(FOREST)))


def test_train_starts_a_session_with_what_was_set(space, opened):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "20"), (LINEAR, "C", "x")])
    address, runners, refusal = train.start(1, form, opened.id, [])
    session = session_of(space, address)
    assert address == f"/train?dataset={opened.id}&session={session.id}"
    assert [choice.key for choice in session.spec.algorithms] == [FOREST]
    assert session.spec.algorithms[0].hyperparameters["n_estimators"] == 20
    assert session.spec.target == "kind"
    assert session.id in str(runners.to_plotly_json())
    assert refusal is None


def test_two_clicks_are_one_run(space, opened):
    first, _, _ = train.start(1, form_of(LINEAR), opened.id, [])
    session = session_of(space, first)
    known = [train.shell.ids.runner(session.id)]
    second, runners, _ = train.start(2, form_of(LINEAR), opened.id, known)
    assert second == first
    assert runners is no_update
    assert len(space.sessions.list()) == 1


def test_a_runner_is_added_to_those_that_are_there(space, opened):
    _, runners, _ = train.start(1, form_of(LINEAR), opened.id, [train.shell.ids.runner("other")])
    assert isinstance(runners, Patch)


def test_a_value_that_cannot_be_is_refused_with_words(space, opened, texts):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "0")])
    address, runners, refusal = train.start(1, form, opened.id, [])
    assert (address, runners) == (no_update, no_update)
    assert "whole number" in texts(refusal)
    assert list(space.sessions.list()) == []


def test_a_button_that_was_only_drawn_starts_nothing(space, opened):
    with pytest.raises(PreventUpdate):
        train.start(None, form_of(LINEAR), opened.id, [])


def test_the_panel_is_unseen_without_a_session(space):
    assert train.draw_run(None, None)[3:] == (True, True, True)


def test_an_unknown_session_is_told(space, texts):
    with pytest.raises(NotFoundError) as caught:
        space.sessions.get("nothing")
    body, *_, hidden, is_over = train.draw_run(1, "?session=nothing")
    assert caught.value.message in texts(body)
    assert hidden is False
    assert is_over is True


def test_a_waiting_session_is_drawn_from_its_record(space, opened, texts):
    address, *_ = train.start(1, form_of(LINEAR, FOREST), opened.id, [])
    body, title, left, cannot_stop, hidden, is_over = train.draw_run(1, address[6:])
    assert "Random forest" in texts(body)
    assert title == "Starting: next in the queue"
    assert (left, cannot_stop, hidden, is_over) == ("", False, False, False)


def test_stop_is_a_request_in_the_record(space, opened):
    address, *_ = train.start(1, form_of(LINEAR), opened.id, [])
    assert train.stop(1, address[6:]) is True
    session = session_of(space, address)
    assert session.stop_requested or session.is_finished
    with pytest.raises(PreventUpdate):
        train.stop(None, address[6:])


def test_a_deleted_model_does_not_hide_the_run(space, opened, monkeypatch):
    address, *_ = train.start(1, form_of(LINEAR), opened.id, [])
    session = session_of(space, address).model_copy(
        update={"status": "completed", "model_ids": ("gone",)}
    )
    monkeypatch.setattr(type(space.sessions), "get", lambda *_: session)
    body, title, *_, is_over = train.draw_run(1, address[6:])
    assert title.startswith("Finished")
    assert is_over
    assert body


def test_an_earlier_run_brings_its_settings_back(space, opened, texts):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "33")])
    address, *_ = train.start(1, form, opened.id, [])
    _, _, settings, _, form_for = train.fill(address[6:], None)
    assert "33" in texts(settings)
    assert form_for == opened.id
