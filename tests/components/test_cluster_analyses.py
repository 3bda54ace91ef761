"""Figures of the analyses of a clustering."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components import cluster_analyses, figures
from components.figures import Figure
from engine.clusters.analysis_records import (
    ClusterCount,
    ClusterMap,
    ClusterStructure,
    CountCandidate,
    MapPoint,
)
from engine.clusters.structure import reference


def a_count(**changes: Any) -> ClusterCount:
    candidates = tuple(
        CountCandidate(
            k=k,
            found=k,
            silhouette=0.1 * k,
            calinski_harabasz=1_000.0 + k,
            davies_bouldin=None if k == 2 else 0.5,
            bic=None,
            stability=1.0 - 0.05 * k,
        )
        for k in (2, 3, 4)
    )
    known = {
        "setting": "n_clusters",
        "current": 3,
        "n_rows": 500,
        "n_all_rows": 9_000,
        "silhouette_rows": 500,
        "n_samples": 8,
        "candidates": candidates,
        "favourites": {"silhouette": 4, "stability": 2, "calinski_harabasz": 4},
        "suggested": 4,
    }
    return ClusterCount(**(known | changes))


def a_structure() -> ClusterStructure:
    references = tuple(
        reference(kind, (0.1, 0.2, 0.3), 0.7) for kind in ("shuffled", "bell", "box")
    )
    return ClusterStructure(
        n_rows=500,
        n_all_rows=9_000,
        silhouette_rows=500,
        observed=0.7,
        references=references,
        verdict="none",
    )


def a_map(n: int = 2_000) -> ClusterMap:
    points = tuple(
        MapPoint(row=n, cluster=n % 4 - 1, x=n * 0.123456, y=-n * 0.123456) for n in range(n)
    )
    return ClusterMap(n_all_rows=9_000, perplexity=30.0, points=points)


def every_figure() -> list[Figure]:
    return [
        cluster_analyses.count(a_count()),
        cluster_analyses.structure(a_structure()),
        cluster_analyses.neighbours(a_map()),
    ]


def parts(figure: Figure) -> dict[str, Any]:
    return dict(json.loads(figures.plotly_figure(figure, theme="light").to_json()))


@pytest.mark.parametrize("place", range(3))
def test_every_figure_is_bounded_named_and_without_colors_of_its_own(place: int) -> None:
    figure = every_figure()[place]
    drawn = parts(figure)
    assert len(json.dumps(drawn)) < 200_000
    assert "bdata" not in json.dumps(drawn)
    assert "color" not in json.dumps([drawn["data"], {**drawn["layout"], "template": None}])
    for axis in ("xaxis", "yaxis"):
        assert drawn["layout"][axis]["title"]["text"]
    assert figure.table.rows
    assert all(len(row) == len(figure.table.head) for row in figure.table.rows)
    assert "9,000" in figure.note


def test_the_suggested_number_is_marked_and_the_table_has_all_measures() -> None:
    figure = cluster_analyses.count(a_count())
    assert parts(figure)["layout"]["shapes"][0]["x0"] == 4
    assert figure.table.head == (
        "Clusters",
        "Silhouette",
        "Calinski-Harabasz",
        "Davies-Bouldin",
        "Stability",
        "Named by",
    )
    assert figure.table.rows[0] == ("2", "0.2", "1,002", "does not apply", "0.9", "Stability")
    assert figure.table.rows[2][-1] == "Silhouette, Calinski-Harabasz"
    nothing = cluster_analyses.count(a_count(candidates=(), favourites={}, suggested=None))
    assert parts(nothing)["data"][0]["x"] == []


def test_what_was_observed_is_a_line_beside_the_points() -> None:
    figure = cluster_analyses.structure(a_structure())
    assert parts(figure)["layout"]["shapes"][0]["x0"] == 0.7
    assert [trace["x"] for trace in parts(figure)["data"]] == [[0.1, 0.2, 0.3]] * 3
    assert figure.table.rows[0][1:] == ("3", "0.200", "0.300", "0.250")


def test_the_map_of_neighbours_has_the_names_of_the_clusters() -> None:
    drawn = parts(cluster_analyses.neighbours(a_map(40)))
    assert [trace["name"] for trace in drawn["data"]][:2] == ["Noise, in no cluster", "Cluster 0"]
    assert sum(len(trace["x"]) for trace in drawn["data"]) == 40
