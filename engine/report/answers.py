"""What a model said of rows as sections: where it errs, its clusters, what was found out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.amounts import number_words, share_words
from engine.clusters.report import ClusterReport
from engine.diagnosis.classes import ClassScores
from engine.diagnosis.conformal import PredictionInterval
from engine.diagnosis.report import ClassifierDiagnosis, Diagnosis
from engine.diagnosis.residuals import ErrorBand, Residuals
from engine.model_results import ModelResults
from engine.report.records import Cells, Section, Table


def answers(found: ModelResults) -> Iterator[Section]:
    """Sections in the order of the page."""
    if found.clusters is not None:
        yield clusters(found.clusters)
    if found.diagnosis is not None:
        yield errors(found.diagnosis, found.model.target or "")
    if found.thresholds is not None:
        _, told = found.thresholds
        yield Section(
            title="Where to draw the line when both mistakes cost the same", words=(told,)
        )
    for one in found.analyses:
        if one.words is not None:
            yield Section(title=one.name, remarks=(one.question,), words=(one.words,))


def errors(found: Diagnosis, target: str) -> Section:
    """Where a supervised model is right and where it errs."""
    return Section(
        title="Where it is right, and where it errs",
        words=tuple(found.words.values()),
        tables=tuple(_tables(found, target)),
    )


def _tables(found: Diagnosis, target: str) -> Iterator[Table]:
    if isinstance(found, ClassifierDiagnosis):
        yield class_table(found.classes)
        return
    if found.residuals is not None:
        yield band_table(found.residuals, target)
        yield worst_table(found.residuals)
    if found.intervals:
        yield interval_table(found.intervals, target)


def class_table(classes: tuple[ClassScores, ...]) -> Table:
    """Each class, the one that is found worst first."""
    worst_first = sorted(classes, key=lambda one: (one.recall is None, one.recall))
    return Table(
        name="Each class",
        head=("Class", "Found (recall)", "Right when said (precision)", "F1", "Rows", "Said"),
        rows=tuple(_class(one) for one in worst_first),
    )


def _class(one: ClassScores) -> Cells:
    shares = (_share(value) for value in (one.recall, one.precision, one.f1))
    return (one.label, *shares, f"{one.n_actual:,}", f"{one.n_predicted:,}")


def _share(value: float | None) -> str:
    return "no such rows" if value is None else share_words(value)


def band_table(found: Residuals, target: str) -> Table:
    """How far off it is for small and for large targets."""
    ends = (f"Lowest {target}", f"Highest {target}")
    return Table(
        name="Errors by range of the target",
        head=(*ends, "Rows", "Mean size of the residual", "Mean residual"),
        rows=tuple(_band(one) for one in found.bands),
    )


def _band(one: ErrorBand) -> Cells:
    low, high, error, bias = (
        number_words(value) for value in (one.low, one.high, one.mean_absolute_error, one.bias)
    )
    return low, high, f"{one.n_rows:,}", error, bias


def worst_table(found: Residuals) -> Table:
    """The rows it is furthest off; a slip of the pen is often among them."""
    return Table(
        name="Held-out rows it is furthest off",
        head=("Row", "Actual", "Predicted", "Residual"),
        rows=tuple(
            (
                f"{one.row + 1:,}",
                number_words(one.actual),
                number_words(one.predicted),
                number_words(one.actual - one.predicted),
            )
            for one in found.worst
        ),
    )


def interval_table(found: Sequence[PredictionInterval], target: str) -> Table:
    """Intervals around a prediction, and how often they held."""
    width = f"Prediction plus and minus ({target})"
    return Table(
        name="Prediction intervals",
        head=("Promised", width, "Covered", "95 % interval", "Rows it was made from"),
        rows=tuple(_interval(one) for one in found),
    )


def _interval(one: PredictionInterval) -> Cells:
    low, high = (share_words(end) for end in one.coverage_ci95)
    return (
        share_words(one.level),
        number_words(one.half_width),
        f"{share_words(one.coverage)} of {one.n_measured:,} rows",
        f"{low} to {high}",
        f"{one.n_calibration:,}, {one.basis}",
    )


def clusters(found: ClusterReport) -> Section:
    """What the clusters are, in numbers and in words."""
    told = zip(found.profile.clusters, found.clusters, strict=True)
    said = (found.noise, *found.limits, *found.mixed, found.new_rows)
    rows = tuple(
        (
            words.name,
            f"{cluster.n_rows:,} ({share_words(cluster.share)})",
            f"{words.words}. {words.fit}" if words.fit else words.words,
            " ".join(words.differences),
        )
        for cluster, words in told
    )
    head = ("Cluster", "Rows", "In words", "How it differs from all other rows")
    table = Table(name="Clusters in words", head=head, rows=rows)
    return Section(
        title="What the clusters are",
        words=(found.reading,),
        remarks=tuple(one for one in said if one),
        tables=(table,) if rows else (),
    )
