"""The silhouette plot: how well each row sits in its cluster (Rousseeuw, 1987)."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from components import figures, words
from components.cluster_plots import NOISE, cluster_name
from components.figures import Figure, Table
from engine.clusters.records import Cluster, ClusterProfile

# Between two clusters, as a share of all rows.
_GAP = 0.02


def silhouettes(profile: ClusterProfile) -> Figure | None:
    """Draw the silhouettes of each cluster as an area; ``None`` where there are none."""
    shown = [cluster for cluster in profile.clusters if cluster.silhouette is not None]
    if not shown or profile.silhouette is None:
        return None
    places = _places(shown)
    return Figure(
        name="cluster-silhouettes",
        title="How well rows sit in their cluster",
        says=(
            "Each area is a cluster: its height is its number of rows, its width the silhouette of "
            "each. Near 1 a row is far from all other clusters, at 0 between two, below 0 nearer "
            "to another one. The dotted line is the mean of all rows."
        ),
        traces=(*_noise(profile), *map(_area, shown, places)),
        layout=_axes(shown, places, profile.silhouette),
        table=_table(shown),
        note=_note(profile),
        height=min(680, 200 + 40 * len(shown)),
    )


def _places(shown: list[Cluster]) -> list[tuple[float, float]]:
    """Upper and lower edge of each area, as shares of the rows that were looked at."""
    sizes = [_n_rows(cluster) for cluster in shown]
    total, top, places = sum(sizes), 0.0, []
    for size in sizes:
        places.append((top, top + size / total))
        top += size / total + _GAP
    return places


def _noise(profile: ClusterProfile) -> list[Any]:
    """An empty trace where the map has one of noise: clusters have the same colours in both."""
    known = {"showlegend": False, "hoverinfo": "skip"}
    return [go.Scatter(x=[], y=[], name=cluster_name(NOISE), **known)] if profile.n_noise else []


def _area(cluster: Cluster, place: tuple[float, float]) -> Any:  # noqa: ANN401  plotly has no types
    curve = () if cluster.silhouette is None else cluster.silhouette.curve
    top, bottom = place
    step = (bottom - top) / max(1, len(curve) - 1)
    name = cluster_name(cluster.label)
    return go.Scatter(
        x=figures.numbers([0.0, *curve, *(curve if len(curve) == 1 else ()), 0.0]),
        y=figures.numbers([top, *_steps(top, bottom, step, len(curve)), bottom]),
        mode="lines",
        fill="toself",
        name=name,
        text=f"{name}: {_n_rows(cluster):,} rows",
        hoverinfo="text",
        showlegend=False,
    )


def _steps(top: float, bottom: float, step: float, n: int) -> list[float]:
    return [top, bottom] if n == 1 else [top + step * number for number in range(n)]


def _axes(shown: list[Cluster], places: list[tuple[float, float]], mean: float) -> dict[str, Any]:
    names = [cluster_name(cluster.label) for cluster in shown]
    (at,) = figures.numbers([mean])
    return {
        "xaxis": {"title": {"text": "silhouette (no unit, from -1 to 1)"}},
        "yaxis": {
            "tickvals": figures.numbers([(top + bottom) / 2 for top, bottom in places]),
            "ticktext": names,
            "title": {"text": "rows by cluster"},
            "range": [places[-1][1] + _GAP, -_GAP],
            "showgrid": False,
            "zeroline": False,
        },
        "shapes": [{"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}],
    }


def _table(shown: list[Cluster]) -> Table:
    head = ("Cluster", "Rows looked at", "Mean silhouette", "Nearer to another cluster")
    rows = [
        (
            cluster_name(cluster.label),
            f"{cluster.silhouette.n_rows:,}",
            f"{cluster.silhouette.mean:.3f}",
            words.share(cluster.silhouette.below_zero),
        )
        for cluster in shown
        if cluster.silhouette is not None
    ]
    return Table(head=head, rows=tuple(rows))


def _note(profile: ClusterProfile) -> str | None:
    clustered = profile.n_rows - profile.n_noise
    if profile.silhouette_rows >= clustered:
        return None
    return (
        f"These are silhouettes of {profile.silhouette_rows:,} rows, chosen at random out of "
        f"{clustered:,} in clusters."
    )


def _n_rows(cluster: Cluster) -> int:
    return 0 if cluster.silhouette is None else cluster.silhouette.n_rows
