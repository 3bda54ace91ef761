"""The held-out rows are opened once for each model that was chosen, and every opening is noted.

Of many models, the one with the best score on some rows looks better than it is, and
the more so the more of them were looked at. So models with folds are chosen by their
folds; the held-out score of one is opened when somebody looks at it, and how many
were opened on the same rows is said beside it (Cawley and Talbot, 2010, "On
Over-fitting in Model Selection", JMLR 11). Without folds, training opens it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from engine.records import Record, TrainedModel
from engine.store import Opening, Store

Openings = Mapping[str, Opening]


class Holdout(Record):
    """When the held-out rows were opened for a model, and for how many of its split.

    `words` says both, and what follows from it.
    """

    opened_at: datetime
    n_opened: int
    words: str


def rows_of(model: TrainedModel) -> str:
    """A digest of the rows that were held out: those of a dataset in a split."""
    provenance = model.provenance
    text = f"{provenance.dataset_sha256} {provenance.split_sha256}"
    return hashlib.sha256(text.encode()).hexdigest()


def has_folds(model: TrainedModel) -> bool:
    """Whether a model can be judged without its held-out rows."""
    return bool(model.scores.cv)


def choosing_score(model: TrainedModel, metric: str) -> float | None:
    """Give the score that a model is chosen by: over its folds, or else the only one."""
    if not has_folds(model):
        return model.scores.test.get(metric)
    folds = model.scores.cv.get(metric)
    return None if folds is None else folds.mean


def is_open(model: TrainedModel, openings: Openings) -> bool:
    """Whether the held-out score of a model may be shown beside those of others."""
    return not has_folds(model) or model.id in openings


def n_opened(model: TrainedModel, openings: Openings) -> int:
    """How many models were opened on the very rows of this one."""
    rows = rows_of(model)
    return sum(opening.rows == rows for opening in openings.values())


def open_for(store: Store, workspace: str, model: TrainedModel) -> Holdout | None:
    """Open the held-out rows for a model, and note that; ``None`` for a clustering."""
    if model.task_type == "clustering":
        return None
    store.openings.note(workspace, model.id, rows_of(model))
    return holdout_of(model, store.openings.all(workspace))


def note_training(store: Store, workspace: str, model: TrainedModel) -> None:
    """Note a model whose held-out score is told from the beginning.

    That is one without folds, and a variant: it is held against the model it is of.
    """
    if model.task_type == "clustering":
        return
    if model.variant is not None or not has_folds(model):
        store.openings.note(workspace, model.id, rows_of(model))


def holdout_of(model: TrainedModel, openings: Openings) -> Holdout:
    """Say what is known about the opening of a model that is opened."""
    opened_at, number = openings[model.id].opened_at, n_opened(model, openings)
    words = _opened(opened_at, number) if has_folds(model) else _judged(number)
    return Holdout(opened_at=opened_at, n_opened=number, words=words)


def of_comparison(n_judged: int) -> str:
    """What to know about models that are compared by their held-out rows, as there are no folds."""
    if n_judged == 1:
        return "There are no folds, so the held-out rows are what this model is judged by."
    return (
        f"There are no folds, so the held-out rows are what models are judged by: {n_judged:,} "
        "were judged on these very rows, and the best of several is a little too optimistic."
    )


def _opened(opened_at: datetime, number: int) -> str:
    moment = moment_words(opened_at)
    if number == 1:
        return (
            f"The held-out rows were opened for this model on {moment}. They have been opened for "
            "no other model of this split."
        )
    return (
        f"The held-out rows were opened for this model on {moment}. They have been opened for "
        f"{number:,} models of this split; the best of several is a little too optimistic: choose "
        "by the folds."
    )


def _judged(number: int) -> str:
    if number == 1:
        return (
            "There are no folds, so the held-out rows are what this model is judged by. No other "
            "model was judged on them."
        )
    return (
        f"There are no folds, so the held-out rows are what models are judged by. {number:,} were "
        "judged on these very rows, and the best of several is a little too optimistic: with "
        "folds, models can be chosen without them."
    )


def moment_words(moment: datetime) -> str:
    """A moment in UTC: "3 Nov 2026, 14:05 UTC"."""
    return f"{moment.day} {moment:%b %Y, %H:%M} UTC"
