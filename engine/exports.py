"""Formats in which a model is given out; one entry for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.errors import DoesNotApplyError, NotFoundError
from engine.given_files import GivenFile, stem_of
from engine.model_results import looked_at, model_results
from engine.models import ModelManager
from engine.records import TrainedModel
from engine.report import page_of, report_of


@dataclass(frozen=True)
class ExportFormat:
    """One entry of `EXPORTS`.

    `grows` with what is found out about a model: such a file has no size and no digest
    before it is asked for.
    """

    key: str
    name: str
    description: str
    ending: str
    media_type: str
    build: Callable[[ModelManager, TrainedModel, ExportFormat], GivenFile]
    grows: bool = False


def export(known: ModelManager, model_id: str, key: str) -> GivenFile:
    """Give a model in the format `key`.

    Raises
    ------
    NotFoundError
        If there is no such model, or no such format; the message names those there are.
    DoesNotApplyError
        If the model cannot be given in this format.
    """
    model = known.get(model_id)
    entry = next((entry for entry in EXPORTS if entry.key == key), None)
    if entry is None:
        formats = ", ".join(entry.key for entry in EXPORTS)
        raise NotFoundError(
            f"There is no export format {key!r}.",
            field="format",
            hint=f"These formats can be downloaded: {formats}.",
        )
    return entry.build(known, model, entry)


def file_name(model: TrainedModel, entry: ExportFormat) -> str:
    """A name that tells data and algorithm and is safe on any file system."""
    return f"{stem_of(model.provenance.dataset_name, model.algorithm)}{entry.ending}"


def _pickle(known: ModelManager, model: TrainedModel, entry: ExportFormat) -> GivenFile:
    return GivenFile(
        filename=file_name(model, entry),
        media_type=entry.media_type,
        sha256=model.pickle_sha256,
        path=known.pickle_path(model.id),
    )


def _config(_known: ModelManager, model: TrainedModel, entry: ExportFormat) -> GivenFile:
    if model.variant is not None:
        raise DoesNotApplyError(
            f"{model.name} is a variant: no training request gives it again.",
            field="format",
            hint="Train the model it is of with its configuration, and have the variant made anew.",
        )
    return _json(model, entry, training_config(model))


def _metadata(known: ModelManager, model: TrainedModel, entry: ExportFormat) -> GivenFile:
    words = {key: told.model_dump() for key, told in known.words(model.id).items()}
    made = _json(model, entry, model.model_dump(mode="json") | {"words": words})
    return replace(made, holds_scores=True)


def _report(known: ModelManager, model: TrainedModel, entry: ExportFormat) -> GivenFile:
    report = report_of(looked_at(known, model.id), model_results(known, model.id))
    made = _text(model, entry, page_of(report))
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


def _json(model: TrainedModel, entry: ExportFormat, body: dict[str, object]) -> GivenFile:
    text = json.dumps(body, indent=2, ensure_ascii=False, allow_nan=False)
    return _text(model, entry, f"{text}\n")


def _text(model: TrainedModel, entry: ExportFormat, text: str) -> GivenFile:
    return GivenFile(
        filename=file_name(model, entry), media_type=entry.media_type, content=text.encode()
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
    ExportFormat(
        key="report",
        name="Report",
        description="What the results mean, with the numbers and what was found out by now, as one "
        "page to read, print or send. Any browser opens it, offline too.",
        ending="_report.html",
        media_type="text/html",
        build=_report,
        grows=True,
    ),
)
