"""What the analyses of a clustering give: frozen records that are stored as JSON."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.records import Record

Measure = Literal["silhouette", "calinski_harabasz", "davies_bouldin", "bic", "stability"]
ReferenceKind = Literal["shuffled", "bell", "box"]
StructureVerdict = Literal["structure", "single_columns", "one_cloud", "none", "no_clusters"]


class CountCandidate(Record):
    """One number of clusters: how many were found, and what each measure says of them.

    `stability` is the mean adjusted Rand index between bootstrap samples. A measure
    that does not apply is ``None``; `bic` exists for mixtures alone.
    """

    k: int
    found: int
    silhouette: float | None
    calinski_harabasz: float | None
    davies_bouldin: float | None
    bic: float | None
    stability: float | None


class ClusterCount(Record):
    """How many clusters: measures over a range of numbers, and the one that most name.

    Parameters
    ----------
    setting : str
        The hyperparameter that is the number of clusters.
    current : int
        Its value in the model.
    n_rows, n_all_rows, silhouette_rows : int
        Rows that each fit was made on, of how many, and those silhouettes are of.
    n_samples, n_starts : int
        Bootstrap samples for the stability, and how often each fit started anew, 1
        where the algorithm has no such setting.
    candidates : tuple of CountCandidate
        Empty where there are too few different rows.
    favourites : dict of str to int
        The number that each measure names.
    suggested : int or None
    """

    setting: str
    current: int
    n_rows: int
    n_all_rows: int
    silhouette_rows: int
    n_samples: int
    n_starts: int = 1
    candidates: tuple[CountCandidate, ...] = ()
    favourites: dict[Measure, int] = Field(default_factory=dict)
    suggested: int | None = None


class Reference(Record):
    """The measure on data that have no groups of a certain kind, several times.

    `kind` says which: the columns ``shuffled`` independently, a ``bell``-shaped cloud of
    the same covariance, or an evenly filled ``box`` along the principal axes. Where no
    clusters were found, the measure is 0. `share` is ``(1 + b) / (1 + n)``, where `b` of
    the `n` were at least as good as what was observed.
    """

    kind: ReferenceKind
    scores: tuple[float, ...]
    mean: float
    share: float
    is_beaten: bool


class ClusterStructure(Record):
    """Whether there is structure at all.

    `observed` is the silhouette of the same clustering on the rows as they are, with rows
    of noise counted as 0; ``None`` if it found fewer than two clusters.
    """

    n_rows: int
    n_all_rows: int
    silhouette_rows: int
    observed: float | None
    references: tuple[Reference, ...] = ()
    verdict: StructureVerdict


class MapPoint(Record):
    """One row on a map: its position in the table and its cluster."""

    row: int
    cluster: int
    x: float
    y: float


class ClusterMap(Record):
    """Rows laid out by t-SNE; neighbours stay neighbours, distances mean little."""

    n_all_rows: int
    perplexity: float
    points: tuple[MapPoint, ...]
