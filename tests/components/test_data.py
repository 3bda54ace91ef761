from __future__ import annotations

from components import data
from engine.samples import SAMPLES


def test_nothing_of_the_page_reads_files_into_the_tab(drawn):
    assert "Upload" not in {type(part).__name__ for part in drawn(data.layout()).parts}


def test_every_sample_is_one_click_away(drawn, dataset):
    found = drawn(data.start(SAMPLES, []))
    keys = [part.id["key"] for part in found.with_id_type("sample")]
    assert keys == [sample.key for sample in SAMPLES]
    assert "here already" not in found
    again = drawn(data.start(SAMPLES, [dataset]))
    assert again.by_id(data.ids.delete(dataset.id)).title == "Delete titanic.csv"
    assert f"/data?dataset={dataset.id}" in again.links()


def test_the_header_says_what_was_read_and_leads_to_why(drawn, dataset):
    found = drawn(data.header(dataset))
    assert "titanic.csv: 100 rows, 6 columns, read as UTF-8, semicolon, decimal point." in found
    assert "Why, and change it" in found


def test_the_target_is_chosen_by_position_because_names_can_be_odd(drawn, dataset):
    select = drawn(data.question(dataset, reason="Two classes.")).by_id(data.ids.target)
    assert select.value == "5"
    assert select.options[0] == {"label": "nothing: find groups", "value": data.NO_TARGET}


def test_while_groups_are_sought_nothing_is_predicted(drawn, dataset):
    preparation = dataset.preparation.model_copy(update={"task_type": "clustering"})
    dataset = dataset.model_copy(update={"preparation": preparation})
    select = drawn(data.question(dataset, reason="")).by_id(data.ids.target)
    assert select.value == data.NO_TARGET


def test_the_way_on_is_open(drawn, dataset):
    found = drawn(data.question(dataset, reason=""))
    assert found.links() == [f"/prepare?dataset={dataset.id}"]
