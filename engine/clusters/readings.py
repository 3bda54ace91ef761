"""What a profile means, whether it is good here, and what to try."""

from __future__ import annotations

from engine.amounts import share_words
from engine.clusters.records import Cluster, ClusterProfile
from engine.words import Tone, Words

# Kaufman and Rousseeuw (1990), "Finding Groups in Data", table 3.
STRONG, REASONABLE, WEAK = 0.70, 0.50, 0.25
MUCH_NOISE = 0.3
ONE_FOR_ALL = 0.9

_SEPARATIONS: tuple[tuple[float, str, Tone], ...] = (
    (
        STRONG,
        "They lie clearly apart: the mean silhouette is {score}, and 0.70 is called strong.",
        "good",
    ),
    (
        REASONABLE,
        "They lie reasonably apart: the mean silhouette is {score}, where 0.70 is called strong.",
        "good",
    ),
    (
        WEAK,
        (
            "They run into each other: the mean silhouette is {score}, where 0.50 is called "
            "reasonable. The borders between them may be arbitrary."
        ),
        "plain",
    ),
    (
        -2.0,
        (
            "They hardly differ: the mean silhouette is {score}. Up to 0.25 is what rows without "
            "any groups give as well."
        ),
        "warn",
    ),
)


def profile_reading(profile: ClusterProfile) -> Words:
    """Read the profile of a clustering."""
    if profile.n_clusters == 0:
        return _all_noise(profile)
    if profile.n_clusters == 1:
        return _one_cluster(profile)
    if profile.silhouette is None:
        return _cannot_be_judged(profile)
    here, tone = _separation(profile.silhouette)
    warned = tone if _advice(profile) is None else "warn"
    return Words(
        meaning=_found(profile),
        judgement=here,
        try_next=_advice(profile) or _usual_advice(profile, profile.silhouette),
        tone=warned,
    )


def _found(profile: ClusterProfile) -> str:
    sizes = sorted(cluster.n_rows for cluster in profile.clusters)
    known = {
        "inside": f"{profile.n_rows - profile.n_noise:,}",
        "rows": f"{profile.n_rows:,}",
        "clusters": f"{profile.n_clusters:,}",
        "least": f"{sizes[0]:,}",
        "most": f"{sizes[-1]:,}",
    }
    if profile.n_others:
        phrase = "{inside} of {rows} rows are in {clusters} clusters; the largest has {most} rows."
    elif sizes[0] == sizes[-1]:
        phrase = "{inside} of {rows} rows are in {clusters} clusters of {most} rows each."
    else:
        phrase = "{inside} of {rows} rows are in {clusters} clusters of {least} to {most} rows."
    return phrase.format(**known)


def _separation(silhouette: float) -> tuple[str, Tone]:
    score = f"{silhouette:.2f}"
    for limit, words, tone in _SEPARATIONS:
        if silhouette > limit:
            return words.format(score=score), tone
    raise AssertionError("A silhouette is over -2.")


def _advice(profile: ClusterProfile) -> str | None:
    """What to try about something that is odd, ``None`` where nothing is."""
    noise = profile.n_noise / profile.n_rows
    largest = max(profile.clusters, key=lambda cluster: cluster.share)
    if noise > MUCH_NOISE:
        return (
            f"{share_words(noise)} of the rows are in no cluster. Let more rows count as near (a "
            "wider reach, fewer neighbours), or take an algorithm that gives every row a cluster."
        )
    if largest.share > ONE_FOR_ALL:
        return (
            f"Cluster {largest.label} has {share_words(largest.share)} of the rows, the others are "
            "a few odd ones. Look at those as outliers, or scale the columns robustly, and train "
            "again."
        )
    return None


def _usual_advice(profile: ClusterProfile, silhouette: float) -> str:
    if silhouette <= WEAK:
        return (
            "Leave out columns that should not matter for the groups, try another number of "
            "clusters, or another algorithm. It may be that there are no groups in these data."
        )
    weakest = _weakest(profile)
    if weakest is not None:
        return (
            f"Cluster {weakest.label} is held together least. Try one cluster more and one less, "
            "and see whether it stays."
        )
    return (
        "Read the words beside each cluster: if you can give it a name, it is of use. Then see "
        "whether another number of clusters does as well."
    )


def _weakest(profile: ClusterProfile) -> Cluster | None:
    """The least coherent cluster, where it is much less so than all together."""
    judged = [one for one in profile.clusters if one.silhouette is not None]
    weak = [one for one in judged if one.silhouette and one.silhouette.mean <= WEAK]
    return min(weak, key=lambda one: one.silhouette.mean if one.silhouette else 0.0, default=None)


def _all_noise(profile: ClusterProfile) -> Words:
    return Words(
        meaning=f"All {profile.n_rows:,} rows are noise: there is no cluster.",
        judgement="With these settings no place is dense enough to be a cluster.",
        try_next=(
            "Let more rows count as near (a wider reach, fewer neighbours, a smaller group), leave "
            "columns out, or take an algorithm that gives every row a cluster."
        ),
        tone="warn",
    )


def _one_cluster(profile: ClusterProfile) -> Words:
    inside = profile.n_rows - profile.n_noise
    return Words(
        meaning=f"There is one cluster, with {inside:,} of {profile.n_rows:,} rows.",
        judgement="Nothing was divided, so there is nothing to tell apart.",
        try_next=(
            "Let fewer rows count as near, ask for at least two clusters, or see whether there is "
            "any structure in these data."
        ),
        tone="warn",
    )


def _cannot_be_judged(profile: ClusterProfile) -> Words:
    return Words(
        meaning=_found(profile),
        judgement="How well they are apart cannot be said: nearly every row is a cluster of its "
        "own.",
        try_next="Ask for fewer clusters, or bring more rows.",
        tone="warn",
    )
