from __future__ import annotations

import pytest
from dash import Patch, no_update
from dash.exceptions import PreventUpdate

from callbacks import proposals, runs, train
from callbacks.choices import opened as look
from engine.algorithms import algorithms
from engine.errors import InvalidValueError, NotFoundError
from engine.records import Estimate, FitEstimate, SearchPlan
from tests.callbacks.training_forms import FOREST, LINEAR, form_of
from tests.trained_models import train as train_now


@pytest.fixture
def opened(space, flowers):
    return look(flowers.id)


def session_of(space, address):
    return space.sessions.get(address.split("session=")[1])


def test_the_step_offers_algorithms_for_the_task(space, opened, texts):
    header, cards, options, settings, hidden, form_for = train.fill(f"?dataset={opened.id}", None)
    assert "Predict kind in flowers.csv" in texts(header)
    assert "Random forest" in texts(cards)
    assert "Baseline" not in texts(cards)
    assert "Reset all" in texts(settings)
    assert "Minutes for the whole run" in texts(options)
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
    assert others == [no_update] * 5


def test_an_unknown_session_does_not_hide_the_form(space, opened, texts):
    _, cards, *_ = train.fill(f"?dataset={opened.id}&session=nothing", None)
    assert "Random forest" in texts(cards)


def test_the_button_waits_for_a_choice(space, opened):
    assert train.summarise([False, None], opened.id)[1] is True
    words, disabled = train.summarise([True, True], opened.id)
    assert "12 fits" in words
    assert disabled is False


def test_train_starts_a_session_with_what_was_set(space, opened):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "20"), (LINEAR, "C", "x")])
    address, runners, refusal = train.start(1, form, opened.id, [])
    session = session_of(space, address)
    assert address == f"/train?dataset={opened.id}&session={session.id}"
    assert [choice.key for choice in session.spec.algorithms] == [FOREST]
    assert session.spec.algorithms[0].hyperparameters["n_estimators"] == 20
    assert session.spec.target == "kind"
    assert session.id in str(runners.to_plotly_json())
    assert refusal == []


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
    assert runs.draw_run(None, None)[3:] == (True, True, True)


def test_an_unknown_session_is_told(space, texts):
    with pytest.raises(NotFoundError) as caught:
        space.sessions.get("nothing")
    body, *_, hidden, is_over = runs.draw_run(1, "?session=nothing")
    assert caught.value.message in texts(body)
    assert hidden is False
    assert is_over is True


def test_a_waiting_session_is_drawn_from_its_record(space, opened, texts):
    address, *_ = train.start(1, form_of(LINEAR, FOREST), opened.id, [])
    body, title, left, cannot_stop, hidden, is_over = runs.draw_run(1, address[6:])
    assert "Random forest" in texts(body)
    assert title == "Starting: next in the queue"
    assert (left, cannot_stop, hidden, is_over) == ("", False, False, False)


def test_stop_is_a_request_in_the_record(space, opened):
    address, *_ = train.start(1, form_of(LINEAR), opened.id, [])
    assert runs.stop(1, address[6:]) is True
    session = session_of(space, address)
    assert session.stop_requested or session.is_finished
    with pytest.raises(PreventUpdate):
        runs.stop(None, address[6:])


def test_a_deleted_model_does_not_hide_the_run(space, opened, monkeypatch):
    address, *_ = train.start(1, form_of(LINEAR), opened.id, [])
    session = session_of(space, address).model_copy(
        update={"status": "completed", "model_ids": ("gone",)}
    )
    monkeypatch.setattr(type(space.sessions), "get", lambda *_: session)
    body, title, *_, is_over = runs.draw_run(1, address[6:])
    assert title.startswith("Finished")
    assert is_over
    assert body


def test_an_earlier_run_brings_its_settings_back(space, opened, texts):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "33")])
    address, *_ = train.start(1, form, opened.id, [])
    _, _, _, settings, _, form_for = train.fill(address[6:], None)
    assert "33" in texts(settings)
    assert form_for == opened.id


def test_an_earlier_run_brings_its_search_and_its_time_back(space, opened, texts):
    given = {"n_candidates": "7", "budget_minutes": "90"}
    form = form_of(FOREST, searched=[FOREST], options=given)
    address, *_ = train.start(1, form, opened.id, [])
    begin = proposals.beginning(opened, session_of(space, address), model_id=None)
    assert begin.searched == {FOREST}
    assert (begin.options["n_candidates"], begin.options["budget_minutes"]) == (7, 90.0)


