from __future__ import annotations

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import notices, shell
from components import STEPS, step
from engine.audit import suggest_task_type
from engine.errors import EngineError, NotFoundError, WrongStateError
from engine.training_request import TrainingRequest


def start(space, dataset):
    task_type, _ = suggest_task_type(dataset, "kind")
    request = TrainingRequest(
        dataset_id=dataset.id,
        task_type=task_type,
        target="kind",
        algorithms=("logistic_regression",),
        cv_folds=0,
    )
    return space.sessions.start(request)


def statuses(search, current=None):
    return {
        state.step.key: state.status for state in shell.step_states(current, shell.find(search))
    }


@pytest.mark.parametrize("entry", STEPS, ids=lambda entry: entry.key)
def test_every_step_has_a_page_and_a_title(entry):
    page, title, notices_ = shell.show_step(entry.path)
    assert page is not None
    assert title.startswith(f"{entry.title} · ")
    assert notices_ == []


def test_an_unknown_address_is_told(texts):
    page, title, _ = shell.show_step("/nowhere")
    assert "/nowhere" in texts(page)
    assert "not found" in title


def test_without_a_dataset_only_data_and_compare_are_open(space):
    found = statuses(None, step("data"))
    assert found == {
        "data": "current",
        "prepare": "closed",
        "train": "closed",
        "results": "closed",
        "compare": "open",
        "export": "closed",
    }


def test_with_a_dataset_the_way_to_training_is_open(space, flowers):
    found = statuses(f"?dataset={flowers.id}", step("train"))
    assert found["data"] == "done"
    assert found["prepare"] == "done"
    assert found["results"] == "closed"


def test_a_session_leads_to_its_dataset(space, flowers):
    session = start(space, flowers)
    place = shell.find(f"?session={session.id}")
    assert place.dataset.id == flowers.id
    assert place.looked_at == {"dataset": flowers.id, "session": session.id, "model": None}


@pytest.mark.parametrize("search", ["?dataset=x", "?session=x", "?model=x", "?dataset=x&session=y"])
def test_unknown_ids_close_steps_but_break_nothing(space, search):
    assert statuses(search, step("results"))["prepare"] == "closed"


def test_the_stepper_marks_where_one_is(space, flowers):
    classes, disabled, current, titles, pill = shell.draw_stepper(
        "/prepare", f"?dataset={flowers.id}", None
    )
    assert current == [None, "step", None, None, None, None]
    assert classes[0] == "step step-done"
    assert disabled == ["false", "false", "false", "true", "false", "true"]
    assert titles[3] == "Train a model first."
    assert pill.children == "flowers.csv"


def test_a_step_keeps_what_is_looked_at(space, flowers, triggered):
    triggered(shell.ids.step("train"), "n_clicks", 1)
    clicks = [None, None, 1, None, None, None]
    assert shell.open_step(clicks, f"?dataset={flowers.id}") == f"/train?dataset={flowers.id}"


def test_a_closed_step_says_what_is_missing(space, triggered):
    triggered(shell.ids.step("export"), "n_clicks", 1)
    with pytest.raises(WrongStateError, match="Export cannot be opened yet") as caught:
        shell.open_step([None] * 5 + [1], None)
    assert caught.value.hint == "Train a model first."


def test_buttons_that_were_only_drawn_lead_nowhere(space):
    with pytest.raises(PreventUpdate):
        shell.open_step([None] * 6, None)


def test_a_run_is_told_from_every_step(space, flowers, texts):
    pill, interval, known = shell.watch_runs(1, None, None)
    assert (pill, known) == (None, [])
    idle = interval
    session = start(space, flowers)
    pill, interval, known = shell.watch_runs(2, None, known)
    assert texts(pill) == "1 run is waiting"
    assert interval < idle
    assert known == [session.id]
    assert shell.watch_runs(3, None, known)[2] is no_update


def test_an_error_of_the_engine_becomes_a_notice(monkeypatch, texts):
    told = {}
    monkeypatch.setattr(notices, "set_props", lambda name, props: told.update({name: props}))
    notices.on_error(NotFoundError("There is no such dataset.", hint="Choose another."))
    assert "There is no such dataset. Choose another." in texts(told[shell.ids.notices]["children"])


def test_what_nobody_expected_is_logged_and_not_shown(monkeypatch, texts, caplog):
    told = {}
    monkeypatch.setattr(notices, "set_props", lambda name, props: told.update({name: props}))
    notices.on_error(KeyError("secret detail"))
    words = texts(told[shell.ids.notices]["children"])
    assert "Something went wrong on our side" in words
    assert "secret detail" not in words
    assert "secret detail" in caplog.text


def test_a_problem_is_told_where_the_answer_would_have_been(texts):
    @notices.in_place(outputs=3)
    def fails():
        raise EngineError("It cannot be.", hint="Do this.")

    notice, *others = fails()
    assert "It cannot be. Do this." in texts(notice)
    assert others == [no_update, no_update]


def test_in_place_hides_no_mistake_of_ours():
    @notices.in_place()
    def fails():
        raise KeyError("x")

    with pytest.raises(KeyError):
        fails()
