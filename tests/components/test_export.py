"""What the Export step draws of one model."""

from __future__ import annotations

from typing import Any

from components import export, words
from components.export import File, View
from tests.made_models import made_model

MODEL = made_model()
FILES = [
    File("The model", "A pipeline.", "m.pkl", "/api/models/1/download", 2_048, "a" * 64),
    File("Metadata", "Scores.", "m.json", "/api/models/1/export/metadata", 100, "b" * 64),
]


def content(drawn: Any) -> Any:
    return drawn(export.content(View(MODEL, FILES, "print(1)", ["scikit-learn==1.9.1"])))


def test_files_are_plain_links_so_that_the_browser_streams_them(drawn: Any) -> None:
    links = [part for part in content(drawn).parts if getattr(part, "download", None)]
    assert [(link.href, link.download) for link in links] == [
        ("/api/models/1/download", "m.pkl"),
        ("/api/models/1/export/metadata", "m.json"),
    ]
    assert {type(link).__name__ for link in links} == {"A"}


def test_nothing_passes_the_page(drawn: Any) -> None:
    assert "Download" not in {type(part).__name__ for part in content(drawn).parts}


def test_size_and_digest_are_told(drawn: Any) -> None:
    found = content(drawn)
    assert words.size(2_048) in found
    digests = [getattr(part, "title", None) for part in found.parts]
    assert "a" * 64 in digests


def test_trust_is_spoken_of(drawn: Any) -> None:
    assert "only from people you trust" in content(drawn)


def test_the_code_and_the_packages_can_be_copied(drawn: Any) -> None:
    found = content(drawn)
    targets = [getattr(part, "target_id", None) for part in found.parts]
    assert {export.ids.code, export.ids.packages} <= set(targets)
    assert found.by_id(export.ids.code).children.children == "print(1)"
    assert "pip install scikit-learn==1.9.1" in found


def test_every_format_has_an_address_in_the_api() -> None:
    assert export.address_of(MODEL, "pickle") == f"/api/models/{MODEL.id}/download"
    assert export.address_of(MODEL, "config") == f"/api/models/{MODEL.id}/export/config"


def test_the_chosen_model_is_selected(drawn: Any) -> None:
    select = drawn(export.chooser([MODEL], chosen=MODEL)).by_id(export.ids.model)
    assert select.value == MODEL.id
    assert [option["value"] for option in select.options] == [MODEL.id]
