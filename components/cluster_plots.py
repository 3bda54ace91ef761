"""Figures of a clustering: where its rows lie, and how large the clusters are."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components import figures, words
from components.figures import Figure, Table
from engine.clusters.report import ClusterReport

# More clusters than this cannot be told apart; the smallest are drawn as one.
MOST_CLUSTERS: Final = 20
NOISE: Final = -1


def cluster_name(cluster: int | None) -> str:
    """What a cluster is called; its number is the one the model file gives."""
    if cluster is None:
        return "All other clusters"
    return "Noise, in no cluster" if cluster == NOISE else f"Cluster {cluster}"


def both(
    predictions: pd.DataFrame, report: ClusterReport | None, *, n_rows: int
) -> tuple[Figure, Figure]:
    """The map, with what it keeps, and the sizes."""
    kept = None if report is None else report.map
    drawn = cluster_map(predictions, n_rows=n_rows, kept=kept)
    return drawn, cluster_sizes(predictions, n_rows=n_rows)


def cluster_map(predictions: pd.DataFrame, *, n_rows: int, kept: str | None = None) -> Figure:
    """Draw rows as points on the two directions of greatest spread, by cluster.

    `kept` says how much of the spread that is.
    """
    drawn = figures.sample(predictions.dropna(subset=["x", "y"]))
    parts = _parts(drawn)
    return Figure(
        name="cluster-map",
        title="Map of the clusters",
        says=(
            "Each point is a row. The map flattens all columns to the two directions in which "
            "rows differ most (principal components), so clusters may overlap here that are "
            "apart in the data."
        ),
        traces=tuple(_cluster_points(cluster, part) for cluster, part in parts),
        layout={
            "xaxis": {"title": {"text": "first principal component (no unit)"}},
            "yaxis": {"title": {"text": "second principal component (no unit)"}},
            "annotations": [_label(cluster, part) for cluster, part in parts if _is_one(cluster)],
        },
        table=Table(
            head=("Cluster", "Rows drawn", "Middle, first component", "Middle, second component"),
            rows=tuple(_middle(cluster, part) for cluster, part in parts),
        ),
        note=" ".join(filter(None, (kept, figures.sampling_note(len(drawn), n_rows)))) or None,
        height=440,
    )


def cluster_sizes(predictions: pd.DataFrame, *, n_rows: int) -> Figure:
    """Draw how many rows are in each cluster."""
    parts = _parts(predictions)
    names = [cluster_name(cluster) for cluster, _ in parts]
    counts = [len(part) for _, part in parts]
    return Figure(
        name="cluster-sizes",
        title="How large the clusters are",
        says=(
            "One cluster with nearly all rows, or many clusters with a few rows each, often "
            "means that another number of clusters fits better."
        ),
        traces=(_bars(names, counts),),
        layout={
            "xaxis": {"type": "category"},
            "yaxis": {"title": {"text": "number of rows"}, "rangemode": "tozero"},
        },
        table=Table(
            head=("Cluster", "Rows", "Share of rows"),
            rows=tuple(_size(name, n, sum(counts)) for name, n in zip(names, counts, strict=True)),
        ),
        note=_counted_note(len(predictions), n_rows),
        height=440,
    )


def _parts(predictions: pd.DataFrame) -> list[tuple[int | None, pd.DataFrame]]:
    """Rows by cluster in the order of the numbers; the smallest together as ``None``."""
    sizes = predictions["cluster"].value_counts()
    kept = sorted(int(cluster) for cluster in sizes.index[:MOST_CLUSTERS])
    rest = predictions[~predictions["cluster"].isin(kept)]
    parts = [(cluster, predictions[predictions["cluster"] == cluster]) for cluster in kept]
    return [*parts, *([(None, rest)] if len(rest) else [])]


def _is_one(cluster: int | None) -> bool:
    return cluster is not None and cluster != NOISE


def _cluster_points(cluster: int | None, part: pd.DataFrame) -> Any:  # noqa: ANN401  no types
    known = {} if _is_one(cluster) else {"marker": {"symbol": "x", "size": 6}}
    name = cluster_name(cluster)
    return go.Scatter(
        x=figures.numbers(part["x"]),
        y=figures.numbers(part["y"]),
        customdata=[int(row) + 1 for row in part["row"]],
        mode="markers",
        name=name,
        opacity=0.75,
        hovertemplate=f"{name}<br>row %{{customdata}}<extra></extra>",
        **known,
    )


def _label(cluster: int | None, part: pd.DataFrame) -> dict[str, Any]:
    """The cluster's number in its middle: told by more than colour and symbol."""
    x, y = figures.numbers([part["x"].median(), part["y"].median()])
    return {"x": x, "y": y, "text": f"<b>{cluster}</b>"}


def _middle(cluster: int | None, part: pd.DataFrame) -> tuple[str, ...]:
    middle = (words.number(float(f"{part[axis].median():.4g}")) for axis in ("x", "y"))
    return (cluster_name(cluster), f"{len(part):,}", *middle)


def _bars(names: list[str], counts: list[int]) -> Any:  # noqa: ANN401  plotly has no types
    return go.Bar(
        x=names,
        y=counts,
        text=[f"{n:,}" for n in counts],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{y:,} rows<extra></extra>",
    )


def _size(name: str, n: int, total: int) -> tuple[str, str, str]:
    return name, f"{n:,}", words.share(n / total)


def _counted_note(n_counted: int, n_rows: int) -> str | None:
    if n_counted >= n_rows:
        return None
    return (
        f"Counted among {n_counted:,} rows that were chosen at random out of {n_rows:,}; "
        "the shares hold for all of them, give or take a few per cent."
    )
