"""Figures of predictions and of clusterings."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import confusion_matrix

from components import cluster_plots, figures, plots
from components.figures import Figure


def labelled(n_rows: int, n_classes: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    actual = random.integers(n_classes, size=n_rows)
    predicted = np.where(random.random(n_rows) < 0.7, actual, random.integers(n_classes))
    return pd.DataFrame({"row": range(n_rows), "actual": actual, "predicted": predicted})


def measured(n_rows: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    actual = random.normal(100, 20, n_rows)
    predicted = actual + random.normal(0, 5, n_rows)
    return pd.DataFrame({"row": range(n_rows), "actual": actual, "predicted": predicted})


def clustered(clusters: list[int]) -> pd.DataFrame:
    n = len(clusters)
    random = np.random.default_rng(0)
    points = {"x": random.normal(size=n), "y": random.normal(size=n)}
    return pd.DataFrame({"row": range(n), "cluster": clusters, **points})


def data(figure: Figure) -> list[dict[str, Any]]:
    return json.loads(figures.plotly_figure(figure, theme="light").to_json())["data"]


def layout(figure: Figure) -> dict[str, Any]:
    return json.loads(figures.plotly_figure(figure, theme="light").to_json())["layout"]


def every_figure(n_rows: int) -> list[Figure]:
    clusters = clustered([n % 7 - 1 for n in range(n_rows)])
    return [
        plots.confusion_matrix(labelled(n_rows, 4), target="species"),
        plots.predicted_against_actual(measured(n_rows), target="price"),
        plots.residuals(measured(n_rows), target="price"),
        cluster_plots.cluster_map(clusters, n_rows=n_rows),
        cluster_plots.cluster_sizes(clusters, n_rows=n_rows),
    ]


def test_the_matrix_counts_as_scikit_learn_does() -> None:
    predictions = labelled(500, 4)
    expected = confusion_matrix(predictions["actual"], predictions["predicted"])
    assert plots.confusion_counts(predictions).to_numpy().tolist() == expected.tolist()


def test_classes_that_are_numbers_stand_in_their_order() -> None:
    counts = plots.confusion_counts(labelled(900, 12))
    assert list(counts.index) == [str(n) for n in range(12)]


def test_a_class_that_is_a_whole_number_is_called_so() -> None:
    assert [plots.class_name(value) for value in (3.0, 3, 3.5, True, "a")] == [
        "3",
        "3",
        "3.5",
        "True",
        "a",
    ]


def test_a_class_that_is_only_predicted_has_a_line_of_its_own() -> None:
    predictions = pd.DataFrame({"row": [0, 1], "actual": ["a", "a"], "predicted": ["a", "b"]})
    figure = plots.confusion_matrix(predictions, target="t")
    assert figure.table.rows == (("a", "1", "1", "2", "50 %"), ("b", "0", "0", "0", "no such rows"))
    assert data(figure)[0]["z"] == [[0.5, 0.5], [0, 0]]


def test_the_matrix_shows_counts_and_shares() -> None:
    predictions = pd.DataFrame(
        {"row": range(4), "actual": ["a", "a", "b", "b"], "predicted": ["a", "b", "b", "b"]}
    )
    figure = plots.confusion_matrix(predictions, target="t")
    assert data(figure)[0]["text"] == [["1<br>50 %", "1<br>50 %"], ["0", "2<br>100 %"]]
    assert "it is right: 3 of 4 held-out rows" in figure.says


def test_with_very_many_classes_the_rare_ones_are_counted_together() -> None:
    predictions = labelled(5_000, 200)
    figure = plots.confusion_matrix(predictions, target="t")
    counts = plots.confusion_counts(predictions)
    assert counts.shape == (plots.MOST_CLASSES, plots.MOST_CLASSES)
    assert counts.index[-1] == plots.OTHERS
    assert int(counts.to_numpy().sum()) == 5_000
    assert figure.note == (
        "There are 200 classes. The 19 commonest have a line of their own; the rest are counted "
        "together, also where one of them was taken for another."
    )


def test_rows_counted_as_one_class_are_right_only_if_their_own_class_was_predicted() -> None:
    """Two rare classes taken for each other stand on the diagonal, but are not right."""
    common = [str(n % 19) for n in range(190)]
    predictions = pd.DataFrame(
        {
            "row": range(192),
            "actual": [*common, "rare", "other"],
            "predicted": [*common, "other", "rare"],
        }
    )
    figure = plots.confusion_matrix(predictions, target="t")
    assert "it is right: 190 of 192 held-out rows" in figure.says
    assert figure.table.rows[-1] == (plots.OTHERS, *["0"] * 19, "2", "2", "not counted")


def test_class_names_are_no_markup() -> None:
    predictions = pd.DataFrame({"row": [0], "actual": ["<b>a"], "predicted": ["<b>a"]})
    figure = plots.confusion_matrix(predictions, target="<i>t")
    drawn = json.dumps([data(figure)[0]["customdata"], layout(figure)["xaxis"]])
    assert "<b>a" not in drawn
    assert "<i>t" not in drawn


def test_perfect_predictions_lie_on_the_line() -> None:
    predictions = measured(50).assign(predicted=lambda frame: frame["actual"])
    figure = plots.predicted_against_actual(predictions, target="price")
    assert data(figure)[0]["x"] == data(figure)[0]["y"]
    line = layout(figure)["shapes"][0]
    assert (line["x0"], line["x1"]) == (line["y0"], line["y1"])
    assert data(plots.residuals(predictions, target="price"))[0]["y"] == [0] * 50


def test_a_residual_is_the_actual_less_the_predicted_value() -> None:
    predictions = pd.DataFrame({"row": [4], "actual": [10.0], "predicted": [7.0]})
    point = data(plots.residuals(predictions, target="price"))[0]
    assert (point["x"], point["y"], point["customdata"]) == ([7], [3], [5])


def test_the_table_of_a_scatter_has_ten_bands_of_all_rows() -> None:
    figure = plots.predicted_against_actual(measured(5_003), target="price")
    rows = [int(str(row[2]).replace(",", "")) for row in figure.table.rows]
    assert len(rows) == 10
    assert sum(rows) == 5_003


def test_equal_predictions_and_few_rows_can_be_drawn() -> None:
    constant = pd.DataFrame({"row": [0, 1, 2], "actual": [1.0, 2.0, 3.0], "predicted": [2.0] * 3})
    assert len(plots.residuals(constant, target="t").table.rows) == 3
    assert len(plots.predicted_against_actual(constant.head(1), target="t").table.rows) == 1


def test_each_cluster_is_told_by_number_symbol_and_color() -> None:
    figure = cluster_plots.cluster_map(clustered([0, 0, 1, 1, 2, -1]), n_rows=6)
    names = [trace["name"] for trace in data(figure)]
    assert names == ["Noise, in no cluster", "Cluster 0", "Cluster 1", "Cluster 2"]
    assert [note["text"] for note in layout(figure)["annotations"]] == [
        "<b>0</b>",
        "<b>1</b>",
        "<b>2</b>",
    ]


def test_very_many_clusters_are_drawn_as_twenty_and_the_rest() -> None:
    figure = cluster_plots.cluster_sizes(clustered(list(range(50)) * 3), n_rows=150)
    assert len(figure.table.rows) == 21
    assert figure.table.rows[-1] == ("All other clusters", "90", "60 %")


def test_sizes_counted_in_a_sample_say_so() -> None:
    predictions = clustered([0] * 30 + [1] * 10)
    assert cluster_plots.cluster_sizes(predictions, n_rows=40).note is None
    note = cluster_plots.cluster_sizes(predictions, n_rows=4_000).note
    assert note is not None
    assert "40 rows" in note
    assert "4,000" in note


def test_rows_that_are_not_on_the_map_still_count() -> None:
    predictions = clustered([0, 0, 1])
    predictions.loc[1, ["x", "y"]] = np.nan
    assert [
        len(trace["x"]) for trace in data(cluster_plots.cluster_map(predictions, n_rows=3))
    ] == [
        1,
        1,
    ]
    assert cluster_plots.cluster_sizes(predictions, n_rows=3).table.rows[0][1] == "2"


@pytest.mark.parametrize("place", range(5))
def test_every_figure_is_bounded_and_travels_as_lists(place: int) -> None:
    figure = every_figure(20_000)[place]
    text = figures.plotly_figure(figure, theme="dark").to_json()
    assert len(text) < 200_000
    assert "bdata" not in text
    assert sum(len(trace.get("x", [])) for trace in data(figure)) <= figures.MOST_POINTS


@pytest.mark.parametrize("place", range(5))
def test_every_figure_names_its_axes_and_has_a_table(place: int) -> None:
    figure = every_figure(200)[place]
    axes = layout(figure)
    assert axes["yaxis"]["title"]["text"]
    assert axes["xaxis"].get("title", {}).get("text") or axes["xaxis"]["type"] == "category"
    assert figure.table.rows
    assert all(len(row) == len(figure.table.head) for row in figure.table.rows)


@pytest.mark.parametrize("place", range(5))
def test_no_figure_brings_colors_of_its_own(place: int) -> None:
    figure = every_figure(200)[place]
    own = json.dumps([data(figure), {**layout(figure), "template": None}])
    assert "color" not in own
