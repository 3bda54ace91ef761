"""What can be found out about a model, on the Results step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import analyses, results, thresholds
from engine.analyses.analyst import Analyst
from engine.records import Dataset, Problem, TrainedModel
from engine.store import Owner
from engine.workspace import Workspace
from tests.trained_models import train

Texts = Callable[[Any], str]
ids = analyses.ids


@pytest.fixture
def model(space: Workspace, flowers: Dataset) -> TrainedModel:
    (found,) = train(
        space,
        flowers,
        task_type="classification",
        target="kind",
        algorithms=("logistic_regression",),
    )
    return found


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the sessions that were to be run; nothing is."""
    found: list[str] = []
    monkeypatch.setattr(analyses.runs, "launch", found.append)
    return found


def cards(space: Workspace, model: TrainedModel) -> list[dict[str, object]]:
    return [ids.card(one.key) for one in space.models.analyses(model.id)]


def worked_out(space: Workspace, session_id: str) -> None:
    store = space._store
    running = store.sessions.claim(session_id, Owner("here", 1, 1.0), max_running=1)
    assert running is not None
    analyst = Analyst(
        store, space.name, on_progress=store.sessions.write, should_stop=lambda: False
    )
    analyst.work_out(running)
    store.sessions.finish(session_id, "completed")


def test_one_is_asked_for_watched_and_drawn(
    space: Workspace, model: TrainedModel, launched: list[str], texts: Texts
) -> None:
    known = [one.key for one in space.models.analyses(model.id)]
    content = results.show_answers(model.id, None)
    assert texts(content).count("Find out") == len(known)
    shown = analyses.analyses.states(space.models.analyses(model.id), {})
    with pytest.raises(PreventUpdate):
        analyses.watch(1, shown, model.id, cards(space, model), None)

    analyses.start(1, ids.start("subgroups"), model.id)
    (session_id,) = launched
    drawn, waiting = analyses.watch(2, shown, model.id, cards(space, model), None)
    assert [part is no_update for part in drawn] == [key != "subgroups" for key in known]
    at = known.index("subgroups")
    assert "waiting for its turn" in texts(drawn[at])

    worked_out(space, session_id)
    drawn, now = analyses.watch(3, waiting, model.id, cards(space, model), "dark")
    assert now["subgroups"] == "known"
    assert "groups" in texts(drawn[at])
    content = results.show_answers(model.id, None)
    assert texts(content).count("Find out") == len(known) - 1


def test_one_that_failed_says_why_and_can_be_asked_again(
    space: Workspace, model: TrainedModel, launched: list[str], texts: Texts
) -> None:
    shown = analyses.analyses.states(space.models.analyses(model.id), {})
    analyses.start(1, ids.start("importance"), model.id)
    problem = Problem(code="killed", message="The process was ended.", hint="Try again.")
    space._store.sessions.finish(launched[0], "failed", problem)
    drawn, _ = analyses.watch(1, shown, model.id, cards(space, model), None)
    assert "The process was ended." in texts(drawn[0])
    assert "Find out" in texts(drawn[0])


def test_a_button_that_was_only_drawn_starts_nothing(
    model: TrainedModel, launched: list[str]
) -> None:
    with pytest.raises(PreventUpdate):
        analyses.start(None, ids.start("importance"), model.id)
    assert launched == []


def test_runs_of_other_models_are_not_its_own(
    space: Workspace, flowers: Dataset, model: TrainedModel, launched: list[str]
) -> None:
    (other,) = train(
        space, flowers, task_type="classification", target="kind", algorithms=("gaussian_nb",)
    )
    analyses.start(1, ids.start("importance"), other.id)
    assert analyses.of_model(model.id) == {}
    assert set(analyses.of_model(other.id)) == {"importance"}


def test_costs_move_the_threshold_and_a_wrong_one_is_told(
    model: TrainedModel, texts: Texts
) -> None:
    drawn, error = thresholds.change("1", "20", "0.3", model.id, None)
    assert error == ""
    assert "0.30" in texts(drawn)
    nothing, error = thresholds.change("1", "dear", "0.3", model.id, None)
    assert nothing is no_update
    assert "dear" in error
    with pytest.raises(PreventUpdate):
        thresholds.change("1", "1", None, model.id, None)


def test_a_variant_is_tuned_to_the_costs_of_the_page(
    space: Workspace, model: TrainedModel, launched: list[str], texts: Texts
) -> None:
    content = results.show_answers(model.id, None)
    assert "Make a variant tuned to these costs" in texts(content)
    with pytest.raises(PreventUpdate):
        thresholds.tune(None, "1", "20", model.id)
    said, error = thresholds.tune(1, "1", "dear", model.id)
    assert said == ""
    assert "dear" in error
    _, error = thresholds.tune(2, "0", "0", model.id)
    assert "Neither kind of mistake" in error
    assert launched == []
    said, error = thresholds.tune(3, "1", "20", model.id)
    assert "A variant with a tuned threshold" in said
    assert error == ""


def test_each_variant_that_was_tuned_is_drawn(
    space: Workspace, model: TrainedModel, launched: list[str], texts: Texts
) -> None:
    shown = analyses.analyses.states(space.models.analyses(model.id), {})
    at = [one.key for one in space.models.analyses(model.id)].index("tuned_threshold")
    # The second one although nobody saw that it was being made.
    for cost in ("20", "3"):
        thresholds.tune(1, "1", cost, model.id)
        worked_out(space, launched[-1])
        drawn, shown = analyses.watch(1, shown, model.id, cards(space, model), None)
        assert f"for costs 1 and {cost}" in texts(drawn[at])


def test_a_variant_is_not_tuned_again(
    space: Workspace, model: TrainedModel, launched: list[str], texts: Texts
) -> None:
    thresholds.tune(1, "1", "20", model.id)
    worked_out(space, launched[0])
    answer: Any = space.models.analysis(model.id, "tuned_threshold").answer
    content = results.show_answers(answer.model_id, None)
    assert "From which probability" in texts(content)
    assert "Make a variant tuned to these costs" not in texts(content)


def test_a_model_of_a_number_has_residuals_and_no_threshold(
    space: Workspace, flowers: Dataset, texts: Texts
) -> None:
    (found,) = train(space, flowers, task_type="regression", target="weight", algorithms=("ridge",))
    content = results.show_answers(found.id, None)
    assert "How far off it is" in texts(content)
    assert "From which probability" not in texts(content)