def test_an_earlier_run_of_many_algorithms_draws_only_the_inputs_of_the_first(space, opened, texts):
    keys = [entry.key for entry in algorithms("classification") if not entry.baseline][:6]
    address, *_ = train.start(1, form_of(*keys), opened.id, [])
    _, _, _, settings, *_ = train.fill(address[6:], None)
    assert texts(settings).count("Reset all") == 1


def test_a_search_and_a_time_budget_are_part_of_the_run(space, opened):
    given = {"method": "successive halving", "n_candidates": "9", "search_minutes": "1"}
    form = form_of(FOREST, LINEAR, searched=[LINEAR], options=given | {"budget_minutes": "2"})
    address, *_ = train.start(1, form, opened.id, [])
    spec = session_of(space, address).spec
    assert spec.search == SearchPlan(
        method="halving", n_candidates=9, seconds=60.0, algorithms=(LINEAR,)
    )
    assert spec.time_budget == 120.0


@pytest.mark.parametrize(
    ("option", "words"), [("n_candidates", "from 2 to 500"), ("budget_minutes", "from 0.1 to 1440")]
)
def test_an_option_that_cannot_be_is_refused_with_words(space, opened, texts, option, words):
    form = form_of(LINEAR, searched=[LINEAR], options={option: "-3"})
    address, _, refusal = train.start(1, form, opened.id, [])
    assert address is no_update
    assert words in texts(refusal)
    assert list(space.sessions.list()) == []


def test_the_settings_of_a_model_open_the_form(space, opened, texts):
    given = {LINEAR: {"C": 7.5}}
    (model, *_) = train_now(
        space,
        opened,
        task_type="classification",
        algorithms=(LINEAR,),
        hyperparameters=given,
        cv_folds=0,
    )
    address = f"?dataset={opened.id}&settings={model.id}"
    _, cards, _, settings, *_ = train.fill(address, None)
    assert "The settings are those of the model" in texts(cards)
    assert "7.5" in texts(settings)
    assert "Random forest: settings" not in texts(settings)


def test_settings_of_a_model_that_is_gone_do_not_hide_the_form(space, opened, texts):
    with pytest.raises(NotFoundError) as caught:
        space.models.get("nothing")
    _, cards, *_ = train.fill(f"?dataset={opened.id}&settings=nothing", None)
    assert caught.value.message in texts(cards)
    assert "Random forest" in texts(cards)


def test_rows_that_cannot_be_split_are_told_on_the_page(space, opened, texts):
    preparation = opened.preparation.model_copy(
        update={"task_type": "classification", "time_column": "place"}
    )
    space.datasets.change_preparation(opened.id, preparation)
    with pytest.raises(InvalidValueError) as caught:
        space.suitability(train.request_from(opened.id, form_of(LINEAR)))
    _, cards, *_ = train.fill(f"?dataset={opened.id}", None)
    assert caught.value.message in texts(cards)
    assert "Random forest" in texts(cards)


def test_what_the_run_would_take_is_told(space, opened, texts, monkeypatch):
    asked = []

    def estimate(_space, request):
        asked.append(request)
        fits = {key: FitEstimate(seconds=(1, 9), memory_bytes=10**6) for key in request.algorithms}
        return Estimate(seconds=(5, 20), memory_bytes=10**8, memory_limit=10**10, algorithms=fits)

    monkeypatch.setattr(type(space), "estimate", estimate)
    told = texts(train.expect(1, form_of(FOREST, LINEAR), opened.id))
    assert "Takes about 5 to 20 s" in told
    assert "Random forest" in told
    assert set(asked[0].algorithms) == {FOREST, LINEAR}


def test_a_real_estimate_is_drawn(space, opened, texts):
    assert "Takes" in texts(train.expect(1, form_of(LINEAR), opened.id))


def test_nothing_is_expected_of_nothing(space, opened):
    assert train.expect(1, form_of(), opened.id) == []
    assert train.expect(1, form_of(LINEAR), None) == []


def test_why_nothing_can_be_expected_is_told(space, opened, texts):
    form = form_of(FOREST, settings=[(FOREST, "n_estimators", "0")])
    assert "whole number" in texts(train.expect(1, form, opened.id))
