from __future__ import annotations

import pytest

from components import upload
from engine.reading.first_look import FirstLook
from engine.records import Dialect


def test_the_drop_zone_is_the_label_of_the_file_input(drawn):
    zone = drawn(upload.layout()).by_id(upload.ids.drop_zone)
    assert zone.htmlFor == "data-file"
    assert getattr(zone, "data-url") == "/api/datasets/upload"
    assert getattr(zone, "data-look-url") == "/api/datasets/first-look"


@pytest.fixture
def look():
    return FirstLook(
        dialect=Dialect(encoding="utf-8", delimiter=","),
        columns=("a", "<b>"),
        types=("numeric", "text"),
        rows=(("1", None), ("2", "y" * 200)),
        lines=("a,<b>", "1,"),
    )


def test_a_file_on_its_way_shows_how_it_begins(drawn, look):
    found = drawn(upload.begins("big.csv", look))
    assert "This is how big.csv begins" in found
    assert "being read whole" in found
    for words in ("<b>", "numeric", "missing", "y" * 20):
        assert words in found
    assert "y" * 100 not in found


def test_several_files_are_summed_up_with_links_and_reasons(drawn):
    arrived = [{"id": "1", "name": "a.csv"}, {"id": "2", "name": "b.csv"}]
    refused = [{"name": "c.csv", "message": "The file is empty.", "hint": "Choose another."}]
    found = drawn(upload.summary(arrived, refused))
    assert "2 files have arrived" in found
    assert found.links() == ["/data?dataset=1", "/data?dataset=2"]
    for words in ("c.csv", "The file is empty.", "Choose another."):
        assert words in found


def test_when_none_arrived_only_the_refusals_are_told(drawn):
    found = drawn(upload.summary([], [{"name": "c.csv", "message": "Empty.", "hint": ""}]))
    assert "arrived" not in found
    assert "Empty." in found
