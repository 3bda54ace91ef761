from __future__ import annotations

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import uploads

ALONE = {"arrived": [{"id": "1", "name": "x.csv"}], "refused": [], "several": False}
SEVERAL = {
    "arrived": [{"id": "1", "name": "x.csv"}, {"id": "2", "name": "y.csv"}],
    "refused": [{"name": "z.csv", "message": "The file is empty.", "hint": ""}],
    "several": True,
}


def test_the_page_tells_the_limit_that_the_server_holds(space):
    words, limit = uploads.tell_limit(None)
    assert int(limit) == uploads.settings().max_upload_bytes
    assert "MB" in words[0]
    assert len(uploads.tell_limit("?dataset=1")[0]) == 2


def test_a_file_that_arrived_alone_is_looked_at(texts):
    assert uploads.look_at_upload(ALONE, "/data") == ("/data?dataset=1", [])
    address, notice = uploads.look_at_upload(ALONE, "/train")
    assert address is no_update
    assert "x.csv has arrived." in texts(notice)
    with pytest.raises(PreventUpdate):
        uploads.look_at_upload(None, "/data")


def test_several_files_are_summed_up_and_none_is_gone_to(space, flowers, texts):
    address, notices = uploads.look_at_upload(SEVERAL, "/data")
    assert (address, notices) == (no_update, [])
    told, start = uploads.sum_up(SEVERAL, "/data", None)
    assert "2 files have arrived" in texts(told)
    assert "The file is empty." in texts(told)
    assert "flowers.csv" in texts(start)


def test_while_a_dataset_is_looked_at_it_stays(space, texts):
    told, start = uploads.sum_up(SEVERAL, "/data", "?dataset=1")
    assert "z.csv" in texts(told)
    assert start is no_update


def test_on_another_step_several_files_are_told_above_the_page(texts):
    address, notice = uploads.look_at_upload(SEVERAL, "/train")
    assert address is no_update
    assert "2 files have arrived" in texts(notice)
    with pytest.raises(PreventUpdate):
        uploads.sum_up(SEVERAL, "/train", None)


def test_a_file_alone_takes_away_what_was_told_of_others():
    assert uploads.sum_up(ALONE, "/data", None) == ([], no_update)


def test_the_beginning_of_a_file_is_shown_until_it_is_here(space, texts):
    from engine.records import DialectChoices

    look = space.datasets.look_at_bytes(b"a;b\n1;x\n2;y\n", DialectChoices())
    looked = {"name": "big.csv", "look": look.model_dump(mode="json")}
    assert "This is how big.csv begins" in texts(uploads.show_beginning(looked))
    assert uploads.show_beginning(None) == []
