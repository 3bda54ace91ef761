from __future__ import annotations

import pytest
from dash import no_update
from dash.exceptions import PreventUpdate

from callbacks import data
from components import columns
from engine.errors import NotFoundError
from engine.samples import SAMPLES


def lines(dataset):
    """Ids of the lines that are shown, as Dash gives them."""
    return [columns.ids.lines(position) for position in range(dataset.n_columns)]


@pytest.fixture
def change(triggered, space, flowers):
    """Choose another value in the select of a column."""

    def choose(field, name, value):
        position = [column.name for column in flowers.columns].index(name)
        identifier = getattr(columns.ids, field)(position)
        triggered(identifier, "value", value)
        drawn = data.change_column([], [], lines(flowers), f"?dataset={flowers.id}")
        return space.datasets.get(flowers.id).column(name), drawn

    return choose


def test_without_a_dataset_samples_and_earlier_datasets_are_offered(space, flowers, texts):
    header, _, view, start, *rest = data.fill(None, None)
    assert "data-starting" in view
    assert SAMPLES[0].name in texts(start)
    assert "flowers.csv" in texts(start)
    assert rest == [*[[]] * 6, None]
    assert "sample" in texts(header)


def test_a_dataset_is_shown_with_columns_rows_and_findings(space, flowers, texts):
    drawn = data.fill(f"?dataset={flowers.id}", None)
    header, panel, view, start, rows, pages, table, question, title, findings, asked = drawn
    assert "flowers.csv: 60 rows, 4 columns" in texts(header)
    assert (panel, view, start, pages) == ([], "data-step", [], [])
    assert "60 rows" in texts(rows)
    assert "north" in texts(table)
    assert "Continue to Prepare" in texts(question)
    assert "Before you train" in title
    assert "Nothing stands in the way" not in texts(findings)
    assert asked == flowers.id


def test_a_dataset_that_is_opened_first_gets_a_suggested_target(space, flowers):
    data.fill(f"?dataset={flowers.id}", None)
    stored = space.datasets.get(flowers.id)
    assert stored.target == "kind"
    assert stored.preparation.task_type == "classification"


def test_an_unknown_dataset_is_told_beside_the_ways_on(space, texts):
    with pytest.raises(NotFoundError) as caught:
        space.datasets.get("nothing")
    header, _, view, start, *_ = data.fill("?dataset=nothing", None)
    assert caught.value.message in texts(header)
    assert "data-starting" in view
    assert SAMPLES[0].name in texts(start)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.key)
def test_a_sample_needs_no_further_choice(space, triggered, sample):
    triggered(data.ids.sample(sample.key), "n_clicks", 1)
    address = data.take_sample([1])
    dataset = space.datasets.get(address.removeprefix("/data?dataset="))
    assert dataset.preparation.task_type == sample.task_type
    assert dataset.target == sample.target


def test_a_click_that_did_not_happen_loads_nothing(space):
    with pytest.raises(PreventUpdate):
        data.take_sample([None, None])
    assert space.datasets.list() == []


def test_a_type_is_changed_at_once(change, texts):
    column, (drawn, _, asked, rows) = change("type", "weight", "categorical")
    assert column.type == "categorical"
    assert "weight" in texts(drawn[1])
    assert [line for line in drawn if line is not no_update] == [drawn[1]]
    assert asked
    assert "60 rows" in texts(rows)


def test_a_type_that_cannot_be_is_refused_beside_the_column(change, texts):
    column, (drawn, *others) = change("type", "place", "numeric")
    assert others == [no_update] * 3
    assert column.type == "categorical"
    assert "north" in texts(drawn[2])
    refusals = [part for part in _parts(drawn) if getattr(part, "className", "") == "field-error"]
    assert len(refusals) == 1


def test_another_use_leaves_the_rows_where_they_are(change):
    _, (*_, rows) = change("role", "petal", "ignore")
    assert rows is no_update


def test_a_second_target_takes_the_role_and_the_task_follows(space, flowers, change):
    data.fill(f"?dataset={flowers.id}", None)
    change("role", "petal", "target")
    stored = space.datasets.get(flowers.id)
    assert stored.names("target") == ("petal",)
    assert stored.preparation.task_type in ("classification", "regression")


def test_a_select_that_was_only_drawn_changes_nothing(space, flowers, triggered):
    triggered(columns.ids.type(0), "value", flowers.columns[0].type)
    with pytest.raises(PreventUpdate):
        data.change_column([], [], [], f"?dataset={flowers.id}")


def test_the_target_is_chosen_by_position(space, flowers):
    data.choose_target("1", lines(flowers), f"?dataset={flowers.id}")
    stored = space.datasets.get(flowers.id)
    assert stored.target == "weight"
    with pytest.raises(PreventUpdate):
        data.choose_target("1", lines(flowers), f"?dataset={flowers.id}")


def test_without_a_target_groups_are_sought(space, flowers):
    data.fill(f"?dataset={flowers.id}", None)
    data.choose_target(data.data.NO_TARGET, lines(flowers), f"?dataset={flowers.id}")
    stored = space.datasets.get(flowers.id)
    assert stored.target is None
    assert stored.preparation.task_type == "clustering"


def test_columns_are_turned_by_the_page(space, texts):
    names = [f"c{n}" for n in range(60)]
    dataset = _upload(space, "\n".join([",".join(names), *[",".join(["1", "2"] * 30)] * 5]))
    table = data.turn_page([2], f"?dataset={dataset.id}")
    assert "c59" in texts(table)
    assert "c49" not in texts(table)


def test_a_dataset_is_deleted_only_after_the_question(space, flowers, triggered, texts):
    triggered(data.ids.delete(flowers.id), "n_clicks", 1)
    is_open, words, asked = data.ask_to_delete([1])
    assert is_open
    assert "flowers.csv" in words
    assert space.datasets.get(flowers.id)
    is_open, start = data.delete(1, asked)
    assert not is_open
    assert "flowers.csv" not in texts(start)
    with pytest.raises(NotFoundError):
        space.datasets.get(flowers.id)


def test_keeping_closes_the_question():
    assert data.keep(1) is False


def _upload(space, text):
    from io import BytesIO

    return space.datasets.add(BytesIO(text.encode()), name="x.csv")


def _parts(part):
    if isinstance(part, list | tuple):
        return [inner for one in part for inner in _parts(one)]
    if not hasattr(part, "to_plotly_json"):
        return []
    return [part, *_parts(getattr(part, "children", None))]
