from __future__ import annotations

from components import data
from engine.records import Finding, Repair
from engine.samples import SAMPLES


def test_the_drop_zone_is_the_label_of_the_file_input(drawn):
    zone = drawn(data.layout()).by_id(data.ids.drop_zone)
    assert zone.htmlFor == "data-file"
    assert getattr(zone, "data-url") == "/api/datasets/upload"


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


def test_the_header_says_what_was_read_and_why(drawn, dataset):
    found = drawn(data.header(dataset))
    assert "titanic.csv: 100 rows, 6 columns, read as UTF-8, separated by semicolon." in found
    assert "Every line has five semicolons." in found


def test_the_target_is_chosen_by_position_because_names_can_be_odd(drawn, dataset):
    select = drawn(data.decide(dataset, [], reason="Two classes.")).by_id(data.ids.target)
    assert select.value == "5"
    assert select.options[0] == {"label": "nothing: find groups", "value": data.NO_TARGET}


def test_while_groups_are_sought_nothing_is_predicted(drawn, dataset):
    preparation = dataset.preparation.model_copy(update={"task_type": "clustering"})
    dataset = dataset.model_copy(update={"preparation": preparation})
    select = drawn(data.decide(dataset, [], reason="")).by_id(data.ids.target)
    assert select.value == data.NO_TARGET


def test_a_finding_shows_its_evidence_and_its_repair(drawn, dataset):
    finding = Finding(
        code="identifier",
        severity="warning",
        columns=("Id",),
        message="An identifier says nothing.",
        evidence="Id has 100 different values.",
        repair=Repair(label="Leave out", role="ignore", columns=("Id",)),
    )
    found = drawn(data.decide(dataset, [finding], reason=""))
    assert "Before you train: 1 finding" in found
    assert "Id has 100 different values." in found
    assert found.by_id(data.ids.repair("identifier", "Id")).children == "Leave out"


def test_no_findings_is_said_and_the_way_on_is_open(drawn, dataset):
    found = drawn(data.decide(dataset, [], reason=""))
    assert "Nothing stands in the way" in found
    assert found.links() == [f"/prepare?dataset={dataset.id}"]
