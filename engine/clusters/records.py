"""What is known about the clusters of a model, as frozen records that are stored as JSON."""

from __future__ import annotations

from typing import Literal

from engine.records import Record

ConditionKind = Literal["above", "at_most", "between", "is", "is_not", "missing", "known"]
DifferenceKind = Literal["number", "date", "level", "missing"]


class Condition(Record):
    """One condition on a column of the file.

    Parameters
    ----------
    column : str
    kind : ConditionKind
        The value is ``above`` `low`, ``at_most`` `high`, or ``between`` them with
        `high` included; it ``is`` or ``is_not`` a `level`; it is ``missing`` or
        ``known``. A missing value is neither above nor at most anything, and
        is not any level.
    low, high : float, str, or None
        Numbers, or a date as ISO 8601 text.
    level : str or None
    """

    column: str
    kind: ConditionKind
    low: float | str | None = None
    high: float | str | None = None
    level: str | None = None


class Description(Record):
    """A cluster in words: all of the conditions hold.

    `covered` is the share of the cluster's rows that are described so, `right` the
    share of the rows described so (`n_rows` of them) that are in the cluster.
    """

    conditions: tuple[Condition, ...]
    covered: float
    right: float
    n_rows: int


class Difference(Record):
    """How a cluster differs from all other rows in one column.

    Parameters
    ----------
    column : str
    kind : DifferenceKind
    level : str or None
        Of a ``level``, which.
    inside, outside : float or str
        Mean of the cluster and of all other rows: a number, or a date as ISO 8601
        text. Of a level or what is missing, its share of the rows.
    difference : float
        Of numbers and dates, `inside` less `outside` in standard deviations of all
        rows; of shares, their plain difference.
    strength : float
        The same in standard deviations of all rows for every kind, so that columns
        can be ranked.
    """

    column: str
    kind: DifferenceKind
    level: str | None = None
    inside: float | str
    outside: float | str
    difference: float
    strength: float


class ClusterSilhouette(Record):
    """Silhouettes of the rows of one cluster, among the rows that were looked at.

    `below_zero` is the share of its rows that are nearer to another cluster. `curve`
    has the values from the greatest to the least, at most 80 of them.
    """

    n_rows: int
    mean: float
    below_zero: float
    curve: tuple[float, ...]


class Cluster(Record):
    """One cluster; `share` is of all rows, those of noise included."""

    label: int
    n_rows: int
    share: float
    description: Description | None = None
    differences: tuple[Difference, ...] = ()
    silhouette: ClusterSilhouette | None = None


class ColumnWeight(Record):
    """How much of the spread of the prepared numbers comes from one column of the file.

    Distances between rows are made of these numbers: a column of half the spread
    decides about half of them.
    """

    column: str
    share: float


class ClusterProfile(Record):
    """What the clusters of a model are.

    Parameters
    ----------
    n_rows, n_clusters, n_noise : int
        Rows that were grouped, clusters, and rows in none of them.
    clusters : tuple of Cluster
        The largest ones, in the order of their labels.
    n_others, n_other_rows : int
        Clusters beyond those, and their rows.
    silhouette : float or None
        Mean over `silhouette_rows` rows in clusters; ``None`` where there is none.
    text_columns : tuple of str
        Columns that neither words nor differences can be about.
    weights : tuple of ColumnWeight
        The weightiest columns first.
    map_shares : tuple of float
        Of the spread of all prepared numbers, what each axis of the map keeps.
    """

    n_rows: int
    n_clusters: int
    n_noise: int
    clusters: tuple[Cluster, ...]
    n_others: int = 0
    n_other_rows: int = 0
    silhouette: float | None = None
    silhouette_rows: int = 0
    text_columns: tuple[str, ...] = ()
    weights: tuple[ColumnWeight, ...] = ()
    map_shares: tuple[float, ...] = ()
