"""A profile in sentences, the same for page, REST and report."""

from __future__ import annotations

from collections.abc import Sequence

from engine.amounts import number_words, share_words
from engine.clusters.records import (
    ClusterProfile,
    ClusterSilhouette,
    Condition,
    Description,
    Difference,
)
from engine.metrics.outcome import NOISE

_CONDITIONS = {
    "above": "{column} is over {low}",
    "at_most": "{column} is at most {high}",
    "between": "{column} is over {low} and at most {high}",
    "is": "{column} is {level}",
    "is_not": "{column} is not {level}",
    "missing": "{column} is missing",
    "known": "{column} is not missing",
}
_DATES = {
    "above": "{column} is after {low}",
    "at_most": "{column} is not after {high}",
    "between": "{column} is after {low} and not after {high}",
}
_TOGETHER = ("{0}", "{0}, and {1}", "{0}, {1}, and {2}", "{0}, {1}, {2}, and {3}")
NO_WORDS = "No short rule over the columns tells these rows from the others."
NO_DIFFERENCE = (
    "In no single column is it half a standard deviation from all other rows: it lies between "
    "them, or several columns together make it."
)


def cluster_name(label: int) -> str:
    """What a cluster is called; its number is the one the model file gives."""
    return "Noise, in no cluster" if label == NOISE else f"Cluster {label}"


def condition_words(condition: Condition) -> str:
    """One condition: "age is over 42", "city is Lyon", "joined is after 2024-03-01"."""
    is_date = isinstance(condition.low, str) or isinstance(condition.high, str)
    phrase = (_DATES if is_date else _CONDITIONS)[condition.kind]
    return phrase.format(
        column=condition.column,
        low=_spelled(condition.low),
        high=_spelled(condition.high),
        level=condition.level,
    )


def description_words(description: Description | None) -> str:
    """All conditions of a cluster, or that there are none."""
    if description is None:
        return NO_WORDS
    said = [condition_words(one) for one in description.conditions]
    if len(said) > len(_TOGETHER):
        return "; ".join(said)
    return _TOGETHER[len(said) - 1].format(*said)


def fit_words(description: Description | None) -> str:
    """How well the words fit."""
    if description is None:
        return ""
    return (
        f"This is true of {share_words(description.covered)} of the cluster's rows, and "
        f"{share_words(description.right)} of the {description.n_rows:,} rows it is true of are in "
        "the cluster."
    )


def difference_words(difference: Difference) -> str:
    """One column in which a cluster differs from all other rows."""
    values = {
        "column": difference.column,
        "level": difference.level,
        "inside": _value(difference.kind, difference.inside),
        "outside": _value(difference.kind, difference.outside),
    }
    phrases = {
        "number": "{column}: {inside} on average, {outside} in all other rows",
        "date": "{column}: {inside} on average, {outside} in all other rows",
        "level": "{column} is {level}: {inside} of the rows, {outside} of all others",
        "missing": "{column} is missing: {inside} of the rows, {outside} of all others",
    }
    return phrases[difference.kind].format(**values)


def strength_words(difference: Difference) -> str:
    """How large a difference is, in its own unit."""
    size = abs(difference.difference)
    if difference.kind in {"number", "date"}:
        amount = f"{size:.1f}"
        higher, lower = "{n} standard deviations higher", "{n} standard deviations lower"
    else:
        amount = f"{100 * size:.0f}"
        higher, lower = "{n} percentage points more", "{n} percentage points less"
    return (higher if difference.difference > 0 else lower).format(n=amount)


def silhouette_words(one: ClusterSilhouette) -> str:
    """How apart a cluster is."""
    return (
        f"Mean silhouette {one.mean:.2f} over {one.n_rows:,} rows; {share_words(one.below_zero)} "
        "of them are nearer to another cluster."
    )


def noise_words(profile: ClusterProfile) -> str | None:
    """Rows in no cluster, where there are any."""
    if not profile.n_noise:
        return None
    part = share_words(profile.n_noise / profile.n_rows)
    return (
        f"{profile.n_noise:,} of {profile.n_rows:,} rows ({part}) are noise: they lie near no "
        "cluster. They are no cluster of their own, and count among all other rows here."
    )


def limits_words(profile: ClusterProfile) -> tuple[str, ...]:
    """What was left out or looked at in part only."""
    clustered = profile.n_rows - profile.n_noise
    said = []
    if profile.text_columns:
        said.append(
            f"Columns of text cannot be told in such words and are left out: "
            f"{_listed(profile.text_columns)}."
        )
    if profile.n_others:
        said.append(
            f"The {len(profile.clusters)} largest clusters are told; {profile.n_others:,} smaller "
            f"ones with {profile.n_other_rows:,} rows are not."
        )
    if profile.silhouette is not None and profile.silhouette_rows < clustered:
        said.append(
            f"Silhouettes are of {profile.silhouette_rows:,} rows, chosen at random out of "
            f"{clustered:,} in clusters."
        )
    return tuple(said)


def map_words(profile: ClusterProfile) -> str | None:
    """How much of the differences between rows the map shows."""
    if not profile.map_shares:
        return None
    kept = sum(profile.map_shares)
    return (
        f"The map keeps {share_words(min(1.0, kept))} of the spread of all prepared numbers; what "
        "it loses, it cannot show."
    )


def _listed(names: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown}, … ({len(names):,} columns)"


def _value(kind: str, value: float | str) -> str:
    if isinstance(value, str):
        return value.replace("T", " ")
    return number_words(value) if kind == "number" else share_words(value)


def _spelled(limit: float | str | None) -> str:
    """A limit with all its digits: rounded, rows would fall on the other side of it.

    Four digits before the point are not divided: they may be a year.
    """
    if not isinstance(limit, float):
        return str(limit or "").replace("T", " ")
    is_whole = limit.is_integer() and abs(limit) < 1e15
    number = int(limit) if is_whole else limit
    return f"{number:,}" if abs(limit) >= 10_000 else f"{number}"
