"""The clusters of a model in numbers and in sentences, for page, REST and report."""

from __future__ import annotations

from collections.abc import Sequence

from engine.algorithms import entry_of
from engine.amounts import share_words
from engine.clusters.assignment import RULES, rule_of
from engine.clusters.context import require_clustering
from engine.clusters.readings import profile_reading
from engine.clusters.records import Cluster, ClusterProfile, ColumnWeight
from engine.clusters.stored import stored_profile
from engine.clusters.words import (
    NO_DIFFERENCE,
    cluster_name,
    description_words,
    difference_words,
    fit_words,
    limits_words,
    map_words,
    noise_words,
    silhouette_words,
    strength_words,
)
from engine.errors import DoesNotApplyError
from engine.preprocessing import Step, describe
from engine.records import ColumnType, Record, TrainedModel
from engine.store import Store
from engine.words import Words

MOST_TOLD_WEIGHTS = 5
# One of several columns with more than this decides about the clusters almost alone.
DECIDES = 0.6

_TYPES: dict[ColumnType, str] = {
    "numeric": "numbers",
    "categorical": "categories",
    "boolean": "yes or no",
    "datetime": "dates",
    "text": "texts",
}


class ClusterWords(Record):
    """One cluster in sentences.

    `words` is a rule over the columns of the file, `fit` how well it fits, and
    `differences` the columns in which the cluster differs most from all other rows.
    """

    label: int
    name: str
    words: str
    fit: str
    differences: tuple[str, ...]
    silhouette: str | None


class ClusterReport(Record):
    """The clusters of a model.

    Parameters
    ----------
    profile : ClusterProfile
        The numbers.
    reading : Words
        What they mean, whether that is good here, and what to try.
    clusters : tuple of ClusterWords
    noise, map : str or None
        About the rows in no cluster, and what the map keeps.
    limits : tuple of str
        What was left out, or looked at in part only.
    preparation : tuple of Step
        What became of the columns of each type before distances were taken.
    mixed : tuple of str
        How columns of different types count together.
    new_rows : str or None
        How a new row gets its cluster; ``None`` if this version lacks the algorithm.
    """

    profile: ClusterProfile
    reading: Words
    clusters: tuple[ClusterWords, ...]
    noise: str | None
    limits: tuple[str, ...]
    map: str | None
    preparation: tuple[Step, ...]
    mixed: tuple[str, ...]
    new_rows: str | None


def cluster_report(store: Store, model: TrainedModel) -> ClusterReport:
    """Tell the clusters of a model from what was kept with it.

    Raises
    ------
    DoesNotApplyError
        If it is no clustering, or its clusters were not described.
    """
    require_clustering(model)
    profile = stored_profile(store, model.id)
    if profile is None:
        raise DoesNotApplyError(
            "The clusters of this model were not described when it was trained.",
            field="model_id",
            hint="Train it again: the same settings give the same clusters.",
        )
    return report_of(profile, model)


def report_of(profile: ClusterProfile, model: TrainedModel) -> ClusterReport:
    """Say a profile in sentences."""
    entry = entry_of(model)
    columns, chosen = model.provenance.columns, model.provenance.spec.preprocessing
    steps = () if entry is None else describe(columns, entry, chosen)
    return ClusterReport(
        profile=profile,
        reading=profile_reading(profile),
        clusters=tuple(_told(cluster) for cluster in profile.clusters),
        noise=noise_words(profile),
        limits=limits_words(profile),
        map=map_words(profile),
        preparation=steps,
        mixed=mixed_words(steps, profile.weights),
        new_rows=None if entry is None else RULES[rule_of(entry.build({}, random_seed=0))],
    )


def mixed_words(steps: Sequence[Step], weights: Sequence[ColumnWeight]) -> tuple[str, ...]:
    """How columns of different types count together, and which count most."""
    types = list(dict.fromkeys(_TYPES[step.type] for step in steps))
    said = []
    if len(types) > 1:
        said.append(
            "The columns are of different types ({types}). Each becomes numbers in its own way, "
            "and how alike two rows are is computed from all of these numbers together.".format(
                types=", ".join(types)
            )
        )
    if weights:
        said.append(_weights(weights))
    if len(weights) > 1 and weights[0].share > DECIDES:
        said.append(
            f"{weights[0].column} decides almost alone. If it should not, scale the columns, or "
            "leave it out, and train again."
        )
    return tuple(said)


def _weights(weights: Sequence[ColumnWeight]) -> str:
    told = ", ".join(
        f"{one.column} {share_words(one.share)}" for one in weights[:MOST_TOLD_WEIGHTS]
    )
    if len(weights) > MOST_TOLD_WEIGHTS:
        return f"Of the squared distances between rows, these columns make the most: {told}."
    return f"Of the squared distances between rows, each column makes a share: {told}."


def _told(cluster: Cluster) -> ClusterWords:
    differences = tuple(
        f"{difference_words(one)} ({strength_words(one)})." for one in cluster.differences
    )
    silhouette = cluster.silhouette
    return ClusterWords(
        label=cluster.label,
        name=cluster_name(cluster.label),
        words=description_words(cluster.description),
        fit=fit_words(cluster.description),
        differences=differences or (NO_DIFFERENCE,),
        silhouette=None if silhouette is None else silhouette_words(silhouette),
    )
