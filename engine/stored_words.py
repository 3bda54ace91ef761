"""What the scores of a stored model mean: its record, and the clusters that are kept with it."""

from __future__ import annotations

import pandas as pd

from engine.records import TrainedModel
from engine.store import Store
from engine.stored_answers import count_clusters
from engine.verdicts import words_of
from engine.words import Words


def stored_words(store: Store, model: TrainedModel) -> dict[str, Words]:
    """The same words for page, REST and export; see `engine.verdicts.words_of`."""
    if model.task_type != "clustering":
        return words_of(model)
    table = pd.read_feather(store.blob("models", f"{model.id}.arrow"), columns=["cluster"])
    return words_of(model, n_clusters=count_clusters(table))
