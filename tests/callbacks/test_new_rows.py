"""New rows on the Results step."""

from __future__ import annotations

from io import BytesIO

import pytest
from dash.exceptions import PreventUpdate

from callbacks import new_rows, results
from tests.callbacks.conftest import FLOWERS
from tests.trained_models import train

HEAD, *LINES = FLOWERS.splitlines()


@pytest.fixture
def asked(space, flowers):
    """A dataset of other flowers, one of them odd."""
    rows = [*LINES[:9], "{0}.5,1.25,mars,rose"]
    content = "\n".join([HEAD, *rows]).encode()
    return space.datasets.add(BytesIO(content), name="{n}ew.csv")


@pytest.fixture
def made(space, flowers):
    """Trains one model of the flowers, by default a clustering."""

    def make(**request):
        given = {"task_type": "clustering", "algorithms": ("k_means",), "target": None} | request
        (model,) = train(space, flowers, **given)
        return model

    return make


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (
            {"task_type": "classification", "algorithms": ("gaussian_nb",), "target": "kind"},
            ["Class", "rose", "lily", "Share", "1 of 10 rows is unlike"],
        ),
        (
            {"task_type": "regression", "algorithms": ("ridge",), "target": "petal"},
            ["Lowest prediction", "Middle prediction", "90 % of rows"],
        ),
        (
            {},
            ["Cluster 0", "Share", "by its own rule"],
        ),
    ],
)
def test_a_dataset_is_answered_with_counts_and_a_download(made, asked, texts, request_, said):
    model = made(**request_)
    told = new_rows.choose(asked.id, model.id)
    assert all(words in texts(told) for words in said), texts(told)
    link = told[-1].children
    assert link.href == f"/api/models/{model.id}/predictions/{asked.id}.csv"


def test_the_results_offer_the_other_datasets_that_fit(space, made, asked, texts):
    space.datasets.add(BytesIO(b"a,b\n1,2\n3,4\n"), name="unfit.csv")
    model = made()
    drawn, _ = results.show(f"?model={model.id}", "/results")
    shown = texts(drawn)
    assert "New rows" in shown
    (select,) = [
        part
        for row in drawn
        for part in row._traverse()
        if getattr(part, "id", None) == new_rows.ids.dataset
    ]
    assert [option["label"] for option in select.options] == ["{n}ew.csv, 10 rows"]


def test_without_a_fitting_dataset_the_way_to_one_is_shown(made, texts):
    model = made()
    drawn, _ = results.show(f"?model={model.id}", "/results")
    assert "Upload new rows" in texts(drawn)


def test_a_dataset_that_is_gone_is_told_in_place(space, made, asked, texts):
    model = made()
    space.datasets.delete(asked.id)
    assert "There is no dataset" in texts(new_rows.choose(asked.id, model.id))
    with pytest.raises(PreventUpdate):
        new_rows.choose(None, model.id)
