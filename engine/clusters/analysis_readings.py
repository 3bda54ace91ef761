"""What an analysis of a clustering means, whether it is good here, and what to try."""

from __future__ import annotations

from collections.abc import Sequence

from engine.clusters.analysis_records import (
    ClusterCount,
    ClusterMap,
    ClusterStructure,
    CountCandidate,
    Measure,
    Reference,
    ReferenceKind,
)
from engine.clusters.readings import WEAK
from engine.words import Tone, Words

MEASURES: dict[Measure, str] = {
    "silhouette": "Silhouette",
    "calinski_harabasz": "Calinski-Harabasz",
    "davies_bouldin": "Davies-Bouldin",
    "bic": "BIC",
    "stability": "Stability",
}
REFERENCES: dict[ReferenceKind, str] = {
    "shuffled": "Columns shuffled by themselves",
    "bell": "One bell-shaped cloud",
    "box": "An evenly filled box",
}
STABLE = 0.8
_FITS = "{k} clusters fit these data best. This takes for granted that there are groups."

_MEANS = {
    "structure": (
        "There is structure: the clusters lie better apart than in any kind of data without groups "
        "that was tried."
    ),
    "single_columns": (
        "There is structure within single columns: shuffling the columns does not spoil the "
        "clusters."
    ),
    "one_cloud": (
        "There is no structure beyond one cloud: columns go together, but the rows fall into no "
        "groups."
    ),
    "none": "There is no structure: data without groups are divided as well as these.",
    "no_clusters": "Whether there is structure cannot be said: fewer than two clusters were found.",
}
_NEXT = {
    "structure": "See how many clusters there are, and whether you can give each a name.",
    "single_columns": (
        "Look at the columns that distinguish the clusters: one with two humps, a long tail or few "
        "levels makes them. If that is no news, leave it out or transform it, and train again."
    ),
    "one_cloud": (
        "Any division of such rows is arbitrary. Use the columns as they are, or group the rows by "
        "limits that mean something to you."
    ),
    "none": (
        "Do not use these clusters as if they were real. Leave out columns that only add noise, "
        "try another algorithm, or accept that there are no groups."
    ),
    "no_clusters": "Change the settings so that at least two clusters are found, then ask again.",
}


def structure_reading(structure: ClusterStructure) -> Words:
    """Read whether there is structure."""
    good = structure.verdict == "structure"
    tone: Tone = "good" if good else "plain" if structure.verdict == "single_columns" else "warn"
    return Words(
        meaning=_MEANS[structure.verdict],
        judgement=_compared(structure),
        try_next=_NEXT[structure.verdict],
        tone=tone,
    )


def reference_words(reference: Reference) -> str:
    """How one kind of data without groups compares, with how often it was tried."""
    return (
        f"{REFERENCES[reference.kind]}: {reference.mean:.2f} on average in "
        f"{len(reference.scores):,} trials; share of trials at least as good: {reference.share:.2f}"
        f" (it cannot be less than {1 / (1 + len(reference.scores)):.2f})."
    )


def count_reading(count: ClusterCount) -> Words:
    """Read how many clusters there are."""
    if count.suggested is None:
        return Words(
            meaning="How many clusters there are cannot be said.",
            judgement="There are too few different rows to judge even two clusters.",
            try_next="Bring more rows, or columns in which they differ.",
            tone="warn",
        )
    best = next(one for one in count.candidates if one.k == count.suggested)
    doubtful = _is_doubtful(best)
    fits = "{k} clusters fit these data best, but not well." if doubtful else _FITS
    return Words(
        meaning=fits.format(k=best.k),
        judgement=_reasons(count, best),
        try_next=_next_count(count, best),
        tone="warn" if doubtful else "good",
    )


def count_limits_words(count: ClusterCount) -> str:
    """What the measures are of: the rows, samples and starts."""
    said = (
        f"Each number of clusters was tried on {count.n_rows:,} of {count.n_all_rows:,} rows; "
        f"silhouettes are of {count.silhouette_rows:,} of them, and stability is of "
        f"{count.n_samples} bootstrap samples."
    )
    if count.n_starts == 1:
        return said
    return f"{said} Each fit started {count.n_starts} times and kept the best result."


def map_reading(found: ClusterMap) -> Words:
    """Say how to read a map by t-SNE."""
    return Words(
        meaning=f"{len(found.points):,} of {found.n_all_rows:,} rows, laid out by t-SNE.",
        judgement=(
            "Rows beside each other are alike. How far islands are from each other, and how large "
            "they are, means nothing."
        ),
        try_next="Islands of one colour support the clusters; colours that mix speak against them.",
        tone="plain",
    )


def _compared(structure: ClusterStructure) -> str:
    if structure.observed is None:
        return f"{structure.n_rows:,} of {structure.n_all_rows:,} rows were clustered."
    trials = sum(len(one.scores) for one in structure.references)
    highest = max(structure.references, key=lambda one: one.mean)
    return (
        f"The silhouette is {structure.observed:.2f} on {structure.n_rows:,} of "
        f"{structure.n_all_rows:,} rows. Among {trials:,} data sets without groups, the best kind "
        f"reached {highest.mean:.2f} on average; the share that was at least as good is "
        f"{max(one.share for one in structure.references):.2f}."
    )


def _reasons(count: ClusterCount, best: CountCandidate) -> str:
    voters = [MEASURES[key] for key, k in count.favourites.items() if k == best.k]
    others = {k for k in count.favourites.values() if k != best.k}
    known = {
        "n": len(voters),
        "all": len(count.favourites),
        "voters": _listed(voters),
        "others": _listed([str(k) for k in sorted(others)]),
        "stability": "unknown" if best.stability is None else f"{best.stability:.2f}",
    }
    if not others:
        phrase = "All measures say so ({voters}). Agreement between samples is {stability} of 1."
    elif len(voters) == 1:
        phrase = (
            "One of {all} measures says so ({voters}), the others name {others}. Agreement between "
            "samples is {stability} of 1."
        )
    else:
        phrase = (
            "{n} of {all} measures say so ({voters}), the others name {others}. Agreement between "
            "samples is {stability} of 1."
        )
    return phrase.format(**known)


def _next_count(count: ClusterCount, best: CountCandidate) -> str:
    if _is_doubtful(best):
        return (
            "Even these clusters are not clear. See whether there is structure at all before you "
            "use any number of them."
        )
    if count.current == best.k:
        return "The model has that many. Read its clusters, and see whether each has a meaning."
    return f"The model has {count.current}. Train it again with {best.k} and compare."


def _is_doubtful(best: CountCandidate) -> bool:
    """Whether not even the best number gives clusters that are apart and come again."""
    apart = best.silhouette is not None and best.silhouette > WEAK
    return not apart or best.stability is None or best.stability < STABLE


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
