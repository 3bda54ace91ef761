"""Formats in which a model is given out; one entry for each."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import DoesNotApplyError, NotFoundError
from engine.records import TrainedModel
from engine.store import Store
from engine.stored_words import stored_words


@dataclass(frozen=True)
class Export:
    """A file to give out: either a `path` to stream or its whole `content`.

    `holds_scores` says that the held-out scores are in it.
    """

    filename: str
    media_type: str
    sha256: str | None = None
    path: Path | None = None
    content: bytes | None = None
    holds_scores: bool = False


@dataclass(frozen=True)
class ExportFormat:
    """One entry of `EXPORTS`."""

    key: str
    name: str
    description: str
    ending: str
    media_type: str
    build: Callable[[Store, TrainedModel, ExportFormat], Export]


def export(store: Store, model: TrainedModel, key: str) -> Export:
    """Give a model in the format `key`.

    Raises
    ------
    NotFoundError
        If there is no such format; the message names those there are.
    """
    entry = next((entry for entry in EXPORTS if entry.key == key), None)
    if entry is None:
        known = ", ".join(entry.key for entry in EXPORTS)
        raise NotFoundError(
            f"There is no export format {key!r}.",
            field="format",
            hint=f"These formats can be downloaded: {known}.",
        )
    return entry.build(store, model, entry)


def file_name(model: TrainedModel, entry: ExportFormat) -> str:
    """A name that tells data and algorithm and is safe on any file system."""
    return f"{stem_of(model.provenance.dataset_name, model.algorithm)}{entry.ending}"


def stem_of(file: str, *more: str) -> str:
    """A name without its ending and with what is added, of plain letters and digits."""
    stem = re.sub(r"\.[^.]*$", "", file)
    safe = re.sub(r"[^A-Za-z0-9]+", "_", "_".join((stem, *more))).strip("_").lower()
    return safe[:80]


def _pickle(store: Store, model: TrainedModel, entry: ExportFormat) -> Export:
    return Export(
        filename=file_name(model, entry),
        media_type=entry.media_type,
        sha256=model.pickle_sha256,
        path=store.blob("models", f"{model.id}.pkl"),
    )


def _config(_store: Store, model: TrainedModel, entry: ExportFormat) -> Export:
    if model.variant is not None:
        raise DoesNotApplyError(
            f"{model.name} is a variant: no training request gives it again.",
            field="format",
            hint="Train the model it is of with its configuration, and have the variant made anew.",
        )
    return _json(model, entry, training_config(model))


def _metadata(store: Store, model: TrainedModel, entry: ExportFormat) -> Export:
    words = {key: told.model_dump() for key, told in stored_words(store, model).items()}
    made = _json(model, entry, model.model_dump(mode="json") | {"words": words})
    return replace(made, holds_scores=True)


def training_config(model: TrainedModel) -> dict[str, object]:
    """What trained this model, in the shape that `POST /api/training/start` takes."""
    spec = model.provenance.spec
    body = spec.model_dump(mode="json", exclude={"algorithms", "group", "group_separator"})
    return {
        **body,
        "algorithm": model.algorithm,
        "hyperparameters": dict(model.hyperparameters),
    }


def _json(model: TrainedModel, entry: ExportFormat, body: dict[str, object]) -> Export:
    text = json.dumps(body, indent=2, ensure_ascii=False, allow_nan=False)
    return Export(
        filename=file_name(model, entry),
        media_type=entry.media_type,
        content=f"{text}\n".encode(),
    )


EXPORTS: tuple[ExportFormat, ...] = (
    ExportFormat(
        key="pickle",
        name="The model",
        description="A plain scikit-learn pipeline. It needs nothing of this program.",
        ending=".pkl",
        media_type="application/octet-stream",
        build=_pickle,
    ),
    ExportFormat(
        key="config",
        name="Training configuration",
        description="Data, target, features, split, seed and settings: train it again with this.",
        ending="_config.json",
        media_type="application/json",
        build=_config,
    ),
    ExportFormat(
        key="metadata",
        name="Metadata",
        description="Scores and what they mean, versions, digests of data and split, and every "
        "parameter.",
        ending="_metadata.json",
        media_type="application/json",
        build=_metadata,
    ),
)
