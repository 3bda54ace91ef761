from __future__ import annotations

from components import setting_fields, setting_panels
from components.setting_panels import Panel
from engine.algorithms import ALGORITHMS

OFFERED = [entry for entry in ALGORITHMS if not entry.baseline]
SET = [entry for entry in OFFERED if any(one.kind == "integer" for one in entry.hyperparameters)]
INTEGER = next(one for one in SET[0].hyperparameters if one.kind == "integer")


def panel_of(entry, **changes):
    return Panel(entry=entry, start=entry.defaults, **changes)


def searchable(entry, *, is_searched):
    search = (INTEGER.minimum, INTEGER.minimum + 1) if is_searched else ()
    settings = tuple(
        one.model_copy(update={"search": search if one.name == INTEGER.name else ()})
        for one in entry.hyperparameters
    )
    return entry.model_copy(update={"hyperparameters": settings})


def inputs(found):
    return found.with_id_type("setting")


def test_what_is_not_chosen_has_no_panel(drawn):
    first, second = SET[:2]
    found = drawn(setting_panels.places([first, second], {second.key: panel_of(second)}))
    assert found.by_id(setting_panels.ids.panel(first.key)).hidden
    assert not found.by_id(setting_panels.ids.panel(second.key)).hidden
    assert {part.id["algorithm"] for part in inputs(found)} == {second.key}


def test_the_first_panel_is_open_and_the_inputs_of_the_others_are_not_drawn_yet(drawn):
    first, second = SET[:2]
    chosen = {entry.key: panel_of(entry) for entry in (first, second)}
    found = drawn(setting_panels.places([first, second], chosen))
    assert found.by_id(setting_panels.ids.body(first.key)).open
    assert not found.by_id(setting_panels.ids.body(second.key)).open
    assert {part.id["algorithm"] for part in inputs(found)} == {first.key}


def test_what_was_set_before_is_on_the_page_even_if_its_panel_is_closed(drawn):
    panel = panel_of(SET[0], values={INTEGER.name: INTEGER.minimum})
    found = drawn(setting_panels.draw(panel, is_open=False))
    field = found.by_id(setting_fields.ids.setting(SET[0].key, INTEGER.name))
    assert field.value == str(INTEGER.minimum)


def test_a_panel_that_is_drawn_is_not_drawn_again_by_the_next_click(drawn):
    title = setting_panels.ids.title(SET[0].key)
    assert drawn(setting_panels.draw(panel_of(SET[0]), is_open=True)).by_id(title).n_clicks == 1
    assert drawn(setting_panels.draw(panel_of(SET[0]))).by_id(title).n_clicks == 0


def test_an_algorithm_without_settings_says_so(drawn):
    bare = SET[0].model_copy(update={"hyperparameters": ()})
    found = drawn(setting_panels.draw(panel_of(bare), is_open=True))
    assert "It has nothing to set." in found


def test_good_settings_are_offered_only_where_something_is_searched(drawn):
    for is_searched in (True, False):
        entry = searchable(SET[0], is_searched=is_searched)
        found = drawn(setting_panels.draw(panel_of(entry, searching=is_searched), is_open=True))
        switch = found.by_id(setting_panels.ids.search(entry.key))
        around = [part for part in found.parts if getattr(part, "className", "") == "search-switch"]
        assert around[0].hidden is not is_searched
        assert switch.value is is_searched
