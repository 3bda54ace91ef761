"""Where a model came from as sections: its settings, its preparation, its rows, its versions."""

from __future__ import annotations

from engine.algorithms import AlgorithmConfig
from engine.amounts import fit_words
from engine.holdout import moment_words
from engine.hyperparameters import spell
from engine.preprocessing import describe
from engine.records import TrainedModel
from engine.report.records import Section
from engine.row_counts import row_counts


def settings(model: TrainedModel, entry: AlgorithmConfig | None) -> Section:
    """The algorithm in a sentence, and its settings by their names on the Train step."""
    labels = {one.name: one.label for one in entry.hyperparameters} if entry else {}
    found = model.search
    return Section(
        title=model.name,
        remarks=(
            *([] if entry is None else [entry.description]),
            *([] if found is None else [_searched(len(found.candidates))]),
        ),
        facts={
            labels.get(name, name): spell(value) for name, value in model.hyperparameters.items()
        },
    )


def _searched(n_tried: int) -> str:
    if n_tried == 1:
        return "Its settings are the one combination that a search tried within the learning rows."
    return (
        f"Its settings are the best of {n_tried:,} combinations, which were tried within the "
        "learning rows alone."
    )


def preparation(model: TrainedModel, entry: AlgorithmConfig | None) -> Section:
    """What became of the columns before the algorithm saw them; learned from learning rows."""
    provenance = model.provenance
    if entry is None:
        return Section(title="How the columns were prepared")
    columns = [one for one in provenance.columns if one.name in model.features]
    steps = describe(columns, entry, provenance.spec.preprocessing)
    return Section(
        title="How the columns were prepared",
        facts={", ".join(one.columns): " ".join(one.transformers) for one in steps},
    )


def origin(model: TrainedModel) -> Section:
    """Enough to train it again and to compare the answer."""
    known = model.provenance
    return Section(
        title="Where it came from",
        facts={
            "Dataset": known.dataset_name,
            "Target": model.target or "none, it looks for groups",
            **row_counts(model),
            "Seed": str(known.spec.random_seed),
            "Time to fit": fit_words(model.fit_seconds),
            "Trained": moment_words(model.created_at),
            "Model": model.id,
            "SHA-256 of the data": known.dataset_sha256,
            "SHA-256 of the predictions": known.predictions_sha256,
            "SHA-256 of the model file": model.pickle_sha256,
            **known.versions,
        },
    )
