"""What the Results step draws of the clusters of a model."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from components import cluster_plots, clusters, figures, results
from components.silhouette_plot import silhouettes
from engine.clusters.profile import profile
from engine.clusters.records import ClusterProfile
from engine.clusters.report import ClusterReport, report_of
from tests.engine.clusters.tables import blobs, grouped
from tests.made_models import made_clustering


def report(k: int = 3, key: str = "k_means", **settings: Any) -> ClusterReport:
    table, _ = blobs(k, 3, seed=0, each=30)
    made = profile(grouped(table, key, **settings), random_seed=0, map_shares=(0.6, 0.3))
    return report_of(made, made_clustering())


def drawn_json(made: ClusterProfile) -> str:
    figure = silhouettes(made)
    assert figure is not None
    return str(figures.plotly_figure(figure, theme="light").to_json())


def test_every_cluster_is_a_row_with_size_words_and_differences(drawn: Any) -> None:
    made = report()
    found = drawn(clusters.cards(made, theme="light"))
    table = next(
        part for part in found.parts if getattr(part, "aria-label", None) == "Clusters in words"
    )
    rows = table.children.children[1].children
    assert len(rows) == 3
    for row, told, cluster in zip(rows, made.clusters, made.profile.clusters, strict=True):
        text = drawn(row).text
        assert text.startswith(f"Cluster {cluster.label} {cluster.n_rows} 33 %")
        assert told.words in text
        assert told.fit in text
        assert all(one in text for one in told.differences)


def test_the_reading_comes_before_the_table(drawn: Any) -> None:
    made = report()
    text = drawn(clusters.cards(made, theme="light")).text
    places = [
        text.find(one)
        for one in (made.reading.meaning, made.reading.judgement, made.reading.try_next)
    ]
    assert all(place >= 0 for place in places)
    assert places == sorted(places)
    assert places[-1] < text.find("In words")


def test_noise_limits_and_the_rule_for_new_rows_are_told(drawn: Any) -> None:
    made = report()
    told = made.model_copy(update={"noise": "5 rows are noise.", "limits": ("Text is left out.",)})
    found = drawn(clusters.cards(told, theme="dark"))
    for sentence in ("5 rows are noise.", "Text is left out.", made.new_rows, *made.mixed):
        assert sentence in found


def test_the_silhouette_plot_has_an_area_for_each_cluster_and_the_mean() -> None:
    made = report(4).profile
    figure = json.loads(drawn_json(made))
    assert [trace["name"] for trace in figure["data"]] == [
        f"Cluster {cluster.label}" for cluster in made.clusters
    ]
    for trace, cluster in zip(figure["data"], made.clusters, strict=True):
        assert len(trace["x"]) == len(trace["y"])
        assert trace["x"][1:-1] == pytest.approx(cluster.silhouette.curve, abs=1e-5)
    line = figure["layout"]["shapes"][0]
    assert line["x0"] == line["x1"] == pytest.approx(made.silhouette, abs=1e-5)


def test_the_table_of_the_plot_has_its_numbers() -> None:
    made = report()
    figure = silhouettes(made.profile)
    for row, cluster in zip(figure.table.rows, made.profile.clusters, strict=True):
        assert row[1:3] == ("30", f"{cluster.silhouette.mean:.3f}")


def test_clusters_have_the_colours_of_the_map_also_beside_noise() -> None:
    made = report().profile
    noisy = made.model_copy(update={"n_noise": 3})
    for one in (made, noisy):
        clusters_of_rows = [*[-1] * one.n_noise, *(c.label for c in one.clusters for _ in range(3))]
        rows = pd.DataFrame({"cluster": clusters_of_rows, "x": 0.0, "y": 0.0})
        on_the_map = cluster_plots.cluster_map(rows.assign(row=0), n_rows=len(rows)).traces
        assert [trace.name for trace in silhouettes(one).traces] == [
            trace.name for trace in on_the_map
        ]


def test_a_sample_is_told_below_the_plot() -> None:
    made = report().profile.model_copy(update={"n_rows": 20_000, "silhouette_rows": 90})
    assert "90 rows, chosen at random out of 20,000" in silhouettes(made).note


def test_a_cluster_of_one_row_can_be_drawn() -> None:
    table = pd.DataFrame({"x": [*np.linspace(0, 1, 30), 500.0], "y": 0.0})
    made = profile(grouped(table, n_clusters=2), random_seed=0)
    traces = json.loads(drawn_json(made))["data"]
    assert all(len(trace["x"]) == len(trace["y"]) for trace in traces)


def test_without_clusters_there_is_no_plot_but_words(drawn: Any) -> None:
    table = pd.DataFrame({"x": np.arange(9.0) * 9})
    made = profile(grouped(table, "dbscan", eps=0.01), random_seed=0)
    assert silhouettes(made) is None
    found = drawn(clusters.cards(report_of(made, made_clustering()), theme="light"))
    assert "All 9 rows are noise" in found


def test_the_plot_is_bounded_names_its_axes_and_brings_no_colors() -> None:
    table = pd.DataFrame({"x": np.random.default_rng(0).normal(size=6_000), "y": 0.0})
    made = profile(grouped(table, n_clusters=20), random_seed=0)
    text = drawn_json(made)
    assert len(text) < 200_000
    assert "bdata" not in text
    figure = json.loads(text)
    assert sum(len(trace["x"]) for trace in figure["data"]) <= figures.MOST_POINTS
    assert "color" not in json.dumps([figure["data"], {**figure["layout"], "template": None}])
    assert figure["layout"]["xaxis"]["title"]["text"]
    assert figure["layout"]["yaxis"]["title"]["text"]


def test_the_map_says_how_much_it_keeps(drawn: Any) -> None:
    places = pd.DataFrame({"row": [0, 1], "cluster": [0, 1], "x": [0.0, 1.0], "y": [0.0, 1.0]})
    cluster_map, _ = results.drawings(made_clustering(), places, report())
    assert "90 % of the spread" in cluster_map.note


def test_names_from_the_data_stay_text(drawn: Any) -> None:
    table, _ = blobs(2, 2, seed=0, each=20)
    table = table.rename(columns={"c0": "<img src=x>"})
    made = profile(grouped(table, n_clusters=2), random_seed=0)
    told = report_of(made, made_clustering())
    assert "<img src=x>" in drawn(clusters.cards(told, theme="light"))
