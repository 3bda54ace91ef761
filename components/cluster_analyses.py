"""Figures of the analyses of a clustering: how many clusters, is there structure, which are alike.

Each takes the record that an analysis gave; what it means is said by the engine.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from components import cluster_plots, figures, words
from components.figures import Figure, Table
from engine.clusters.analysis_readings import MEASURES, REFERENCES, count_limits_words
from engine.clusters.analysis_records import (
    ClusterCount,
    ClusterMap,
    ClusterStructure,
    CountCandidate,
    Measure,
    Reference,
)

# These two are on one scale, where 1 is best.
_DRAWN: tuple[Measure, ...] = ("silhouette", "stability")


def count(found: ClusterCount) -> Figure:
    """Draw silhouette and stability over the number of clusters; the table has all measures."""
    return Figure(
        name="cluster-count",
        title="How many clusters?",
        says=(
            "Silhouette: how far apart the clusters are. Stability: how much clusterings of other "
            "samples agree. Both are 1 at best. The dotted line is the number that most measures "
            "name."
        ),
        traces=tuple(_line(found, measure) for measure in _DRAWN),
        layout={
            "xaxis": {"title": {"text": "number of clusters"}, "dtick": 1},
            "yaxis": {"title": {"text": "silhouette, stability (no unit, 1 is best)"}},
            "shapes": [] if found.suggested is None else [_upright(found.suggested)],
        },
        table=_count_table(found),
        note=count_limits_words(found),
    )


def structure(found: ClusterStructure) -> Figure:
    """Draw the silhouettes on data without groups beside what was observed."""
    names = [REFERENCES[one.kind] for one in found.references]
    return Figure(
        name="cluster-structure",
        title="Is there structure at all?",
        says=(
            "Each point is a clustering of data that have no groups, of three kinds. The dotted "
            "line is the clustering of your data: there is structure where it is right of all "
            "points."
        ),
        traces=tuple(_points(one, line) for line, one in enumerate(found.references)),
        layout={
            **_structure_axes(names),
            "shapes": [] if found.observed is None else [_upright(found.observed)],
            "showlegend": False,
        },
        table=_structure_table(found),
        note=_structure_note(found),
        height=300,
    )


def neighbours(found: ClusterMap) -> Figure:
    """Draw a map by t-SNE, with the names and signs of the map by principal components."""
    places = pd.DataFrame([point.model_dump() for point in found.points])
    flat = cluster_plots.cluster_map(places, n_rows=found.n_all_rows)
    axes = {
        "xaxis": {"title": {"text": "first direction of the map (no unit)"}},
        "yaxis": {"title": {"text": "second direction of the map (no unit)"}},
    }
    return Figure(
        name="cluster-neighbours",
        title="A map of neighbours",
        says=(
            "Each point is a row, laid out by t-SNE: rows beside each other are alike. How far "
            "islands are from each other, and how large they are, means nothing."
        ),
        traces=flat.traces,
        layout={**flat.layout, **axes},
        table=Table(
            head=("Cluster", "Rows drawn", "Middle, first direction", "Middle, second direction"),
            rows=flat.table.rows,
        ),
        note=flat.note,
        height=440,
    )


def _line(found: ClusterCount, measure: Measure) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=[one.k for one in found.candidates],
        y=figures.numbers([getattr(one, measure) for one in found.candidates]),
        mode="lines+markers",
        name=MEASURES[measure],
        hovertemplate=f"{MEASURES[measure]} %{{y:.2f}}, %{{x}} clusters<extra></extra>",
    )


def _upright(place: float) -> dict[str, Any]:
    (at,) = figures.numbers([place])
    return {"type": "line", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1}


def _count_table(found: ClusterCount) -> Table:
    shown: list[Measure] = [
        measure
        for measure in MEASURES
        if any(getattr(one, measure) is not None for one in found.candidates)
    ]
    return Table(
        head=("Clusters", *(MEASURES[measure] for measure in shown), "Named by"),
        rows=tuple(_count_row(found, one, shown) for one in found.candidates),
    )


def _count_row(found: ClusterCount, one: CountCandidate, shown: list[Measure]) -> tuple[str, ...]:
    values = [getattr(one, measure) for measure in shown]
    said = ["does not apply" if value is None else words.number(value) for value in values]
    voters = [MEASURES[measure] for measure, k in found.favourites.items() if k == one.k]
    return (str(one.k), *said, ", ".join(voters) or "none")


def _points(one: Reference, line: int) -> Any:  # noqa: ANN401  plotly has no types
    return go.Scatter(
        x=figures.numbers(list(one.scores)),
        y=[line] * len(one.scores),
        mode="markers",
        name=REFERENCES[one.kind],
        opacity=0.65,
        hovertemplate=f"{REFERENCES[one.kind]}: %{{x:.2f}}<extra></extra>",
    )


def _structure_axes(names: list[str]) -> dict[str, Any]:
    return {
        "xaxis": {"title": {"text": "silhouette (no unit, 1 is best)"}},
        "yaxis": {
            **figures.named_ticks(names),
            "title": {"text": "data without groups"},
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
        },
    }


def _structure_table(found: ClusterStructure) -> Table:
    return Table(
        head=("Data without groups", "Trials", "Mean", "Highest", "Share at least as good"),
        rows=tuple(
            (
                REFERENCES[one.kind],
                f"{len(one.scores):,}",
                f"{one.mean:.3f}",
                f"{max(one.scores):.3f}",
                f"{one.share:.3f}",
            )
            for one in found.references
        ),
    )


def _structure_note(found: ClusterStructure) -> str | None:
    if found.n_rows >= found.n_all_rows:
        return None
    return (
        f"Computed on {found.n_rows:,} rows, chosen at random out of {found.n_all_rows:,}, also "
        "for your data."
    )
