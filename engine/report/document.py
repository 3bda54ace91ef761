"""A report of one model, from what its Results step knows."""

from __future__ import annotations

from engine.algorithms import entry_of
from engine.holdout import moment_words
from engine.model_results import LookedAt, ModelResults
from engine.records import TrainedModel
from engine.report.answers import answers
from engine.report.origin import origin, preparation, settings
from engine.report.records import Report, Section
from engine.report.scores import scores
from engine.verdicts import words_of


def report_of(known: LookedAt, found: ModelResults) -> Report:
    """Put together what is known about a model, the most important first.

    Parameters
    ----------
    known, found
        Of the same model: its record, and what its stored answers tell.
    """
    model = known.model
    entry = entry_of(model)
    sections = [
        meaning(model, n_clusters=known.n_clusters),
        scores(model, known.holdout),
        *answers(found),
        settings(model, entry),
        preparation(model, entry),
        origin(model),
    ]
    return Report(
        title=_title(model),
        about=f"{model.provenance.dataset_name}, trained on {moment_words(model.created_at)}",
        sections=tuple(one for one in sections if not one.is_empty),
    )


def meaning(model: TrainedModel, *, n_clusters: int | None) -> Section:
    """What the scores mean, and what to be careful about."""
    told = words_of(model, n_clusters=n_clusters)
    grown = [] if model.grown is None else [_grown(*model.grown)]
    return Section(
        title="What it means", words=tuple(told.values()), remarks=(*grown, *model.warnings)
    )


def _title(model: TrainedModel) -> str:
    if model.target is None:
        return f"{model.name} of {model.provenance.dataset_name}"
    return f"{model.name} for {model.target}"


def _grown(done: int, total: int) -> str:
    return (
        f"It is partly grown, {done:,} of {total:,}, because the run was stopped or out of time. "
        "Grown to its end it would be another model."
    )
