"""A model in a document: whole, safe, and in need of nothing else."""

from __future__ import annotations

import io
import re
from html import unescape
from html.parser import HTMLParser

import pytest

from engine.exports import export as exported
from engine.metrics import format_score, metrics
from engine.report import Report, Section, Table, page_of
from engine.words import Words
from tests.trained_models import train

VOID = {"meta", "br", "hr"}
ALGORITHMS = {
    "classification": "decision_tree_classifier",
    "regression": "ridge",
    "clustering": "k_means",
}


class Balanced(HTMLParser):
    """Raises where a tag is not closed, and collects the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def read(content: bytes) -> str:
    parser = Balanced()
    parser.feed(content.decode())
    parser.close()
    assert parser.open == []
    return " ".join(parser.texts)


@pytest.fixture
def model(request, workspace):
    task_type = request.param
    table = "<w>,height,kind\n" + "".join(
        f"{n % 7},{(n * 37 % 11) + n % 7 / 3:.3f},{'<b>oak</b>' if n % 7 > 3 else 'elm & ash'}\n"
        for n in range(80)
    )
    dataset = workspace.datasets.add(io.BytesIO(table.encode()), name="<trees>.csv")
    target = {"classification": "kind", "regression": "height", "clustering": None}[task_type]
    (found,) = train(
        workspace,
        dataset,
        task_type=task_type,
        target=target,
        algorithms=(ALGORITHMS[task_type],),
    )
    return found


@pytest.mark.parametrize("model", ALGORITHMS, indirect=True)
def test_every_score_is_in_it_and_nothing_comes_from_elsewhere(workspace, model):
    content = exported(workspace.models, model.id, "report").content
    text = read(content)
    for metric in metrics(model.task_type):
        value = model.scores.test.get(metric.key)
        if value is not None:
            assert f"{metric.name} {format_score(metric, value)}" in re.sub(r"\s+", " ", text)
    assert b"http" not in content
    assert b"<script" not in content


@pytest.mark.parametrize("model", ALGORITHMS, indirect=True)
def test_text_of_the_data_stays_text(workspace, model):
    content = exported(workspace.models, model.id, "report").content.decode()
    assert "<w>" not in content
    assert "<b>" not in content
    assert "<trees>" not in content
    assert "<trees>.csv" in unescape(content)


@pytest.mark.parametrize("model", ALGORITHMS, indirect=True)
def test_the_same_model_gives_the_same_report(workspace, model):
    first, second = (exported(workspace.models, model.id, "report") for _ in range(2))
    assert first.content == second.content
    assert first.filename.endswith("_report.html")


@pytest.mark.parametrize("model", ["classification"], indirect=True)
def test_what_led_to_the_model_is_in_it(workspace, model):
    text = read(exported(workspace.models, model.id, "report").content)
    known = model.provenance
    for fact in (known.dataset_sha256, known.predictions_sha256, model.pickle_sha256, model.id):
        assert fact in text
    assert known.versions["scikit-learn"] in text
    assert "Missing values" in text


def test_a_section_says_what_can_be_concluded_before_the_numbers():
    section = Section(
        title="Errors",
        words=(Words(meaning="It errs.", judgement="Rarely.", tone="warn"),),
        remarks=("Ten rows.",),
        tables=(Table("Rows", ("Row", "Off"), (("1", "2"),)),),
        facts={"Seed": "0"},
    )
    written = page_of(Report("A model", "of a file", (section,)))
    parts = [written.index(text) for text in ("It errs.", "Rarely.", "Ten rows.", "Off", "Seed")]
    assert parts == sorted(parts)
    assert 'class="words warn"' in written
