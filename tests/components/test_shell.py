from __future__ import annotations

from components import STEPS, shell
from components.shell import StepState
from engine.records import AlgorithmChoice, Problem, TrainingSession, TrainingSpec


def test_the_stepper_is_a_list_of_buttons_in_a_named_navigation(drawn):
    found = drawn(shell.layout())
    nav = next(part for part in found.parts if type(part).__name__ == "Nav")
    assert getattr(nav, "aria-label") == "Steps"
    buttons = found.with_id_type("step")
    assert [button.id["key"] for button in buttons] == [entry.key for entry in STEPS]
    assert {type(button).__name__ for button in buttons} == {"Button"}


def test_the_first_link_skips_to_the_content(drawn):
    found = drawn(shell.layout())
    assert found.links()[0] == f"#{shell.ids.page}"
    assert found.by_id(shell.ids.page).tabIndex == -1


def test_help_explains_every_term(drawn):
    found = drawn(shell.layout())
    words = drawn(found.by_id(shell.ids.help))
    assert words.text.count(".") >= len(shell.TERMS)
    assert all(term in words for term in shell.TERMS)


def test_two_sessions_share_no_output():
    first, second = shell.runner("1"), shell.runner("2")
    ids = [str(store.id) for runner in (first, second) for store in runner.children]
    assert len(set(ids)) == 4


def test_a_closed_step_says_why():
    states = [StepState(entry, "closed" if entry.closed else "open", "") for entry in STEPS]
    titles = shell.step_titles(states)
    assert titles[1] == "Choose a dataset on the Data step first."
    assert titles[0] == STEPS[0].summary
    assert shell.step_classes(states)[1] == "step step-closed"


def test_the_pill_leads_to_the_run():
    spec = TrainingSpec(
        dataset_id="d",
        task_type="clustering",
        features=("a",),
        algorithms=(AlgorithmChoice(key="k"),),
    )
    session = TrainingSession(id="s", dataset_id="d", dataset_name="x.csv", spec=spec)
    assert shell.run_pill([session], "1 run").href == "/train?dataset=d&session=s"
    assert shell.run_pill([], "") is None


def test_an_unknown_address_leads_back(drawn):
    found = drawn(shell.not_found("/nowhere"))
    assert "/nowhere" in found
    assert found.links() == ["/data"]


def test_a_popup_can_be_closed(drawn):
    popup = shell.popup(Problem(code="x", message="It failed.", hint="Try again."))
    assert popup.dismissable
    assert "It failed. Try again." in drawn(popup)
